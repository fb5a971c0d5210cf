// A judge's reply as lines that can be compared with verdicts: what is invisible
// or only decoration is gone, what is quoted is marked.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cairn {

struct ReplyLine {
  std::string text;                // Without marks and decoration; never empty.
  std::size_t begin = 0, end = 0;  // In the reply that was given.
  bool listed = false;             // Begins with a bullet or a number.
  bool quoted = false;             // In a quotation or in a fence: never a verdict.
};

// Lines with something in them. A fence that ends the reply and is introduced as
// the verdict, or not at all, is no quotation. Reasoning in <think> is left out.
std::vector<ReplyLine> reply_lines(std::string_view reply);

// Without decoration at both ends: `**Yes**` is Yes, `"4."` is 4.
std::string_view undecorated(std::string_view text);

// "My verdict:", "Evaluation:": what follows is the judge's own.
bool introduces_a_verdict(std::string_view text);

// "The answer ends with:": what follows is not the judge's.
bool introduces_a_quotation(std::string_view text);

// Without invisible characters, with plain blanks, colons, dashes and quotes.
std::string plain(std::string_view text);

}  // namespace cairn
