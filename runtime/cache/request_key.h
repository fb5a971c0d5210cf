// What decides a reply, as a key: the server, the request, and which of several samples
// or votes it is. Time-outs, tries, keys, names of evals and paths are not in it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "runtime/models/provider.h"

namespace cairn {

// 32 hexadecimal digits. `server`: the address, or the command of a program. Media count
// by their content.
std::string request_key(std::string_view server, const ModelRequest& request, std::size_t which);

}  // namespace cairn
