// Small work on words that several stages need.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lang/syntax.h"
#include "lang/value.h"

namespace cairn {

// "a b c" as its words.
std::vector<std::string_view> words_of(std::string_view text);

// "a, b, c".
std::string comma_list(const std::vector<std::string_view>& words);

// Splits a command into words as a shell would, with quotes and backslashes but
// nothing expanded. Nothing if a quote is never closed.
std::optional<std::vector<std::string>> split_command(std::string_view text);

// The other way round: words as a shell would take them, in one line.
std::string as_command(const std::vector<std::string>& words);

// In the unit's base; nothing if there is no such unit.
std::optional<Amount> amount_of(const syntax::Quantity& quantity);

// "1 item", "3 items", "1,319 items".
std::string counted(std::size_t count, std::string_view thing);

}  // namespace cairn
