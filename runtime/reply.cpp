#include "runtime/reply.h"

#include <fmt/format.h>

#include "lang/fill_template.h"
#include "runtime/recorded/recorded_row.h"

namespace cairn {
namespace {

const Value* present(const Record& record, std::string_view name) {
  const Value* value = record.find(name);
  return value && !value->is_missing() ? value : nullptr;
}

Value amount(const Record* reply, std::string_view name, Unit unit) {
  const Value* value = reply ? present(*reply, name) : nullptr;
  const auto* number = value ? value->as<Number>() : nullptr;
  if (!number) return missing(fmt::format("no `reply.{}` was recorded", name));
  return Value(Amount{number->value, unit});
}

Value as_recorded(const Record* reply, std::string_view name) {
  const Value* value = reply ? present(*reply, name) : nullptr;
  return value ? *value : missing(fmt::format("no `reply.{}` was recorded", name));
}

// Where there is one turn, the calls need not say which it is.
Value calls_of(const Record* reply, const Value& turn) {
  const Value* value = reply ? present(*reply, "tool_calls") : nullptr;
  const auto* calls = value ? value->as<List>() : nullptr;
  if (!calls) return Value(List{});
  List made;
  for (const auto& call : *calls) {
    const auto* given = call.as<Record>();
    Record record = given ? *given : Record{};
    if (!record.find("turn")) record.fields.emplace_back("turn", turn);
    for (const auto name : {"name", "arguments", "valid"})
      if (!record.find(name))
        record.fields.emplace_back(
            name, missing(fmt::format("no `{}` of this tool call was recorded", name)));
    made.emplace_back(std::move(record));
  }
  return Value(std::move(made));
}

// The number of the only turn; missing if there are several.
Value only_turn(const Record& row) {
  const Value* answers = row.find("answers");
  const auto* turns = answers ? answers->as<List>() : nullptr;
  if (turns && turns->size() > 1) return missing("no `turn` of this tool call was recorded");
  return Value(1.0);
}

Value tokens_of(const Record* reply) {
  const Value* value = reply ? present(*reply, "tokens") : nullptr;
  const auto* tokens = value ? value->as<Record>() : nullptr;
  Record made;
  for (const auto name : {"in", "out"}) {
    const Value* number = tokens ? present(*tokens, name) : nullptr;
    made.fields.emplace_back(
        name, number ? *number : missing(fmt::format("no `reply.tokens.{}` was recorded", name)));
  }
  return Value(std::move(made));
}

// Fills texts one by one; the first that cannot be filled is the result.
class Rendering {
 public:
  Rendering(const Scope& scope, NativeTable natives) : scope_(scope), natives_(natives) {}

  void add(const std::optional<Template>& text) {
    if (!text || failed_) return;
    auto filled = fill_template(*text, scope_, natives_, bound_);
    if (auto* why = std::get_if<Missing>(&filled))
      failed_ = std::move(*why);
    else
      put(std::get<std::string>(filled));
  }

  void add_messages(const Expr& messages) {
    const Value value = evaluate_once(messages, scope_, natives_);
    const auto* list = value.as<List>();
    if (!list) return fail(value);
    for (const auto& message : *list) {
      const auto* record = message.as<Record>();
      if (record) put(text_in(*record, "content"));
    }
  }

  void add(const program::Turn& turn) {
    if (!turn.for_each) {
      add(turn.user);
      return add(turn.assistant);
    }
    const Value value = evaluate_once(turn.for_each->list, scope_, natives_);
    const auto* list = value.as<List>();
    if (!list) return fail(value);
    for (const auto& element : *list) {
      bound_ = {{turn.for_each->variable, element}};
      add(turn.user);
      add(turn.assistant);
    }
    bound_.clear();
  }

  Value text() && {
    if (failed_) return Value(*std::move(failed_));
    return Value(std::move(text_));
  }

 private:
  void fail(const Value& value) {
    const auto* why = value.as<Missing>();
    failed_ = why ? *why : Missing{"the prompt has no list to go through"};
  }

  void put(std::string_view text) {
    if (!text_.empty()) text_ += "\n\n";
    text_ += text;
  }

  const Scope& scope_;
  NativeTable natives_;
  std::vector<std::pair<Local, Value>> bound_;
  std::string text_;
  std::optional<Missing> failed_;
};

}  // namespace

Value reply_of(const Record& row) {
  const Value* given = present(row, "reply");
  const Record* reply = given ? given->as<Record>() : nullptr;
  Value model = as_recorded(reply, "model");
  if (const Value* named = present(row, "model"); named && model.is_missing()) model = *named;
  Record made;
  made.fields.reserve(6);
  made.fields.emplace_back("time", amount(reply, "time", Unit::seconds));
  made.fields.emplace_back("cost", amount(reply, "cost", Unit::usd));
  made.fields.emplace_back("tokens", tokens_of(reply));
  made.fields.emplace_back("model", std::move(model));
  made.fields.emplace_back("finish_reason", as_recorded(reply, "finish_reason"));
  made.fields.emplace_back("tool_calls", calls_of(reply, only_turn(row)));
  return Value(std::move(made));
}

Value rendered_prompt(const Plan& plan, const Scope& scope, NativeTable natives) {
  if (!plan.prompt) return missing("this eval has no prompt");
  Rendering rendering(scope, natives);
  rendering.add(plan.prompt->system);
  rendering.add(plan.prompt->user);
  if (plan.prompt->messages) rendering.add_messages(*plan.prompt->messages);
  for (const auto& turn : plan.prompt->turns) rendering.add(turn);
  return std::move(rendering).text();
}

}  // namespace cairn
