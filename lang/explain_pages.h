// The pages of `explain`, one for each kind of thing; used by explain*.cpp.
#pragma once

#include "lang/blocks.h"
#include "lang/explain.h"

namespace cairn {

// Lines indented by two more blanks each.
std::string indented(std::string_view text, std::size_t blanks);

std::string block_page(const BlockInfo& block);
std::string setting_page(std::string_view key);  // Of every block that has it; may be empty.
std::string function_page(const program::Function& function, const program::Library& library);

}  // namespace cairn
