// Records of a run log, field by field: log_format.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lang/value.h"
#include "lang/verdict.h"

namespace cairn {

// Empty, nothing or 0 where the field is not there or of another type.
std::string text_in_log(const Record& record, std::string_view field);
std::optional<double> number_in_log(const Record& record, std::string_view field);
std::size_t place_in_log(const Record& record, std::string_view field);

// What the first record says of the run besides its plan.
struct LogHead {
  std::string id, time, eval, cairn, hash_score, hash_answers;
  std::vector<std::pair<std::string, std::string>> labels;
};
LogHead log_head(const Record& run);

// Of a `verdict` record, or of one of its elements.
Outcome outcome_in_log(const Record& verdict);

}  // namespace cairn
