// UTF-16, as spreadsheets export it, to UTF-8; in pieces cut anywhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lang/result.h"

namespace cairn {

enum class ByteOrder { little, big };

class Utf16Decoder {
 public:
  explicit Utf16Decoder(ByteOrder order) : order_(order) {}

  // A failure names the line of a broken surrogate pair.
  std::optional<Failure> append(std::string_view bytes, std::string& out);
  // To be called at the end: nothing may be left half.
  std::optional<Failure> finish() const;

 private:
  std::optional<Failure> add(std::uint32_t unit, std::string& out);

  ByteOrder order_;
  std::optional<unsigned char> half_unit_;
  std::uint32_t half_pair_ = 0;  // A high surrogate that waits for its other half.
  std::size_t line_ = 1;
};

// REQUIRES: a Unicode scalar value.
void append_utf8(std::string& out, std::uint32_t code_point);

}  // namespace cairn
