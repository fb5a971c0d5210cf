#include "runtime/runner.h"

#include <algorithm>

#include "lang/handed.h"
#include "runtime/stats/tally.h"

namespace cairn {
namespace {

bool compares(const program::Check& check) {
  const auto* judge = std::get_if<program::ByJudge>(&check.evidence);
  const auto* panel = std::get_if<program::ByPanel>(&check.evidence);
  return (judge && judge->asked.compare_with) || (panel && panel->asked.compare_with);
}

}  // namespace

Result<std::unique_ptr<const Runner>> Runner::make(const Plan& plan,
                                                   const program::Library& library,
                                                   EvidenceRules rules) {
  auto runner = std::make_unique<Runner>();
  runner->plan_ = &plan;
  runner->natives_ = library.natives;
  runner->rules_ = std::move(rules);
  if (auto prepared = runner->prepare(library); !prepared) return prepared.error();
  runner->order_checks();
  return std::unique_ptr<const Runner>(std::move(runner));
}

Result<bool> Runner::prepare(const program::Library& library) {
  Preparer preparer(library.natives);
  const auto& answer = plan_->eval.answer;
  reads_prompt_ = answer && reads(*answer, ScopeName::prompt);
  reads_reply_ = answer && reads(*answer, ScopeName::reply);
  reads_answers_ = answer && reads(*answer, ScopeName::answers);
  if (answer) {
    auto id = preparer.add(*answer);
    if (!id) return id.error();
    answer_ = *id;
  }
  for (const auto& planned : plan_->checks) {
    const auto handed = handed_to(*plan_, planned.check);
    std::vector<const Expr*> borrowed;
    for (const auto& expr : handed) borrowed.push_back(&expr);
    auto made = prepare_check(planned.check, borrowed, library.natives, preparer);
    if (!made) return made.error();
    checks_.push_back(*std::move(made));
    reads_prompt_ = reads_prompt_ || reads_anywhere(planned.check, handed, ScopeName::prompt);
    reads_reply_ = reads_reply_ || reads_anywhere(planned.check, handed, ScopeName::reply);
    reads_answers_ = reads_answers_ || reads_anywhere(planned.check, handed, ScopeName::answers);
    compares_ = compares_ || compares(planned.check);
  }
  for (const auto& slice : plan_->slices) {
    Slice made{.slice = &slice};
    if (slice.when) {
      auto id = preparer.add(*slice.when);
      if (!id) return id.error();
      made.when = *id;
    }
    slices_.push_back(made);
  }
  for (const auto* condition : picked_by_metrics(*plan_)) {
    auto id = preparer.add(*condition);
    if (!id) return id.error();
    picked_.push_back(*id);
  }
  reads_prompt_ = reads_prompt_ || rules_.asking;  // Judges are shown it.
  votes_ = std::ranges::any_of(plan_->judges, [](const auto& judge) { return judge.samples > 1; });
  prepared_ = std::move(preparer).finish();
  return true;
}

void Runner::order_checks() {
  const auto& checks = plan_->checks;
  const auto index_of = [&](const std::string& name) {
    return static_cast<std::size_t>(
        std::ranges::find(
            checks, name,
            [](const PlannedCheck& one) -> const std::string& { return one.check.heading.name; }) -
        checks.begin());
  };
  needs_.resize(checks.size());
  for (std::size_t i = 0; i < checks.size(); ++i)
    for (const auto& need : checks[i].check.needs)
      if (const auto index = index_of(need); index < checks.size()) needs_[i].push_back(index);
  std::vector<bool> placed(checks.size(), false);
  // The checker refuses circles; a round without progress ends it all the same.
  for (bool progress = true; progress;) {
    progress = false;
    for (std::size_t i = 0; i < checks.size(); ++i) {
      if (placed[i] || !std::ranges::all_of(needs_[i], [&](std::size_t n) { return placed[n]; }))
        continue;
      placed[i] = progress = true;
      order_.push_back(i);
    }
  }
}

}  // namespace cairn
