// How alike two texts are: encode_embedding and decode_embedding of scoring.h.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "runtime/models/codec_parts.h"
#include "runtime/models/errors.h"
#include "runtime/models/scoring.h"
#include "runtime/models/scoring_parts.h"

namespace cairn {
namespace {

using nlohmann::ordered_json;

using TextVector = std::vector<double>;
using TextVectors = std::array<TextVector, 2>;
using EmbeddingRead = std::variant<TextVector, CallFailure>;
using EmbeddingsRead = std::variant<TextVectors, CallFailure>;

HttpCall embed_by_gemini(const EmbeddingRequest& request, const Endpoint& endpoint) {
  constexpr std::string_view folder = "models/";
  std::string_view model = request.model;
  if (model.starts_with(folder)) model.remove_prefix(folder.size());
  const std::string name = std::string(folder) + std::string(model);
  ordered_json requests = ordered_json::array();
  for (const auto* text : {&request.text, &request.other}) {
    ordered_json parts = ordered_json::array();
    parts.push_back({{"text", *text}});
    requests.push_back({{"model", name}, {"content", {{"parts", std::move(parts)}}}});
  }
  const ordered_json body = {{"requests", std::move(requests)}};
  return post_json(endpoint, "/models/" + url_segment(model) + ":batchEmbedContents", body);
}

// Without `encoding_format`: numbers are what every server gives unless asked for base64.
HttpCall embed_by_openai(const EmbeddingRequest& request, const Endpoint& endpoint) {
  ordered_json texts = ordered_json::array();
  texts.push_back(request.text);
  texts.push_back(request.other);
  const ordered_json body = {{"model", request.model}, {"input", std::move(texts)}};
  const std::string_view path = endpoint.provider->embeddings_path;
  return post_json(path.starts_with("/v1/") ? at_server_root(endpoint) : endpoint, path, body);
}

CallFailure embedding_missing(const Endpoint& endpoint) {
  return useless_reply(endpoint, "a reply without the embeddings of both texts");
}

EmbeddingRead embedding_numbers(const ordered_json& entry, const char* name,
                                const Endpoint& endpoint) {
  const auto found = entry.is_object() ? entry.find(name) : entry.end();
  if (!entry.is_object() || found == entry.end()) return embedding_missing(endpoint);
  if (found->is_string())
    return useless_reply(endpoint, "an embedding in base64, which was not asked for");
  if (!found->is_array()) return embedding_missing(endpoint);
  TextVector numbers;
  numbers.reserve(found->size());
  for (const auto& one : *found) {
    if (!one.is_number() || !std::isfinite(one.get<double>()))
      return useless_reply(endpoint, "an embedding that is no list of numbers");
    numbers.push_back(one.get<double>());
  }
  if (numbers.empty()) return useless_reply(endpoint, "an empty embedding");
  return numbers;
}

// Which of the two texts this is of: its `index`, or its place where no entry has one
// (Gemini). Nothing for an index that there is no text for.
std::optional<std::size_t> embedding_place(const ordered_json& entry, std::size_t place) {
  if (!entry.is_object()) return std::nullopt;
  const auto index = entry.find("index");
  if (index == entry.end()) return place;
  if (!index->is_number_unsigned() || index->get<std::size_t>() > 1) return std::nullopt;
  return index->get<std::size_t>();
}

EmbeddingsRead embedding_pair(const ordered_json& body, const Endpoint& endpoint) {
  const bool gemini = endpoint.provider->api == Api::gemini;
  const auto found = body.is_object() ? body.find(gemini ? "embeddings" : "data") : body.end();
  if (!body.is_object() || found == body.end() || !found->is_array() || found->size() != 2)
    return embedding_missing(endpoint);
  TextVectors pair;
  for (std::size_t i = 0; i < 2; ++i) {
    const auto& entry = (*found)[i];
    const auto place = embedding_place(entry, i);
    if (!place || !pair[*place].empty()) return embedding_missing(endpoint);
    auto numbers = embedding_numbers(entry, gemini ? "values" : "embedding", endpoint);
    if (auto* failure = std::get_if<CallFailure>(&numbers)) return std::move(*failure);
    pair[*place] = std::get<TextVector>(std::move(numbers));
  }
  if (pair[0].size() != pair[1].size())
    return useless_reply(endpoint, fmt::format("embeddings of different lengths, {} and {}",
                                               pair[0].size(), pair[1].size()));
  return pair;
}

// Divided by its largest number first, so that squares neither overflow nor vanish.
// Nothing for the zero vector, which points nowhere.
std::optional<TextVector> embedding_direction(TextVector vector) {
  double largest = 0;
  for (const double one : vector) largest = std::max(largest, std::fabs(one));
  if (largest == 0) return std::nullopt;
  double squares = 0;
  for (double& one : vector) {
    one /= largest;
    squares += one * one;
  }
  for (double& one : vector) one /= std::sqrt(squares);
  return vector;
}

std::optional<double> embedding_cosine(TextVectors pair) {
  const auto first = embedding_direction(std::move(pair[0]));
  const auto second = embedding_direction(std::move(pair[1]));
  if (!first || !second) return std::nullopt;
  double cosine = 0;
  for (std::size_t i = 0; i < first->size(); ++i) cosine += (*first)[i] * (*second)[i];
  return std::clamp(cosine, -1.0, 1.0);
}

}  // namespace

Result<HttpCall> encode_embedding(const EmbeddingRequest& request, const Endpoint& endpoint) {
  const bool gemini = endpoint.provider->api == Api::gemini;
  if (!gemini && endpoint.provider->embeddings_path.empty())
    return Failure{fmt::format("{} has no embeddings", endpoint.provider->name)};
  if (request.text.empty() || request.other.empty())
    return Failure{"one of the two texts to compare is empty, and nothing is like nothing"};
  return gemini ? embed_by_gemini(request, endpoint) : embed_by_openai(request, endpoint);
}

Decoded decode_embedding(const HttpReply& reply, const Endpoint& endpoint) {
  const auto body = read_body(reply.body);
  if (auto failure = scoring_error(reply, body, endpoint)) return std::move(*failure);
  auto pair = embedding_pair(body, endpoint);
  if (auto* failure = std::get_if<CallFailure>(&pair)) return std::move(*failure);
  const auto cosine = embedding_cosine(std::get<TextVectors>(std::move(pair)));
  if (!cosine) return useless_reply(endpoint, "an embedding of zeros, which is like no other");
  return scored_reply(body, *cosine);
}

}  // namespace cairn
