// The words of `reply.finish_reason`.
#pragma once

#include <array>
#include <string_view>

#include "runtime/models/request.h"

namespace cairn {

inline constexpr std::array<std::string_view, 5> finish_words = {"stop", "length", "tool_calls",
                                                                 "refused", "other"};

inline std::string_view to_string(Finish finish) {
  return finish_words[static_cast<std::size_t>(finish)];
}

// `other` for a word that is none of them.
inline Finish finish_named(std::string_view word) {
  for (std::size_t i = 0; i < finish_words.size(); ++i)
    if (finish_words[i] == word) return static_cast<Finish>(i);
  return Finish::other;
}

}  // namespace cairn
