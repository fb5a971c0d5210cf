// The values of a label in the order in which people would write them.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace cairn {

// "4000", "0.5", "-1e3"; nothing for anything else.
std::optional<double> label_number(std::string_view value);
bool all_numbers(const std::vector<std::string_view>& values);

// Places in `values`: by size if all are numbers; else as texts in which digits count as
// numbers: "v2" before "v10".
std::vector<std::size_t> order_of_values(const std::vector<std::string_view>& values);

}  // namespace cairn
