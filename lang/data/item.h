// One item of an eval: a row of a file, or an `item` block.
#pragma once

#include <cstddef>
#include <string>

#include "lang/value.h"

namespace cairn {

struct Item {
  std::string id;
  Record fields;         // `id` among them, as a text.
  std::size_t line = 0;  // Where it begins in its file.
};

}  // namespace cairn
