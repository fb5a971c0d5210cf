// Values under the places of a line that they belong to.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "lang/explain_values.h"

namespace cairn {

std::size_t code_points(std::string_view text);

struct Placed {
  std::size_t column;  // In code points.
  std::string text;
};

// The rightmost value hangs on its own ruler; of the others as many stand in one
// row as fit, those left over hang further down.
std::vector<std::string> draw(std::vector<Placed> placed, std::size_t width, Rulers rulers);

}  // namespace cairn
