// What a judge is asked about one answer: the prompt, filled, with the reply format.
//
// Where the provider can force a choice, the reply is JSON with the reason before the
// verdict; else the judge ends with a line `verdict: yes`. Both are read by
// evidence/reply.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lang/evaluate.h"
#include "lang/program.h"
#include "lang/result.h"
#include "runtime/asking/media.h"

namespace cairn {

// Of `compare with`: which text stands in the place of the answer.
enum class AskedOrder { first, swapped };

struct JudgeQuestion {
  const program::Check* check = nullptr;
  const program::Asked* asked = nullptr;
  const program::Judge* judge = nullptr;
  const Scope* scope = nullptr;    // What the check sees.
  const Value* element = nullptr;  // Of `for each`.
  AskedOrder order = AskedOrder::first;
  std::string_view schema;  // Of a reply that is forced, by forced_schema(); empty: it is not.
};

// The JSON Schema of a reply with one of these verdicts, the reason before it; empty
// where the scale has more numbers than a schema should list.
std::string forced_schema(const program::Scale& scale);

// The prompt that the library has for such a question: "yes_no", "choose", "scale",
// "compare".
std::string_view library_prompt_for(const program::Asked& asked);

// REQUIRES: nothing that is handed to the judge is missing. Fails where a picture
// cannot be read.
Result<Request> judge_request(const JudgeQuestion& question, const program::Library& library,
                              MediaFiles& media);

// Text between two lines that it cannot contain: they bear an id made of the text.
std::string fenced(std::string_view what, std::string_view text);

// A reply's verdict in the swapped order, as one on the answer: better is worse.
Value mirrored(const Value& verdict);

}  // namespace cairn
