#include "runtime/tried.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "lang/handed.h"
#include "lang/overloaded.h"
#include "runtime/evidence/trust.h"
#include "runtime/runner.h"

namespace cairn {
namespace {

// Who would have been asked; empty of a check that asks nobody.
std::string_view cannot_ask(const program::Evidence& evidence) {
  return std::visit(
      Overloaded{
          [](const program::NoEvidence&) { return ""; },
          [](const program::ByJudge&) { return "its judge cannot be asked"; },
          [](const program::ByTool&) { return "its tool was not run: `--allow-tools` lets it"; },
          [](const program::ByReward&) { return "its reward model cannot be asked"; },
          [](const program::ByEmbedding&) { return "its embedding cannot be asked for"; },
          [](const program::ByPanel&) { return "people are asked about whole runs"; },
      },
      evidence);
}

class Trying {
 public:
  Trying(const Plan& plan, const TryRequest& request, const program::Library& library)
      : plan_(plan), request_(request), library_(library), rated_(plan) {}

  Result<std::vector<TriedCheck>> go() {
    auto trust = trust_of(plan_, {}, {}, rated_, library_);
    const auto runner =
        Runner::make(plan_, library_,
                     {std::move(trust), &rated_,
                      request_.asking ? &request_.asking->world() : nullptr, request_.tools});
    if (!runner) return runner.error();
    Scorer scorer(**runner);
    scorer.begin(request_.item.value_or(Item{}), 0);
    RecordedSample recorded;
    recorded.row.fields = {{"answer", Value(request_.answer)}};
    auto sample = scored(scorer, recorded);
    for (std::size_t i = 0; i < plan_.checks.size(); ++i) {
      const auto* scored = std::get_if<Scored>(&sample.checks[i].outcome);
      if (scored && !scored->passed) failed_.insert(plan_.checks[i].check.heading.name);
    }
    std::vector<TriedCheck> tried;
    for (std::size_t i = 0; i < plan_.checks.size(); ++i)
      tried.push_back(one(plan_.checks[i].check, std::move(sample.checks[i]), scorer.scope()));
    return tried;
  }

 private:
  // In as many rounds as it takes until nothing is wanted any more.
  ScoredSample scored(Scorer& scorer, const RecordedSample& recorded) const {
    if (!request_.asking) return scorer.sample(recorded, 0);
    Replies replies(request_.asking->asker());
    bool told = false;
    while (true) {
      auto sample = scorer.sample(recorded, 0, &replies);
      if (!std::exchange(told, true) && request_.before_asking)
        request_.before_asking(replies.wanted(), replies.most_usd());
      if (!ask_wanted(request_.asking->asker(), replies, {})) return sample;
    }
  }

  TriedCheck one(const program::Check& check, CheckResult result, const Scope& scope) const {
    TriedCheck made{.name = check.heading.name, .result = {}, .lacks = {}, .explained = {}};
    const auto who = cannot_ask(check.evidence);
    const bool asked = std::holds_alternative<program::ByTool>(check.evidence)
                           ? request_.tools != nullptr
                           : request_.asking != nullptr;
    const bool lacks_item = !request_.item && reads_item(check);
    const auto* open = std::get_if<Unanswered>(&result.outcome);
    if (!who.empty() && (lacks_item || (open && !asked))) {
      made.lacks = who;
    } else if (lacks_item) {
      made.lacks = "it reads the item, and none was named";
    } else {
      made.result = std::move(result);
      if (who.empty() && !spared(check)) made.explained = explained(check, made.result, scope);
    }
    return made;
  }

  // Failed unasked, for a check that it needs: its own condition says nothing.
  bool spared(const program::Check& check) const {
    return std::ranges::any_of(check.needs,
                               [this](const auto& need) { return failed_.contains(need); });
  }

  bool reads_item(const program::Check& check) const {
    return reads_anywhere(check, handed_to(plan_, check), ScopeName::item) ||
           (plan_.eval.answer && reads(*plan_.eval.answer, ScopeName::item));
  }

  std::vector<std::string> explained(const program::Check& check, const CheckResult& result,
                                     Scope scope) const {
    const auto* scored = std::get_if<Scored>(&result.outcome);
    if (!scored || scored->passed || std::holds_alternative<program::Says>(check.rule)) return {};
    const Value whole(request_.answer);
    Value part;
    if (check.answer) {
      scope[ScopeName::answer] = &whole;
      part = evaluate_once(*check.answer, scope, library_.natives);
      scope[ScopeName::answer] = &part;
    }
    std::vector<std::pair<Local, Value>> bound;
    if (check.for_each) {
      const auto failed = first_failed(check, result, scope);
      if (!failed) return {};
      bound.emplace_back(check.for_each->variable, *failed);
    }
    return explain_values(computed_by(check.rule), scope, library_.natives, bound, request_.width,
                          request_.rulers);
  }

  std::optional<Value> first_failed(const program::Check& check, const CheckResult& result,
                                    const Scope& scope) const {
    const Value list = evaluate_once(check.for_each->list, scope, library_.natives);
    const auto* all = list.as<List>();
    if (!all || all->size() != result.elements.size()) return std::nullopt;
    for (std::size_t i = 0; i < all->size(); ++i) {
      const auto* scored = std::get_if<Scored>(&result.elements[i].outcome);
      if (scored && !scored->passed) return (*all)[i];
    }
    return std::nullopt;
  }

  const Plan& plan_;
  const TryRequest& request_;
  const program::Library& library_;
  PanelItems rated_;
  std::set<std::string, std::less<>> failed_;
};

}  // namespace

Result<std::vector<TriedCheck>> try_answer(const Plan& plan, const TryRequest& request,
                                           const program::Library& library) {
  return Trying(plan, request, library).go();
}

}  // namespace cairn
