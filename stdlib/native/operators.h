// The tests of texts that the language has words for: contains, mentions,
// matches, starts with, ends with, and `ignoring case`.
//
// Documented where they are declared: stdlib/operators.eval. Each has a prepared
// form for needles that are known before the run.
#pragma once

#include <memory>

#include "stdlib/native.h"

namespace cairn {

// Of a text a part, of a list an element.
Found<bool> contains(const Value& whole, const Value& part, std::optional<bool> ignoring_case);
bool starts_with(std::string_view text, std::string_view start, std::optional<bool> ignoring_case);
bool ends_with(std::string_view text, std::string_view end, std::optional<bool> ignoring_case);
bool same_ignoring_case(std::string_view a, std::string_view b);

// Whole words: case folded, NFC, runs of blanks equal, no stemming.
bool mentions(std::string_view text, std::string_view words, std::optional<bool> ignoring_case);

// RE2, unanchored. A pattern that cannot be used is missing, with the reason.
Found<bool> matches(std::string_view text, std::string_view pattern,
                    std::optional<bool> ignoring_case);

using PreparedResult = Result<std::unique_ptr<PreparedNative>>;
PreparedResult prepare_contains(Arguments constants);
PreparedResult prepare_mentions(Arguments constants);
PreparedResult prepare_matches(Arguments constants);

}  // namespace cairn
