// Checks: their elements, weights and needs, and what goes with what.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>

#include "lang/check_call.h"
#include "lang/check_checker.h"
#include "lang/words.h"

namespace cairn {

program::Check CheckChecker::check() {
  program::Check made{.heading = heading_of(declared_)};
  made.rule = program::Require{};
  when(made);
  add_answer_scope(env_);
  scope_answer(made);
  if (const auto* setting = view_.find("for each")) {
    if (const auto* each = std::get_if<syntax::ForEach>(&setting->value)) {
      env_.where = "the list of `for each`";
      made.for_each = open_for_each(context_, env_, *each);
    } else {
      env_.lost_names = true;
    }
  }
  env_.where = "this check";
  evidence(made);
  rule(made);
  combine(made);
  weights(made);
  needs(made);
  goes_together(made);
  check_examples(context_, made, declared_);
  return made;
}

void CheckChecker::when(program::Check& made) {
  const auto* written = view_.expr("when");
  if (!written) return;
  // `when` sees the answer too; only what speaks of the item guards fields.
  add_answer_scope(env_);
  env_.where = "`when`";
  env_.guardable = false;
  Expr condition = check_condition(context_, env_, *written);
  env_.guardable = true;
  if (speaks_only_of_item(condition, env_)) env_.guards.push_back(condition);
  add_conjuncts(condition);
  made.when = explained(context_, *written, std::move(condition));
}

void CheckChecker::add_conjuncts(const Expr& condition) {
  if (!std::holds_alternative<And>(condition.node)) return;
  for (const auto& operand : condition.operands)
    if (speaks_only_of_item(operand, env_)) env_.guards.push_back(operand);
}

void CheckChecker::scope_answer(program::Check& made) {
  const auto* written = view_.expr("answer");
  if (!written) return;
  env_.where = "`answer:`";
  made.answer = check_wanted(context_, env_, *written, type_of(Type::Kind::text), "answer");
}

void CheckChecker::points(program::Check& made) {
  const auto* setting = view_.find("points");
  const auto* written = view_.expr("points");
  const auto* combine = view_.expr("combine");
  const bool by_points = combine && spelled(*combine) == "points";
  if (setting && !by_points)
    context_
        .report(DiagnosticKind::does_not_go_with, setting->key.at, "points",
                "a check that does not combine by points")
        .with_help("add `combine: points`");
  if (by_points && !setting) {
    context_.report(DiagnosticKind::missing_setting, combine->at, "`check`", "points")
        .with_help("say what an element is worth: `points: element.points`");
    return;
  }
  if (!written) return;
  program::Points rule{
      .points = check_wanted(context_, env_, *written, type_of(Type::Kind::number), "points")};
  if (auto* require = std::get_if<program::Require>(&made.rule)) rule.earned = std::move(*require);
  if (auto* score = std::get_if<program::Score>(&made.rule)) rule.earned = std::move(*score);
  made.rule = std::move(rule);
}

void CheckChecker::combine(program::Check& made) {
  const auto* setting = view_.find("combine");
  const bool scored = std::holds_alternative<program::Score>(made.rule);
  using How = program::Combine::How;
  if (made.for_each && scored) made.combine.how = How::share;
  if (!setting) return;
  if (!view_.find("for each")) {
    context_
        .report(DiagnosticKind::does_not_go_with, setting->key.at, "combine",
                "a check without elements")
        .with_help("add `for each: x in …`, or leave `combine` out");
    return;
  }
  if (const auto* limit = std::get_if<syntax::AtLeast>(&setting->value)) {
    made.combine.how = How::at_least;
    if (const auto* share = std::get_if<syntax::Share>(&limit->amount.node)) {
      made.combine.at_least = share->value;
      made.combine.at_least_is_share = true;
    } else if (const auto* plain = std::get_if<syntax::Number>(&limit->amount.node)) {
      made.combine.at_least = plain->value;
    }
  } else if (const auto word = read_.label("combine")) {
    made.combine.how = *word == "share"    ? How::share
                       : *word == "some"   ? How::some
                       : *word == "points" ? How::points
                                           : How::all;
  }
  if (scored && made.combine.how != How::share && made.combine.how != How::points)
    context_
        .report(DiagnosticKind::does_not_go_with, setting->key.at, "combine",
                "`score` except as `share` or `points`")
        .with_help("write `combine: share`, or turn the score into a condition with `require:`");
}

void CheckChecker::weights(program::Check& made) {
  made.weight = read_.number("weight", 0, 1e9).value_or(1);
  made.must_pass = read_.yes_no("must pass").value_or(false);
  made.passes_at = read_.share("passes at").value_or(1);
  if (const auto* area = view_.expr("area")) made.area = spelled(*area);
}

void CheckChecker::needs(program::Check& made) {
  const auto* written = view_.expr("needs");
  if (!written) return;
  const auto one = [&](const syntax::Expr& reference) {
    if (const auto* found = context_.refer("check", reference, declared_.module))
      made.needs.push_back(found->name);
  };
  for (const auto& reference : elements_of(context_, *written, "needs")) one(reference);
}

void CheckChecker::goes_together(const program::Check& made) {
  const bool measure = std::holds_alternative<program::Measure>(made.rule);
  if (measure)
    for (const std::string_view key : {"weight", "must pass", "passes at", "for each", "combine"})
      if (const auto* setting = view_.find(key))
        context_.report(DiagnosticKind::does_not_go_with, setting->key.at, key, "`measure`")
            .with_help("a measure is reported and never scored: leave this line out");
  if (std::holds_alternative<program::Says>(made.rule) && made.for_each)
    context_
        .report(DiagnosticKind::does_not_go_with, view_.find("for each")->key.at, "for each",
                "`says`")
        .with_help("a label is said of a whole answer: use `require:` for elements");
  const auto* passes = view_.find("passes at");
  const bool graded = std::holds_alternative<program::Score>(made.rule) ||
                      std::holds_alternative<program::Points>(made.rule) ||
                      made.combine.how == program::Combine::How::share;
  if (passes && !measure && !graded)
    context_
        .report(DiagnosticKind::does_not_go_with, passes->key.at, "passes at",
                "a check that only passes or fails")
        .with_help("it goes with `score:`, `combine: share` and `combine: points`");
}

namespace {

// `when` and `needs` of the line that asks for a used check stand in for its own.
void narrow_used_check(Context& context, const BlockView& view, program::Check& made) {
  if (const auto* written = view.expr("when")) {
    int next_slot = 0;
    auto environment = item_environment(context, 0, next_slot);
    add_answer_scope(environment);
    environment.where = "`when`";
    environment.guardable = false;
    made.when = explained(context, *written, check_condition(context, environment, *written));
  }
  const auto* needs = view.expr("needs");
  if (!needs) return;
  made.needs.clear();
  const auto one = [&](const syntax::Expr& reference) {
    if (const auto* found = context.refer("check", reference, 0)) made.needs.push_back(found->name);
  };
  for (const auto& reference : elements_of(context, *needs, "needs")) one(reference);
}

// `check x.no_legal_advice`: the block of the used file, with what this line sets.
std::optional<program::Check> check_of_used_file(Context& context, const Declared& line) {
  const auto dot = line.name.find('.');
  const auto alias = line.name.substr(0, dot);
  for (const auto& use : context.modules.front().uses) {
    if (use.alias != alias) continue;
    for (const auto& block : context.modules[use.module].file.blocks) {
      if (block.keyword.id != "check" || !block.name || block.name->id != line.name.substr(dot + 1))
        continue;
      const Declared declared{&block, use.module, line.name};
      program::Check made = CheckChecker(context, declared).check();
      const BlockView view(*line.block);
      SettingReader read{context, view, 0};
      if (const auto weight = read.number("weight", 0, 1e9)) made.weight = *weight;
      if (const auto must = read.yes_no("must pass")) made.must_pass = *must;
      narrow_used_check(context, view, made);
      return made;
    }
    auto& diagnostic =
        context.report(DiagnosticKind::unknown_name, line.block->name->at, "check", line.name);
    std::vector<std::string> names;
    std::vector<std::string_view> views;
    for (const auto& block : context.modules[use.module].file.blocks)
      if (block.keyword.id == "check" && block.name) names.push_back(alias + "." + block.name->id);
    for (const auto& name : names) views.push_back(name);
    suggest(diagnostic, line.name, views);
    return std::nullopt;
  }
  context.report(DiagnosticKind::unknown_alias, line.block->name->at, alias)
      .with_help(fmt::format("add a line `use \"…\" as {}`", alias));
  return std::nullopt;
}

void report_circles(Context& context) {
  const auto& checks = context.program.checks;
  std::set<std::string> reported;
  const auto named = [&](const std::string& name) {
    return std::ranges::find(checks, name, [](const program::Check& c) { return c.heading.name; });
  };
  for (const auto& check : checks) {
    std::vector<std::string> path = {check.heading.name};
    const std::function<bool(const program::Check&)> leads_back = [&](const program::Check& from) {
      for (const auto& need : from.needs) {
        if (need == check.heading.name) return true;
        const auto next = named(need);
        if (next == checks.end() || std::ranges::count(path, need)) continue;
        path.push_back(need);
        if (leads_back(*next)) return true;
        path.pop_back();
      }
      return false;
    };
    if (reported.contains(check.heading.name) || !leads_back(check)) continue;
    std::string circle;
    for (const auto& name : path) {
      reported.insert(name);
      circle += name + " → ";
    }
    context.report(DiagnosticKind::needs_circle, check.heading.at, circle + check.heading.name)
        .with_help("leave one of these `needs:` out");
  }
}

}  // namespace

void check_checks(Context& context) {
  std::vector<const Declared*> order;
  for (const auto& [name, declared] : context.declared["check"]) order.push_back(&declared);
  std::ranges::sort(order, {}, [](const Declared* one) { return one->block->at.begin; });
  for (const auto* declared : order) {
    if (declared->name.find('.') == std::string::npos)
      context.program.checks.push_back(CheckChecker(context, *declared).check());
    else if (auto made = check_of_used_file(context, *declared))
      context.program.checks.push_back(std::move(*made));
  }
  report_circles(context);
}

}  // namespace cairn
