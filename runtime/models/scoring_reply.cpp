// The number in a reward model's reply: decode_reward of scoring.h.
#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <variant>

#include "runtime/models/errors.h"
#include "runtime/models/scoring.h"
#include "runtime/models/scoring_parts.h"

namespace cairn {
namespace {

using nlohmann::ordered_json;

using RewardRead = std::variant<double, CallFailure>;

std::string reward_shown(const ordered_json& value, const Endpoint& endpoint) {
  return shown_text(value.dump(-1, ' ', false, ordered_json::error_handler_t::replace), endpoint);
}

// Null if it has none.
const ordered_json* reward_part(const ordered_json& value, const char* name) {
  if (!value.is_object()) return nullptr;
  const auto found = value.find(name);
  return found == value.end() ? nullptr : &*found;
}

RewardRead reward_in(const ordered_json& value, const Endpoint& endpoint) {
  if (value.is_number()) {
    const double number = value.get<double>();
    if (std::isfinite(number)) return number;
  }
  return useless_reply(endpoint, fmt::format("{} where the reward, a number, should be",
                                             reward_shown(value, endpoint)));
}

CallFailure reward_of_many(const Endpoint& endpoint, std::size_t many, std::string_view labels) {
  return useless_reply(
      endpoint, fmt::format("{} numbers{}{}, and a reward is one: serve a reward model, which has "
                            "a single output",
                            many, labels.empty() ? "" : ", for ", labels));
}

CallFailure reward_missing(const ordered_json& body, const Endpoint& endpoint) {
  return useless_reply(endpoint,
                       fmt::format("a reply without a reward: {}", reward_shown(body, endpoint)));
}

// The one entry of `data`, as one text was sent; null if there is another number of them.
const ordered_json* reward_entry(const ordered_json& body) {
  const auto* data = reward_part(body, "data");
  return data && data->is_array() && data->size() == 1 ? &data->front() : nullptr;
}

RewardRead reward_by_classify(const ordered_json& body, const Endpoint& endpoint) {
  const auto* entry = reward_entry(body);
  if (!entry) return reward_missing(body, endpoint);
  const auto* probs = reward_part(*entry, "probs");
  if (!probs && reward_part(*entry, "data"))
    return useless_reply(endpoint,
                         "a number for each token or step, as /pooling does, and a reward is one "
                         "number for the whole answer: serve the model for classification");
  if (!probs || !probs->is_array() || probs->empty()) return reward_missing(body, endpoint);
  if (probs->size() > 1) return reward_of_many(endpoint, probs->size(), "");
  return reward_in(probs->front(), endpoint);
}

// SGLang puts the reward at the end of an "embedding".
RewardRead reward_by_sglang(const ordered_json& body, const Endpoint& endpoint) {
  const auto* entry = reward_entry(body);
  const auto* numbers = entry ? reward_part(*entry, "embedding") : nullptr;
  if (!numbers || !numbers->is_array() || numbers->empty()) return reward_missing(body, endpoint);
  return reward_in(numbers->back(), endpoint);
}

// [{"label", "score"}], which may stand in one more list; the best label comes first,
// so with several the first is not the same thing from one answer to the next.
RewardRead reward_by_label(const ordered_json& body, const Endpoint& endpoint) {
  const auto* labels = &body;
  if (labels->is_array() && labels->size() == 1 && labels->front().is_array())
    labels = &labels->front();
  if (!labels->is_array() || labels->empty()) return reward_missing(body, endpoint);
  if (labels->size() > 1) {
    std::string named;
    for (const auto& one : *labels)
      if (const auto* label = reward_part(one, "label"); label && label->is_string())
        named += (named.empty() ? "" : ", ") + label->get<std::string>();
    return reward_of_many(endpoint, labels->size(), shown_text(named, endpoint));
  }
  const auto* score = reward_part(labels->front(), "score");
  if (!score) return reward_missing(body, endpoint);
  return reward_in(*score, endpoint);
}

// Best first, so by `index`: the answer was document 0. TEI gives a plain list and says
// `score`.
RewardRead reward_by_rerank(const ordered_json& body, const Endpoint& endpoint) {
  const auto* results = body.is_array() ? &body : reward_part(body, "results");
  if (!results || !results->is_array()) return reward_missing(body, endpoint);
  const ordered_json* answer = nullptr;
  for (const auto& one : *results) {
    const auto* index = reward_part(one, "index");
    if (!index || !index->is_number_integer() || *index != 0) continue;
    if (answer) return reward_missing(body, endpoint);
    answer = &one;
  }
  if (!answer) return reward_missing(body, endpoint);
  const auto* score = reward_part(*answer, "relevance_score");
  if (!score) score = reward_part(*answer, "score");
  if (!score) return reward_missing(body, endpoint);
  return reward_in(*score, endpoint);
}

RewardRead read_reward(const ordered_json& body, const Endpoint& endpoint) {
  switch (endpoint.provider->scoring) {
    case ScoringApi::none:
      break;
    case ScoringApi::classify:
      return reward_by_classify(body, endpoint);
    case ScoringApi::sglang:
      return reward_by_sglang(body, endpoint);
    case ScoringApi::tei:
    case ScoringApi::huggingface:
      return reward_by_label(body, endpoint);
    case ScoringApi::rerank:
      return reward_by_rerank(body, endpoint);
  }
  return reward_missing(body, endpoint);
}

// vLLM before 0.11.2 has another name for it. Told so, the caller asks once more.
bool refuses_use_activation(const HttpReply& reply, const Endpoint& endpoint) {
  return endpoint.provider->scoring == ScoringApi::classify && !endpoint.older_activation &&
         (reply.status == 400 || reply.status == 422) &&
         reply.body.find("use_activation") != std::string::npos;
}

}  // namespace

Decoded decode_reward(const HttpReply& reply, const Endpoint& endpoint) {
  if (refuses_use_activation(reply, endpoint))
    return CallFailure{
        .kind = CallFailure::Kind::refused_parameter,
        .what = fmt::format("{} does not take `use_activation`", endpoint.provider->name),
        .parameter = "use_activation"};
  const auto body = read_body(reply.body);
  if (auto failure = scoring_error(reply, body, endpoint)) return std::move(*failure);
  auto reward = read_reward(body, endpoint);
  if (auto* failure = std::get_if<CallFailure>(&reward)) return std::move(*failure);
  return scored_reply(body, std::get<double>(reward));
}

}  // namespace cairn
