#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>

#include "runtime/models/provider.h"

using namespace cairn;

TEST_CASE("every provider is found by its name, and no other is") {
  const std::set<std::string_view> expected = {
      "anthropic",  "azure",       "bedrock",   "cohere",
      "compatible", "deepseek",    "fireworks", "gemini",
      "groq",       "huggingface", "jina",      "llamacpp",
      "mistral",    "ollama",      "openai",    "openai-responses",
      "openrouter", "sglang",      "tei",       "together",
      "vllm",       "xai"};
  std::set<std::string_view> names;
  for (const auto& provider : providers()) {
    CHECK(find_provider(provider.name) == &provider);
    names.insert(provider.name);
  }
  CHECK(names == expected);
  for (const std::string_view name : {"", "open", "openai ", "OpenAI", "zzz"})
    CHECK(find_provider(name) == nullptr);
}

TEST_CASE("the rows of providers make sense") {
  const std::set<std::string> kinds = {"image", "audio", "document", "video"};
  for (const auto& provider : providers()) {
    CAPTURE(provider.name);
    CHECK_FALSE(provider.about.empty());
    CHECK_FALSE(provider.base_url.ends_with('/'));
    if (provider.needs_key) CHECK_FALSE(provider.key_variables.empty());
    std::istringstream media{std::string(provider.media)};
    for (std::string kind; media >> kind;) CHECK(kinds.contains(kind));
    if (!provider.always.empty())
      CHECK(nlohmann::json::parse(provider.always, nullptr, false).is_object());
    const bool scores = provider.scoring != ScoringApi::none || !provider.embeddings_path.empty();
    if (provider.api == Api::scoring) CHECK(scores);
    if (!provider.embeddings_path.empty()) CHECK(provider.embeddings_path.starts_with('/'));
  }
}
