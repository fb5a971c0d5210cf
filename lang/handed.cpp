#include "lang/handed.h"

#include <algorithm>

#include "lang/block_named.h"
#include "lang/overloaded.h"

namespace cairn {
namespace {

bool asker_alone_knows(const Expr& expr) {
  return reads(expr, ScopeName::question) || reads(expr, ScopeName::how_to_answer) ||
         reads(expr, ScopeName::compare_with);
}

class Collector {
 public:
  explicit Collector(const Plan& plan) : plan_(plan) {}

  std::vector<Expr> of(const program::Evidence& evidence) {
    std::visit(Overloaded{
                   [](const program::NoEvidence&) {},
                   [&](const program::ByJudge& by) {
                     asked(by.asked);
                     if (const auto* judge = block_named(plan_.judges, by.judge);
                         judge && judge->prompt)
                       text(*judge->prompt);
                   },
                   [&](const program::ByPanel& by) { asked(by.asked); },
                   [&](const program::ByTool& by) { tool(by); },
                   [&](const program::ByReward& by) {
                     const auto* reward = block_named(plan_.rewards, by.reward);
                     if (reward && reward->reads) text(*reward->reads);
                   },
                   [&](const program::ByEmbedding& by) { add(by.compare_with); },
               },
               evidence);
    return std::move(made_);
  }

 private:
  void add(const Expr& expr) {
    if (!asker_alone_knows(expr)) made_.push_back(expr);
  }

  void text(const Template& text) {
    for (const auto& part : text.parts)
      if (const auto* expr = std::get_if<Expr>(&part)) add(*expr);
  }

  void asked(const program::Asked& asked) {
    text(asked.question);
    if (asked.compare_with) add(*asked.compare_with);
    for (const auto& expr : asked.attach) add(expr);
  }

  // The tools it runs after take nothing: their files see the answer alone.
  void tool(const program::ByTool& by) {
    for (const auto& argument : by.arguments) add(argument);
    const auto* tool = block_named(plan_.tools, by.tool);
    for (std::size_t steps = 0; tool && steps < plan_.tools.size(); ++steps) {
      for (const auto& file : tool->files) add(with_arguments(*tool, by.arguments, file.text));
      if (tool->input) add(with_arguments(*tool, by.arguments, *tool->input));
      tool = block_named(plan_.tools, tool->after);
    }
  }

  static Expr with_arguments(const program::Tool& tool, const std::vector<Expr>& arguments,
                             const Expr& body) {
    if (tool.takes.empty() || tool.takes.size() != arguments.size()) return body;
    Expr made{.at = body.at,
              .type = body.type,
              .node = Inlined{.define = tool.heading.name, .parameters = tool.takes},
              .operands = arguments};
    made.operands.push_back(body);
    return made;
  }

  const Plan& plan_;
  std::vector<Expr> made_;
};

}  // namespace

std::vector<Expr> handed_to(const Plan& plan, const program::Check& check) {
  return Collector(plan).of(check.evidence);
}

bool reads(const Expr& expr, ScopeName name) {
  const auto* own = std::get_if<InScope>(&expr.node);
  if (own && own->name == name) return true;
  return std::ranges::any_of(expr.operands,
                             [&](const Expr& operand) { return reads(operand, name); });
}

bool reads_anywhere(const program::Check& check, const std::vector<Expr>& handed, ScopeName name) {
  const auto in = [&](const Expr& expr) { return reads(expr, name); };
  const bool in_rule = std::visit(
      Overloaded{
          [&](const program::Require& rule) { return in(rule.condition.expr); },
          [&](const program::Score& rule) { return in(rule.score.expr); },
          [&](const program::Measure& rule) { return in(rule.number.expr); },
          [&](const program::Says& rule) { return in(rule.says.expr) || in(rule.should_say.expr); },
          [&](const program::Points& rule) {
            const auto* require = std::get_if<program::Require>(&rule.earned);
            return in(rule.points) ||
                   in(require ? require->condition.expr
                              : std::get<program::Score>(rule.earned).score.expr);
          },
      },
      check.rule);
  return in_rule || (check.when && in(check.when->expr)) || (check.answer && in(*check.answer)) ||
         (check.for_each && in(check.for_each->list)) || std::ranges::any_of(handed, in);
}

}  // namespace cairn
