#include "runtime/models/scoring.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <nlohmann/json.hpp>
#include <utility>

#include "runtime/models/codec_parts.h"
#include "runtime/models/scoring_parts.h"

namespace cairn {
namespace {

using nlohmann::ordered_json;

// For servers that know no conversations: see the header.
std::string score_joined(const std::vector<Message>& messages, std::size_t many) {
  std::string text;
  for (std::size_t i = 0; i < many; ++i) {
    if (messages[i].text.empty()) continue;
    if (!text.empty()) text += "\n\n";
    text += messages[i].text;
  }
  return text;
}

std::string score_text(const RewardRequest& request) {
  if (request.reads) return *request.reads;
  return score_joined(request.messages, request.messages.size());
}

HttpCall score_by_classify(const RewardRequest& request, const Endpoint& endpoint) {
  ordered_json body = {{"model", request.model}};
  if (request.reads) {
    body["input"] = *request.reads;
  } else {
    auto& messages = body["messages"] = ordered_json::array();
    for (const auto& one : request.messages)
      messages.push_back({{"role", role_name(one.role)}, {"content", one.text}});
  }
  body[endpoint.older_activation ? "activation" : "use_activation"] = false;
  return post_json(at_server_root(endpoint), "/classify", body);
}

HttpCall score_by_sglang(const RewardRequest& request, const Endpoint& endpoint) {
  const ordered_json body = {{"model", request.model}, {"input", score_text(request)}};
  return post_json(at_server_root(endpoint), "/v1/embeddings", body);
}

// A list in a list: `["a", "b"]` would be one pair of texts, and no batch of two.
HttpCall score_by_tei(const RewardRequest& request, const Endpoint& endpoint) {
  ordered_json text = ordered_json::array();
  text.push_back(score_text(request));
  ordered_json batch = ordered_json::array();
  batch.push_back(std::move(text));
  // Cut short, an answer would get the reward of its beginning: an error is better.
  const ordered_json body = {
      {"inputs", std::move(batch)}, {"raw_scores", true}, {"truncate", false}};
  return post_json(at_server_root(endpoint), "/predict", body);
}

// "org/name" keeps its "/".
std::string score_model_path(std::string_view model) {
  std::string path;
  while (true) {
    const auto slash = model.find('/');
    path += "/" + url_segment(model.substr(0, slash));
    if (slash == std::string_view::npos) return path;
    model.remove_prefix(slash + 1);
  }
}

// The router serves all models under one address; a dedicated endpoint is of one model.
HttpCall score_by_huggingface(const RewardRequest& request, const Endpoint& endpoint) {
  const ordered_json body = {{"inputs", score_text(request)},
                             {"parameters", {{"function_to_apply", "none"}}}};
  auto root = at_server_root(endpoint);
  if (root.base_url.find("//router.huggingface.co") == std::string::npos)
    return post_json(root, "", body);
  for (const std::string_view part : {"/models", "/hf-inference"})
    if (root.base_url.ends_with(part)) root.base_url.erase(root.base_url.size() - part.size());
  return post_json(root, "/hf-inference/models" + score_model_path(request.model), body);
}

// Cohere's routes for OpenAI's clients have no reranker; its own API has.
Endpoint score_rerank_endpoint(const Endpoint& endpoint) {
  constexpr std::string_view compatibility = "/compatibility/v1";
  Endpoint own = endpoint;
  if (own.base_url.ends_with(compatibility))
    own.base_url.replace(own.base_url.size() - compatibility.size(), compatibility.size(), "/v2");
  return own;
}

Result<HttpCall> score_by_rerank(const RewardRequest& request, const Endpoint& endpoint) {
  if (request.reads || request.messages.size() < 2)
    return Failure{fmt::format(
        "{} scores how well an answer fits a question, so it needs both: leave `reads:` out",
        endpoint.provider->name)};
  ordered_json documents = ordered_json::array();
  documents.push_back(request.messages.back().text);
  const ordered_json body = {{"model", request.model},
                             {"query", score_joined(request.messages, request.messages.size() - 1)},
                             {"documents", std::move(documents)},
                             {"top_n", 1}};
  return post_json(score_rerank_endpoint(endpoint), "/rerank", body);
}

bool score_shows_media(const RewardRequest& request) {
  return !request.reads && std::ranges::any_of(request.messages, [](const Message& one) {
    return !one.media.empty();
  });
}

}  // namespace

Result<HttpCall> encode_reward(const RewardRequest& request, const Endpoint& endpoint) {
  assert(request.reads || !request.messages.empty());
  if (score_shows_media(request))
    return Failure{
        "a reward model is shown text only, and this prompt has media: "
        "say with `reads:` what it is shown"};
  switch (endpoint.provider->scoring) {
    case ScoringApi::none:
      return Failure{
          fmt::format("{} has no reward models: name one that vllm, sglang, tei, huggingface or a "
                      "reranker serves",
                      endpoint.provider->name)};
    case ScoringApi::classify:
      return score_by_classify(request, endpoint);
    case ScoringApi::sglang:
      return score_by_sglang(request, endpoint);
    case ScoringApi::tei:
      return score_by_tei(request, endpoint);
    case ScoringApi::huggingface:
      return score_by_huggingface(request, endpoint);
    case ScoringApi::rerank:
      return score_by_rerank(request, endpoint);
  }
  return Failure{"this server's way of scoring is not known"};
}

}  // namespace cairn
