#include "runtime/stats/goal.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lang/overloaded.h"
#include "lang/words.h"
#include "runtime/stats/table.h"

namespace cairn {
namespace {

struct Decision {
  Met met = Met::met;
  std::string why;
  std::optional<double> value;  // Of its metric, if it has one alone.
  bool for_people = false;      // Could not be measured, and only they are missing.
};

// A side of a comparison: as seen, and the range that open verdicts leave.
struct Side {
  std::optional<double> seen;
  Interval range;
  std::string why_none;  // Not empty: there is no value.
};

Side known(double value) { return {value, {value, value}, {}}; }

double amount_in(const Value& value) {
  if (const auto* number = value.as<Number>()) return number->value;
  if (const auto* amount = value.as<Amount>()) return amount->value;
  return 0;
}

// The range of a sum, a difference, a product or a quotient of ranges.
std::optional<Interval> combined(char op, const Interval& a, const Interval& b) {
  if (op == '+') return Interval{a.low + b.low, a.high + b.high};
  if (op == '-') return Interval{a.low - b.high, a.high - b.low};
  if (op == '/' && b.low <= 0 && b.high >= 0) return std::nullopt;
  const auto apply = [op](double x, double y) { return op == '*' ? x * y : x / y; };
  const double ends[] = {apply(a.low, b.low), apply(a.low, b.high), apply(a.high, b.low),
                         apply(a.high, b.high)};
  return Interval{*std::ranges::min_element(ends), *std::ranges::max_element(ends)};
}

double applied(char op, double a, double b) {
  return op == '+' ? a + b : op == '-' ? a - b : op == '*' ? a * b : a / b;
}

// Holds at both ends, at neither, or cannot be said.
Met at_both_ends(Comparison::Op op, const Interval& a, const Interval& b) {
  constexpr double last_bits = 1e-12;  // A score of 0.8 must reach 80% however it was summed.
  const auto decide = [](bool always, bool ever) {
    return always ? Met::met : ever ? Met::could_not_measure : Met::not_met;
  };
  switch (op) {
    case Comparison::Op::at_least:
      return decide(a.low >= b.high - last_bits, a.high >= b.low - last_bits);
    case Comparison::Op::more:
      return decide(a.low > b.high + last_bits, a.high > b.low + last_bits);
    case Comparison::Op::at_most:
      return decide(a.high <= b.low + last_bits, a.low <= b.high + last_bits);
    case Comparison::Op::less:
      return decide(a.high < b.low - last_bits, a.low < b.high - last_bits);
    case Comparison::Op::is:
      return decide(std::abs(a.low - b.high) <= last_bits && std::abs(a.high - b.low) <= last_bits,
                    a.low <= b.high + last_bits && a.high >= b.low - last_bits);
  }
  return Met::could_not_measure;
}

Met opposite(Met met) {
  if (met == Met::could_not_measure) return met;
  return met == Met::met ? Met::not_met : Met::met;
}

void collect(const Expr& expr, std::vector<const Expr*>& metrics) {
  if (std::holds_alternative<MetricRef>(expr.node)) metrics.push_back(&expr);
  for (const auto& operand : expr.operands)
    if (!std::holds_alternative<MetricRef>(expr.node)) collect(operand, metrics);
}

class GoalJudge {
 public:
  GoalJudge(const Population& all, const ReadMetric& read)
      : all_(all), facts_(all.facts()), read_(read), written_(*facts_.plan->eval.goal) {}

  GoalResult run() {
    GoalResult made;
    made.goal.text = written_.source;
    const auto& expr = written_.expr;
    const bool several = std::holds_alternative<And>(expr.node);
    bool all_for_people = true;
    std::vector<Met> each;
    for (const auto* condition : conditions_of(expr)) {
      const auto decided = decide(*condition);
      each.push_back(decided.met);
      if (decided.met == Met::could_not_measure) all_for_people &= decided.for_people;
      made.goal.conditions.push_back({several ? text_of(*condition) : written_.source,
                                      decided.value, decided.met, decided.why});
    }
    made.goal.met = all_of(each);
    made.only_people_missing = made.goal.met == Met::could_not_measure && all_for_people;
    return made;
  }

 private:
  static std::vector<const Expr*> conditions_of(const Expr& expr) {
    if (!std::holds_alternative<And>(expr.node)) return {&expr};
    std::vector<const Expr*> conditions;
    for (const auto& operand : expr.operands)
      for (const auto* one : conditions_of(operand)) conditions.push_back(one);
    return conditions;
  }

  static Met all_of(const std::vector<Met>& each) {
    if (std::ranges::count(each, Met::not_met) > 0) return Met::not_met;
    return std::ranges::count(each, Met::could_not_measure) > 0 ? Met::could_not_measure : Met::met;
  }

