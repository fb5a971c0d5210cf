#include "lang/data/utf16.h"

#include <fmt/format.h>

namespace cairn {

void append_utf8(std::string& out, std::uint32_t code_point) {
  const auto tail = [&](unsigned shift) {
    out += static_cast<char>(0x80U | ((code_point >> shift) & 0x3FU));
  };
  if (code_point < 0x80) {
    out += static_cast<char>(code_point);
  } else if (code_point < 0x800) {
    out += static_cast<char>(0xC0U | (code_point >> 6U));
    tail(0);
  } else if (code_point < 0x10000) {
    out += static_cast<char>(0xE0U | (code_point >> 12U));
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xF0U | (code_point >> 18U));
    tail(12);
    tail(6);
    tail(0);
  }
}

std::optional<Failure> Utf16Decoder::append(std::string_view bytes, std::string& out) {
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (!half_unit_) {
      half_unit_ = byte;
      continue;
    }
    const unsigned high = order_ == ByteOrder::big ? *half_unit_ : byte;
    const unsigned low = order_ == ByteOrder::big ? byte : *half_unit_;
    half_unit_.reset();
    if (auto broken = add(high << 8U | low, out)) return broken;
  }
  return std::nullopt;
}

std::optional<Failure> Utf16Decoder::add(std::uint32_t unit, std::string& out) {
  const bool is_high = unit >= 0xD800 && unit < 0xDC00;
  const bool is_low = unit >= 0xDC00 && unit < 0xE000;
  if ((half_pair_ != 0) != is_low) {
    return Failure{fmt::format("line {} is not valid UTF-16; save the file as UTF-8", line_)};
  }
  if (is_high) {
    half_pair_ = unit;
    return std::nullopt;
  }
  if (is_low) unit = 0x10000 + ((half_pair_ - 0xD800) << 10U) + (unit - 0xDC00);
  half_pair_ = 0;
  if (unit == '\n') ++line_;
  append_utf8(out, unit);
  return std::nullopt;
}

std::optional<Failure> Utf16Decoder::finish() const {
  if (!half_unit_ && half_pair_ == 0) return std::nullopt;
  return Failure{
      fmt::format("the UTF-16 text ends in the middle of a character in line {}; save "
                  "the file as UTF-8",
                  line_)};
}

}  // namespace cairn
