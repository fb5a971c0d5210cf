#include "runtime/models/error_words.h"

#include <algorithm>
#include <span>
#include <string_view>

namespace cairn {
namespace {

std::string lower_error_words(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

std::string all_error_words(const ErrorText& text) {
  return lower_error_words(text.code + ' ' + text.type + ' ' + text.message + ' ' + text.details);
}

bool any_error_phrase(std::string_view words, std::span<const std::string_view> phrases) {
  return std::ranges::any_of(phrases, [&](std::string_view phrase) {
    return words.find(phrase) != std::string_view::npos;
  });
}

constexpr std::string_view filter_phrases[] = {
    "content_filter",
    "content_policy_violation",
    "invalid_prompt",
    "content management policy",
    "content filtering policy",
    "content exists risk",
    "usage guidelines",
    "safety system",
    "flagged_input",
    "responsibleaipolicyviolation",
};

constexpr std::string_view length_phrases[] = {
    "context_length_exceeded", "exceed_context_size",
    "prompt is too long",      "maximum context length",
    "max_model_len",           "context window",
    "exceed context limit",    "input is too long",
    "available context size",  "exceeds the maximum number of tokens",
    "exceeds the context",     "string_above_max_length",
    "too many tokens",         "prompt too long",
};

constexpr std::string_view credit_phrases[] = {
    "insufficient_quota",
    "credit_balance_exhausted",
    "billing_hard_limit",
    "billing_not_active",
    "billing_error",
    "credit balance is too low",
    "insufficient balance",
    "insufficient credits",
    "exceeded your current quota",
    "spending limit",
    "spend limit",
    "specified api usage limits",
    "available credits",
    "exceeded your monthly included credits",
};

constexpr std::string_view key_phrases[] = {"api key not valid", "api_key_invalid",
                                            "invalid api key", "invalid_api_key",
                                            "incorrect api key"};

constexpr std::string_view model_phrases[] = {
    "model_not_found",      "not a valid model",    "model not found",   "unknown model",
    "on-demand throughput", "model does not exist", "deploymentnotfound"};

// How servers say that they do not take something.
constexpr std::string_view complaint_phrases[] = {
    "unsupported",
    "not supported",
    "not support",
    "n't support",
    "unrecognized",
    "unknown_param",
    "unknown param",
    "unknown name",
    "unknown field",
    "not permitted",
    "deprecated",
    "may only be set",
    "both be specified",
    "unavailable",
    "not available",
    "not enabled",
    "must contain the word",
    "cannot be set",
    "not compatible",
    "invalid schema",
    "not allowed",
    "must be explicitly set",
};

struct ParameterSpelling {
  std::string_view theirs, ours;
};

constexpr ParameterSpelling parameter_spellings[] = {
    {"temperature", "temperature"},
    {"top_p", "top_p"},
    {"topp", "top_p"},
    {"seed", "seed"},
    {"random_seed", "seed"},
    {"stop", "stop"},
    {"stop_sequences", "stop"},
    {"stopsequences", "stop"},
    {"reasoning_effort", "effort"},
    {"reasoning", "effort"},
    {"effort", "effort"},
    {"thinking", "effort"},
    {"thinkinglevel", "effort"},
    {"thinking_level", "effort"},
    {"thinkingconfig", "effort"},
    {"thinking_config", "effort"},
    {"response_format", "schema"},
    {"json_schema", "schema"},
    {"output_config", "schema"},
    {"output_format", "schema"},
    {"format", "schema"},
    {"responsejsonschema", "schema"},
    {"response_json_schema", "schema"},
    {"structured outputs", "schema"},
    {"structured output", "schema"},
    {"schema", "schema"},
    {"json_object", "json"},
    {"json mode", "json"},
    {"'json'", "json"},
    {"responsemimetype", "json"},
    {"response_mime_type", "json"},
    {"max_tokens", "max_tokens"},
    {"max_completion_tokens", "max_tokens"},
};

bool in_parameter_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

// Where `word` stands in `text` by itself.
std::size_t find_parameter_word(std::string_view text, std::string_view word) {
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const auto end = at + word.size();
    if ((at == 0 || !in_parameter_word(text[at - 1])) &&
        (end == text.size() || !in_parameter_word(text[end])))
      return at;
  }
  return std::string_view::npos;
}

// The parameter named first: "Unsupported parameter: 'max_tokens' … Use 'max_completion_tokens'".
std::string_view first_spelling(std::string_view text) {
  std::string_view found;
  auto first = std::string_view::npos;
  for (const auto& spelling : parameter_spellings) {
    const auto at = find_parameter_word(text, spelling.theirs);
    if (at >= first) continue;
    first = at;
    found = spelling.ours;
  }
  return found;
}

}  // namespace

bool says_filtered(const ErrorText& text) {
  return any_error_phrase(all_error_words(text), filter_phrases);
}
bool says_too_long(const ErrorText& text) {
  return any_error_phrase(all_error_words(text), length_phrases);
}
bool says_bad_key(const ErrorText& text) {
  return any_error_phrase(all_error_words(text), key_phrases);
}
bool says_no_model(const ErrorText& text) {
  return any_error_phrase(all_error_words(text), model_phrases);
}

// Google says "you exceeded your current quota" of every limit, also of one that ends
// within a minute; its details tell which.
bool says_no_credit(const ErrorText& text) {
  const auto words = all_error_words(text);
  if (words.find("resource_exhausted") != std::string::npos)
    return words.find("perday") != std::string::npos;
  return any_error_phrase(words, credit_phrases);
}

std::string refused_parameter_in(const ErrorText& text) {
  const auto words = all_error_words(text);
  if (!any_error_phrase(words, complaint_phrases)) return {};
  // Anthropic takes one of the two; the temperature is what people think of.
  if (words.find("both be specified") != std::string::npos) return "top_p";
  if (words.find("must contain the word") != std::string::npos) return "json";
  const auto parameter = lower_error_words(text.parameter);
  if (parameter.starts_with("tool")) return {};
  // `response_format` has two forms, and only the message tells which one is refused.
  if (const auto named = first_spelling(parameter); !named.empty() && named != "schema")
    return std::string(named);
  const auto message = lower_error_words(text.message);
  const bool only_json = find_parameter_word(message, "json_object") != std::string::npos &&
                         find_parameter_word(message, "json_schema") == std::string::npos;
  if (only_json) return "json";
  if (!first_spelling(parameter).empty()) return "schema";
  return std::string(first_spelling(message));
}

int status_meant(const ErrorText& text) {
  if (text.status != 0) return text.status;
  struct Meaning {
    std::string_view word;
    int status;
  };
  constexpr Meaning meanings[] = {
      {"rate_limit", 429},  {"resource_exhausted", 429},
      {"throttl", 429},     {"too_many_requests", 429},
      {"overloaded", 529},  {"authentication", 401},
      {"permission", 403},  {"billing", 402},
      {"not_found", 404},   {"too_large", 413},
      {"image", 400},       {"invalid", 400},
      {"bad_request", 400}, {"timeout", 504},
      {"unavailable", 503},
  };
  const auto words = lower_error_words(text.code + ' ' + text.type);
  for (const auto& meaning : meanings)
    if (words.find(meaning.word) != std::string::npos) return meaning.status;
  return 500;
}

}  // namespace cairn
