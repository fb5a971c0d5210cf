// What a call comes back as that was never made.
#pragma once

#include "runtime/models/request.h"

namespace cairn {

inline CallFailure not_asked() {
  return {.kind = CallFailure::Kind::stopped, .what = "the run ended before it was asked"};
}

}  // namespace cairn
