#include "runtime/cache/request_key.h"

#include "lang/data/digest.h"
#include "lang/overloaded.h"
#include "runtime/cache/key_text.h"

namespace cairn {
namespace {

void add_messages(KeyText& key, const std::vector<Message>& messages) {
  key.add(static_cast<long long>(messages.size()));
  for (const auto& message : messages) {
    key.add(static_cast<long long>(message.role));
    key.add(std::string_view(message.text));
    key.add(static_cast<long long>(message.media.size()));
    for (const auto& part : message.media) {
      key.add(std::string_view(part.mime_type));
      key.add(std::string_view(part.name));
      key.add(std::string_view(*part.base64));
    }
  }
}

void add_request(KeyText& key, const Request& request) {
  key.add(std::string_view("chat"));
  key.add(std::string_view(request.model));
  add_messages(key, request.messages);
  for (const auto& text : {request.offers_json, request.schema_json, request.schema_name,
                           request.effort, request.item})
    key.add(std::string_view(text));
  key.add(static_cast<long long>(request.json));
  key.add(static_cast<long long>(request.stop.size()));
  for (const auto& stop : request.stop) key.add(std::string_view(stop));
  key.add(request.temperature);
  key.add(request.top_p);
  key.add(request.max_tokens);
  key.add(request.seed);
}

void add_request(KeyText& key, const RewardRequest& request) {
  key.add(std::string_view("reward"));
  key.add(std::string_view(request.model));
  add_messages(key, request.messages);
  if (request.reads) key.add(std::string_view(*request.reads));
}

void add_request(KeyText& key, const EmbeddingRequest& request) {
  key.add(std::string_view("embedding"));
  for (const auto& text : {request.model, request.text, request.other})
    key.add(std::string_view(text));
}

}  // namespace

std::string request_key(std::string_view server, const ModelRequest& request, std::size_t which) {
  KeyText key;
  key.add(std::string_view("cairn-reply/2"));
  key.add(server);
  key.add(static_cast<long long>(which));
  std::visit([&](const auto& one) { add_request(key, one); }, request);
  return digest_of(key.text()).hex();
}

}  // namespace cairn
