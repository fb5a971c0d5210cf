// What an error's body says, in one shape out of the many that servers write:
// {"error":{…}}, {"error":"…"}, {"message":…}, {"detail":[…]}, a list of them, a page.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "runtime/http/call.h"

namespace cairn {

struct ErrorText {
  std::string code, type, message;
  std::string parameter;  // The one that the server complains of, by the server's name.
  std::string details;    // JSON of what else it says, to look for words in.
  int status = 0;         // A status of HTTP that the body names itself; 0: none.
};

ErrorText error_text(const HttpReply& reply, const nlohmann::ordered_json& body);

// Whether a body is an error's even if its status says 200.
bool tells_of_error(const nlohmann::ordered_json& body);

}  // namespace cairn
