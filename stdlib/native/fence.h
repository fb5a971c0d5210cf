// Code between fences: where it stands, in what language.
#pragma once

#include <string>
#include <string_view>

#include "stdlib/native/markdown.h"

namespace cairn {

// The first word behind the fence, as written: "cpp" of "```cpp title=x".
// REQUIRES: block is a fence of this document.
std::string_view language_of(const markdown::Document& document, const markdown::Block& block);

// The lines between the fences, without the indentation of the fence. A fence that
// is never closed ends where what holds it ends.
std::string content_of(const markdown::Document& document, const markdown::Block& block);

// "c++", "cc" and "cpp" are one language; letter case does not matter.
bool same_language(std::string_view a, std::string_view b);

}  // namespace cairn
