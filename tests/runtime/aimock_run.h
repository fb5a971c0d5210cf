// Runs of an eval whose models are played by aimock, under whatever name.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/project.h"
#include "tests/server/aimock.h"

namespace cairn {

// A provider as its user sets it up: where it is, and the key.
struct MockedProvider {
  std::string_view name;
  std::string_view model;         // Under test. A model may be named by a path of its own.
  std::string_view url_variable;  // Holds aimock's address …
  std::string_view path;          // … and what comes behind it.
  std::string_view key_variable;
};

// Every wire format that aimock and Cairn both speak.
inline constexpr MockedProvider mocked_providers[] = {
    {"openai", "under-test", "OPENAI_BASE_URL", "/v1", "OPENAI_API_KEY"},
    {"openai-responses", "under-test", "OPENAI_BASE_URL", "/v1", "OPENAI_API_KEY"},
    {"anthropic", "under-test", "ANTHROPIC_BASE_URL", "", "ANTHROPIC_API_KEY"},
    {"gemini", "gemini-under-test", "GOOGLE_BASE_URL", "", "GEMINI_API_KEY"},
    {"ollama", "under-test:8b", "OLLAMA_HOST", "", "OLLAMA_API_KEY"},
    {"azure", "under-test", "AZURE_OPENAI_ENDPOINT", "", "AZURE_OPENAI_API_KEY"},
    {"openrouter", "acme/under-test", "OPENROUTER_BASE_URL", "/api/v1", "OPENROUTER_API_KEY"},
    {"bedrock", "eu.acme.under-test-v1:0", "AWS_ENDPOINT_URL_BEDROCK_RUNTIME", "",
     "AWS_BEARER_TOKEN_BEDROCK"},
};

inline Environment environment_of(const MockedProvider& provider, const Aimock& mock,
                                  std::string key) {
  return [&provider, url = mock.url() + std::string(provider.path),
          key = std::move(key)](std::string_view name) -> std::string {
    if (name == provider.url_variable) return url;
    return name == provider.key_variable ? key : "";
  };
}

// Nothing where aimock cannot run; then the test says so and is over.
inline std::optional<Aimock> started_aimock(const std::string& fixtures,
                                            std::vector<std::string> flags = {}) {
  if (const auto why = Aimock::absent()) {
    MESSAGE("skipped: ", *why);
    return std::nullopt;
  }
  auto mock = Aimock::start(fixtures, std::move(flags));
  if (!mock) FAIL(mock.error().what);
  return *std::move(mock);
}

// `text` with PROVIDER and MODEL in the names of models filled in.
inline std::string eval_for(const MockedProvider& provider, std::string text) {
  const auto put = [&text](std::string_view mark, std::string_view name) {
    for (auto at = text.find(mark); at != text.npos; at = text.find(mark))
      text.replace(at, mark.size(), name);
  };
  put("PROVIDER", provider.name);
  put("MODEL", provider.model);
  return text;
}

// With rules of its own for when calls are tried again.
inline RunResult run_with(const Project& project, const Environment& environment,
                          const RetryRules& rules, const RunOptions& options = {}) {
  DiskLoader loader;
  Diagnostics diagnostics;
  auto result =
      run(planned(project), options,
          {loader, standard_library(), project.folder(), environment, {}, rules}, diagnostics);
  for (const auto& one : diagnostics.all()) FAIL(one.message);
  REQUIRE(result.has_value());
  return *std::move(result);
}

// All that a run left in its project: the log, the replies that later runs take.
inline std::string written_by_run(const Project& project) {
  std::string all;
  for (const auto& file : fs::recursive_directory_iterator(project.folder() / ".cairn"))
    if (file.is_regular_file()) all += project.read(file.path());
  return all;
}

}  // namespace cairn
