#include "runtime/http/call.h"

#include <algorithm>

namespace cairn {
namespace {

char small_letter(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::string_view header(const std::vector<Header>& headers, std::string_view name) {
  for (const auto& one : headers)
    if (std::ranges::equal(one.name, name, {}, small_letter, small_letter)) return one.value;
  return {};
}

}  // namespace cairn
