// Whole replies of the providers, with the fields that their documentation names, for
// scripts of the ScriptedServer.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/server/scripted_server.h"

namespace cairn {

struct AskedTool {
  std::string id, name;
  std::string arguments;  // JSON text, of an object. Only chat and responses may break it.
};

// What the model said, in no provider's format: chat_reply({.text = "verdict: yes"}).
struct ModelSaid {
  std::string text;
  std::string thought;  // Empty: none is in the reply.
  std::string refusal;  // Of chat and responses: in place of the text.
  std::vector<AskedTool> tools;
  std::string finish;  // The provider's own word; empty: its usual one.
  std::string model = "scripted";
  // Tokens as the provider would count them: `cached` are among those read, except
  // at Anthropic, and `thoughts` among those written, except at Gemini.
  long long in = 11, out = 7, cached = 0, thoughts = 0;
};

Scripted chat_reply(const ModelSaid& said);       // OpenAI Chat Completions
Scripted responses_reply(const ModelSaid& said);  // OpenAI Responses
Scripted anthropic_reply(const ModelSaid& said);
Scripted gemini_reply(const ModelSaid& said);
Scripted converse_reply(const ModelSaid& said);       // Bedrock
Scripted ollama_reply(const ModelSaid& said);         // Its own /api/chat, "stream":false
Scripted ollama_compat_reply(const ModelSaid& said);  // Its /v1/chat/completions

// One vector for each text of the request, in order.
Scripted embedding_reply(const std::vector<std::vector<double>>& vectors, long long tokens = 5);

// Errors in the shape of their provider; add a Retry-After to `headers` of the result.
Scripted openai_error(int status, std::string_view message, std::string_view type,
                      std::string_view code = {}, std::string_view parameter = {});
Scripted anthropic_error(int status, std::string_view type, std::string_view message);
// `retry_delay`, such as "34s", is a google.rpc.RetryInfo in the body.
Scripted gemini_error(int status, std::string_view its_status, std::string_view message,
                      std::string_view retry_delay = {});

}  // namespace cairn
