// Metrics and the conditions on them: `report:`, `goal:`, `trust when:`.
#include <fmt/format.h>

#include <algorithm>

#include "lang/check_context.h"
#include "lang/format.h"
#include "lang/metrics.h"
#include "lang/overloaded.h"
#include "lang/typer.h"

namespace cairn {
namespace {

using Kind = Type::Kind;
using Op = syntax::Compare::Op;

MetricOf named_in(MetricScope scope) {
  if (scope == MetricScope::judge) return MetricOf::judge;
  return scope == MetricScope::panel ? MetricOf::panel : MetricOf::eval;
}

struct MetricChecker {
  Context& context;
  MetricScope scope;

  Expr unknown(Span at) const { return {at, {}, Constant{}, {}}; }

  std::vector<std::string_view> known() const {
    auto names = metric_names(named_in(scope));
    if (scope != MetricScope::eval) return names;
    for (const auto& check : context.program.checks) {
      names.push_back(check.heading.name);
      if (!check.area.empty()) names.push_back(check.area);
    }
    return names;
  }

  const program::Check* check_named(std::string_view name) const {
    for (const auto& check : context.program.checks)
      if (check.heading.name == name) return &check;
    return nullptr;
  }

  bool is_area(std::string_view name) const {
    return std::ranges::any_of(context.program.checks,
                               [&](const auto& check) { return check.area == name; });
  }

  Expr report_unknown(const syntax::Expr& written, const std::string& name) {
    auto& diagnostic = context.report(DiagnosticKind::unknown_metric, written.at, name);
    const auto names = known();
    suggest(diagnostic, name, names);
    if (scope == MetricScope::eval) {
      diagnostic.with_help(
          "metrics are: score, pass@K, pass^K, consistency, rerun_band, margin, "
          "groups, unanswered, cost, and your checks and areas by name");
    } else {
      diagnostic.with_help(
          fmt::format("here you can ask for: {}", listed({names.begin(), names.end()})));
    }
    return unknown(written.at);
  }

  Expr metric(const syntax::Expr& written) {
    MetricRef made{.text = format(written), .name = {}, .part = {}, .half = {}, .slice = {}};
    std::vector<Expr> slice;
    if (!read(written, made, slice)) return unknown(written.at);
    if (!known_name(written, made)) return unknown(written.at);
    Expr expr{written.at, type_of(made.name == "cost" ? Kind::money : Kind::number), made,
              std::move(slice)};
    return expr;
  }

  // Takes `score[thai].low` apart from the outside in.
  bool read(const syntax::Expr& written, MetricRef& made, std::vector<Expr>& slice) {
    return std::visit(
        Overloaded{
            [&](const syntax::Word& word) {
              made.name = word.id;
              return true;
            },
            [&](const syntax::PassAt& pass) {
              made.name = fmt::format("pass{}{}", pass.sign, pass.samples);
              made.samples = pass.samples;
              return true;
            },
            [&](const syntax::FieldOf& field) { return read_part(written, field, made, slice); },
            [&](const syntax::Pick&) {
              return read(written.operands[0], made, slice) &&
                     read_slice(written.operands[1], made, slice);
            },
            [&](const auto&) {
              report_unknown(written, std::string(context.text(written.at)));
              return false;
            },
        },
        written.node);
  }

  bool read_part(const syntax::Expr& written, const syntax::FieldOf& field, MetricRef& made,
                 std::vector<Expr>& slice) {
    // A check of a used file has a dot in its name.
    const auto dotted = spelled(written);
    if (!dotted.empty() && check_named(dotted)) {
      made.name = dotted;
      return true;
    }
    if (!read(written.operands.front(), made, slice)) return false;
    if (made.part.empty())
      made.part = field.field.id;
    else
      made.half = field.field.id;
    return true;
  }

  bool read_slice(const syntax::Expr& which, MetricRef& made, std::vector<Expr>& slice) {
    if (const auto name = spelled(which); !name.empty() && !name.starts_with("item.")) {
      const auto* found = context.refer("slice", which, 0);
      if (found) made.slice = found->name;
      return found != nullptr;
    }
    int next_slot = 0;
    auto environment = item_environment(context, 0, next_slot);
    environment.where = "a slice, which sees only the item";
    environment.guardable = false;
    slice.push_back(check_condition(context, environment, which));
    return true;
  }

