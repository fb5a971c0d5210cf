#include "stdlib/native/text.h"

#include <cstring>

#include "stdlib/native/unicode.h"

namespace cairn {
namespace {

constexpr std::string_view nothing_to_look_for =
    "there is nothing to look for: the text it is given is empty";

// Calls `each` with every line, without the line break (LF or CRLF).
template <class Each>
void each_line(std::string_view text, const Each& each) {
  while (!text.empty()) {
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    each(line);
    text = end == text.npos ? std::string_view() : text.substr(end + 1);
  }
}

std::string_view without_end_blanks(std::string_view text) {
  while (!text.empty()) {
    const auto last = static_cast<unsigned char>(text.back());
    if (last < 0x80 ? !is_blank(last) : !is_blank(previous_code_point(text, text.size()))) break;
    do text.remove_suffix(1);
    while (!text.empty() &&
           (static_cast<unsigned char>(text.data()[text.size()]) & 0xC0U) == 0x80U);
  }
  return text;
}

// Where `mark` stands, or why it does not.
Found<std::size_t> place_of(std::size_t found, std::string_view mark) {
  if (mark.empty()) return Missing{std::string(nothing_to_look_for)};
  if (found == std::string_view::npos)
    return Missing{fmt::format("there is no {} in the text", shown(Value(mark), 40))};
  return found;
}

template <class Cut>
Found<std::string> cut_at(std::size_t found, std::string_view mark, const Cut& cut) {
  auto place = place_of(found, mark);
  if (auto* absent = std::get_if<Missing>(&place)) return std::move(*absent);
  return std::string(cut(std::get<std::size_t>(place)));
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  text = without_end_blanks(text);
  for (std::size_t at = 0; at < text.size();) {
    const auto begin = at;
    if (!is_blank(next_code_point(text, at))) return text.substr(begin);
  }
  return {};
}

Texts lines(std::string_view passage) {
  Texts out;
  each_line(passage, [&](std::string_view line) {
    line = without_end_blanks(line);
    if (!line.empty()) out.emplace_back(line);
  });
  return out;
}

Texts paragraphs(std::string_view passage) {
  Texts out;
  bool open = false;
  each_line(passage, [&](std::string_view line) {
    line = without_end_blanks(line);
    if (line.empty()) {
      open = false;
      return;
    }
    if (open)
      out.back().append("\n").append(line);
    else
      out.emplace_back(line);
    open = true;
  });
  return out;
}

std::string lower(std::string_view passage) { return lowered(passage); }
std::string upper(std::string_view passage) { return uppered(passage); }
std::string trim(std::string_view passage) { return std::string(trimmed(passage)); }

Found<std::string> replace(std::string_view passage, std::string_view part,
                           std::string_view replacement) {
  if (part.empty()) return Missing{std::string(nothing_to_look_for)};
  std::string out;
  std::size_t at = 0;
  for (auto found = passage.find(part); found != passage.npos; found = passage.find(part, at)) {
    out.append(passage, at, found - at).append(replacement);
    at = found + part.size();
  }
  return out.append(passage, at);
}

Found<Texts> split(std::string_view passage, std::string_view mark) {
  if (mark.empty()) return Missing{std::string(nothing_to_look_for)};
  Texts out;
  std::size_t at = 0;
  for (auto found = passage.find(mark); found != passage.npos; found = passage.find(mark, at)) {
    out.emplace_back(passage.substr(at, found - at));
    at = found + mark.size();
  }
  out.emplace_back(passage.substr(at));
  return out;
}

std::string joined_texts(const TextViews& texts, std::string_view between) {
  return fmt::format("{}", fmt::join(texts, between));
}

Found<double> occurrences(std::string_view passage, std::string_view part) {
  if (part.empty()) return Missing{std::string(nothing_to_look_for)};
  double count = 0;
  const char* const end = passage.data() + passage.size();
  for (const char* at = passage.data(); at < end; ++count) {
    const void* found = memmem(at, static_cast<std::size_t>(end - at), part.data(), part.size());
    if (!found) break;
    at = static_cast<const char*>(found) + part.size();
  }
  return count;
}

Found<std::string> after(std::string_view passage, std::string_view mark) {
  return cut_at(passage.find(mark), mark,
                [&](std::size_t at) { return passage.substr(at + mark.size()); });
}

Found<std::string> before(std::string_view passage, std::string_view mark) {
  return cut_at(passage.find(mark), mark, [&](std::size_t at) { return passage.substr(0, at); });
}

Found<std::string> after_last(std::string_view passage, std::string_view mark) {
  return cut_at(passage.rfind(mark), mark,
                [&](std::size_t at) { return passage.substr(at + mark.size()); });
}

Found<std::string> before_last(std::string_view passage, std::string_view mark) {
  return cut_at(passage.rfind(mark), mark, [&](std::size_t at) { return passage.substr(0, at); });
}

Result<std::unique_ptr<PreparedNative>> prepare_part(Arguments constants) {
  const auto* part =
      constants.size() > 1 && constants[1] ? constants[1]->as<std::string>() : nullptr;
  if (part && part->empty()) return Failure{"the text to look for is empty"};
  return Result<std::unique_ptr<PreparedNative>>(std::unique_ptr<PreparedNative>());
}

}  // namespace cairn
