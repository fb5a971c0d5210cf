// How a report looks on this terminal.
#pragma once

#include "runtime/cli/terminal.h"
#include "runtime/report/terminal.h"

namespace cairn {

inline ReportStyle style_of(const Terminal& terminal) {
  return {terminal.out.colour, terminal.unicode, terminal.width};
}

}  // namespace cairn
