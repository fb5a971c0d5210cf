#include "runtime/models/endpoint.h"

#include <doctest/doctest.h>

#include <map>

using namespace cairn;

namespace {

using Variables = std::map<std::string, std::string, std::less<>>;

struct Named {
  std::string_view id, base_url, key_variable;
  Variables variables;
};

Result<Endpoint> endpoint_named(const Named& named) {
  return endpoint_of(named.id, named.base_url, named.key_variable,
                     [&](std::string_view name) -> std::string {
                       const auto found = named.variables.find(name);
                       return found == named.variables.end() ? "" : found->second;
                     });
}

}  // namespace

TEST_CASE("the model is what comes after the provider") {
  CHECK(model_of("openai/gpt-5") == "gpt-5");
  CHECK(model_of("openrouter/anthropic/claude:free") == "anthropic/claude:free");
  CHECK(model_of("gpt-5").empty());
}

TEST_CASE("where a model is asked") {
  const Variables openai = {{"OPENAI_API_KEY", "k"}};
  struct Row {
    std::string_view about;
    Named named;
    std::string_view base_url;
  };
  const Row rows[] = {
      {"its row", {"openai/m", "", "", openai}, "https://api.openai.com/v1"},
      {"the environment",
       {"openai/m", "", "", {{"OPENAI_API_KEY", "k"}, {"OPENAI_BASE_URL", "https://e/v1/"}}},
       "https://e/v1"},
      {"the file goes before the environment",
       {"openai/m",
        "http://f:8080/v1",
        "",
        {{"OPENAI_API_KEY", "k"}, {"OPENAI_BASE_URL", "https://e"}}},
       "http://f:8080/v1"},
      {"white space around it", {"openai/m", " https://f/v1\n", "", openai}, "https://f/v1"},
      {"a server of one's own",
       {"compatible/m", "http://10.0.0.1:8000/v1", "", {}},
       "http://10.0.0.1:8000/v1"},
      {"Ollama by itself", {"ollama/m", "", "", {}}, "http://localhost:11434/v1"},
      {"OLLAMA_HOST without a scheme",
       {"ollama/m", "", "", {{"OLLAMA_HOST", "box:9000"}}},
       "http://box:9000/v1"},
      {"OLLAMA_HOST without a port",
       {"ollama/m", "", "", {{"OLLAMA_HOST", "box"}}},
       "http://box:11434/v1"},
      {"OLLAMA_HOST as it listens",
       {"ollama/m", "", "", {{"OLLAMA_HOST", "0.0.0.0"}}},
       "http://127.0.0.1:11434/v1"},
      {"OLLAMA_HOST, only a port",
       {"ollama/m", "", "", {{"OLLAMA_HOST", ":9000"}}},
       "http://127.0.0.1:9000/v1"},
      {"OLLAMA_HOST, whole",
       {"ollama/m", "", "", {{"OLLAMA_HOST", "https://box/x/v1/"}}},
       "https://box/x/v1"},
      {"OLLAMA_HOST, a number of IPv6",
       {"ollama/m", "", "", {{"OLLAMA_HOST", "[::1]"}}},
       "http://[::1]:11434/v1"},
      {"OLLAMA_BASE_URL goes first",
       {"ollama/m", "", "", {{"OLLAMA_HOST", "box"}, {"OLLAMA_BASE_URL", "http://c/v1"}}},
       "http://c/v1"},
      {"Google's without a version",
       {"gemini/m", "", "", {{"GEMINI_API_KEY", "k"}, {"GOOGLE_BASE_URL", "https://g/"}}},
       "https://g/v1beta"},
      {"Google's with a version",
       {"gemini/m", "https://g/v1alpha", "", {{"GEMINI_API_KEY", "k"}}},
       "https://g/v1alpha"},
      {"Bedrock by region",
       {"bedrock/m",
        "",
        "",
        {{"AWS_BEARER_TOKEN_BEDROCK", "k"}, {"AWS_DEFAULT_REGION", "eu-west-1"}}},
       "https://bedrock-runtime.eu-west-1.amazonaws.com"},
      {"Azure by deployment",
       {"azure/my model",
        "",
        "",
        {{"AZURE_OPENAI_API_KEY", "k"}, {"AZURE_OPENAI_ENDPOINT", "https://r.azure.com/"}}},
       "https://r.azure.com/openai/deployments/my%20model"},
      {"Azure's newer addresses",
       {"azure/m", "https://r.azure.com/openai/v1/", "", {{"AZURE_OPENAI_API_KEY", "k"}}},
       "https://r.azure.com/openai/v1"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.about);
    const auto endpoint = endpoint_named(row.named);
    REQUIRE(endpoint.has_value());
    CHECK(endpoint->base_url == row.base_url);
    CHECK(endpoint->provider->name == row.named.id.substr(0, row.named.id.find('/')));
  }
}

