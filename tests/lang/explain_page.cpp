#include "tests/lang/explain_page.h"

#include <algorithm>
#include <cctype>

#include "lang/words.h"

namespace cairn {
namespace {

std::string with_bytes(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = text.substr(at, 4);
    const bool named = byte.size() == 4 && byte[0] == '<' && byte[3] == '>' &&
                       std::isxdigit(static_cast<unsigned char>(byte[1])) != 0 &&
                       std::isxdigit(static_cast<unsigned char>(byte[2])) != 0;
    out += named ? static_cast<char>(std::stoi(std::string(byte.substr(1, 2)), nullptr, 16))
                 : text[at];
    if (named) at += 3;
  }
  return out;
}

std::string name_of(std::string_view section) {
  std::string name(section);
  std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
  return name + ".eval";
}

}  // namespace

std::optional<PageFiles> files_of(std::string_view page, std::string_view section) {
  const auto heading = "\n## " + std::string(section) + "\n";
  auto begin = page.find(heading);
  if (begin == page.npos) return std::nullopt;
  page = page.substr(begin + heading.size());
  page = page.substr(0, page.find("\n## "));
  PageFiles files;
  while ((begin = page.find("```")) != page.npos) {
    page = page.substr(begin + 3);
    const auto info_end = page.find('\n');
    const auto info = words_of(page.substr(0, info_end));
    const auto end = page.find("\n```", info_end);
    auto text = std::string(page.substr(info_end + 1, end - info_end));
    page = page.substr(end + 4);
    if (std::ranges::count(info, "bytes") > 0) text = with_bytes(text);
    const bool named = !info.empty() && info.back().find('.') != info.back().npos;
    files[named ? std::string(info.back()) : name_of(section)] = std::move(text);
  }
  return files;
}

}  // namespace cairn
