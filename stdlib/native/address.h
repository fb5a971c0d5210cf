// Web addresses, e-mail addresses, telephone numbers and gaps to fill in. The exact
// rules stand in stdlib/address.eval.
#pragma once

#include <string_view>

#include "stdlib/native.h"

namespace cairn {

bool is_url(std::string_view passage);
Texts emails(std::string_view passage);
Texts phone_numbers(std::string_view passage);
Texts placeholders(std::string_view passage);

}  // namespace cairn
