// One `check` block while it is checked. Its parts: what it asks (check_evidence.cpp),
// what decides (check_rule.cpp), elements, weights and needs (check_check.cpp).
#pragma once

#include "lang/check_context.h"

namespace cairn {

// A check has one of these, or none.
inline constexpr std::string_view evidence_keys[] = {"judge", "tool", "reward", "embedding",
                                                     "panel"};

class CheckChecker {
 public:
  CheckChecker(Context& context, const Declared& declared)
      : context_(context),
        declared_(declared),
        view_(*declared.block),
        read_{context, view_, declared.module},
        errors_before_(context.diagnostics.errors()),
        env_(item_environment(context, declared.module, next_slot_)) {}

  program::Check check();

 private:
  void when(program::Check& made);
  void add_conjuncts(const Expr& condition);
  void scope_answer(program::Check& made);

  // --- evidence ---------------------------------------------------------------

  void evidence(program::Check& made);

  // Settings that only a judge or a panel can use.
  void asked_nobody(const program::Check& made);
  void by_judge(program::Check& made);

  // Words have no mean: a judge that decides by one needs `scores:`.
  void decided_in_numbers(const Declared& who, Span at, const program::Scale& scale);

  // `judge: "provider/model"` is a judge with all defaults, named by its id.
  std::string nameless_judge(const std::string& id, Span at);
  static Explained default_trust();
  void by_panel(program::Check& made);
  program::Asked asked(std::string_view who);
  void attach(const syntax::Expr& media, program::Asked& made);
  program::Scale scale(bool compares);
  void numeric(const syntax::Range& range, program::Scale& made);
  void labels(const syntax::Verdicts& list, program::Scale& made);
  void add_verdict_scope(const program::Scale& scale, std::string_view who);
  void by_tool(program::Check& made);
  void tool_arguments(const NamedTool& found, const syntax::Expr& written,
                      const program::ByTool& tool);
  void by_reward(program::Check& made);
  void by_embedding(program::Check& made);

  // --- the rule -----------------------------------------------------------------

  void rule(program::Check& made);
  Explained score(const syntax::Expr& written);

  // A measure may be an amount too: seconds, bytes, money.
  Explained measured(const syntax::Expr& written);
  program::Rule labels_rule(const syntax::Expr& says);
  Expr verdict_expr() const;
  Explained as_default(Expr expr, std::string source) const;

  // Where the verdicts say it all, the rule need not be written.
  void default_rule(program::Check& made);

  // What decides may be what could not be read, or is wrong.
  bool lost_something() const;
  void report_undecided(const program::Check& made);

  // (verdict - low) / (high - low)
  Expr scaled_verdict(const program::Scale& scale) const;

  // The share of the verdict that was given.
  Expr share_of_verdict(const program::Scale& scale) const;

  // --- elements, weights, needs ---------------------------------------------------

  void points(program::Check& made);
  void combine(program::Check& made);
  void weights(program::Check& made);
  void needs(program::Check& made);
  void goes_together(const program::Check& made);

  Context& context_;
  const Declared& declared_;
  BlockView view_;
  SettingReader read_;
  int next_slot_ = 0;
  std::size_t errors_before_ = 0;  // When this check began.
  Environment env_;
};

}  // namespace cairn
