#include "stdlib/native/address.h"

#include <algorithm>
#include <charconv>

#include "stdlib/native/unicode.h"

namespace cairn {
namespace {

bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }
bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_ascii_alphanumeric(char c) { return is_ascii_letter(c) || is_ascii_digit(c); }
// Bytes of letters beyond ASCII are taken as letters of a name.
bool is_name_byte(char c) {
  return is_ascii_alphanumeric(c) || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

bool is_label(std::string_view label) {
  constexpr std::size_t longest = 63;
  return !label.empty() && label.size() <= longest && label.front() != '-' && label.back() != '-' &&
         std::ranges::all_of(label, [](char c) { return is_name_byte(c) || c == '-'; });
}

std::vector<std::string_view> parted(std::string_view text, char at) {
  std::vector<std::string_view> out;
  for (std::size_t begin = 0; begin <= text.size();) {
    const auto end = std::min(text.find(at, begin), text.size());
    out.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return out;
}

bool has_digits_only(std::string_view text) { return std::ranges::all_of(text, is_ascii_digit); }

// Labels with points between them, the last of two letters or more.
bool is_domain(std::string_view text) {
  constexpr std::size_t longest = 253;
  const auto labels = parted(text, '.');
  if (labels.size() < 2 || text.size() > longest || !std::ranges::all_of(labels, is_label))
    return false;
  const auto top = labels.back();
  return top.size() >= 2 && (top.starts_with("xn--") || std::ranges::none_of(top, is_ascii_digit));
}

bool is_ipv4(std::string_view text) {
  const auto parts = parted(text, '.');
  return parts.size() == 4 && std::ranges::all_of(parts, [](std::string_view part) {
           int value = 256;
           std::from_chars(part.data(), part.data() + part.size(), value);
           return !part.empty() && part.size() <= 3 && has_digits_only(part) && value < 256;
         });
}

bool is_ipv6(std::string_view text) {
  const auto is_part = [](char c) {
    return is_ascii_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' ||
           c == '.';
  };
  return text.starts_with('[') && text.ends_with(']') && std::ranges::count(text, ':') >= 2 &&
         std::ranges::all_of(text.substr(1, text.size() - 2), is_part);
}

bool is_port(std::string_view text) {
  int value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  return !text.empty() && has_digits_only(text) && read.ec == std::errc() && value <= 65'535;
}

bool is_host(std::string_view text) {
  return text == "localhost" || is_domain(text) || is_ipv4(text) || is_ipv6(text);
}

bool may_stand_in_url(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    if (c < 0x20 || c == 0x7F || is_blank(c)) return false;
    if (c < 0x80 &&
        std::string_view("<>\"{}|\\^`").find(static_cast<char>(c)) != std::string_view::npos)
      return false;
  }
  return true;
}

bool is_local_character(char c) {
  return is_name_byte(c) ||
         std::string_view("!#$%&'*+-/=?^_`{|}~.").find(c) != std::string_view::npos;
}

// What may begin an address: a quote or a bracket before it belongs to the text.
bool may_begin_local(char c) { return is_name_byte(c) || c == '_' || c == '+'; }

}  // namespace

bool is_url(std::string_view passage) {
  const auto begin = passage.find_first_not_of(" \t\r\n");
  if (begin == passage.npos) return false;
  auto rest = passage.substr(begin, passage.find_last_not_of(" \t\r\n") - begin + 1);
  const auto colon = rest.find("://");
  if (colon == rest.npos) return false;
  const std::string scheme = lowered(rest.substr(0, colon));
  if (scheme != "http" && scheme != "https") return false;
  rest.remove_prefix(colon + 3);
  const auto end = std::min(rest.find_first_of("/?#"), rest.size());
  auto host = rest.substr(0, end);
  const auto port = host.rfind(':');
  if (port != host.npos && !host.ends_with(']')) {
    if (!is_port(host.substr(port + 1))) return false;
    host = host.substr(0, port);
  }
  return is_host(host) && may_stand_in_url(rest);
}

Texts emails(std::string_view passage) {
  constexpr std::size_t longest_local = 64;
  Texts out;
  std::size_t free_from = 0;  // Behind the address found last.
  for (auto at = passage.find('@'); at != passage.npos; at = passage.find('@', at + 1)) {
    std::size_t begin = at;
    while (begin > free_from && is_local_character(passage[begin - 1])) --begin;
    while (begin < at && !may_begin_local(passage[begin])) ++begin;
    std::size_t end = at + 1;
    while (end < passage.size() &&
           (is_name_byte(passage[end]) || passage[end] == '-' || passage[end] == '.'))
      ++end;
    while (end > at + 1 && !is_name_byte(passage[end - 1])) --end;
    const auto local = passage.substr(begin, at - begin);
    const bool sound = !local.empty() && local.size() <= longest_local && !local.ends_with('.') &&
                       local.find("..") == local.npos;
    if (!sound || !is_domain(passage.substr(at + 1, end - at - 1))) continue;
    out.emplace_back(passage.substr(begin, end - begin));
    free_from = end;
  }
  return out;
}

}  // namespace cairn
