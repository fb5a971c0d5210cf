// One check: its evidence, its rule, its elements, and what goes with what.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "lang/check_call.h"
#include "lang/check_context.h"
#include "lang/words.h"

namespace cairn {
namespace {

using Kind = Type::Kind;

constexpr std::string_view evidence_keys[] = {"judge", "tool", "reward", "embedding", "panel"};
constexpr std::string_view rule_keys[] = {"require", "score", "measure", "says"};

class CheckChecker {
 public:
  CheckChecker(Context& context, const Declared& declared)
      : context_(context),
        declared_(declared),
        view_(*declared.block),
        read_{context, view_, declared.module},
        errors_before_(context.diagnostics.errors()),
        env_(item_environment(context, declared.module, next_slot_)) {}

  program::Check check() {
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

 private:
  void when(program::Check& made) {
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

  void add_conjuncts(const Expr& condition) {
    if (!std::holds_alternative<And>(condition.node)) return;
    for (const auto& operand : condition.operands)
      if (speaks_only_of_item(operand, env_)) env_.guards.push_back(operand);
  }

  void scope_answer(program::Check& made) {
    const auto* written = view_.expr("answer");
    if (!written) return;
    env_.where = "`answer:`";
    made.answer = check_wanted(context_, env_, *written, type_of(Kind::text), "answer");
  }

  // --- evidence ---------------------------------------------------------------

  void evidence(program::Check& made) {
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

  // Settings that only a judge or a panel can use.
  void asked_nobody(const program::Check& made) {
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

  void by_judge(program::Check& made) {
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

  // Words have no mean: a judge that decides by one needs `scores:`.
  void decided_in_numbers(const Declared& who, Span at, const program::Scale& scale) {
    const auto* how = BlockView(*who.block).expr("decide by");
    if (scale.numeric || !how || spelled(*how) == "majority") return;
    context_
        .report(DiagnosticKind::does_not_go_with, at, fmt::format("decide by: {}", spelled(*how)),
                "verdicts that are words")
        .with_other(how->at, "it is asked for here")
        .with_help("give the check `scores: 1 to 5`, or leave `decide by` out");
  }

  // `judge: "provider/model"` is a judge with all defaults, named by its id.
  std::string nameless_judge(const std::string& id, Span at) {
    auto& judges = context_.program.judges;
    if (std::ranges::none_of(judges, [&](const auto& j) { return j.heading.name == id; })) {
      program::Judge judge{.heading = {.name = id, .title = {}, .at = at}};
      judge.model.id = id;
      judge.trust.when = default_trust();
      judges.push_back(std::move(judge));
    }
    return id;
  }

  static Explained default_trust() {
    Expr metric{{}, type_of(Kind::number), MetricRef{.text = "agreement", .name = "agreement"}, {}};
    Expr limit{{}, type_of(Kind::number), Constant{Value(0.8)}, {}};
    Expr made{{}, type_of(Kind::yes_no), Comparison{.op = Comparison::Op::at_least}, {}};
    made.operands.push_back(std::move(metric));
    made.operands.push_back(std::move(limit));
    return {.expr = std::move(made), .source = "agreement >= 80%"};
  }

  void by_panel(program::Check& made) {
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

  program::Asked asked(std::string_view who) {
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

  void attach(const syntax::Expr& media, program::Asked& made) {
    const auto one = [&](const syntax::Expr& element) {
      made.attach.push_back(check_wanted(context_, env_, element, type_of(Kind::media), "attach"));
    };
    if (std::holds_alternative<syntax::ListOf>(media.node))
      for (const auto& element : media.operands) one(element);
    else
      one(media);
  }

  program::Scale scale(bool compares) {
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

  void numeric(const syntax::Range& range, program::Scale& made) {
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

  void labels(const syntax::Verdicts& list, program::Scale& made) {
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
            .with_help(fmt::format("write `{} 100%` for the best verdict", one.label));
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

  void add_verdict_scope(const program::Scale& scale, std::string_view who) {
    Type verdict = type_of(scale.numeric ? Kind::number : Kind::text);
    for (const auto& one : scale.verdicts) verdict.verdicts.push_back(one.label);
    env_.scope.emplace("verdict", std::move(verdict));
    if (who == "judge") env_.scope.emplace("reason", type_of(Kind::text));
  }

  void by_tool(program::Check& made) {
    const auto* written = view_.expr("tool");
    if (!written) return;
    program::ByTool tool;
    const auto* call = std::get_if<syntax::Call>(&written->node);
    syntax::Expr reference = *written;
    if (call) reference = {call->function.at, syntax::Word{call->function.id}, {}, {}};
    const auto* found = context_.refer("tool", reference, declared_.module);
    if (call)
      for (const auto& argument : written->operands)
        tool.arguments.push_back(check_expression(context_, env_, argument));
    if (found) {
      tool.tool = found->name;
      tool_arguments(*found, *written, tool);
    }
    env_.scope.emplace("exit_code", type_of(Kind::number));
    env_.scope.emplace("stdout", type_of(Kind::text));
    env_.scope.emplace("stderr", type_of(Kind::text));
    env_.scope.emplace("time", type_of(Kind::duration));
    env_.scope.emplace("timed_out", type_of(Kind::yes_no));
    made.evidence = std::move(tool);
  }

  void tool_arguments(const Declared& found, const syntax::Expr& written,
                      const program::ByTool& tool) {
    const auto* takes = BlockView(*found.block).find("takes");
    const auto* parameters = takes ? std::get_if<syntax::Parameters>(&takes->value) : nullptr;
    const std::size_t wanted = parameters ? parameters->all.size() : 0;
    if (tool.arguments.size() != wanted) {
      context_
          .report(DiagnosticKind::argument_count, written.at, found.name,
                  counted(wanted, "argument"), tool.arguments.size())
          .with_help(wanted == 0 ? "leave the brackets out"
                                 : "hand over what `takes:` of the tool names, in its order");
      return;
    }
    for (std::size_t i = 0; i < wanted; ++i)
      if (!fits(parse_type(parameters->all[i].type), tool.arguments[i].type))
        context_.report(DiagnosticKind::wrong_argument, tool.arguments[i].at, found.name,
                        "a " + parameters->all[i].type, "a " + to_string(tool.arguments[i].type));
  }

  void by_reward(program::Check& made) {
    const auto* written = view_.expr("reward");
    program::ByReward reward;
    if (const auto* found =
            written ? context_.refer("reward", *written, declared_.module) : nullptr)
      reward.reward = found->name;
    env_.scope.emplace("reward", type_of(Kind::number));
    made.evidence = std::move(reward);
  }

  void by_embedding(program::Check& made) {
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

  // --- the rule -----------------------------------------------------------------

  void rule(program::Check& made) {
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
      made.rule = program::Require{
          explained(context_, *written, check_condition(context_, env_, *written))};
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

  Explained score(const syntax::Expr& written) {
    Expr made = check_expression(context_, env_, written);
    if (made.type.kind == Kind::yes_no)
      context_.report(DiagnosticKind::wrong_value, written.at, "score", "a number", "yes or no")
          .with_help(fmt::format("a condition is a rule of its own: `require: {}`",
                                 context_.text(written.at)));
    else if (!fits(type_of(Kind::number), made.type))
      context_
          .report(DiagnosticKind::wrong_value, written.at, "score", "a number",
                  "a " + to_string(made.type))
          .with_help("a score is a number from 0 to 1");
    const auto* known = std::get_if<Constant>(&made.node);
    const auto* number = known ? known->value.as<Number>() : nullptr;
    if (number && (number->value < 0 || number->value > 1))
      context_
          .report(DiagnosticKind::out_of_range, written.at, "score", "from 0 to 1",
                  context_.text(written.at))
          .with_help(fmt::format("write `{}%`", context_.text(written.at)));
    return explained(context_, written, std::move(made));
  }

  // A measure may be an amount too: seconds, bytes, money.
  Explained measured(const syntax::Expr& written) {
    Expr made = check_expression(context_, env_, written);
    switch (made.type.kind) {
      case Kind::number:
      case Kind::duration:
      case Kind::size:
      case Kind::money:
      case Kind::anything:
      case Kind::unknown:
        break;
      default:
        context_.report(DiagnosticKind::wrong_value, written.at, "measure", "a number",
                        "a " + to_string(made.type));
    }
    return explained(context_, written, std::move(made));
  }

  program::Rule labels_rule(const syntax::Expr& says) {
    program::Says made;
    made.says = explained(context_, says, check_expression(context_, env_, says));
    if (!read_.required("should say")) return made;
    const auto* should = view_.expr("should say");
    if (!should) return made;
    made.should_say = explained(context_, *should, check_expression(context_, env_, *should));
    if (!fits(made.says.expr.type, made.should_say.expr.type))
      context_
          .report(DiagnosticKind::never_equal, should->at, "a " + to_string(made.says.expr.type),
                  "a " + to_string(made.should_say.expr.type))
          .with_other(says.at, "this is the other one");
    return made;
  }

  Expr verdict_expr() const {
    return {view_.name_at(), env_.scope.at("verdict"), InScope{ScopeName::verdict}, {}};
  }

  Explained as_default(Expr expr, std::string source) const {
    return {
        .expr = std::move(expr), .source = std::move(source), .starts_at = view_.name_at().begin};
  }

  // Where the verdicts say it all, the rule need not be written.
  void default_rule(program::Check& made) {
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

  // What decides may be what could not be read, or is wrong.
  bool lost_something() const {
    return context_.modules[declared_.module].file.incomplete ||
           context_.diagnostics.errors() > errors_before_ || view_.find("should say") != nullptr ||
           std::ranges::any_of(declared_.block->entries, [](const syntax::Entry& entry) {
             const auto* setting = std::get_if<syntax::Setting>(&entry);
             return setting && std::holds_alternative<syntax::Unread>(setting->value);
           });
  }

  void report_undecided(const program::Check& made) {
    if (lost_something()) return;
    const bool tool = std::holds_alternative<program::ByTool>(made.evidence);
    context_.report(DiagnosticKind::decides_nothing, view_.name_at())
        .with_help(tool
                       ? "add `require:`, such as `require: exit_code is 0`"
                       : "add `require:` and a condition, or `score:`, `measure:`, `says:`, or ask "
                         "a `judge:`");
  }

  // (verdict - low) / (high - low)
  Expr scaled_verdict(const program::Scale& scale) const {
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

  // Each verdict's share times whether it was given, added up.
  Expr share_of_verdict(const program::Scale& scale) const {
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

  // --- elements, weights, needs ---------------------------------------------------

  void points(program::Check& made) {
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
        .points = check_wanted(context_, env_, *written, type_of(Kind::number), "points")};
    if (auto* require = std::get_if<program::Require>(&made.rule))
      rule.earned = std::move(*require);
    if (auto* score = std::get_if<program::Score>(&made.rule)) rule.earned = std::move(*score);
    made.rule = std::move(rule);
  }

  void combine(program::Check& made) {
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

  void weights(program::Check& made) {
    made.weight = read_.number("weight", 0, 1e9).value_or(1);
    made.must_pass = read_.yes_no("must pass").value_or(false);
    made.passes_at = read_.share("passes at").value_or(1);
    if (const auto* area = view_.expr("area")) made.area = spelled(*area);
  }

  void needs(program::Check& made) {
    const auto* written = view_.expr("needs");
    if (!written) return;
    const auto one = [&](const syntax::Expr& reference) {
      if (const auto* found = context_.refer("check", reference, declared_.module))
        made.needs.push_back(found->name);
    };
    for (const auto& reference : elements_of(context_, *written, "needs")) one(reference);
  }

  void goes_together(const program::Check& made) {
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

  Context& context_;
  const Declared& declared_;
  BlockView view_;
  SettingReader read_;
  int next_slot_ = 0;
  std::size_t errors_before_ = 0;  // When this check began.
  Environment env_;
};

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
  if (std::holds_alternative<syntax::ListOf>(needs->node))
    for (const auto& reference : needs->operands) one(reference);
  else
    one(*needs);
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
