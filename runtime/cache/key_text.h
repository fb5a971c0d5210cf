// The text that a key is the digest of.
#pragma once

#include <charconv>
#include <optional>
#include <string>
#include <string_view>

namespace cairn {

// Fields one after the other, each with its length before it, so that no two requests
// write the same.
class KeyText {
 public:
  void add(std::string_view text) {
    number(static_cast<long long>(text.size()));
    text_ += ':';
    text_ += text;
  }
  void add(double value) {
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    add(std::string_view(digits, static_cast<std::size_t>(end - digits)));
  }
  void add(long long value) {
    number(value);
    text_ += ';';
  }
  template <class T>
  void add(const std::optional<T>& value) {
    if (value)
      add(*value);
    else
      text_ += '-';
  }
  const std::string& text() const { return text_; }

 private:
  void number(long long value) {
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    text_.append(digits, end);
  }

  std::string text_;
};

}  // namespace cairn
