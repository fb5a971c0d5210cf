#include "runtime/models/caller.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <deque>
#include <map>
#include <mutex>
#include <random>
#include <set>

#include "runtime/models/not_asked.h"

namespace cairn {
namespace {

// A call that was tried for so long is given up, whatever the server says.
constexpr double longest_call_seconds = 1800;

double seconds_now() {
  using clock = std::chrono::steady_clock;
  return std::chrono::duration<double>(clock::now().time_since_epoch()).count();
}

double unix_now() {
  using clock = std::chrono::system_clock;
  return std::chrono::duration<double>(clock::now().time_since_epoch()).count();
}

struct Job {
  ModelCall call;
  Caller::Done done;
  int tries = 0;
  double first_sent = 0;
  std::vector<std::string> left_out;
};
using JobPtr = std::shared_ptr<Job>;

struct Lane {
  double width = lane::first_width;
  bool adapts = true;
  std::size_t under_way = 0;
  std::deque<JobPtr> waiting;
  double paused_until = 0, cut_at = -lane::seconds_between_cuts;
  std::size_t clean = 0;  // Successes since the width changed.
  bool ever_answered = false;
  bool wakes = false;  // A timer will look at it when its pause is over.
  std::optional<CallFailure> dead;
  std::set<std::string> refused;  // Parameters that this model does not take.
  std::string max_tokens_name;    // By which it wants them.
};

const std::string& model_of_request(const ModelRequest& request) {
  return std::visit([](const auto& one) -> const std::string& { return one.model; }, request);
}

}  // namespace

struct Caller::State : std::enable_shared_from_this<State> {
  State(Transport& borrowed, RetryRules given) : transport(borrowed), rules(given) {}

  // All of these run in the transport's thread.
  void take(JobPtr job);
  Lane& lane_of(const Job& job);
  void fill(Lane& lane);
  void send(Lane& lane, JobPtr job);
  void answered(Lane& lane, const JobPtr& job, HttpReply reply);
  void succeeded(Lane& lane);
  void slow_down(Lane& lane, const HttpReply& reply);
  void failed(Lane& lane, const JobPtr& job, CallFailure failure, const HttpReply& reply);
  bool without_parameter(Lane& lane, const JobPtr& job, const CallFailure& failure);
  bool apply_refused(const Lane& lane, Job& job);
  void kill(Lane& lane, const CallFailure& failure);
  void finish(const JobPtr& job, std::variant<Reply, CallFailure> outcome, double seconds);
  void wake_later(Lane& lane, double seconds);
  void stop();
  void count();

  Transport& transport;
  const RetryRules rules;
  std::map<std::string, Lane> lanes;
  std::set<JobPtr> resting;  // Until they are tried again.
  std::size_t tried_again = 0, failures = 0;
  bool stopped = false;
  double counted_at = 0;
  std::minstd_rand chance{std::random_device{}()};

