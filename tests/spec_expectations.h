// What a spec says of itself: comments that stand under the text they speak of.
//
// Taking them out and putting in what cairn says must give the same file. So a
// spec is right in full or not at all: no mistake is missing, and none is added.
//
//     question: gradr
//   #           ^^^^^ E0301 there is no judge called `gradr`
//   #                 = did you mean `grader`?
//
// `^` marks the mistake, `~` a second place that explains it, `=` what to do
// next, `|` the values under a condition that fails. At column 1 the `#` itself
// is the first mark.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lang/compile.h"

namespace cairn {

std::string without_expectations(std::string_view text);

// The lines to put under a line of the spec, by its number; 0: under the last.
using Expectations = std::map<std::size_t, std::vector<std::string>>;

// Every message about the file itself, and about others it reads.
void expect_diagnostics(const Compilation& compiled, Expectations& expected);

// Under each example that is to fail: the values under its check's condition.
void expect_explanations(const Compilation& compiled, NativeTable natives, Expectations& expected);

std::string with_expectations(std::string_view text, const Expectations& expected);

}  // namespace cairn
