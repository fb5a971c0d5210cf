// A provider is a codec: it writes a Request as an HttpCall and reads an HttpReply.
// Pure: no network, no clock; golden bytes test it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "lang/result.h"
#include "runtime/http/call.h"
#include "runtime/models/request.h"

namespace cairn {

enum class Api { chat, responses, anthropic, gemini, converse, scoring };

// How a server scores an answer (edges.md 3); `none`: it has no reward models.
enum class ScoringApi { none, classify, sglang, tei, huggingface, rerank };

// How the key travels.
enum class KeyHeader { none, bearer, api_key, x_api_key, x_goog_api_key };

// What servers that speak one API differ in (one row each in table.cpp).
struct Provider {
  std::string_view name;   // "openai", as in "openai/gpt-4o"
  std::string_view about;  // A line for `cairn models`.
  Api api = Api::chat;
  std::string_view base_url;  // Empty: it must be given. Ends without "/".
  std::string_view
      base_url_variables;  // Names of the environment, separated by blanks, first one set wins.
  std::string_view key_variables;  // Likewise.
  KeyHeader key_header = KeyHeader::bearer;
  bool needs_key = true;
  // Quirks.
  std::string_view max_tokens_name = "max_tokens";
  bool takes_schema = true, takes_seed = true, takes_temperature = true, takes_stop = true;
  bool takes_effort = true;
  double highest_temperature = 2;
  std::string_view media;                    // Kinds it takes: "image audio document video".
  std::string_view schema_style = "openai";  // Or "llamacpp".
  std::string_view seed_name = "seed";
  std::string_view effort_name = "reasoning_effort";  // "reasoning.effort": inside an object.
  std::string_view video_part = "video_url";          // Or "input_video".
  std::string_view always;                            // JSON fields that every request has.
  ScoringApi scoring = ScoringApi::none;
  std::string_view embeddings_path;  // "/embeddings"; empty: it has none.
};

std::span<const Provider> providers();
const Provider* find_provider(std::string_view name);

// A provider with everything that the environment and the file say of it.
struct Endpoint {
  const Provider* provider = nullptr;
  std::string base_url;                 // Without a "/" at its end.
  std::string key;                      // Never logged, never in a message.
  std::string key_variable;             // Where the key came from: "OPENAI_API_KEY".
  std::optional<KeyHeader> key_header;  // When this key travels otherwise than its row says.
  std::vector<Header> more;             // OpenAI-Organization and the like.
  std::string max_tokens_name;          // When the server wants another name than its row says.
  // vLLM before 0.11.2 calls `use_activation` of a reward model `activation`.
  bool older_activation = false;
  std::string query;  // Of every address, without "?": "api-version=2024-10-21".
};

// What can be asked of a server.
using ModelRequest = std::variant<Request, RewardRequest, EmbeddingRequest>;

// A request that cannot be said in the provider's format (a video where none is
// taken) fails with what to do instead.
Result<HttpCall> encode(const ModelRequest& request, const Endpoint& endpoint);

// Anything with a reply in it is a Reply, also a refusal and a filtered prompt;
// `retry.h` reads when to try again from the same HttpReply.
using Decoded = std::variant<Reply, CallFailure>;
Decoded decode(const ModelRequest& request, const HttpReply& reply, const Endpoint& endpoint);

// What encode() will leave out or change because the provider does not take it, in
// words: "openai-responses takes no seed". Empty: nothing.
std::vector<std::string> lowered(const ModelRequest& request, const Provider& provider);

// Without the parameter that a CallFailure named: "temperature", "top_p", "seed",
// "stop", "effort", "schema", "json", "max_tokens" (sent by its other name). False
// if the request does not have it.
bool drop_parameter(ModelRequest& request, Endpoint& endpoint, std::string_view parameter);

}  // namespace cairn
