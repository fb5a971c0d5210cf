// Puts requests to the models of a plan: each is asked once, paid for once, and on
// the disk before anybody sees its reply.
//
// The budget is kept by reservation: a call starts only if all that is spent and all
// that the calls under way could still cost leave room for the most it could cost.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "lang/program.h"
#include "runtime/cache/reply_store.h"
#include "runtime/models/caller.h"
#include "runtime/models/endpoint.h"
#include "runtime/models/prices.h"

namespace cairn {

// A model of the plan with its server, key and price.
struct AskedModel {
  program::Model settings;
  Endpoint endpoint;
  std::optional<Price> price;
  std::string server;  // Tells apart, in keys, who would give another reply.
};

struct PreparedCall {
  const AskedModel* model = nullptr;
  std::string key;  // Of its reply in the store.
  ModelRequest request;
};

using Answered = std::variant<StoredReply, CallFailure>;

struct AskerCounts {
  CallerCounts caller;
  std::size_t asked = 0, answered = 0, failed = 0, cached = 0;
  double spent_usd = 0;           // Where prices are known.
  std::size_t price_unknown = 0;  // Replies whose cost is not in it.
};

class Asker {
 public:
  struct Options {
    Environment environment;
    PriceTable prices;
    std::optional<std::size_t> concurrency;  // `--concurrency`, over what a model says.
    std::optional<double> budget_usd;
    RetryRules retries;
    bool allow_programs = false;
    std::filesystem::path folder;  // In which programs run.
    std::size_t programs_at_once = 2;
  };
  // The store is borrowed. The network is not touched before something is asked.
  static std::unique_ptr<Asker> open(ReplyStore& store, Options options);
  ~Asker();

  // From any thread, as all below. A failure says what to set or to write. A model that
  // is a program has no provider.
  Result<const AskedModel*> model(const program::Model& settings);

  // `which`: see request_key().
  static PreparedCall prepare(const AskedModel& model, ModelRequest request, std::size_t which);

  // The most that it can cost, as far as its price is known.
  static double most_usd(const PreparedCall& call);

  // What an earlier run, or this one, was given already.
  std::optional<StoredReply> find(const std::string& key);

  // `done` may run at once, or in another thread.
  void ask(PreparedCall call, std::function<void(Answered)> done);

  // Nothing more is asked; what is under way ends. The first reason counts.
  void stop(std::string why);
  std::optional<std::string> stopped() const;  // Why, if it has.

  AskerCounts counts() const;

  // What was left out of requests because a provider or a model does not take it.
  std::vector<std::string> lowered() const;

 private:
  struct State;
  explicit Asker(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// The settings of a model block as parameters of a request.
Request request_for(const program::Model& model, std::size_t sample);

}  // namespace cairn
