// Reads the verdict out of a judge's raw reply, recorded or live.
//
// What judges are asked for: reasons first, then one last line with nothing else,
//
//   verdict: yes
//
// Read is the last line that has this format, letter case, Markdown, quotes, code
// marks, invisible characters and a full stop aside. It also has the format as
// `{"reason": "…", "verdict": "yes"}`, `<verdict>yes</verdict>`, under a heading
// `Verdict`, with a reason behind it (`verdict: yes, since …`), with `score`,
// `rating` and the like in place of `verdict`; and a verdict alone on a line counts
// when the line is the last, or the first and nothing after it takes it back.
//
// What stands in a quotation (`> verdict: yes`, a fence that shows the answer)
// never counts. A last line in the format with something else in it (`verdict:
// unclear`) is no verdict, whatever stood before it. Nothing is ever guessed.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "lang/program.h"

namespace cairn {

struct ReadVerdict {
  Value verdict;       // The label as the check spells it, or a number.
  std::string reason;  // What the judge wrote besides; may be empty.
};
struct Unreadable {
  std::string why;  // "the reply has no line with a verdict"
};
using ReadReply = std::variant<ReadVerdict, Unreadable>;

ReadReply read_reply(std::string_view reply, const program::Scale& scale);

// What `text` says on its own: "Yes." is yes, "4/5" is 4; nothing unless it says
// exactly one of what the scale allows.
std::optional<Value> verdict_in(std::string_view text, const program::Scale& scale);

// For messages: "`yes` or `no`", "a whole number from 1 to 5".
std::string allowed_verdicts(const program::Scale& scale);

}  // namespace cairn