TEST_CASE("Azure's version of the API") {
  Named named = {"azure/m", "https://r", "", {{"AZURE_OPENAI_API_KEY", "k"}}};
  CHECK(endpoint_named(named)->query == "api-version=2024-10-21");
  named.variables["OPENAI_API_VERSION"] = "2026-01-01&x=1";
  CHECK(endpoint_named(named)->query == "api-version=2026-01-01%26x%3D1");
  named.base_url = "https://r/openai/v1";
  CHECK(endpoint_named(named)->query.empty());
}

TEST_CASE("which key is sent, and how") {
  struct Row {
    std::string_view about;
    Named named;
    std::string_view key, variable;
    std::optional<KeyHeader> header;
  };
  const Row rows[] = {
      {"the usual one",
       {"openai/m", "", "", {{"OPENAI_API_KEY", " k\n"}}},
       "k",
       "OPENAI_API_KEY",
       {}},
      {"the file's",
       {"openai/m", "", "MINE", {{"OPENAI_API_KEY", "k"}, {"MINE", "mine"}}},
       "mine",
       "MINE",
       {}},
      {"Google's name goes first",
       {"gemini/m", "", "", {{"GEMINI_API_KEY", "b"}, {"GOOGLE_API_KEY", "a"}}},
       "a",
       "GOOGLE_API_KEY",
       {}},
      {"Google's other name",
       {"gemini/m", "", "", {{"GEMINI_API_KEY", "b"}}},
       "b",
       "GEMINI_API_KEY",
       {}},
      {"an empty one is none",
       {"gemini/m", "", "", {{"GOOGLE_API_KEY", ""}, {"GEMINI_API_KEY", "b"}}},
       "b",
       "GEMINI_API_KEY",
       {}},
      {"a log-in at Anthropic",
       {"anthropic/m", "", "", {{"ANTHROPIC_AUTH_TOKEN", "t"}}},
       "t",
       "ANTHROPIC_AUTH_TOKEN",
       KeyHeader::bearer},
      {"a log-in at Azure",
       {"azure/m", "https://r", "", {{"AZURE_OPENAI_AD_TOKEN", "t"}}},
       "t",
       "AZURE_OPENAI_AD_TOKEN",
       KeyHeader::bearer},
      {"none is needed", {"vllm/m", "", "", {}}, "", "", {}},
      {"one may be set", {"vllm/m", "", "", {{"VLLM_API_KEY", "k"}}}, "k", "VLLM_API_KEY", {}},
  };
  for (const auto& row : rows) {
    CAPTURE(row.about);
    const auto endpoint = endpoint_named(row.named);
    REQUIRE(endpoint.has_value());
    CHECK(endpoint->key == row.key);
    CHECK(endpoint->key_variable == row.variable);
    CHECK(endpoint->key_header == row.header);
  }
}