  bool known_name(const syntax::Expr& written, const MetricRef& made) {
    if (scope != MetricScope::eval) {
      if (!is_metric(named_in(scope), made.name)) {
        report_unknown(written, made.name);
        return false;
      }
      return known_part(written, made, nullptr);
    }
    const auto* check = check_named(made.name);
    if (!check && !is_metric(MetricOf::eval, made.name) && made.samples == 0 &&
        !is_area(made.name)) {
      report_unknown(written, made.name);
      return false;
    }
    if (check && std::holds_alternative<program::Measure>(check->rule) && made.part.empty()) {
      context.report(DiagnosticKind::unknown_metric, written.at, made.text)
          .with_help(fmt::format("a measure is asked for its `{0}.median`, `{0}.mean` or `{0}.p95`",
                                 made.name));
      return false;
    }
    enough_samples(written, made);
    return known_part(written, made, check);
  }

  void enough_samples(const syntax::Expr& written, const MetricRef& made) {
    const bool needs_two = made.name == "consistency" || made.name == "rerun_band";
    const int needed = needs_two ? 2 : made.samples;
    const auto& eval = context.program.eval;
    // Recorded answers decide the number of samples themselves.
    if (!eval || !eval->answers_path.empty() || eval->samples >= needed) return;
    context.report(DiagnosticKind::too_few_samples, written.at, made.name, needed, eval->samples)
        .with_help(fmt::format("add a line `samples: {}` to the eval", needed));
  }

  bool known_part(const syntax::Expr& written, const MetricRef& made, const program::Check* check) {
    if (made.part.empty() || made.part == "low" || made.part == "high") return true;
    std::vector<std::string_view> parts = {"low", "high"};
    if (check) {
      parts.push_back("consistency");
      const auto add = [&](MetricOf of) {
        const auto more = metric_names(of);
        parts.insert(parts.end(), more.begin(), more.end());
      };
      if (std::holds_alternative<program::Measure>(check->rule)) add(MetricOf::measure);
      if (std::holds_alternative<program::Says>(check->rule)) add(MetricOf::labels);
      if (std::holds_alternative<program::ByJudge>(check->evidence)) add(MetricOf::judged);
      if (std::holds_alternative<program::ByPanel>(check->evidence)) add(MetricOf::panel);
    }
    const bool half_known = made.half.empty() || made.half == "low" || made.half == "high";
    if (std::ranges::count(parts, std::string_view(made.part)) && half_known) return true;
    auto& diagnostic = context.report(DiagnosticKind::unknown_metric, written.at, made.text);
    suggest(diagnostic, made.part, parts);
    diagnostic.with_help(
        fmt::format("`{}` has: {}", made.name, listed({parts.begin(), parts.end()})));
    return false;
  }

  // --- conditions ---------------------------------------------------------------

  Expr node(const syntax::Expr& written, Kind kind, decltype(Expr::node) made) {
    Expr out{written.at, type_of(kind), std::move(made), {}};
    for (const auto& operand : written.operands) out.operands.push_back(condition(operand));
    return out;
  }

  Expr condition(const syntax::Expr& written) {
    return std::visit(
        Overloaded{
            [&](const syntax::And&) { return node(written, Kind::yes_no, And{}); },
            [&](const syntax::Or&) { return node(written, Kind::yes_no, Or{}); },
            [&](const syntax::Not&) { return node(written, Kind::yes_no, Not{}); },
            [&](const syntax::Paren&) { return condition(written.operands.front()); },
            [&](const syntax::Compare& compare) { return comparison(written, compare); },
            [&](const auto&) {
              context.report(DiagnosticKind::not_a_goal, written.at)
                  .with_help(fmt::format("write a comparison, such as `{} >= 80%`",
                                         context.text(written.at)));
              return unknown(written.at);
            },
        },
        written.node);
  }

