#include "runtime/summary.h"

namespace cairn {

std::string_view to_string(Trust trust) {
  switch (trust) {
    case Trust::trusted:
      return "trusted";
    case Trust::not_trusted:
      return "not trusted";
    case Trust::untested:
      return "untested";
    case Trust::waiting:
      return "waiting";
    case Trust::not_needed:
      return "not needed";
  }
  return {};
}

std::string_view to_string(Met met) {
  switch (met) {
    case Met::met:
      return "met";
    case Met::not_met:
      return "not met";
    case Met::could_not_measure:
      return "could not measure";
  }
  return {};
}

}  // namespace cairn