TEST_CASE("OpenAI's other headers") {
  const Named named = {"openai/m",
                       "",
                       "",
                       {{"OPENAI_API_KEY", "k"},
                        {"OPENAI_ORG_ID", "org"},
                        {"OPENAI_PROJECT_ID", "a b"},
                        {"OPENAI_CUSTOM_HEADERS", "X-Team: evals \r\nodd\nA B: c"}}};
  const auto endpoint = endpoint_named(named);
  REQUIRE(endpoint.has_value());
  REQUIRE(endpoint->more.size() == 2);
  CHECK(header(endpoint->more, "OpenAI-Organization") == "org");
  CHECK(header(endpoint->more, "X-Team") == "evals");
  Named other = named;
  other.id = "groq/m";
  other.variables["GROQ_API_KEY"] = "k";
  CHECK(endpoint_named(other)->more.empty());
}

TEST_CASE("endpoints: what is missing or wrong is said, without secrets") {
  const Variables openai = {{"OPENAI_API_KEY", "sk-secret"}};
  struct Row {
    Named named;
    std::string_view what;
  };
  const Row rows[] = {
      {{"gpt-5", "", "", openai},
       "`gpt-5` names no provider; write it in front, as in `openai/gpt-5-mini`"},
      {{"opnai/m", "", "", openai}, "there is no provider `opnai`; did you mean `openai`?"},
      {{"zzzzzzzz/m", "", "", openai},
       "there is no provider `zzzzzzzz`; `cairn models` lists them, and `compatible` with `base "
       "url:` is any other server"},
      {{"openai/", "", "", openai}, "`openai/` names no model after the `/`"},
      {{"openai/m", "", "", {}},
       "set OPENAI_API_KEY to your key of openai, or name another variable with `api key: "
       "env(\"…\")`"},
      {{"openai/m", "", "MINE", openai}, "set MINE, which `api key:` names, to a key of openai"},
      {{"vllm/m", "", "MINE", {}}, "set MINE, which `api key:` names, to a key of vllm"},
      {{"openai/m", "", "", {{"OPENAI_API_KEY", "sk secret"}}},
       "OPENAI_API_KEY holds characters that no key has, such as a blank"},
      {{"openai/m", "", "", {{"OPENAI_API_KEY", "sk\r\nX: y"}}},
       "OPENAI_API_KEY holds characters that no key has, such as a blank"},
      {{"compatible/m", "", "", {}},
       "where is the server of `compatible`? write `base url: \"http://…/v1\"`"},
      {{"azure/m", "", "", {{"AZURE_OPENAI_API_KEY", "k"}}},
       "set AZURE_OPENAI_ENDPOINT to the address of your azure, or write `base url:`"},
      {{"bedrock/m", "", "", {{"AWS_BEARER_TOKEN_BEDROCK", "k"}}},
       "set AWS_REGION to the region in which bedrock is asked, such as us-east-1"},
      {{"bedrock/m", "", "", {{"AWS_BEARER_TOKEN_BEDROCK", "k"}, {"AWS_REGION", "evil.com/#"}}},
       "AWS_REGION is not the name of a region, such as us-east-1"},
      {{"openai/m", "https://me:sk-secret@h/v1", "", openai},
       "`base url:` must not hold a name or a password; a key belongs in a variable of the "
       "environment"},
      {{"openai/m", "h/v1", "", openai}, "`base url:` must begin with https:// or http://"},
      {{"openai/m", "file:///etc", "", openai}, "`base url:` must begin with https:// or http://"},
      {{"openai/m", "https:///v1", "", openai}, "`base url:` names no server"},
      {{"openai/m", "https://h/v1?key=sk-secret", "", openai},
       "`base url:` must end before the `?` or `#`"},
      {{"openai/m", "https://h/v 1", "", openai},
       "`base url:` must not hold blanks or backslashes"},
      {{"openai/m", "https://h/v1/chat/completions", "", openai},
       "`base url:` is where the paths begin, so leave out what comes after `/v1`"},
      {{"openai/m", "", "", {{"OPENAI_API_KEY", "k"}, {"OPENAI_BASE_URL", "ftp://h"}}},
       "OPENAI_BASE_URL must begin with https:// or http://"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.what);
    const auto endpoint = endpoint_named(row.named);
    REQUIRE_FALSE(endpoint.has_value());
    CHECK(endpoint.error().what == row.what);
    CHECK(endpoint.error().what.find("sk-secret") == std::string::npos);
  }
}
