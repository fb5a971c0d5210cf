// What decides a check: `require`, `score`, `measure`, `says`, or its verdicts.
#include <fmt/format.h>

#include <algorithm>

#include "lang/check_call.h"
#include "lang/check_checker.h"
#include "lang/typer.h"

namespace cairn {
namespace {

using Kind = Type::Kind;

constexpr std::string_view rule_keys[] = {"require", "score", "measure", "says"};

}  // namespace

void CheckChecker::rule(program::Check& made) {
  const syntax::Setting* first = nullptr;
  for (const auto key : rule_keys) {
    const auto* setting = view_.find(key);
    if (!setting) continue;
    if (first) {
      context_.report(DiagnosticKind::two_rules, setting->key.at, first->key.id, key)
          .with_other(first->key.at, "the first one is here")
          .with_help("split it into two checks");
      return;
    }
    first = setting;
  }
  if (const auto* written = view_.expr("require"))
    made.rule =
        program::Require{explained(context_, *written, check_condition(context_, env_, *written))};
  else if (const auto* score = view_.expr("score"))
    made.rule = program::Score{this->score(*score)};
  else if (const auto* measure = view_.expr("measure"))
    made.rule = program::Measure{measured(*measure)};
  else if (const auto* says = view_.expr("says"))
    made.rule = labels_rule(*says);
  else if (!first)
    default_rule(made);
  if (const auto* should = view_.find("should say"); should && !view_.find("says"))
    context_
        .report(DiagnosticKind::does_not_go_with, should->key.at, "should say",
                "a check without `says`")
        .with_help("add `says: …`, the label the answer gives");
  points(made);
}

Explained CheckChecker::score(const syntax::Expr& written) {
  Expr made = check_expression(context_, env_, written);
  if (made.type.kind == Kind::yes_no)
    context_.report(DiagnosticKind::wrong_value, written.at, "score", "a number", "yes or no")
        .with_help(fmt::format("a condition is a rule of its own: `require: {}`",
                               context_.text(written.at)));
  else if (!fits(type_of(Kind::number), made.type))
    context_.report(DiagnosticKind::wrong_value, written.at, "score", "a number", a_type(made.type))
        .with_help("a score is a number from 0 to 1");
  const auto* whole = std::get_if<InScope>(&made.node);
  if (whole && whole->name == ScopeName::reward)
    context_.report(DiagnosticKind::reward_without_scale, written.at)
        .with_help("say from what to what it goes: `score: scaled(reward, -10, 10)`")
        .with_help("or what is good enough: `require: reward >= 0`");
  const auto* known = std::get_if<Constant>(&made.node);
  const auto* number = known ? known->value.as<Number>() : nullptr;
  if (number && (number->value < 0 || number->value > 1))
    context_
        .report(DiagnosticKind::out_of_range, written.at, "score", "from 0 to 1",
                context_.text(written.at))
        .with_help(number->value >= 2 && number->value <= 100 &&
                           number->written == context_.text(written.at)
                       ? fmt::format("write `{}%`", number->written)
                       : "a score is a number from 0 to 1, such as `0.8` or `80%`");
  return explained(context_, written, std::move(made));
}

Explained CheckChecker::measured(const syntax::Expr& written) {
  Expr made = check_expression(context_, env_, written);
  if (!ordered(made.type))
    context_
        .report(DiagnosticKind::wrong_value, written.at, "measure", "a number", a_type(made.type))
        .with_help("a measure is a number, a time, a size or money: `measure: word_count(answer)`");
  return explained(context_, written, std::move(made));
}

program::Rule CheckChecker::labels_rule(const syntax::Expr& says) {
  program::Says made;
  made.says = explained(context_, says, check_expression(context_, env_, says));
  if (!read_.required("should say")) return made;
  const auto* should = view_.expr("should say");
  if (!should) return made;
  made.should_say = explained(context_, *should, check_expression(context_, env_, *should));
  if (!fits(made.says.expr.type, made.should_say.expr.type))
    context_
        .report(DiagnosticKind::never_equal, should->at, a_type(made.says.expr.type),
                a_type(made.should_say.expr.type))
        .with_other(says.at, "this is the other one")
        .with_help("let both be labels, that is texts");
  return made;
}

Expr CheckChecker::verdict_expr() const {
  return {view_.name_at(), env_.scope.at("verdict"), InScope{ScopeName::verdict}, {}};
}

Explained CheckChecker::as_default(Expr expr, std::string source) const {
  return {.expr = std::move(expr), .source = std::move(source), .starts_at = view_.name_at().begin};
}

void CheckChecker::default_rule(program::Check& made) {
  const auto given = [&](std::string_view key) { return view_.find(key) != nullptr; };
  if (std::ranges::count_if(evidence_keys, given) > 1) return;  // Reported: unclear whose.
  const program::Asked* asked = nullptr;
  if (const auto* judge = std::get_if<program::ByJudge>(&made.evidence)) asked = &judge->asked;
  if (const auto* panel = std::get_if<program::ByPanel>(&made.evidence)) asked = &panel->asked;
  if (!asked) return report_undecided(made);
  const auto& scale = asked->scale;
  if (scale.numeric) {
    made.rule = program::Score{as_default(scaled_verdict(scale), "verdict")};
  } else if (!scale.verdicts.empty() && scale.verdicts.front().share) {
    made.rule = program::Score{as_default(share_of_verdict(scale), "verdict")};
  } else if (scale.verdicts.size() == 2 && scale.verdicts[0].label == "yes" &&
             scale.verdicts[1].label == "no") {
    Expr yes{view_.name_at(), type_of(Kind::text), Constant{Value("yes")}, {}};
    Expr is{view_.name_at(), type_of(Kind::yes_no), Comparison{.op = Comparison::Op::is}, {}};
    is.operands.push_back(verdict_expr());
    is.operands.push_back(std::move(yes));
    made.rule = program::Require{as_default(std::move(is), "verdict is yes")};
  } else if (!lost_something()) {
    context_.report(DiagnosticKind::decides_nothing, view_.name_at())
        .with_help(fmt::format("say which verdict passes: `require: verdict is {}`",
                               scale.verdicts.empty() ? "…" : scale.verdicts.front().label))
        .with_help("or give each verdict a share: `verdicts: [good 100%, fair 50%, poor 0%]`");
  }
}

bool CheckChecker::lost_something() const {
  return context_.modules[declared_.module].file.incomplete ||
         context_.diagnostics.errors() > errors_before_ || view_.find("should say") != nullptr ||
         std::ranges::any_of(declared_.block->entries, [](const syntax::Entry& entry) {
           const auto* setting = std::get_if<syntax::Setting>(&entry);
           return setting && std::holds_alternative<syntax::Unread>(setting->value);
         });
}

void CheckChecker::report_undecided(const program::Check& made) {
  if (lost_something()) return;
  const bool tool = std::holds_alternative<program::ByTool>(made.evidence);
  context_.report(DiagnosticKind::decides_nothing, view_.name_at())
      .with_help(tool ? "add `require:`, such as `require: exit_code is 0`"
                      : "add `require:` and a condition, or `score:`, `measure:`, `says:`, or ask "
                        "a `judge:`");
}

Expr CheckChecker::scaled_verdict(const program::Scale& scale) const {
  const auto plain = [&](double value) {
    return Expr{view_.name_at(), type_of(Kind::number), Constant{Value(value)}, {}};
  };
  const auto calculated = [&](char op, Expr left, Expr right) {
    Expr made{view_.name_at(), type_of(Kind::number), Arithmetic{op}, {}};
    made.operands.push_back(std::move(left));
    made.operands.push_back(std::move(right));
    return made;
  };
  return calculated('/', calculated('-', verdict_expr(), plain(scale.low)),
                    plain(scale.high - scale.low));
}

Expr CheckChecker::share_of_verdict(const program::Scale& scale) const {
  Value shares(Record{});
  for (const auto& one : scale.verdicts)
    std::get<Record>(shares.data).fields.emplace_back(one.label, Value(one.share.value_or(0)));
  Expr table{view_.name_at(), type_of(Kind::anything), Constant{std::move(shares)}, {}};
  const auto found = context_.library.functions.find("field");
  const int version = found == context_.library.functions.end() ? 1 : found->second.version;
  Expr made{view_.name_at(), type_of(Kind::number), Call{"field", version}, {}};
  made.operands.push_back(std::move(table));
  made.operands.push_back(verdict_expr());
  return made;
}

}  // namespace cairn
