#include "runtime/asking/asker.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <atomic>
#include <deque>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <set>

#include "lang/data/digest.h"
#include "runtime/asking/call_cost.h"
#include "runtime/asking/program_models.h"
#include "runtime/cache/request_key.h"
#include "runtime/models/endpoint.h"
#include "runtime/models/not_asked.h"
#include "runtime/runs.h"

namespace cairn {
namespace {

using AnsweredDone = std::function<void(Answered)>;

// What is remembered of a call under way: its request is the caller's.
struct Sent {
  const AskedModel* model = nullptr;
  std::string key, name;
  double most_usd = 0;
};

std::string lane_name(const program::Model& model) {
  if (!model.run.empty()) return fmt::format("run\n{}", fmt::join(model.run, "\n"));
  return fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}", model.id, model.base_url, model.api_key_variable,
                     model.concurrency.value_or(0), model.timeout_seconds.value_or(0),
                     model.price_in.value_or(-1), model.price_out.value_or(-1));
}

// A program that was changed gives other answers: its files count by their content.
std::string program_server(const std::vector<std::string>& words,
                           const std::filesystem::path& folder) {
  std::string server = "run\n" + folder.string();
  for (const auto& word : words) {
    server += '\n' + word;
    std::ifstream file(folder / word, std::ios::binary);
    std::error_code ignored;
    if (!file || !std::filesystem::is_regular_file(folder / word, ignored)) continue;
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    server += '\n' + digest_of(bytes).hex();
  }
  return server;
}

std::string name_of(const ModelRequest& request) {
  return std::visit([](const auto& one) { return one.model; }, request);
}

}  // namespace

struct Asker::State {
  State(ReplyStore& borrowed, Options given) : store(borrowed), options(std::move(given)) {}

  bool is_stopped() const {
    const std::lock_guard lock(mutex);
    return why_stopped.has_value();
  }
  bool open_transport();
  ProgramModels& open_programs();
  bool reserve(const PreparedCall& call);
  void send(PreparedCall call);
  void send_to_program(const PreparedCall& call, Caller::Done done);
  Result<ModelCall> model_call(PreparedCall call);
  void came(const Sent& call, CallResult result);
  Answered kept(const Sent& call, CallResult& result);
  void release_held();
  void halt(std::string why);
  void give(const std::string& key, const Answered& answered);

  ReplyStore& store;
  const Options options;
  mutable std::mutex mutex;
  std::map<std::string, std::unique_ptr<AskedModel>> models;
  std::map<std::string, std::vector<AnsweredDone>> under_way;  // By key: asked once.
  std::deque<PreparedCall> held;                               // Until the budget has room.
  double reserved_usd = 0, committed_usd = 0;  // committed: where unknown, the most it could be.
  std::size_t reservations = 0;
  AskerCounts counts;
  std::optional<std::string> why_stopped;
  std::set<std::string> lowered;

  // Last, so that no call is under way when the rest goes.
  std::once_flag opening, opening_programs;
  std::optional<Failure> no_transport;
  std::unique_ptr<Transport> transport;
  std::unique_ptr<Caller> caller;
  std::atomic<Caller*> ready = nullptr;  // The caller, for other threads.
  std::unique_ptr<ProgramModels> programs;
  std::atomic<ProgramModels*> programs_ready = nullptr;
};

std::unique_ptr<Asker> Asker::open(ReplyStore& store, Options options) {
  return std::unique_ptr<Asker>(new Asker(std::make_unique<State>(store, std::move(options))));
}

// Whether calls can be made at all.
bool Asker::State::open_transport() {
  std::call_once(opening, [this] {
    auto opened = Transport::open();
    if (!opened) {
      no_transport = opened.error();
      return;
    }
    transport = *std::move(opened);
    caller = std::make_unique<Caller>(*transport, options.retries);
    ready = caller.get();
    if (is_stopped()) caller->stop();
  });
  return ready != nullptr;
}

Asker::Asker(std::unique_ptr<State> state) : state_(std::move(state)) {}
Asker::~Asker() = default;

