#include "runtime/estimate.h"

#include <algorithm>
#include <array>

#include "lang/utf8.h"

namespace cairn {
namespace {

constexpr long long enough_calls = 5;

// Tokens a character, to the last one of each row; the header says why.
struct TokenRate {
  char32_t last;
  double low, high;
};

constexpr TokenRate letter_rate = {'z', 1 / 4.8, 1 / 3.2};
constexpr TokenRate digit_rate = {'9', 1 / 3.0, 1};
constexpr TokenRate sign_rate = {0x7F, 1 / 4.8, 1};

// In order of `last`.
constexpr std::array other_rates = {
    TokenRate{0x024F, 0.25, 1},   // Letters with accents.
    TokenRate{0x10FF, 0.2, 2.2},  // Alphabets, from Greek to Georgian.
    TokenRate{0x11FF, 0.6, 2.2},  // Korean.
    TokenRate{0x1DFF, 0.2, 2.2},  // More alphabets.
    TokenRate{0x1EFF, 0.25, 1},   // Vietnamese.
    TokenRate{0x206F, 0.2, 1},    // Quotation marks, dashes.
    TokenRate{0x2E7F, 0.6, 4},    // Arrows, mathematics, boxes.
    TokenRate{0x9FFF, 0.6, 2.2},  // Chinese and Japanese.
    TokenRate{0xABFF, 0.2, 4},    // Rare scripts.
    TokenRate{0xD7FF, 0.6, 2.2},  // Korean.
    TokenRate{0xF8FF, 0.6, 4},    // Private.
    TokenRate{0xFAFF, 0.6, 2.2},  // Chinese.
    TokenRate{0xFFEF, 0.2, 2.2},  // Forms of Arabic, wide and narrow letters.
    TokenRate{0x1FFFF, 0.6, 4},   // Emoji, and U+FFFD of broken text.
    TokenRate{0x3FFFF, 0.6, 4},   // Rare Chinese.
    TokenRate{0x10FFFF, 0.6, 4},
};
static_assert(std::ranges::is_sorted(other_rates, {}, &TokenRate::last));

TokenRate token_rate(char32_t c) {
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ' ' || (c >= '\t' && c <= '\r'))
    return letter_rate;
  if (c >= '0' && c <= '9') return digit_rate;
  if (c <= sign_rate.last) return sign_rate;
  const auto found = std::ranges::lower_bound(other_rates, c, {}, &TokenRate::last);
  return found == other_rates.end() ? other_rates.back() : *found;
}

// Wider than a run's mean is likely to move, as the prompt may have changed since.
Range learned_range(const Learned& learned) {
  return {std::max(learned.low, learned.mean / 2), std::min(learned.high, learned.mean * 2)};
}

}  // namespace

Range operator+(Range a, Range b) { return {a.low + b.low, a.high + b.high}; }

Range operator*(double times, Range range) { return {times * range.low, times * range.high}; }

Range tokens_in(std::string_view text) {
  if (text.empty()) return {};
  Range range{0, 1};
  while (!text.empty()) {
    const auto rate = token_rate(first_code_point(text));
    range = range + Range{rate.low, rate.high};
    text.remove_prefix(code_point_length(text));
  }
  return {std::min(std::max(range.low, 1.0), range.high), range.high};
}

Range tokens_in(MediaKind kind) {
  switch (kind) {
    case MediaKind::image:
      return {85, 1'700};
    case MediaKind::audio:
      return {32, 32.0 * 60 * 30};
    case MediaKind::video:
      return {290, 290.0 * 60 * 10};
    case MediaKind::document:
      return {258, 3'000.0 * 100};
  }
  return {85, 300'000};
}

Range tokens_out(std::optional<long long> max_tokens, Written written, const Learned* learned) {
  Range range = written == Written::answer ? Range{10, 8'000} : Range{5, 2'000};
  if (learned && learned->calls >= enough_calls) range = learned_range(*learned);
  if (max_tokens) {
    const auto most = static_cast<double>(std::max(*max_tokens, 0LL));
    range = {std::min(range.low, most), std::min(range.high, most)};
  }
  return range;
}

std::optional<Range> cost(Range in, Range out, const Price& price) {
  if (!price.in || !price.out) return std::nullopt;
  return (*price.in / 1e6) * in + (*price.out / 1e6) * out;
}

}  // namespace cairn
