// Texts without what does not matter when an answer is compared with a gold one:
// SQuAD's normalisation (Rajpurkar et al. 2016), shared by `normalized`,
// `same_text`, `exact_match` and `f1`.
#pragma once

#include <string>
#include <string_view>

#include "stdlib/native.h"

namespace cairn {

enum class Articles { dropped, kept };

// Lower case; without punctuation; a, an and the dropped if so asked; one blank
// between words and none at the ends. ASCII texts come out as SQuAD's script has
// them; of other texts Unicode's punctuation goes too, and they are composed (NFC).
std::string normalize(std::string_view text, Articles articles);

std::string normalized(std::string_view text);
bool same_text(std::string_view text, std::string_view other);

}  // namespace cairn
