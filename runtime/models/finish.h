// Finish as a word of `reply.finish_reason`, and back.
#pragma once

#include <string_view>

#include "lang/finish_reasons.h"
#include "runtime/models/request.h"

namespace cairn {

inline std::string_view to_string(Finish finish) {
  return finish_reasons[static_cast<std::size_t>(finish)];
}

// `other` for a word that is none of them.
inline Finish finish_named(std::string_view word) {
  for (std::size_t i = 0; i < finish_reasons.size(); ++i)
    if (finish_reasons[i] == word) return static_cast<Finish>(i);
  return Finish::other;
}

}  // namespace cairn