  Expr comparison(const syntax::Expr& written, const syntax::Compare& compare) {
    Comparison made;
    switch (compare.op) {
      case Op::less:
        made.op = Comparison::Op::less;
        break;
      case Op::at_most:
        made.op = Comparison::Op::at_most;
        break;
      case Op::more:
        made.op = Comparison::Op::more;
        break;
      case Op::at_least:
        made.op = Comparison::Op::at_least;
        break;
      case Op::is:
        made.op = Comparison::Op::is;
        break;
      default:
        context.report(DiagnosticKind::not_a_goal, compare.op_at)
            .with_help("compare with `>=`, `<=`, `>`, `<` or `is`");
        return unknown(written.at);
    }
    made.negated = compare.negated;
    Expr out{written.at, type_of(Kind::yes_no), made, {}};
    out.operands.push_back(operand(written.operands[0]));
    out.operands.push_back(operand(written.operands[1]));
    check_share(out.operands[0], out.operands[1]);
    check_share(out.operands[1], out.operands[0]);
    const auto& left = out.operands[0].type;
    const auto& right = out.operands[1].type;
    if (!fits(left, right))
      context
          .report(DiagnosticKind::wrong_operand, written.operands[1].at, "this comparison",
                  a_type(left), a_type(right))
          .with_help(left.kind == Kind::money ? "write a sum of money, such as `2.50 USD`"
                                              : "write a share or a number, such as `80%`");
    return out;
  }

  // Agreement less than chance is below 0.
  static bool beyond_chance(const MetricRef& metric) {
    const auto& name = metric.part.empty() ? metric.name : metric.part;
    return name.ends_with("kappa") || name == "krippendorff_alpha" || name == "gwet_ac1";
  }

  // `score >= 80`: all metrics but costs and what a measure gives go from 0 to 1.
  void check_share(const Expr& metric, const Expr& limit) {
    const auto* named = std::get_if<MetricRef>(&metric.node);
    const auto* constant = std::get_if<Constant>(&limit.node);
    const auto* number = constant ? constant->value.as<Number>() : nullptr;
    if (!named || !number || (number->value >= 0 && number->value <= 1)) return;
    if (beyond_chance(*named) && number->value < 0 && number->value >= -1) return;
    if (is_metric(MetricOf::measure, named->part) || named->name == "cost") return;
    const auto right = context.text(limit.at);
    const bool meant = number->value >= 2 && number->value <= 100 && number->written == right;
    auto& diagnostic = context.report(DiagnosticKind::out_of_range, limit.at, named->text,
                                      "from 0% to 100%", right);
    if (meant)
      diagnostic.with_help(fmt::format("write `{}%`", right))
          .with_fix({"write it as a share", {{limit.at, fmt::format("{}%", right)}}, true});
    else
      diagnostic.with_help("write a share such as `80%`");
  }

  Expr operand(const syntax::Expr& written) {
    if (std::holds_alternative<syntax::Paren>(written.node))
      return operand(written.operands.front());
    if (const auto* binary = std::get_if<syntax::Binary>(&written.node)) {
      Expr out{written.at, type_of(Kind::number), Arithmetic{binary->op}, {}};
      for (const auto& inner : written.operands) out.operands.push_back(operand(inner));
      return out;
    }
    const bool amount = std::holds_alternative<syntax::Number>(written.node) ||
                        std::holds_alternative<syntax::Share>(written.node) ||
                        std::holds_alternative<syntax::Quantity>(written.node) ||
                        std::holds_alternative<syntax::Negate>(written.node);
    if (!amount) return metric(written);
    Environment environment;
    int next_slot = 0;
    environment.next_slot = &next_slot;
    environment.in_define = true;
    return check_expression(context, environment, written);
  }
};

}  // namespace

Expr check_metric(Context& context, const syntax::Expr& written, MetricScope scope) {
  return MetricChecker{context, scope}.metric(written);
}

Expr check_goal(Context& context, const syntax::Expr& written, MetricScope scope) {
  return MetricChecker{context, scope}.condition(written);
}

}  // namespace cairn
