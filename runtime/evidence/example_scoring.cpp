#include "runtime/evidence/example_scoring.h"

#include "lang/evaluate.h"
#include "runtime/tools/tool_evidence.h"

namespace cairn {
namespace {

// The row of an example as a row of an answer, so that one reader reads both.
Record as_answer_row(const Record& row, std::string_view check) {
  Record line;
  const auto move = [&](std::string_view from, std::string_view to) {
    const Value* value = row.find(from);
    if (!value) return;
    Record table;
    table.fields.emplace_back(check, *value);
    line.fields.emplace_back(to, Value(std::move(table)));
  };
  move("verdict", "verdicts");
  move("reply", "replies");
  return line;
}

// The check as an example of it is judged: `when` does not apply, and an example
// of one element knows no others.
program::Check as_judged(const program::Check& check, const program::Example& example) {
  program::Check made = check;
  made.when.reset();
  made.examples.clear();
  if (example.element) {
    made.for_each.reset();
    made.combine = {};
  }
  return made;
}

// Keeps what was said of each element, for whoever wants to know why.
class Overheard final : public EvidenceSource {
 public:
  // `element`: the only one there is, of an example that speaks of one; else null.
  Overheard(EvidenceSource& source, const Value* element) : source_(source), element_(element) {}

  Gathered gather(const AskedElement& element) override {
    AskedElement asked = element;
    if (element_) asked.value = element_;
    Gathered gathered = source_.gather(asked);
    const auto* evidence = std::get_if<Evidence>(&gathered);
    if (!evidence) return gathered;
    for (const auto& [name, value] : evidence->found) {
      if (name == ScopeName::verdict) said_ += (said_.empty() ? "" : ", ") + printed(value);
      if (name == ScopeName::reason && reason_.empty()) reason_ = printed(value);
    }
    return gathered;
  }

  const std::string& said() const { return said_; }
  const std::string& reason() const { return reason_; }

 private:
  EvidenceSource& source_;
  const Value* element_;
  std::string said_, reason_;
};

}  // namespace

ExampleScoring::ExampleScoring(const Plan& plan, std::size_t check, const program::Example& example,
                               NativeTable natives)
    : plan_(plan),
      index_(check),
      example_(example),
      variable_(plan.checks[check].check.for_each ? plan.checks[check].check.for_each->variable
                                                  : Local{}),
      check_(as_judged(plan.checks[check].check, example)),
      natives_(natives) {}

std::optional<CheckResult> ExampleScoring::score(const Record& row) { return score(row, Who{}); }

std::optional<CheckResult> ExampleScoring::ask(const AskingWorld& world, Replies& replies) {
  return score({}, {.world = &world, .replies = &replies});
}

std::optional<CheckResult> ExampleScoring::run(ToolSession& tools) {
  tools.begin();
  return score({}, {.tools = &tools});
}

std::optional<CheckResult> ExampleScoring::score(const Record& row, const Who& who) {
  Preparer preparer(natives_);
  const auto prepared = prepare_check(check_, {}, natives_, preparer);
  if (!prepared) return std::nullopt;
  const auto all = std::move(preparer).finish();
  Evaluator evaluator(*all);
  Scope scope = given();
  evaluator.sample(scope);
  if (example_.element) evaluator.bind(variable_, &*example_.element);
  Value part;
  if (prepared->answer && scope[ScopeName::answer]) {
    part = evaluator.evaluate(*prepared->answer);
    scope[ScopeName::answer] = &part;
    evaluator.rescope(ScopeName::answer, &part);
  }
  const TrustReport trust;
  const PanelItems items(plan_);
  RecordedEvidence evidence(plan_, check_, trust, items);
  const Record line = as_answer_row(row, check_.heading.name);
  evidence.sample(line, {}, 0);
  double cost = 0;
  std::optional<AskedEvidence> asked;
  std::optional<ToolEvidence> run;
  EvidenceSource* from = &evidence;
  if (who.world) from = &asked.emplace(*who.world, index_, evidence, *who.replies, cost);
  // The plan's own check knows its `for each`, whose variable the tool is handed.
  if (who.tools) from = &run.emplace(plan_.checks[index_].check, evidence, *who.tools);
  Overheard source(*from, example_.element ? &*example_.element : nullptr);
  auto result = score_check(*prepared, evaluator, scope, &source);
  said_ = source.said();
  reason_ = source.reason();
  notes_ = evidence.notes();
  return result;
}

Scope ExampleScoring::given() const {
  Scope scope;
  constexpr std::pair<std::string_view, ScopeName> names[] = {
      {"answer", ScopeName::answer}, {"answers", ScopeName::answers}, {"item", ScopeName::item},
      {"prompt", ScopeName::prompt}, {"reply", ScopeName::reply},
  };
  for (const auto& [name, place] : names)
    if (const Value* value = example_.given.find(name)) scope[place] = value;
  const Value* answers = scope[ScopeName::answers];
  if (!scope[ScopeName::answer] && answers)
    if (const auto* all = answers->as<List>(); all && !all->empty())
      scope[ScopeName::answer] = &all->back();
  return scope;
}

}  // namespace cairn
