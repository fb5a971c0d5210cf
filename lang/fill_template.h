// Puts values into a text with placeholders.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "lang/evaluate.h"

namespace cairn {

// The text, or why there is none: a placeholder came to nothing. What is put in
// is printed as language.md section 3 says and never scanned again.
std::variant<std::string, Missing> fill_template(
    const Template& text, const Scope& scope, NativeTable natives,
    const std::vector<std::pair<Local, Value>>& bound = {});

}  // namespace cairn
