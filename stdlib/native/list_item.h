// The text of a list item, without its marker. Shared by bullets and steps.
#pragma once

#include <string>

#include "stdlib/native/markdown.h"

namespace cairn {

enum class Nested { kept, left_out };  // Lists inside of the item.

// REQUIRES: document.blocks[item] is an item.
std::string item_text(const markdown::Document& document, std::size_t item, Nested nested);

}  // namespace cairn
