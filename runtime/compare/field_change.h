// Which fields of a block differ, in words, as a reader of both files would say it:
// "model anthropic/a → anthropic/b", "question", "passes at 1 → 0.9".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lang/value.h"

namespace cairn {

// Of one block as two plans write it (lang/plan_write.h, without notes). What is short
// is shown, old → new; of texts, expressions and lists there is the name alone.
std::vector<std::string> field_changes(const Record& before, const Record& after);

// "weight 1 → 2", or `what` alone if one of the two is long.
std::string change_in_words(std::string_view what, std::string_view before, std::string_view after);

}  // namespace cairn