  std::mutex mutex;  // Of the counts alone, which other threads read.
  CallerCounts counts;
};

void Caller::State::take(JobPtr job) {
  Lane& lane = lane_of(*job);
  if (stopped) return finish(job, not_asked(), 0);
  if (lane.dead) return finish(job, *lane.dead, 0);
  lane.waiting.push_back(std::move(job));
  fill(lane);
  count();
}

Lane& Caller::State::lane_of(const Job& job) {
  const auto& endpoint = job.call.endpoint;
  const auto name =
      fmt::format("{}\n{}\n{}\n{}", static_cast<int>(endpoint.provider->api), endpoint.base_url,
                  endpoint.key, model_of_request(job.call.request));
  const auto [found, made] = lanes.try_emplace(name);
  Lane& lane = found->second;
  if (made && job.call.concurrency) {
    lane.adapts = false;
    lane.width = static_cast<double>(*job.call.concurrency);
  }
  if (made) {
    long connections = 8;
    for (const auto& [key, one] : lanes)
      connections += std::lround(one.adapts ? lane::widest : one.width);
    transport.allow_connections(connections);
  }
  return lane;
}

void Caller::State::fill(Lane& lane) {
  if (stopped)
    for (const auto& job : std::exchange(lane.waiting, {})) finish(job, not_asked(), 0);
  const double pause = lane.paused_until - seconds_now();
  if (pause > 0) return wake_later(lane, pause);
  while (!lane.waiting.empty() && static_cast<double>(lane.under_way) < std::floor(lane.width)) {
    auto job = std::move(lane.waiting.front());
    lane.waiting.pop_front();
    send(lane, std::move(job));
  }
}

void Caller::State::wake_later(Lane& lane, double seconds) {
  if (lane.wakes) return;
  lane.wakes = true;
  transport.after(seconds, [self = shared_from_this(), &lane] {
    lane.wakes = false;
    self->fill(lane);
  });
}

void Caller::State::send(Lane& lane, JobPtr job) {
  if (!apply_refused(lane, *job))
    return finish(
        job, CallFailure{.what = "the request cannot be said without what the model refuses"}, 0);
  ++lane.under_way;
  if (job->tries++ == 0) job->first_sent = seconds_now();
  transport.start(job->call.http, [self = shared_from_this(), &lane, job](HttpReply reply) {
    self->answered(lane, job, std::move(reply));
  });
}

// What another call has learnt of the model is not tried again.
bool Caller::State::apply_refused(const Lane& lane, Job& job) {
  bool changed = false;
  for (const auto& parameter : lane.refused) {
    if (std::ranges::count(job.left_out, parameter)) continue;
    if (!drop_parameter(job.call.request, job.call.endpoint, parameter)) continue;
    job.left_out.push_back(parameter);
    changed = true;
  }
  if (!changed) return true;
  auto http = encode(job.call.request, job.call.endpoint);
  if (!http) return false;
  http->timeout_seconds = job.call.http->timeout_seconds;
  job.call.http = std::make_shared<const HttpCall>(*std::move(http));
  return true;
}

void Caller::State::answered(Lane& lane, const JobPtr& job, HttpReply reply) {
  --lane.under_way;
  auto decoded = decode(job->call.request, reply, job->call.endpoint);
  if (auto* failure = std::get_if<CallFailure>(&decoded)) {
    failed(lane, job, std::move(*failure), reply);
  } else {
    succeeded(lane);
    finish(job, std::get<Reply>(std::move(decoded)), reply.seconds);
  }
  if (!lane.dead) fill(lane);
  count();
}

void Caller::State::succeeded(Lane& lane) {
  lane.ever_answered = true;
  if (!lane.adapts || lane.waiting.empty()) return;
  if (static_cast<double>(++lane.clean) < lane.width) return;
  lane.clean = 0;
  lane.width = std::min(lane::widest, std::max(lane.width + 1, lane.width * lane::growth));
}

void Caller::State::slow_down(Lane& lane, const HttpReply& reply) {
  lane.clean = 0;
  const double now = seconds_now();
  const double asked =
      std::clamp(wait_asked_for(reply, unix_now()).value_or(0), 0.0, rules.longest_hint);
  lane.paused_until = std::max(lane.paused_until, now + asked);
  if (!lane.adapts || now - lane.cut_at < std::max(lane::seconds_between_cuts, asked)) return;
  lane.cut_at = now;
  lane.width = std::max(lane::narrowest, lane.width * lane::cut);
}

void Caller::State::failed(Lane& lane, const JobPtr& job, CallFailure failure,
                           const HttpReply& reply) {
  using Kind = CallFailure::Kind;
  if (failure.kind == Kind::refused_parameter && without_parameter(lane, job, failure)) return;
  if (failure.kind == Kind::fatal) {
    finish(job, failure, 0);
    return kill(lane, failure);
  }
  if (failure.kind == Kind::rate || reply.status == 503 || reply.status == 529)
    slow_down(lane, reply);
  lane.clean = 0;
  const double unit = static_cast<double>(chance() % 1000) / 1000;
  const auto wait = next_try(failure, reply, job->tries, unix_now(), unit, rules);
  const bool in_time = seconds_now() - job->first_sent < longest_call_seconds;
  if (wait && in_time && !stopped) {
    ++tried_again;
    resting.insert(job);
    return transport.after(*wait, [self = shared_from_this(), &lane, job] {
      self->resting.erase(job);
      if (!job->done) return;
      if (lane.dead) return self->finish(job, *lane.dead, 0);
      lane.waiting.push_front(job);
      self->fill(lane);
    });
  }
  if (stopped) return finish(job, not_asked(), 0);
  if (job->tries > 1) failure.what += fmt::format(" (tried {} times)", job->tries);
  const double asked = wait_asked_for(reply, unix_now()).value_or(0);
  const bool too_long = failure.kind == Kind::rate && asked > rules.longest_hint;
  if (too_long)
    failure.what += fmt::format("; it asks to wait {:.0f} minutes, so go on later with `--resume`",
                                std::ceil(asked / 60));
  // A server that was never there will not be there for the next item.
  const bool never_there = reply.broken == Broken::cannot_connect && !lane.ever_answered;
  if (too_long || never_there) failure.kind = Kind::fatal;
  finish(job, failure, 0);
  if (failure.kind == Kind::fatal) kill(lane, failure);
}

bool Caller::State::without_parameter(Lane& lane, const JobPtr& job, const CallFailure& failure) {
  if (stopped || lane.dead || std::ranges::count(job->left_out, failure.parameter)) return false;
  lane.refused.insert(failure.parameter);
  Job tried = *job;
  if (!apply_refused(lane, tried) || tried.left_out.size() == job->left_out.size()) return false;
  *job = std::move(tried);
  --job->tries;  // It was a question, not an attempt.
  lane.waiting.push_front(job);
  return true;
}

void Caller::State::kill(Lane& lane, const CallFailure& failure) {
  lane.dead = failure;
  for (const auto& job : std::exchange(lane.waiting, {})) finish(job, failure, 0);
}

void Caller::State::finish(const JobPtr& job, std::variant<Reply, CallFailure> outcome,
                           double seconds) {
  if (std::holds_alternative<CallFailure>(outcome)) ++failures;
  if (!job->done) return;
  const auto done = std::exchange(job->done, nullptr);
  done({.outcome = std::move(outcome),
        .seconds = seconds,
        .tries = job->tries,
        .left_out = std::move(job->left_out)});
}

void Caller::State::stop() {
  stopped = true;
  for (auto& [name, lane] : lanes)
    for (const auto& job : std::exchange(lane.waiting, {})) finish(job, not_asked(), 0);
  for (const auto& job : std::exchange(resting, {})) finish(job, not_asked(), 0);
  count();
}

// For those who look some times a second.
void Caller::State::count() {
  constexpr double often_enough = 0.05;
  const double when = seconds_now();
  if (when - counted_at < often_enough) return;
  counted_at = when;
  CallerCounts now{.tried_again = tried_again, .failed = failures};
  for (const auto& [name, lane] : lanes) {
    now.waiting += lane.waiting.size();
    now.under_way += lane.under_way;
    now.paused_seconds = std::max(now.paused_seconds, lane.paused_until - seconds_now());
  }
  const std::lock_guard lock(mutex);
  counts = now;
}

Caller::Caller(Transport& transport, RetryRules rules)
    : state_(std::make_shared<State>(transport, rules)) {}
Caller::~Caller() = default;

void Caller::call(ModelCall call, Done done) {
  auto job = std::make_shared<Job>();
  job->call = std::move(call);
  job->done = std::move(done);
  state_->transport.post(
      [state = state_, job = std::move(job)]() mutable { state->take(std::move(job)); });
}

void Caller::stop() {
  state_->transport.post([state = state_] { state->stop(); });
}

CallerCounts Caller::counts() const {
  const std::lock_guard lock(state_->mutex);
  return state_->counts;
}

}  // namespace cairn
