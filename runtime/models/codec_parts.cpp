#include "runtime/models/codec_parts.h"

#include <fmt/format.h>

#include <algorithm>

#include "lang/words.h"

namespace cairn {
namespace {

std::string wire_text(const WireJson& json) {
  return json.dump(-1, ' ', false, WireJson::error_handler_t::replace);
}

void add_key(const Endpoint& endpoint, std::vector<Header>& headers) {
  if (endpoint.key.empty()) return;
  switch (endpoint.key_header.value_or(endpoint.provider->key_header)) {
    case KeyHeader::none:
      return;
    case KeyHeader::bearer:
      headers.push_back({"Authorization", "Bearer " + endpoint.key});
      return;
    case KeyHeader::api_key:
      headers.push_back({"api-key", endpoint.key});
      return;
    case KeyHeader::x_api_key:
      headers.push_back({"x-api-key", endpoint.key});
      return;
    case KeyHeader::x_goog_api_key:
      headers.push_back({"x-goog-api-key", endpoint.key});
      return;
  }
}

// {"name",…} or {"type":"function","function":{"name",…}}
std::optional<OfferedTool> offered_tool(const WireJson& entry) {
  const WireJson& function =
      field(entry, "function").is_object() ? field(entry, "function") : entry;
  OfferedTool tool{text_field(function, "name"), text_field(function, "description"),
                   field(function, "parameters")};
  if (tool.name.empty()) return std::nullopt;
  if (!tool.parameters.is_object())
    tool.parameters = {{"type", "object"}, {"properties", WireJson::object()}};
  return tool;
}

}  // namespace

HttpCall post_json(const Endpoint& endpoint, std::string_view path, const WireJson& body) {
  HttpCall call;
  call.url = endpoint.base_url + std::string(path);
  if (!endpoint.query.empty()) call.url += '?' + endpoint.query;
  call.headers.push_back({"Content-Type", "application/json"});
  add_key(endpoint, call.headers);
  call.headers.insert(call.headers.end(), endpoint.more.begin(), endpoint.more.end());
  call.body = wire_text(body);
  return call;
}

std::string url_segment(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~").find(c) != std::string_view::npos;
    if (plain)
      escaped += c;
    else
      escaped += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return escaped;
}

std::string system_text(const Request& request) {
  std::string text;
  for (const auto& message : request.messages) {
    if (message.role != Message::Role::system) continue;
    if (!text.empty()) text += "\n\n";
    text += message.text;
  }
  return text;
}

std::string_view role_name(Message::Role role) {
  switch (role) {
    case Message::Role::system:
      return "system";
    case Message::Role::user:
      return "user";
    case Message::Role::assistant:
      break;
  }
  return "assistant";
}

std::string_view kind_name(MediaKind kind) {
  switch (kind) {
    case MediaKind::image:
      return "image";
    case MediaKind::audio:
      return "audio";
    case MediaKind::video:
      return "video";
    case MediaKind::document:
      break;
  }
  return "document";
}

bool takes(const Provider& provider, MediaKind kind) {
  return std::ranges::count(words_of(provider.media), kind_name(kind)) > 0;
}

std::string data_url(const MediaPart& part) {
  return fmt::format("data:{};base64,{}", part.mime_type, *part.base64);
}

std::optional<Failure> refused_media(const MediaPart& part, const Provider& provider) {
  const auto kind = kind_name(part.kind);
  if (!takes(provider, part.kind))
    return Failure{
        fmt::format("{} takes no {} (`{}`); ask a model of another provider, such as "
                    "gemini, or leave the attachment out",
                    provider.name, kind, part.name)};
  if (!part.base64) return Failure{fmt::format("the {} `{}` could not be read", kind, part.name)};
  return std::nullopt;
}

Failure refused_format(const MediaPart& part, const Provider& provider, std::string_view takes) {
  return Failure{fmt::format("{} takes no {} of type {} (`{}`); convert it to {}", provider.name,
                             kind_name(part.kind), part.mime_type, part.name, takes)};
}

Result<std::vector<OfferedTool>> offered_tools(const Request& request) {
  std::vector<OfferedTool> tools;
  if (request.offers_json.empty()) return tools;
  const auto list = WireJson::parse(request.offers_json, nullptr, false);
  if (!list.is_array()) return Failure{"the functions of `offers:` are not a JSON list"};
  for (const auto& entry : list) {
    auto tool = offered_tool(entry);
    if (!tool)
      return Failure{fmt::format("function {} of `offers:` has no name", tools.size() + 1)};
    tools.push_back(*std::move(tool));
  }
  return tools;
}

Result<WireJson> reply_schema(const Request& request, const Provider& provider) {
  if (request.schema_json.empty() || !provider.takes_schema) return WireJson();
  // Thousands of calls in a row have the same one.
  thread_local std::string last_text;
  thread_local WireJson last;
  if (request.schema_json != last_text) {
    last = WireJson::parse(request.schema_json, nullptr, false);
    last_text = request.schema_json;
  }
  if (!last.is_object()) return Failure{"the schema of the reply is not a JSON object"};
  return last;
}

std::string schema_name(const Request& request) {
  constexpr std::size_t longest = 64;
  std::string name = request.schema_name.substr(0, longest);
  for (char& c : name) {
    const bool permitted = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '_' || c == '-';
    if (!permitted) c = '_';
  }
  return name.empty() ? "reply" : name;
}

const WireJson& field(const WireJson& value, std::string_view name) {
  static const WireJson none;
  if (!value.is_object()) return none;
  const auto at = value.find(std::string(name));
  return at == value.end() ? none : *at;
}

std::string text_field(const WireJson& value, std::string_view name) {
  const WireJson& found = field(value, name);
  return found.is_string() ? found.get<std::string>() : std::string();
}

std::optional<long long> count_field(const WireJson& value, std::string_view name) {
  const WireJson& found = field(value, name);
  if (!found.is_number_integer()) return std::nullopt;
  const auto count = found.get<long long>();
  return count < 0 ? std::nullopt : std::optional(count);
}

std::optional<long long> count_sum(std::initializer_list<std::optional<long long>> counts) {
  std::optional<long long> sum;
  for (const auto& count : counts)
    if (count) sum = sum.value_or(0) + *count;
  return sum;
}

std::string arguments_text(const WireJson& arguments) {
  if (arguments.is_string()) return arguments.get<std::string>();
  return arguments.is_null() ? "{}" : wire_text(arguments);
}

}  // namespace cairn
