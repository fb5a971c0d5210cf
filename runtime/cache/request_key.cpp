#include "runtime/cache/request_key.h"

#include <charconv>

#include "lang/data/digest.h"
#include "lang/overloaded.h"

namespace cairn {
namespace {

// Fields one after the other, each with its length before it, so that no two requests
// write the same.
class KeyText {
 public:
  void add(std::string_view text) {
    number(static_cast<long long>(text.size()));
    text_ += ':';
    text_ += text;
  }
  void add(double value) {
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    add(std::string_view(digits, static_cast<std::size_t>(end - digits)));
  }
  void add(long long value) {
    number(value);
    text_ += ';';
  }
  template <class T>
  void add(const std::optional<T>& value) {
    if (value)
      add(*value);
    else
      text_ += '-';
  }
  void add(const std::vector<Message>& messages) {
    add(static_cast<long long>(messages.size()));
    for (const auto& message : messages) {
      add(static_cast<long long>(message.role));
      add(std::string_view(message.text));
      add(static_cast<long long>(message.media.size()));
      for (const auto& part : message.media) {
        add(std::string_view(part.mime_type));
        add(std::string_view(part.name));
        add(std::string_view(*part.base64));
      }
    }
  }
  const std::string& text() const { return text_; }

 private:
  void number(long long value) {
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    text_.append(digits, end);
  }

  std::string text_;
};

void add_request(KeyText& key, const Request& request) {
  key.add(std::string_view("chat"));
  key.add(std::string_view(request.model));
  key.add(request.messages);
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
  key.add(request.messages);
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
