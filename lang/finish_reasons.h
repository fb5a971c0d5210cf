// The words of `reply.finish_reason`: what a check may compare it with, what recorded
// answers may say, and what replies of models are told as.
#pragma once

#include <array>
#include <string_view>

namespace cairn {

inline constexpr std::array<std::string_view, 5> finish_reasons = {"stop", "length", "tool_calls",
                                                                   "refused", "other"};

}  // namespace cairn
