#include "runtime/models/error_text.h"

#include <nlohmann/json.hpp>

namespace cairn {
namespace {

using ErrorJson = nlohmann::ordered_json;

std::string error_words(const ErrorJson& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_integer()) return std::to_string(value.get<long long>());
  return {};
}

// The first of `names` that says something.
std::string error_field(const ErrorJson& object, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    const auto at = object.find(name);
    if (at == object.end()) continue;
    if (auto words = error_words(*at); !words.empty()) return words;
  }
  return {};
}

// {"detail":[{"loc":["body","seed"],"msg":"Extra inputs are not permitted"}]}, as
// servers written with FastAPI refuse a field.
void read_error_list(const ErrorJson& list, ErrorText& text) {
  for (const auto& one : list) {
    if (!text.message.empty()) text.message += "; ";
    if (!one.is_object()) {
      text.message += error_words(one);
      continue;
    }
    const auto place = one.find("loc");
    if (place != one.end() && place->is_array() && !place->empty()) {
      if (text.parameter.empty()) text.parameter = error_words(place->back());
      text.message += error_words(place->back()) + ": ";
    }
    text.message += error_field(one, {"msg", "message"});
  }
}

void read_error_object(const ErrorJson& object, ErrorText& text) {
  text.code = error_field(object, {"code"});
  text.type = error_field(object, {"type", "status", "error_type", "__type"});
  text.parameter = error_field(object, {"param"});
  text.message = error_field(object, {"message", "Message", "error", "detail", "msg"});
  for (const char* name : {"detail", "message", "errors", "error"}) {
    const auto at = object.find(name);
    if (at == object.end() || !text.message.empty()) continue;
    if (at->is_array()) read_error_list(*at, text);
    if (at->is_object()) text.message = error_field(*at, {"message", "detail", "msg"});
  }
  for (const char* name : {"details", "metadata", "innererror"})
    if (const auto at = object.find(name); at != object.end())
      text.details += at->dump(-1, ' ', false, ErrorJson::error_handler_t::replace);
  // OpenRouter wraps what the server behind it said.
  const auto metadata = object.find("metadata");
  if (metadata == object.end() || !metadata->is_object()) return;
  if (const auto raw = error_field(*metadata, {"raw"}); !raw.empty()) text.message += ": " + raw;
}

void read_error_page(const std::string& body, ErrorText& text) {
  const auto start = body.find_first_not_of(" \t\r\n");
  if (start == std::string::npos) return;
  text.message = body[start] == '<' ? "a web page instead of JSON" : body.substr(start, 1000);
}

int status_named(const std::string& code) {
  if (code.size() != 3 || code.find_first_not_of("0123456789") != std::string::npos) return 0;
  const int status = std::stoi(code);
  return status >= 400 && status < 600 ? status : 0;
}

bool says_something(const ErrorJson& error) {
  return error.is_object() || error.is_array() || (error.is_string() && !error.empty());
}

}  // namespace

ErrorText error_text(const HttpReply& reply, const ErrorJson& body) {
  ErrorText text;
  const ErrorJson& whole = body.is_array() && !body.empty() ? body.front() : body;
  if (!whole.is_object()) {
    if (whole.is_string()) text.message = whole.get<std::string>();
    if (body.is_discarded()) read_error_page(reply.body, text);
  } else if (const auto error = whole.find("error"); error != whole.end() && error->is_object()) {
    read_error_object(*error, text);
  } else {
    read_error_object(whole, text);
  }
  if (const auto type = header(reply.headers, "x-amzn-errortype");
      !type.empty() && text.type.empty())
    text.type = type.substr(0, type.find(':'));
  text.status = status_named(text.code);
  return text;
}

bool tells_of_error(const ErrorJson& body) {
  const ErrorJson& whole = body.is_array() && !body.empty() ? body.front() : body;
  if (!whole.is_object()) return false;
  if (const auto error = whole.find("error"); error != whole.end() && says_something(*error))
    return true;
  return whole.value("object", ErrorJson()) == "error" ||
         whole.value("type", ErrorJson()) == "error";
}

}  // namespace cairn
