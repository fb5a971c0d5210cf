// ROUGE (Lin 2004): how much of a reference's words a summary has.
#pragma once

#include <string_view>

namespace cairn {

// F1 of runs of n words. 0 where either has none of that length.
double rouge_n_score(std::string_view text, std::string_view reference, std::size_t n);

// F1 of the longest common subsequence of words.
double rouge_l_score(std::string_view text, std::string_view reference);

}  // namespace cairn
