#include "runtime/history/label_order.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

namespace cairn {
namespace {

constexpr std::string_view label_digits = "0123456789";

// Takes the digits that `text` begins with, without leading zeros.
std::string_view take_digits(std::string_view& text) {
  const auto end = std::min(text.find_first_not_of(label_digits), text.size());
  auto taken = text.substr(0, end);
  text.remove_prefix(end);
  taken.remove_prefix(std::min(taken.find_first_not_of('0'), taken.size()));
  return taken;
}

// Below 0, 0 or above 0, as `a` stands before, with or after `b`.
int natural_order(std::string_view a, std::string_view b) {
  while (!a.empty() && !b.empty()) {
    const bool both_digits = label_digits.find(a[0]) != label_digits.npos &&
                             label_digits.find(b[0]) != label_digits.npos;
    if (both_digits) {
      const auto left = take_digits(a), right = take_digits(b);
      if (left.size() != right.size()) return left.size() < right.size() ? -1 : 1;
      if (left != right) return left < right ? -1 : 1;
    } else {
      if (a[0] != b[0])
        return static_cast<unsigned char>(a[0]) < static_cast<unsigned char>(b[0]) ? -1 : 1;
      a.remove_prefix(1);
      b.remove_prefix(1);
    }
  }
  return a.empty() && b.empty() ? 0 : a.empty() ? -1 : 1;
}

bool text_before(std::string_view a, std::string_view b) {
  const int order = natural_order(a, b);
  return order == 0 ? a < b : order < 0;
}

}  // namespace

std::optional<double> label_number(std::string_view value) {
  double number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc() || end != value.data() + value.size() || !std::isfinite(number))
    return std::nullopt;
  return number;
}

bool all_numbers(const std::vector<std::string_view>& values) {
  return std::ranges::all_of(values, [](auto value) { return label_number(value).has_value(); });
}

std::vector<std::size_t> order_of_values(const std::vector<std::string_view>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const bool numbers = all_numbers(values);
  std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
    const auto left = label_number(values[a]), right = label_number(values[b]);
    if (numbers && *left != *right) return *left < *right;
    return text_before(values[a], values[b]);
  });
  return order;
}

}  // namespace cairn
