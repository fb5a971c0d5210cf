#include <algorithm>

#include "stdlib/native/format.h"
#include "stdlib/native/layout.h"
#include "stdlib/native/markdown.h"
#include "stdlib/native/title.h"
#include "stdlib/native/unicode.h"

namespace cairn {
namespace {

// Letter case and runs of blanks do not matter, nor a colon at the end.
std::string key_of(std::string_view title) {
  std::string out;
  const std::string small = folded(composed(title));
  for (std::size_t at = 0; at < small.size();) {
    const auto begin = at;
    if (!is_blank(next_code_point(small, at)))
      out.append(small, begin, at - begin);
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  while (out.ends_with(' ') || out.ends_with(':')) out.pop_back();
  return out;
}

// Without a number or signs before the words, nor signs behind them: "🥘 1. Soup!".
std::string bare_key_of(std::string_view title) {
  const std::string key = key_of(title);
  std::string_view rest = key;
  const auto drop_signs = [&] {
    for (std::size_t at = 0; !rest.empty(); at = 0) {
      const char32_t c = next_code_point(rest, at);
      if (is_letter(c) || is_digit(c)) break;
      rest.remove_prefix(at);
    }
  };
  drop_signs();
  if (const auto marker = marker_of(rest);
      marker.kind == Mark::number && marker.length < rest.size())
    rest.remove_prefix(marker.length);
  drop_signs();
  for (std::size_t end = rest.size(); end > 0; end = rest.size()) {
    const char32_t c = previous_code_point(rest, end);
    if (is_word_character(c)) break;
    do rest.remove_suffix(1);
    while (!rest.empty() &&
           (static_cast<unsigned char>(rest.data()[rest.size()]) & 0xC0U) == 0x80U);
  }
  return std::string(rest);
}

template <class Key>
std::optional<std::size_t> find_title(const std::vector<Title>& titles, std::string_view wanted,
                                      const Key& key) {
  const std::string looked_for = key(wanted);
  if (looked_for.empty()) return std::nullopt;
  for (std::size_t at = 0; at < titles.size(); ++at)
    if (key(titles[at].text) == looked_for) return at;
  return std::nullopt;
}

Missing no_such_part(const std::vector<Title>& titles, std::string_view wanted) {
  constexpr std::size_t most = 8;
  std::string why = fmt::format("there is no part called {}", shown(Value(wanted), 60));
  if (titles.empty()) return Missing{why + "; the text has no titles"};
  why += titles.size() == 1 ? "; the only title is " : "; the titles are ";
  for (std::size_t at = 0; at < std::min(most, titles.size()); ++at)
    why += fmt::format("{}{}", at > 0 ? ", " : "", shown(Value(titles[at].text), 40));
  if (titles.size() > most) why += fmt::format(" and {} more", titles.size() - most);
  return Missing{why};
}

}  // namespace

Found<std::string> section(std::string_view passage, std::string_view title) {
  const auto& document = markdown::document_of(passage);
  const auto titles = titles_of(document);
  const std::string wanted(title);
  auto found = find_title(titles, wanted, key_of);
  if (!found) found = find_title(titles, wanted, bare_key_of);
  if (!found) return no_such_part(titles, title);
  return markdown::text_of(document, titles[*found].behind, end_of_part(document, titles, *found));
}

}  // namespace cairn
