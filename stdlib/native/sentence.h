// Sentences: where a reader would say that one ends. The rule stands in
// stdlib/text.eval; lists of abbreviations in abbreviation.cpp.
//
// Two steps. The lines of a text are put together into runs: a paragraph, a
// heading, a list item, a cell of a table. Then each run is cut at its ends.
#pragma once

#include "stdlib/native.h"

namespace cairn {

// Runs of text with no line break in them; code between fences is left out.
Texts runs_of(std::string_view passage);

// Adds the sentences of one run. `all_small`: the whole text has no capital letter,
// so that a small letter may begin a sentence.
enum class Letters { with_capitals, all_small };
void cut_run(std::string_view run, Letters letters, Texts& out);

Texts sentences(std::string_view passage);
double sentence_count(std::string_view passage);

}  // namespace cairn
