#include "lang/source.h"

#include <algorithm>

namespace cairn {
namespace {

bool begins_code_point(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }

}  // namespace

LineColumn SourceFile::locate(std::uint32_t offset) const {
  const std::string_view before = text().substr(0, offset);
  const auto line_start = before.rfind('\n') + 1;  // npos + 1 is 0.
  return {.line = 1 + static_cast<int>(std::ranges::count(before, '\n')),
          .column = 1 + static_cast<int>(
                            std::ranges::count_if(before.substr(line_start), begins_code_point))};
}

std::string_view SourceFile::line_at(std::uint32_t offset) const {
  const auto start = text().substr(0, offset).rfind('\n') + 1;
  const auto length = text().substr(start).find('\n');
  return text().substr(start, length);
}

}  // namespace cairn
