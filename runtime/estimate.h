// What a run will read, write and cost, before anything is asked: a low and a high
// figure, never one that looks exact.
//
// No tokenizer is built in: there is one for each family of models, and most are not
// public. The assumptions, by the character (a code point):
//
//   letters and blanks of ASCII   4.8 to 3.2 a token, which brackets English prose
//   digits                        3 a token to 1 each
//   signs of ASCII                4.8 a token to 1 each: code and JSON are dear
//   letters with accents          4 a token to 1 each
//   Cyrillic, Greek, Arabic, Hebrew, Thai, Hindi and other alphabets
//                                 5 a token (new tokenizers) to 2.2 tokens each (old ones)
//   Chinese, Japanese, Korean     0.6 to 2.2 tokens each
//   emoji and all others          0.6 to 4 tokens each (4 bytes)
//
// One is added to the high figure of a text for how it begins. Not counted: the few
// tokens that a provider puts around each message, and schemas it turns into a grammar.
#pragma once

#include <optional>
#include <string_view>

#include "runtime/models/prices.h"
#include "runtime/models/request.h"

namespace cairn {

// REQUIRES: 0 <= low <= high.
struct Range {
  double low = 0, high = 0;
};

Range operator+(Range a, Range b);
Range operator*(double times, Range range);

Range tokens_in(std::string_view text);

// By kind alone, as neither the length nor the size in pixels is looked at. A picture
// 85 (OpenAI, low detail) to 1,700 (Anthropic, 1.15 megapixels); sound 1 second to
// half an hour at 32 a second, video 1 second to ten minutes at 290 (both Gemini's
// figures); a document 1 page at 258 to 100 pages at 3,000.
Range tokens_in(MediaKind kind);

enum class Written { answer, verdict };

// Tokens that each call wrote in the last run, thoughts too.
struct Learned {
  double mean = 0, low = 0, high = 0;
  long long calls = 0;
};

// What one call writes on average. An answer 10 to 8,000 (a model that thinks first),
// a judge's verdict 5 to 2,000; never more than `max_tokens`. From 5 calls of the last
// run on, half to twice their mean, within their lowest and highest.
Range tokens_out(std::optional<long long> max_tokens, Written written,
                 const Learned* learned = nullptr);

// In USD, as if nothing were read from a cache. Nothing without a price for both.
std::optional<Range> cost(Range in, Range out, const Price& price);

}  // namespace cairn
