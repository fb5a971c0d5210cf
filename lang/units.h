// The units an amount may be written with: lengths of time, sizes, money.
#pragma once

#include <span>
#include <string_view>

#include "lang/value.h"

namespace cairn {

struct UnitInfo {
  std::string_view name;
  Unit unit = Unit::seconds;
  double factor = 1;  // To the base unit: 1 MB is 1,000,000 bytes.
};

std::span<const UnitInfo> unit_infos();

// Null if there is no such unit.
const UnitInfo* find_unit(std::string_view name);

// The unit meant by an abbreviation or a misspelling ("sec", "mb", "secnds"), or
// an empty view.
std::string_view meant_unit(std::string_view word);

}  // namespace cairn
