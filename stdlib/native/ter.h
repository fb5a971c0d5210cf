// TER (Snover et al. 2006), as sacreBLEU computes it: how much a translator would
// have to change.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace cairn {

struct TranslationEdits {
  double edits = 0;
  double words = 0;     // Of the reference; of several, their mean length.
  double rate() const;  // 0 is best, more than 1 is possible.
};

// Words inserted, deleted or replaced and runs of words moved, each counted as one; of
// several references the fewest. Words are what blanks separate, letter case aside.
// Nothing for texts of more than 500 words. A corpus adds the edits and the words up.
std::optional<TranslationEdits> translation_edits(std::string_view text,
                                                  std::span<const std::string_view> references);

}  // namespace cairn
