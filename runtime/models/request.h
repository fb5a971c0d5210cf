// What is asked of a model and what it replies, in no provider's format.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cairn {

enum class MediaKind { image, audio, video, document };

struct MediaPart {
  MediaKind kind = MediaKind::image;
  std::string mime_type;  // "image/png"
  std::string name;       // The file's name, without folders.
  std::shared_ptr<const std::string> base64;
};

// As the model wrote it. `arguments` is JSON text, and may be broken.
struct ToolCall {
  std::string id, name, arguments;
};

struct Message {
  enum class Role { system, user, assistant };
  Role role = Role::user;
  std::string text;
  std::vector<MediaPart> media;  // Shown before the text.
};

struct Request {
  std::string model;              // As its provider names it, without "provider/".
  std::vector<Message> messages;  // System messages first.
  std::string offers_json;  // A list of function schemas: [{"name","description","parameters"}], or
                            // the same inside {"type":"function","function":{…}}. Empty: none.
  std::string schema_json;  // A JSON Schema the reply must follow; empty: none.
  std::string schema_name = "reply";
  bool json = false;  // Any JSON, without a schema.
  std::vector<std::string> stop;
  std::optional<double> temperature, top_p;
  std::optional<long long> max_tokens, seed;
  std::string item;  // Its id, for a program under test; no provider is told.
  std::size_t sample = 0;
  std::string effort;  // "low", "medium", "high"; empty: the model's own.
};

// A reward model scores an answer to a prompt, or one text (`reads:`).
struct RewardRequest {
  std::string model;
  std::vector<Message> messages;  // The conversation; the last one is the answer, by the assistant.
  std::optional<std::string> reads;  // One text instead.
};

// How alike two texts are: the cosine of their embeddings.
struct EmbeddingRequest {
  std::string model;
  std::string text, other;
};

struct Usage {
  std::optional<long long> in,
      out;  // `in` holds all that was read, cached or not; `out` thoughts too.
  std::optional<long long> cached, thoughts;
};

// Why the model stopped, in the words of `reply.finish_reason`.
enum class Finish { stop, length, tool_calls, refused, other };

// An answer, whatever it is worth: also a refusal, a filtered prompt (`refused`,
// without text) or a text cut short.
struct Reply {
  std::string text;
  std::vector<ToolCall> tool_calls;
  Finish finish = Finish::stop;
  bool filtered = false;      // The provider's filter, not the model, refused.
  bool too_long = false;      // The prompt is longer than the model reads.
  std::string finish_detail;  // The provider's own word for it.
  std::string model;          // As returned.
  std::string id;             // Of the reply, as the provider names it.
  std::string fingerprint;    // `system_fingerprint`.
  Usage usage;
  std::optional<double> number;  // Of a reward model its reward, of embeddings the similarity.
};

// Why there is no reply.
struct CallFailure {
  enum class Kind {
    transient,          // Try again: overloaded, rate limited, broken connection, malformed reply.
    rate,               // Like transient, and slow down: 429.
    refused_parameter,  // The model does not take `parameter`; without it, it might answer.
    fatal,              // The key, the quota, the address or the model is wrong: nothing will work.
    stopped,            // It was not asked: the run ends.
    bad_request,        // This request alone cannot be answered.
  };
  Kind kind = Kind::transient;
  std::string what;       // One sentence, without keys.
  std::string parameter;  // Of refused_parameter, by our name: "temperature", "schema", …
};

}  // namespace cairn
