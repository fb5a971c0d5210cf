// The functions that a prompt offers to the model, and whether a call of one is sound.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "lang/value.h"
#include "runtime/models/request.h"
#include "stdlib/native/schema/schema.h"

namespace cairn {

class Offers {
 public:
  // `json`: the file's text, a list of function schemas, plain or as OpenAI has them.
  explicit Offers(std::string_view json);

  // `{"name", "arguments", "turn", "valid"}`: arguments as a value where they are JSON;
  // valid: the function is offered, and the arguments fit its schema.
  Value checked(const ToolCall& call, std::size_t turn) const;

 private:
  std::map<std::string, schema::Schema, std::less<>> parameters_;
};

}  // namespace cairn
