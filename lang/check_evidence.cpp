// What a check asks: a judge, a tool, a reward model, an embedding, a panel.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "lang/check_call.h"
#include "lang/check_checker.h"
#include "lang/words.h"

namespace cairn {
namespace {

using Kind = Type::Kind;

}  // namespace

void CheckChecker::evidence(program::Check& made) {
  const syntax::Setting* first = nullptr;
  for (const auto key : evidence_keys) {
    const auto* setting = view_.find(key);
    if (!setting) continue;
    if (first) {
      context_.report(DiagnosticKind::two_evidences, setting->key.at, first->key.id, key)
          .with_other(first->key.at, "the first one is here")
          .with_help("split it into two checks");
      return;
    }
    first = setting;
  }
  if (view_.find("judge")) by_judge(made);
  if (view_.find("tool")) by_tool(made);
  if (view_.find("reward")) by_reward(made);
  if (view_.find("embedding")) by_embedding(made);
  if (view_.find("panel")) by_panel(made);
  asked_nobody(made);
}

void CheckChecker::asked_nobody(const program::Check& made) {
  const bool asked = std::holds_alternative<program::ByJudge>(made.evidence) ||
                     std::holds_alternative<program::ByPanel>(made.evidence);
  if (asked) return;
  for (const std::string_view key : {"question", "verdicts", "scores", "orders", "attach"})
    if (const auto* setting = view_.find(key))
      context_
          .report(DiagnosticKind::does_not_go_with, setting->key.at, key,
                  "a check that asks nobody")
          .with_help("name who is asked, with `judge:` or `panel:`");
  if (const auto* other = view_.find("compare with");
      other && !std::holds_alternative<program::ByEmbedding>(made.evidence))
    context_
        .report(DiagnosticKind::does_not_go_with, other->key.at, "compare with",
                "a check that asks nobody")
        .with_help("name who compares, with `judge:`, `panel:` or `embedding:`");
}

void CheckChecker::by_judge(program::Check& made) {
  const auto* written = view_.expr("judge");
  program::ByJudge judge;
  const Declared* found = nullptr;
  if (const auto* id = written ? std::get_if<syntax::Text>(&written->node) : nullptr)
    judge.judge = nameless_judge(id->value, written->at);
  else if (written)
    found = context_.refer("judge", *written, declared_.module);
  if (found) judge.judge = found->name;
  judge.asked = asked("judge");
  if (found) decided_in_numbers(*found, written->at, judge.asked.scale);
  made.evidence = std::move(judge);
}

void CheckChecker::decided_in_numbers(const Declared& who, Span at, const program::Scale& scale) {
  const auto* how = BlockView(*who.block).expr("decide by");
  if (scale.numeric || !how || spelled(*how) == "majority") return;
  context_
      .report(DiagnosticKind::does_not_go_with, at, fmt::format("decide by: {}", spelled(*how)),
              "verdicts that are words")
      .with_other(how->at, "it is asked for here")
      .with_help("give the check `scores: 1 to 5`, or leave `decide by` out");
}

std::string CheckChecker::nameless_judge(const std::string& id, Span at) {
  auto& judges = context_.program.judges;
  if (std::ranges::none_of(judges, [&](const auto& j) { return j.heading.name == id; })) {
    program::Judge judge{.heading = {.name = id, .title = {}, .at = at}};
    judge.model.id = id;
    judge.trust.when = default_trust();
    judges.push_back(std::move(judge));
  }
  return id;
}

Explained CheckChecker::default_trust() {
  Expr metric{{}, type_of(Kind::number), MetricRef{.text = "agreement", .name = "agreement"}, {}};
  Expr limit{{}, type_of(Kind::number), Constant{Value(0.8)}, {}};
  Expr made{{}, type_of(Kind::yes_no), Comparison{.op = Comparison::Op::at_least}, {}};
  made.operands.push_back(std::move(metric));
  made.operands.push_back(std::move(limit));
  return {.expr = std::move(made), .source = "agreement >= 80%"};
}

void CheckChecker::by_panel(program::Check& made) {
  const auto* written = view_.expr("panel");
  program::ByPanel panel;
  const auto* found = written ? context_.refer("panel", *written, declared_.module) : nullptr;
  if (found) panel.panel = found->name;
  if (const auto* each = view_.find("for each"))
    context_.report(DiagnosticKind::does_not_go_with, each->key.at, "for each", "`panel`")
        .with_help("people rate a whole answer: leave `for each` out");
  panel.asked = asked("panel");
  if (found) decided_in_numbers(*found, written->at, panel.asked.scale);
  Type rating = type_of(Kind::record);
  rating.fields = {{"rater", type_of(Kind::text), 0, {}}, {"answer", type_of(Kind::text), 0, {}}};
  env_.scope.emplace("ratings", list_of(std::move(rating)));
  made.evidence = std::move(panel);
}

program::Asked CheckChecker::asked(std::string_view who) {
  program::Asked made;
  if (read_.required("question"))
    if (const auto* question = view_.expr("question"))
      made.question =
          check_template(context_, env_, *question, declared_.module).value_or(Template{});
  if (const auto* other = view_.expr("compare with"))
    made.compare_with = check_wanted(context_, env_, *other, type_of(Kind::text), "compare with");
  made.both_orders = read_.label("orders").value_or("both") == "both";
  if (const auto* orders = view_.find("orders"); orders && !made.compare_with)
    context_
        .report(DiagnosticKind::does_not_go_with, orders->key.at, "orders",
                "a check that compares nothing")
        .with_help("add `compare with: …`, or leave `orders` out");
  if (const auto* media = view_.expr("attach")) attach(*media, made);
  made.scale = scale(made.compare_with.has_value());
  add_verdict_scope(made.scale, who);
  return made;
}

void CheckChecker::attach(const syntax::Expr& media, program::Asked& made) {
  const auto one = [&](const syntax::Expr& element) {
    made.attach.push_back(check_wanted(context_, env_, element, type_of(Kind::media), "attach"));
  };
  if (std::holds_alternative<syntax::ListOf>(media.node))
    for (const auto& element : media.operands) one(element);
  else
    one(media);
}

program::Scale CheckChecker::scale(bool compares) {
  program::Scale made;
  const auto* scores = view_.find("scores");
  const auto* verdicts = view_.find("verdicts");
  if (scores && verdicts)
    context_.report(DiagnosticKind::does_not_go_with, scores->key.at, "scores", "`verdicts`")
        .with_help("a judge gives words or numbers: leave one of them out");
  if (compares) {
    if (verdicts || scores)
      context_
          .report(DiagnosticKind::does_not_go_with, (verdicts ? verdicts : scores)->key.at,
                  verdicts ? "verdicts" : "scores", "`compare with`")
          .with_help("a comparison has the verdicts better, same and worse");
    made.verdicts = {{"better", 1.0}, {"same", 0.5}, {"worse", 0.0}};
    return made;
  }
  if (scores) {
    if (const auto* range = std::get_if<syntax::Range>(&scores->value)) numeric(*range, made);
    return made;
  }
  if (verdicts) {
    if (const auto* list = std::get_if<syntax::Verdicts>(&verdicts->value))
      labels(*list, made);
    else
      env_.lost_names = true;
    return made;
  }
  made.verdicts = {{"yes", std::nullopt}, {"no", std::nullopt}};
  return made;
}

void CheckChecker::numeric(const syntax::Range& range, program::Scale& made) {
  const auto value = [](const syntax::Expr& e) {
    const auto* number = std::get_if<syntax::Number>(&e.node);
    return number ? number->value : 0;
  };
  made.numeric = true;
  made.low = value(range.low);
  made.high = value(range.high);
  if (made.low >= made.high)
    context_
        .report(DiagnosticKind::out_of_range, range.high.at, "scores",
                "a range from a smaller to a larger number", context_.text(range.high.at))
        .with_help("write the smaller number first: `scores: 1 to 5`");
}

void CheckChecker::labels(const syntax::Verdicts& list, program::Scale& made) {
  std::set<std::string> seen;
  const bool scored = !list.all.empty() && list.all.front().share.has_value();
  for (const auto& one : list.all) {
    if (!seen.insert(one.label).second)
      context_.report(DiagnosticKind::duplicate_name, one.at, "verdicts", one.label)
          .with_help("each verdict stands once");
    if (one.share && (one.share->value < 0 || one.share->value > 1))
      context_
          .report(DiagnosticKind::out_of_range, one.share_at, one.label, "from 0% to 100%",
                  one.share->written)
          .with_help(one.share->value > 1 && one.share->value <= 100 &&
                             !one.share->written.ends_with('%')
                         ? fmt::format("write `{} {}%`", one.label, one.share->written)
                         : fmt::format("write `{} 100%` for the best verdict", one.label));
    if (one.share.has_value() != scored)
      context_
          .report(DiagnosticKind::wrong_value, one.at, "verdicts",
                  "a share beside every verdict, or beside none",
                  scored ? "one without" : "one with a share")
          .with_help(scored ? fmt::format("write `{} 0%` or another share", one.label)
                            : "give the others a share too, or leave this one's out");
    made.verdicts.push_back(
        {one.label, one.share ? std::optional(one.share->value) : std::nullopt});
  }
  if (made.verdicts.size() < 2)
    context_
        .report(DiagnosticKind::out_of_range, view_.find("verdicts")->value_at, "verdicts",
                "at least two", fmt::format("{}", made.verdicts.size()))
        .with_help("a judge that can say only one thing decides nothing");
  for (const auto& a : list.all)
    for (const auto& b : list.all)
      if (a.label != b.label && b.label.starts_with(a.label))
        context_.report(DiagnosticKind::verdict_prefix, a.at, a.label, b.label)
            .with_help("choose words that cannot be mistaken for one another");
}

void CheckChecker::add_verdict_scope(const program::Scale& scale, std::string_view who) {
  Type verdict = type_of(scale.numeric ? Kind::number : Kind::text);
  for (const auto& one : scale.verdicts) verdict.verdicts.push_back(one.label);
  env_.scope.emplace("verdict", std::move(verdict));
  if (who == "judge") env_.scope.emplace("reason", type_of(Kind::text));
}

void CheckChecker::by_tool(program::Check& made) {
  env_.scope.emplace("exit_code", type_of(Kind::number));
  env_.scope.emplace("stdout", type_of(Kind::text));
  env_.scope.emplace("stderr", type_of(Kind::text));
  env_.scope.emplace("time", type_of(Kind::duration));
  env_.scope.emplace("timed_out", type_of(Kind::yes_no));
  const auto* written = view_.expr("tool");
  if (!written) return;
  program::ByTool tool;
  const auto* call = std::get_if<syntax::Call>(&written->node);
  syntax::Expr reference = *written;
  if (call) reference = {call->function.at, syntax::Word{call->function.id}, {}, {}};
  const auto found = refer_tool(context_, reference, declared_.module);
  if (call)
    for (const auto& argument : written->operands)
      tool.arguments.push_back(check_expression(context_, env_, argument));
  if (found) {
    tool.tool = found->name;
    tool_arguments(*found, *written, tool);
  }
  made.evidence = std::move(tool);
}

void CheckChecker::tool_arguments(const NamedTool& found, const syntax::Expr& written,
                                  const program::ByTool& tool) {
  const auto wanted = found.takes.size();
  const auto* call = std::get_if<syntax::Call>(&written.node);
  const auto name = call ? call->function.id : spelled(written);
  if (call && wanted == 0 && written.operands.empty()) {
    context_
        .report(DiagnosticKind::wrong_value, written.at, "tool", "the name of a tool",
                "a name and empty brackets")
        .with_help(fmt::format("it takes nothing: write `tool: {}`", name))
        .with_fix({"leave the brackets out", {{written.at, name}}, true});
    return;
  }
  if (tool.arguments.size() != wanted) {
    std::string handed;
    for (const auto& one : found.takes)
      handed += fmt::format("{}{}", handed.empty() ? "" : ", ", one.name);
    context_
        .report(DiagnosticKind::argument_count, written.at, name, counted(wanted, "argument"),
                tool.arguments.size())
        .with_help(wanted == 0 ? fmt::format("write `tool: {}`", name)
                               : fmt::format("write `tool: {}({})`, with your own values in the "
                                             "brackets",
                                             name, handed));
    return;
  }
  for (std::size_t i = 0; i < wanted; ++i)
    if (!fits(found.takes[i].type, tool.arguments[i].type))
      context_
          .report(DiagnosticKind::wrong_argument, tool.arguments[i].at, name,
                  "a " + to_string(found.takes[i].type), "a " + to_string(tool.arguments[i].type))
          .with_help(fmt::format("`takes:` of the tool says `{} {}`",
                                 to_string(found.takes[i].type), found.takes[i].name));
}

void CheckChecker::by_reward(program::Check& made) {
  const auto* written = view_.expr("reward");
  program::ByReward reward;
  if (const auto* found = written ? context_.refer("reward", *written, declared_.module) : nullptr)
    reward.reward = found->name;
  env_.scope.emplace("reward", type_of(Kind::number));
  made.evidence = std::move(reward);
}

void CheckChecker::by_embedding(program::Check& made) {
  const auto* written = view_.expr("embedding");
  program::ByEmbedding embedding;
  if (const auto* found =
          written ? context_.refer("embedding", *written, declared_.module) : nullptr)
    embedding.embedding = found->name;
  if (read_.required("compare with"))
    if (const auto* other = view_.expr("compare with"))
      embedding.compare_with =
          check_wanted(context_, env_, *other, type_of(Kind::text), "compare with");
  env_.scope.emplace("similarity", type_of(Kind::number));
  made.evidence = std::move(embedding);
}

}  // namespace cairn
