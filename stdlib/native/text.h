// Plain work on texts: parts of them, letter case, joining and splitting.
//
// Documented where they are declared: stdlib/text.eval. Words and characters are
// in word.h, sentences in sentence.h, patterns in find_all.h.
#pragma once

#include "stdlib/native.h"

namespace cairn {

// Without the blanks, of any script, at both ends.
std::string_view trimmed(std::string_view text);

Texts lines(std::string_view passage);
Texts paragraphs(std::string_view passage);

std::string lower(std::string_view passage);
std::string upper(std::string_view passage);
std::string trim(std::string_view passage);

// Missing when there is nothing to look for.
Found<std::string> replace(std::string_view passage, std::string_view part,
                           std::string_view replacement);
Found<Texts> split(std::string_view passage, std::string_view mark);
std::string joined_texts(const TextViews& texts, std::string_view between);
Found<double> occurrences(std::string_view passage, std::string_view part);

// Missing when `mark` is not in the passage.
Found<std::string> after(std::string_view passage, std::string_view mark);
Found<std::string> before(std::string_view passage, std::string_view mark);
Found<std::string> after_last(std::string_view passage, std::string_view mark);
Found<std::string> before_last(std::string_view passage, std::string_view mark);

// Refuses, before the run, a constant text to look for that is empty.
Result<std::unique_ptr<PreparedNative>> prepare_part(Arguments constants);

}  // namespace cairn