  std::string text_of(const Expr& expr) const {
    const auto begin = expr.at.begin - written_.starts_at;
    const auto length = expr.at.end - expr.at.begin;
    if (expr.at.begin < written_.starts_at || begin + length > written_.source.size()) return {};
    return written_.source.substr(begin, length);
  }

  Decision decide(const Expr& expr) {
    return std::visit(
        Overloaded{
            [&](const And&) { return all(expr); },
            [&](const Or&) { return any(expr); },
            [&](const Not&) {
              auto made = decide(expr.operands.front());
              made.met = opposite(made.met);
              return made;
            },
            [&](const Comparison& comparison) { return compare(expr, comparison); },
            [](const auto&) {
              return Decision{Met::could_not_measure, "it is no comparison", {}, false};
            },
        },
        expr.node);
  }

  Decision all(const Expr& expr) {
    std::vector<Decision> parts;
    std::vector<Met> each;
    for (const auto& operand : expr.operands) {
      parts.push_back(decide(operand));
      each.push_back(parts.back().met);
    }
    return together(parts, all_of(each));
  }

  Decision any(const Expr& expr) {
    std::vector<Decision> parts;
    std::vector<Met> each;
    for (const auto& operand : expr.operands) {
      parts.push_back(decide(operand));
      each.push_back(opposite(parts.back().met));
    }
    return together(parts, opposite(all_of(each)));
  }

  // The reasons of the parts that decided.
  static Decision together(const std::vector<Decision>& parts, Met met) {
    Decision made{met, {}, {}, true};
    for (const auto& part : parts) {
      if (part.met != met) continue;
      if (!made.why.empty()) made.why += "; ";
      made.why += part.why;
      made.for_people &= part.for_people;
    }
    return made;
  }

  // --- one comparison ---------------------------------------------------------------

  Decision compare(const Expr& expr, const Comparison& comparison) {
    std::vector<const Expr*> metrics;
    collect(expr, metrics);
    const auto left = side(expr.operands[0]), right = side(expr.operands[1]);
    Decision made;
    made.value = value_of(expr, left, right);
    if (distrusted(metrics, made)) return made;
    const auto checks = counted_checks(metrics);
    if (!left.why_none.empty() || !right.why_none.empty()) {
      made.met = Met::could_not_measure;
      made.why = left.why_none.empty() ? right.why_none : left.why_none;
      made.for_people = only_waits_for_people(all_, checks);
      return made;
    }
    if (!checks.empty() && too_many_open(made)) return made;
    made.met = at_both_ends(comparison.op, left.range, right.range);
    if (comparison.negated) made.met = opposite(made.met);
    made.why = seen_text(expr, left, right);
    made.for_people = made.met == Met::could_not_measure && only_waits_for_people(all_, checks);
    return made;
  }

  Side side(const Expr& expr) {
    return std::visit(
        Overloaded{
            [&](const MetricRef& metric) { return read_side(expr, metric); },
            [&](const Constant& constant) { return known(amount_in(constant.value)); },
            [&](const Negate&) {
              auto made = side(expr.operands.front());
              if (made.seen) made.seen = -*made.seen;
              made.range = {-made.range.high, -made.range.low};
              return made;
            },
            [&](const Arithmetic& arithmetic) { return arithmetic_side(expr, arithmetic.op); },
            [](const auto&) {
              return Side{{}, {}, "it is no number"};
            },
        },
        expr.node);
  }

  Side read_side(const Expr& expr, const MetricRef& metric) {
    const auto read = read_(expr);
    if (!read.value[World::seen])
      return {{}, {}, fmt::format("`{}` has no value: {}", metric.text, read.why_none)};
    const auto range = range_of(read.value);
    if (!range)
      return {read.value[World::seen],
              {},
              fmt::format("open verdicts could make `{}` anything", metric.text)};
    return {read.value[World::seen], *range, {}};
  }

  Side arithmetic_side(const Expr& expr, char op) {
    const auto a = side(expr.operands[0]), b = side(expr.operands[1]);
    if (!a.why_none.empty()) return a;
    if (!b.why_none.empty()) return b;
    const auto range = combined(op, a.range, b.range);
    if (!range) return {{}, {}, "it divides by what may be 0"};
    return {applied(op, *a.seen, *b.seen), *range, {}};
  }

  static std::optional<double> value_of(const Expr& expr, const Side& left, const Side& right) {
    const bool left_fixed = std::holds_alternative<Constant>(expr.operands[0].node);
    const bool right_fixed = std::holds_alternative<Constant>(expr.operands[1].node);
    if (right_fixed) return left.seen;
    return left_fixed ? right.seen : std::nullopt;
  }

