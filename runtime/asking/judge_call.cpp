#include "runtime/asking/judge_call.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lang/data/digest.h"
#include "lang/data/json.h"
#include "lang/fill_template.h"
#include "runtime/evidence/reply.h"
#include "stdlib/stdlib.h"

namespace cairn {
namespace {

bool is_yes_no(const program::Scale& scale) {
  return scale.verdicts.size() == 2 && scale.verdicts[0].label == "yes" &&
         scale.verdicts[1].label == "no";
}

std::string labels_in_words(const program::Scale& scale) {
  if (scale.numeric)
    return fmt::format("a whole number from {} to {}", shortest(scale.low), shortest(scale.high));
  std::string text;
  for (std::size_t i = 0; i < scale.verdicts.size(); ++i) {
    if (i > 0) text += i + 1 == scale.verdicts.size() ? " or " : ", ";
    text += scale.verdicts[i].label;
  }
  return text;
}

std::string how_to_answer(const program::Scale& scale, bool forced) {
  if (forced)
    return fmt::format(
        "Reply with a JSON object of two fields: first \"reason\", your reasons in a few "
        "sentences; then \"verdict\", which is {}.",
        labels_in_words(scale));
  const auto sample = scale.numeric            ? shortest(scale.low)
                      : scale.verdicts.empty() ? ""
                                               : scale.verdicts[0].label;
  return fmt::format(
      "First give your reasons in a few sentences. Then end with one line that has nothing else "
      "on it, in this format:\n\nverdict: {}\n\nIn place of `{}` stands your verdict, which is {}.",
      sample, sample, labels_in_words(scale));
}

// A scale of so many numbers is told in words alone.
bool fits_a_schema(const program::Scale& scale) {
  return !scale.numeric || scale.high - scale.low <= 100;
}

// The judge's own prompt knows the check's element by name.
std::vector<std::pair<Local, Value>> bound_in(const Template& text, const program::Check& check,
                                              const Value* element) {
  std::vector<std::pair<Local, Value>> bound;
  if (!element || !check.for_each) return bound;
  const auto look = [&](const auto& self, const Expr& expr) -> void {
    const auto* local = std::get_if<Local>(&expr.node);
    if (local && local->name == check.for_each->variable.name) bound.emplace_back(*local, *element);
    for (const auto& operand : expr.operands) self(self, operand);
  };
  for (const auto& part : text.parts)
    if (const auto* expr = std::get_if<Expr>(&part)) look(look, *expr);
  return bound;
}

std::string shown_to_judge(const Value* value) {
  if (!value || value->is_missing()) return "(it is not given)";
  return printed(*value);
}

class JudgeCall {
 public:
  JudgeCall(const JudgeQuestion& question, const program::Library& library, MediaFiles& media)
      : question_(question), library_(library), media_(media), scope_(*question.scope) {}

  Result<Request> request() {
    const bool forced = !question_.schema.empty();
    place_texts();
    const auto asked = filled(question_.asked->question);
    if (!asked) return asked.error();
    const Value question(*asked), how(how_to_answer(question_.asked->scale, forced));
    scope_[ScopeName::question] = &question;
    scope_[ScopeName::how_to_answer] = &how;
    const auto& own = question_.judge->prompt;
    if (!own) fence_texts();
    const auto text = filled(own ? *own : library_prompt());
    if (!text) return text.error();
    Request made;
    made.messages.push_back({.role = Message::Role::user, .text = *text});
    if (auto failure = attach(made.messages.front())) return *failure;
    if (forced) {
      made.schema_json = question_.schema;
      made.schema_name = "verdict";
    }
    return made;
  }

 private:
  // In the swapped order each text stands where the other one did.
  void place_texts() {
    if (!question_.asked->compare_with) return;
    compared_ = evaluate_once(*question_.asked->compare_with, scope_, library_.natives, bound());
    scope_[ScopeName::compare_with] = &compared_;
    if (question_.order == AskedOrder::swapped)
      std::swap(scope_[ScopeName::answer], scope_[ScopeName::compare_with]);
  }

  void fence_texts() {
    const auto fence = [&](ScopeName name, std::string_view what, Value& kept) {
      kept = Value(fenced(what, shown_to_judge(scope_[name])));
      scope_[name] = &kept;
    };
    fence(ScopeName::prompt, "request", fenced_[0]);
    fence(ScopeName::answer, "answer", fenced_[1]);
    fence(ScopeName::compare_with, "other answer", fenced_[2]);
  }

  const Template& library_prompt() const {
    return library_.judge_prompts.find(library_prompt_for(*question_.asked))->second.text;
  }

  std::vector<std::pair<Local, Value>> bound() const {
    if (!question_.element || !question_.check->for_each) return {};
    return {{question_.check->for_each->variable, *question_.element}};
  }

  Result<std::string> filled(const Template& text) const {
    auto made = fill_template(text, scope_, library_.natives,
                              &text == &question_.asked->question
                                  ? bound()
                                  : bound_in(text, *question_.check, question_.element));
    if (auto* why = std::get_if<Missing>(&made)) return Failure{why->why};
    return std::get<std::string>(std::move(made));
  }

  std::optional<Failure> attach(Message& message) {
    for (const auto& expr : question_.asked->attach) {
      const Value value = evaluate_once(expr, scope_, library_.natives, bound());
      const auto* list = value.as<List>();
      for (const auto& one : list ? *list : List{value}) {
        const auto* file = one.as<Media>();
        if (!file) return Failure{"the item has no file to attach"};
        auto part = media_.part(*file);
        if (!part) return part.error();
        message.media.push_back(*std::move(part));
      }
    }
    return std::nullopt;
  }

  const JudgeQuestion& question_;
  const program::Library& library_;
  MediaFiles& media_;
  Scope scope_;
  Value compared_, fenced_[3];
};

}  // namespace

std::string forced_schema(const program::Scale& scale) {
  if (!fits_a_schema(scale)) return {};
  std::string allowed = R"({"type":)";
  allowed += scale.numeric ? R"("integer","enum":[)" : R"("string","enum":[)";
  const auto add = [&](std::string_view json) {
    if (allowed.back() != '[') allowed += ',';
    allowed += json;
  };
  for (double number = scale.low; scale.numeric && number <= scale.high; ++number)
    add(shortest(number));
  for (const auto& verdict : scale.verdicts) {
    std::string quoted;
    append_json_string(quoted, verdict.label);
    add(quoted);
  }
  return R"({"type":"object","properties":{"reason":{"type":"string"},"verdict":)" + allowed +
         R"(]}},"required":["reason","verdict"],"additionalProperties":false})";
}

std::string_view library_prompt_for(const program::Asked& asked) {
  if (asked.compare_with) return "compare";
  if (asked.scale.numeric) return "scale";
  return is_yes_no(asked.scale) ? "yes_no" : "choose";
}

Result<Request> judge_request(const JudgeQuestion& question, const program::Library& library,
                              MediaFiles& media) {
  return JudgeCall(question, library, media).request();
}

std::string fenced(std::string_view what, std::string_view text) {
  constexpr std::size_t id_length = 12;
  const auto id = digest_of(text).hex().substr(0, id_length);
  return fmt::format("----- begin {} {} -----\n{}\n----- end {} {} -----", what, id, text, what,
                     id);
}

Value mirrored(const Value& verdict) {
  const auto* word = verdict.as<std::string>();
  if (word && *word == "better") return Value("worse");
  if (word && *word == "worse") return Value("better");
  return verdict;
}

}  // namespace cairn
