#include "runtime/asking/call_cost.h"

#include "runtime/estimate.h"

namespace cairn {
namespace {

std::string text_in(const std::vector<Message>& messages) {
  std::string all;
  for (const auto& message : messages) all += message.text;
  return all;
}

// What is read of a request that is answered with a text.
Range read_of(const Request& request) {
  Range in = tokens_in(request.offers_json + request.schema_json + text_in(request.messages));
  for (const auto& message : request.messages)
    for (const auto& part : message.media) in = in + tokens_in(part.kind);
  return in;
}

double most_read(const RewardRequest& request) {
  return tokens_in(request.reads ? *request.reads : text_in(request.messages)).high;
}

double most_read(const EmbeddingRequest& request) {
  return tokens_in(request.text).high + tokens_in(request.other).high;
}

}  // namespace

std::optional<Price> price_for(const program::Model& model, const PriceTable& table) {
  if (!model.run.empty()) return Price{.in = 0, .out = 0};
  auto price = price_of(model.id, table);
  if (!model.price_in && !model.price_out) return price;
  if (!price) price.emplace();
  if (model.price_in) price->in = model.price_in;
  if (model.price_out) price->out = model.price_out;
  price->source = "the eval";
  price->date.clear();
  return price;
}

double most_cost(const ModelRequest& request, const std::optional<Price>& price) {
  if (!price) return 0;
  if (const auto* asked = std::get_if<Request>(&request)) {
    const auto most = cost(read_of(*asked), tokens_out(asked->max_tokens, Written::answer), *price);
    return most ? most->high : 0;
  }
  const auto* reward = std::get_if<RewardRequest>(&request);
  const double read = reward ? most_read(*reward) : most_read(std::get<EmbeddingRequest>(request));
  return price->in.value_or(0) * read / 1e6;
}

}  // namespace cairn