Result<const AskedModel*> Asker::model(const program::Model& settings) {
  const std::lock_guard lock(state_->mutex);
  auto& made = state_->models[lane_name(settings)];
  if (made) return made.get();
  if (!settings.run.empty()) {
    if (!state_->options.allow_programs) {
      state_->models.erase(lane_name(settings));
      return Failure{"it is a program: allow it with `--allow-tools`"};
    }
    // Nothing is paid to a provider by asking it.
    made = std::make_unique<AskedModel>(
        AskedModel{settings,
                   {},
                   Price{.in = 0, .out = 0},
                   program_server(settings.run, state_->options.folder)});
    return made.get();
  }
  auto endpoint = endpoint_of(settings.id, settings.base_url, settings.api_key_variable,
                              state_->options.environment);
  if (!endpoint) {
    state_->models.erase(lane_name(settings));
    return endpoint.error();
  }
  made = std::make_unique<AskedModel>(
      AskedModel{settings, *std::move(endpoint), price_for(settings, state_->options.prices), {}});
  const auto& at = made->endpoint;
  made->server = fmt::format("{} {} {} {}", static_cast<int>(at.provider->api), at.base_url,
                             at.query, at.provider->always);
  return made.get();
}

PreparedCall Asker::prepare(const AskedModel& model, ModelRequest request, std::size_t which) {
  PreparedCall made{.model = &model, .key = request_key(model.server, request, which)};
  made.request = std::move(request);
  return made;
}

double Asker::most_usd(const PreparedCall& call) {
  return most_cost(call.request, call.model->price);
}

std::optional<StoredReply> Asker::find(const std::string& key) {
  auto found = state_->store.find(key);
  if (found && found->cached) {
    const std::lock_guard lock(state_->mutex);
    ++state_->counts.cached;
  }
  return found;
}

void Asker::ask(PreparedCall call, std::function<void(Answered)> done) {
  std::unique_lock lock(state_->mutex);
  if (state_->why_stopped) {
    lock.unlock();
    return done(not_asked());
  }
  auto& waiting = state_->under_way[call.key];
  waiting.push_back(std::move(done));
  if (waiting.size() > 1) return;
  // An equal request may have come in since somebody looked.
  if (auto stored = state_->store.find(call.key)) {
    lock.unlock();
    return state_->give(call.key, *std::move(stored));
  }
  ++state_->counts.asked;
  if (state_->reserve(call)) {
    lock.unlock();
    return state_->send(std::move(call));
  }
  state_->held.push_back(std::move(call));
  lock.unlock();
  state_->release_held();
}

// REQUIRES: the mutex is held.
bool Asker::State::reserve(const PreparedCall& call) {
  const auto& budget = options.budget_usd;
  const double most = budget ? Asker::most_usd(call) : 0;
  if (budget && committed_usd + reserved_usd + most > *budget) return false;
  reserved_usd += most;
  ++reservations;
  return true;
}

void Asker::State::send(PreparedCall call) {
  const Sent sent{.model = call.model,
                  .key = call.key,
                  .name = call.model->settings.run.empty() ? name_of(call.request)
                                                           : call.model->settings.run.front(),
                  .most_usd = options.budget_usd ? Asker::most_usd(call) : 0};
  auto done = [this, sent](CallResult result) { came(sent, std::move(result)); };
  if (!call.model->settings.run.empty()) return send_to_program(call, std::move(done));
  auto made = model_call(std::move(call));
  if (!made)
    return done({.outcome = CallFailure{.kind = CallFailure::Kind::bad_request,
                                        .what = made.error().what}});
  if (!open_transport())
    return done(
        {.outcome = CallFailure{.kind = CallFailure::Kind::fatal, .what = no_transport->what}});
  caller->call(*std::move(made), std::move(done));
}

void Asker::State::send_to_program(const PreparedCall& call, Caller::Done done) {
  const auto* asked = std::get_if<Request>(&call.request);
  if (!asked)
    return done(
        {.outcome = CallFailure{.kind = CallFailure::Kind::bad_request,
                                .what = "a program cannot be a reward model or an embedding: "
                                        "name one as provider/name"}});
  open_programs().call(call.model->settings, program_input(*asked), std::move(done));
}

Result<ModelCall> Asker::State::model_call(PreparedCall call) {
  const auto& settings = call.model->settings;
  auto http = encode(call.request, call.model->endpoint);
  if (!http) return http.error();
  http->timeout_seconds = settings.timeout_seconds.value_or(600);
  for (auto& one : cairn::lowered(call.request, *call.model->endpoint.provider)) {
    const std::lock_guard lock(mutex);
    lowered.insert(std::move(one));
  }
  ModelCall made{.request = std::move(call.request),
                 .endpoint = call.model->endpoint,
                 .http = std::make_shared<const HttpCall>(*std::move(http)),
                 .concurrency = options.concurrency};
  if (!made.concurrency && settings.concurrency)
    made.concurrency = static_cast<std::size_t>(*settings.concurrency);
  return made;
}

