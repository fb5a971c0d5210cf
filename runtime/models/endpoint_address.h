// Where a provider's server is: what the file says, else the environment, else its row.
#pragma once

#include <string>
#include <string_view>

#include "runtime/models/endpoint.h"

namespace cairn {

// The first word of `names` that is set, and its value without white space around it.
struct Variable {
  std::string name, value;  // Both empty: none is set.
};
Variable first_set(std::string_view names, const Environment& environment);

// Without "/" at its end. Fails when there is none, or when it is none that a key
// should be sent to.
Result<std::string> address_of(const Provider& provider, std::string_view base_url,
                               const Environment& environment);

}  // namespace cairn
