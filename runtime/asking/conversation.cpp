#include "runtime/asking/conversation.h"

#include <fmt/format.h>

#include <algorithm>

#include "lang/fill_template.h"
#include "runtime/recorded/recorded_row.h"

namespace cairn {
namespace {

using Role = Message::Role;

// Lines are added until one cannot be.
class ScriptWriter {
 public:
  ScriptWriter(const Scope& scope, NativeTable natives, MediaFiles& media)
      : scope_(scope), natives_(natives), media_(media) {}

  void say(Role role, const std::optional<Template>& text, const std::vector<Expr>& attach = {}) {
    if (failure_ || (!text && attach.empty())) return;
    Message message{.role = role};
    if (text) {
      auto filled = fill_template(*text, scope_, natives_, bound_);
      if (auto* why = std::get_if<Missing>(&filled)) return fail(why->why);
      message.text = std::get<std::string>(std::move(filled));
    }
    for (const auto& expr : attach) add_media(expr, message);
    if (!failure_) script_.emplace_back(std::move(message));
  }

  void answer_here() { script_.emplace_back(ModelTurn{}); }

  // `messages: item.messages`
  void messages(const Expr& expr) {
    const Value value = evaluate_once(expr, scope_, natives_);
    const auto* list = value.as<List>();
    if (!list) return fail("the item has no list of messages");
    for (const auto& one : *list) message(one);
    answer_here();
  }

  void turn(const program::Turn& turn) {
    if (!turn.for_each) return one_turn(turn);
    const Value value = evaluate_once(turn.for_each->list, scope_, natives_);
    const auto* list = value.as<List>();
    if (!list) return fail("there is no list to make turns of");
    for (const auto& element : *list) {
      bound_ = {{turn.for_each->variable, element}};
      one_turn(turn);
    }
    bound_.clear();
  }

  Result<std::vector<ScriptLine>> script() && {
    if (failure_) return *failure_;
    return std::move(script_);
  }

 private:
  void one_turn(const program::Turn& turn) {
    say(Role::user, turn.user, turn.attach);
    if (turn.assistant)
      say(Role::assistant, turn.assistant);
    else
      answer_here();
  }

  void message(const Value& value) {
    const auto* record = value.as<Record>();
    const auto role = record ? text_in(*record, "role") : std::string_view();
    Message made{.text = std::string(record ? text_in(*record, "content") : std::string_view())};
    if (role == "system" || role == "developer")
      made.role = Role::system;
    else if (role == "assistant")
      made.role = Role::assistant;
    else if (role != "user")
      return fail(
          fmt::format("a message has the role `{}`, but messages are by `system`, `user` or "
                      "`assistant`",
                      role));
    script_.emplace_back(std::move(made));
  }

  void add_media(const Expr& expr, Message& message) {
    const Value value = evaluate_once(expr, scope_, natives_, bound_);
    if (const auto* list = value.as<List>()) {
      for (const auto& one : *list) add_file(one, message);
      return;
    }
    add_file(value, message);
  }

  void add_file(const Value& value, Message& message) {
    const auto* file = value.as<Media>();
    if (!file) return fail("the item has no file to attach");
    auto part = media_.part(*file);
    if (!part) return fail(part.error().what);
    message.media.push_back(*std::move(part));
  }

  void fail(std::string why) {
    if (!failure_) failure_ = Failure{std::move(why)};
  }

  const Scope& scope_;
  NativeTable natives_;
  MediaFiles& media_;
  std::vector<std::pair<Local, Value>> bound_;
  std::vector<ScriptLine> script_;
  std::optional<Failure> failure_;
};

}  // namespace

Result<std::vector<ScriptLine>> script_of(const Plan& plan, const Scope& scope, NativeTable natives,
                                          MediaFiles& media) {
  const auto& prompt = *plan.prompt;
  ScriptWriter writer(scope, natives, media);
  writer.say(Role::system, prompt.system);
  if (prompt.user || (prompt.turns.empty() && !prompt.attach.empty())) {
    writer.say(Role::user, prompt.user, prompt.attach);
    writer.answer_here();
  }
  if (prompt.messages) writer.messages(*prompt.messages);
  for (const auto& turn : prompt.turns) writer.turn(turn);
  auto script = std::move(writer).script();
  if (script && model_turns(*script) == 0)
    return Failure{
        "the prompt leaves nothing for the model to answer: leave `assistant:` out of its last "
        "turn"};
  return script;
}

std::size_t model_turns(const std::vector<ScriptLine>& script) {
  return static_cast<std::size_t>(std::ranges::count_if(
      script, [](const ScriptLine& line) { return std::holds_alternative<ModelTurn>(line); }));
}

std::vector<Message> messages_at(const std::vector<ScriptLine>& script,
                                 const std::vector<std::string>& replies) {
  std::vector<Message> messages;
  std::size_t turn = 0;
  for (const auto& line : script) {
    if (const auto* message = std::get_if<Message>(&line)) {
      messages.push_back(*message);
      continue;
    }
    if (turn == replies.size()) break;
    messages.push_back({.role = Role::assistant, .text = replies[turn++]});
  }
  return messages;
}

}  // namespace cairn