ProgramModels& Asker::State::open_programs() {
  std::call_once(opening_programs, [this] {
    programs = std::make_unique<ProgramModels>(options.folder, options.programs_at_once);
    programs_ready = programs.get();
    if (is_stopped()) programs->stop();
  });
  return *programs;
}

void Asker::State::came(const Sent& call, CallResult result) {
  const Answered answered = kept(call, result);
  {
    const std::lock_guard lock(mutex);
    reserved_usd -= call.most_usd;
    --reservations;
    if (const auto* stored = std::get_if<StoredReply>(&answered)) {
      ++counts.answered;
      counts.spent_usd += stored->cost_usd.value_or(0);
      committed_usd += stored->cost_usd.value_or(call.most_usd);
      if (!stored->cost_usd) ++counts.price_unknown;
    } else {
      ++counts.failed;
    }
    for (const auto& parameter : result.left_out)
      if (parameter != "max_tokens" && parameter != "use_activation")  // Said by another name.
        lowered.insert(fmt::format("{} refuses `{}`, so it was asked without",
                                   call.model->settings.id, parameter));
  }
  if (const auto* failure = std::get_if<CallFailure>(&answered);
      failure && failure->kind == CallFailure::Kind::fatal)
    halt(failure->what);
  give(call.key, answered);
  release_held();
}

// What was paid for is written down before it is used.
Answered Asker::State::kept(const Sent& call, CallResult& result) {
  if (auto* failure = std::get_if<CallFailure>(&result.outcome)) return std::move(*failure);
  StoredReply stored{.reply = std::get<Reply>(std::move(result.outcome)),
                     .time = time_now(),
                     .seconds = result.seconds,
                     .tries = result.tries};
  if (call.model->price) stored.cost_usd = cost_usd(*call.model->price, stored.reply.usage);
  if (stored.reply.model.empty()) stored.reply.model = call.name;
  if (auto failure = store.put(call.key, stored)) halt(failure->what);
  return stored;
}

void Asker::State::release_held() {
  std::vector<PreparedCall> fitting;
  std::optional<std::string> spent;
  {
    const std::lock_guard lock(mutex);
    while (!held.empty() && !why_stopped && reserve(held.front())) {
      fitting.push_back(std::move(held.front()));
      held.pop_front();
    }
    // Nothing is under way that could still make room.
    if (!held.empty() && reservations == 0 && !why_stopped)
      spent = fmt::format(
          "the budget of {:.2f} USD has no room for another call: {:.4f} USD are spent; "
          "raise it, or write a smaller `max tokens:`",
          *options.budget_usd, committed_usd);
  }
  for (auto& call : fitting) send(std::move(call));
  if (spent) halt(*std::move(spent));
}

void Asker::State::halt(std::string why) {
  std::deque<PreparedCall> unsent;
  {
    const std::lock_guard lock(mutex);
    if (!why_stopped) why_stopped = std::move(why);
    unsent.swap(held);
  }
  if (Caller* calling = ready) calling->stop();
  if (ProgramModels* running = programs_ready) running->stop();
  for (const auto& one : unsent) give(one.key, not_asked());
}

void Asker::State::give(const std::string& key, const Answered& answered) {
  std::vector<AnsweredDone> waiting;
  {
    const std::lock_guard lock(mutex);
    waiting.swap(under_way[key]);
    under_way.erase(key);
  }
  for (const auto& done : waiting) done(answered);
}

void Asker::stop(std::string why) { state_->halt(std::move(why)); }

std::optional<std::string> Asker::stopped() const {
  const std::lock_guard lock(state_->mutex);
  return state_->why_stopped;
}

AskerCounts Asker::counts() const {
  const std::lock_guard lock(state_->mutex);
  auto counts = state_->counts;
  if (Caller* calling = state_->ready) counts.caller = calling->counts();
  return counts;
}

std::vector<std::string> Asker::lowered() const {
  const std::lock_guard lock(state_->mutex);
  return {state_->lowered.begin(), state_->lowered.end()};
}

Request request_for(const program::Model& model, std::size_t sample) {
  Request request{.model = std::string(model_of(model.id)),
                  .temperature = model.temperature,
                  .top_p = model.top_p,
                  .max_tokens = model.max_tokens,
                  .effort = model.effort};
  if (model.seed) request.seed = *model.seed + static_cast<long long>(sample);
  return request;
}

}  // namespace cairn
