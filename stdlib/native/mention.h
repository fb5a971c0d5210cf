// Whether a text mentions some words: the rule behind `mentions`.
#pragma once

#include <string>
#include <string_view>

namespace cairn {

// Both sides are composed (NFC), case folded, runs of blanks become one blank and
// the typographic apostrophe a straight one. The words must then stand in the text
// with no letter, digit, mark or `_` of a longer word right before or after them.
// An apostrophe between letters belongs to the word, but for a final 's; a point or
// a comma between digits belongs to the number. Where the words begin or end in a
// script that is written without blanks, they may stand anywhere; where such a script
// meets another, a word ends.
class Mention {
 public:
  explicit Mention(std::string_view words);
  // Empty words are mentioned nowhere.
  bool in(std::string_view text) const;

 private:
  std::string words_;
  bool open_start_ = false, open_end_ = false;
};

}  // namespace cairn
