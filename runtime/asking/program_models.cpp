#include "runtime/asking/program_models.h"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "lang/data/json.h"
#include "runtime/models/codec_parts.h"
#include "runtime/models/finish.h"
#include "runtime/models/not_asked.h"
#include "runtime/process/program.h"

namespace cairn {
namespace {

constexpr double longest_program_seconds = 600;

struct WaitingProgram {
  ProgramCall call;
  Caller::Done done;
};

CallFailure program_failure(std::string what) {
  return {.kind = CallFailure::Kind::bad_request, .what = std::move(what)};
}

// The last words of what it complained about.
std::string complaint(const std::string& errors) {
  constexpr std::size_t most = 200;
  const auto end = errors.find_last_not_of(" \n\r\t");
  if (end == errors.npos) return {};
  const auto text = errors.substr(0, end + 1);
  return ": " + text.substr(text.size() - std::min(text.size(), most));
}

CallResult result_of(const ProgramCall& call) {
  const auto run = run_program(call);
  if (!run)
    return {.outcome = CallFailure{.kind = CallFailure::Kind::fatal, .what = run.error().what},
            .tries = 1};
  CallResult made{.outcome = program_failure({}), .seconds = run->seconds, .tries = 1};
  const auto& name = call.words.front();
  if (run->timed_out)
    made.outcome = program_failure(
        fmt::format("`{}` did not end within {} seconds", name, shortest(call.timeout_seconds)));
  else if (run->exit_code != 0)
    made.outcome = program_failure(
        fmt::format("`{}` ended with {}{}", name, run->exit_code, complaint(run->errors)));
  else if (run->cut)
    made.outcome = program_failure(fmt::format("`{}` printed more than 8 MB", name));
  else
    made.outcome = program_reply(run->output);
  return made;
}

std::optional<long long> count_in(const Record& record, std::string_view name) {
  const Value* value = record.find(name);
  const auto* number = value ? value->as<Number>() : nullptr;
  if (!number || number->value < 0) return std::nullopt;
  return static_cast<long long>(number->value);
}

void read_reply_fields(const Record& given, Reply& reply) {
  if (const Value* word = given.find("finish_reason"); word && word->as<std::string>())
    reply.finish = finish_named(*word->as<std::string>());
  if (const Value* tokens = given.find("tokens"); tokens && tokens->as<Record>()) {
    reply.usage.in = count_in(*tokens->as<Record>(), "in");
    reply.usage.out = count_in(*tokens->as<Record>(), "out");
  }
  const Value* calls = given.find("tool_calls");
  const auto* list = calls ? calls->as<List>() : nullptr;
  if (!list) return;
  for (const auto& one : *list) {
    const auto* call = one.as<Record>();
    const Value* name = call ? call->find("name") : nullptr;
    const Value* arguments = call ? call->find("arguments") : nullptr;
    if (name && name->as<std::string>())
      reply.tool_calls.push_back(
          {{}, *name->as<std::string>(), arguments ? to_json(*arguments) : "{}"});
  }
}

}  // namespace

std::string program_input(const Request& request) {
  std::string body = R"({"messages":[)";
  for (const auto& message : request.messages) {
    if (body.back() != '[') body += ',';
    body += fmt::format(R"({{"role":"{}","content":)", role_name(message.role));
    append_json_string(body, message.text);
    body += '}';
  }
  body += R"(],"item":)";
  append_json_string(body, request.item);
  body += fmt::format(R"(,"sample":{}}})", request.sample);
  return body + "\n";
}

std::variant<Reply, CallFailure> program_reply(const std::string& output) {
  Reply reply;
  const auto first = output.find_first_not_of(" \t\r\n");
  const auto json = first != output.npos && output[first] == '{' ? parse_json(output) : JsonParse{};
  const auto* record = json.value.as<Record>();
  const Value* answer = record ? record->find("answer") : nullptr;
  if (!answer) {
    reply.text = output;
    if (reply.text.ends_with('\n')) reply.text.pop_back();
    return reply;
  }
  if (!answer->as<std::string>()) return program_failure("its `answer` is no text");
  reply.text = *answer->as<std::string>();
  if (const Value* model = record->find("model"); model && model->as<std::string>())
    reply.model = *model->as<std::string>();
  if (const Value* given = record->find("reply"); given && given->as<Record>())
    read_reply_fields(*given->as<Record>(), reply);
  return reply;
}

struct ProgramModels::State {
  void work();

  std::filesystem::path folder;
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<WaitingProgram> waiting;
  bool ended = false, stopped = false;
  std::vector<std::jthread> threads;
};

void ProgramModels::State::work() {
  while (true) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return ended || !waiting.empty(); });
    if (waiting.empty()) return;
    auto one = std::move(waiting.front());
    waiting.pop_front();
    const bool begins = !stopped;
    lock.unlock();
    if (begins)
      one.done(result_of(one.call));
    else
      one.done({.outcome = not_asked()});
  }
}

ProgramModels::ProgramModels(std::filesystem::path folder, std::size_t at_once)
    : state_(std::make_unique<State>()) {
  state_->folder = std::move(folder);
  for (std::size_t i = 0; i < std::max<std::size_t>(at_once, 1); ++i)
    state_->threads.emplace_back([state = state_.get()] { state->work(); });
}

ProgramModels::~ProgramModels() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->ended = state_->stopped = true;
  }
  state_->changed.notify_all();
}

void ProgramModels::call(const program::Model& model, std::string input, Caller::Done done) {
  ProgramCall call{.words = model.run,
                   .input = std::move(input),
                   .folder = state_->folder,
                   .timeout_seconds = model.timeout_seconds.value_or(longest_program_seconds)};
  {
    const std::lock_guard lock(state_->mutex);
    state_->waiting.push_back({std::move(call), std::move(done)});
  }
  state_->changed.notify_one();
}

void ProgramModels::stop() {
  const std::lock_guard lock(state_->mutex);
  state_->stopped = true;
}

}  // namespace cairn