  // --- what a metric counts ------------------------------------------------------------

  void add_counted(const MetricRef& metric, std::vector<std::size_t>& checks) const {
    const auto named = facts_.check_named(metric.name);
    const auto& planned = facts_.plan->checks;
    if (named < planned.size()) {
      checks.push_back(named);
      return;
    }
    const auto entry =
        std::ranges::find(eval_metrics(), std::string_view(metric.name), &EvalMetric::name);
    const bool of_eval = entry != eval_metrics().end();
    if (of_eval && !entry->over_checks) return;
    for (std::size_t i = 0; i < planned.size(); ++i) {
      const auto& check = planned[i].check;
      const bool in_area = of_eval || metric.samples > 0 || check.area == metric.name;
      if (in_area && !is_measure(check) && (check.weight > 0 || check.must_pass))
        checks.push_back(i);
    }
  }

  std::vector<std::size_t> counted_checks(const std::vector<const Expr*>& metrics) const {
    std::vector<std::size_t> checks;
    for (const auto* metric : metrics) add_counted(std::get<MetricRef>(metric->node), checks);
    return checks;
  }

  bool distrusted(const std::vector<const Expr*>& metrics, Decision& made) const {
    for (const auto check : counted_checks(metrics)) {
      const auto& report = facts_.trust[check];
      if (report.trust != Trust::untested && report.trust != Trust::not_trusted) continue;
      auto why =
          fmt::format("`{}` is {}", facts_.check(check).heading.name, to_string(report.trust));
      if (!report.why.empty()) why += ": " + report.why;
      made.met = Met::could_not_measure;
      made.why = std::move(why);
      return true;
    }
    return false;
  }

  // More than `unanswered at most` of all verdicts.
  bool too_many_open(Decision& made) const {
    if (all_.asked == 0) return false;
    const double share = static_cast<double>(all_.unanswered) / static_cast<double>(all_.asked);
    const double most = facts_.plan->eval.unanswered_at_most;
    if (share <= most) return false;
    made.met = Met::could_not_measure;
    made.why =
        fmt::format("{} of {} are unanswered, {}, and `unanswered at most` is {}", all_.unanswered,
                    counted(all_.asked, "verdict"), percent(share), percent(most));
    std::vector<std::size_t> checks;
    for (std::size_t i = 0; i < all_.checks.size(); ++i)
      if (facts_.asked_for[i]) checks.push_back(i);
    made.for_people = only_waits_for_people(all_, checks);
    return true;
  }

  // --- words ---------------------------------------------------------------------------

  static std::string percent(double share) { return shortest(std::round(share * 1000) / 10) + "%"; }

  std::string shown_number(const Expr& expr, double value) const {
    if (text_of(expr).find('%') != std::string::npos) return percent(value);
    const auto rounded = shortest(std::round(value * 1000) / 1000);
    std::vector<const Expr*> metrics;
    collect(expr, metrics);
    const bool money = std::ranges::any_of(metrics, [](const Expr* metric) {
      return std::get<MetricRef>(metric->node).name == "cost";
    });
    return money ? rounded + " USD" : rounded;
  }

  std::string seen_text(const Expr& expr, const Side& left, const Side& right) const {
    const bool metric_right = std::holds_alternative<Constant>(expr.operands[0].node);
    const auto& side = metric_right ? right : left;
    auto text = fmt::format("it is {}", shown_number(expr, *side.seen));
    if (side.range.low != side.range.high)
      text += fmt::format(", and from {} to {} however the open verdicts come out",
                          shown_number(expr, side.range.low), shown_number(expr, side.range.high));
    return text;
  }

  const Population& all_;
  const TallyFacts& facts_;
  const ReadMetric& read_;
  const Explained& written_;
};

// A check waits for people if its panel does, or a check that it needs.
bool waits_for_people(const TallyFacts& facts, std::size_t check, std::size_t depth = 0) {
  if (check >= facts.waiting.size() || depth > facts.waiting.size()) return false;
  if (facts.waiting[check]) return true;
  return std::ranges::any_of(facts.check(check).needs, [&](const std::string& needed) {
    return waits_for_people(facts, facts.check_named(needed), depth + 1);
  });
}

}  // namespace

bool only_waits_for_people(const Population& all, const std::vector<std::size_t>& checks) {
  bool any = false;
  for (const auto check : checks) {
    if (all.checks[check].outcomes.unanswered == 0) continue;
    if (!waits_for_people(all.facts(), check)) return false;
    any = true;
  }
  return any;
}

GoalResult judge_goal(const Population& all, const ReadMetric& read) {
  return GoalJudge(all, read).run();
}

}  // namespace cairn
