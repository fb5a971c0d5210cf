#include "lang/decide.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lang/explain_values.h"
#include "lang/operations.h"
#include "lang/score_check.h"

namespace cairn {
namespace {

using How = program::Combine::How;

Decided failed(std::string why) { return {.score = 0, .passed = false, .why = std::move(why)}; }

std::string reason_of(const Value& value) {
  const auto* absent = value.as<Missing>();
  return absent && !absent->why.empty() ? absent->why : "there is nothing to judge";
}

std::string label_of(const Value& value) {
  if (const auto* text = value.as<std::string>()) return *text;
  return printed(value);
}

Decided decide_condition(const Value& value) {
  switch (truth_of(value)) {
    case Truth::yes:
      return {.score = 1, .passed = true};
    case Truth::no:
      return failed("");
    case Truth::missing:
      return failed(reason_of(not_a("yes_no", value)));
  }
  return {};
}

Decided decide_score(const program::Check& check, const Value& value) {
  const auto* number = value.as<Number>();
  if (!number) return failed(reason_of(not_a("number", value)));
  if (number->value < 0 || number->value > 1 || std::isnan(number->value))
    return failed(
        fmt::format("the score is {}, and scores go from 0 to 1", shortest(number->value)));
  return {.score = number->value, .passed = number->value >= check.passes_at - 1e-12};
}

Decided decide_measure(const Value& value) {
  Decided made;
  if (const auto* number = value.as<Number>())
    made.measured = number->value;
  else if (const auto* amount = value.as<Amount>())
    made.measured = amount->value;
  made.not_applicable = !made.measured;
  if (!made.measured) made.why = reason_of(not_a("number", value));
  return made;
}

Decided decide_says(const Value& says, const Value* should_say) {
  if (says.is_missing() || !should_say || should_say->is_missing()) {
    Decided made = failed(reason_of(says.is_missing() || !should_say ? says : *should_say));
    if (should_say && !should_say->is_missing()) made.should_say = label_of(*should_say);
    return made;
  }
  const bool equal = same(says, *should_say);
  Decided made{.score = equal ? 1.0 : 0.0, .passed = equal};
  made.said = label_of(says);
  made.should_say = label_of(*should_say);
  if (!equal)
    made.why =
        fmt::format("it says {}, but should say {}", shown(says, 40), shown(*should_say, 40));
  return made;
}

// Sums of elements with what is open at its low and at its high end.
struct Sums {
  double low = 0, high = 0, all = 0;
  std::size_t passed = 0, failed = 0, open = 0;
  const Decided* first_failed = nullptr;
  const Decided* first_open = nullptr;
};

Sums sums_of(const std::vector<ElementDecided>& elements) {
  Sums sums;
  for (const auto& [decided, points] : elements) {
    const double low = decided.open ? decided.low : decided.score;
    const double high = decided.open ? decided.high : decided.score;
    sums.low += points >= 0 ? points * low : points * high;
    sums.high += points >= 0 ? points * high : points * low;
    if (points > 0) sums.all += points;
    if (decided.open) {
      ++sums.open;
      if (!sums.first_open) sums.first_open = &decided;
    } else if (decided.passed) {
      ++sums.passed;
    } else {
      ++sums.failed;
      if (!sums.first_failed) sums.first_failed = &decided;
    }
  }
  return sums;
}

Decided open_between(double low, double high, const Decided* open) {
  return {.open = true, .low = low, .high = high, .why = open ? open->why : ""};
}

std::string why_of(const Sums& sums, std::size_t count) {
  std::string why = fmt::format("{} of {} failed", sums.failed, count);
  if (sums.first_failed && !sums.first_failed->why.empty())
    why += fmt::format(": {}", sums.first_failed->why);
  return why;
}

Decided pass_or_fail(bool passed, const Sums& sums, std::size_t count) {
  if (passed) return {.score = 1, .passed = true};
  return failed(why_of(sums, count));
}

Decided combine_share(const program::Check& check, const Sums& sums, std::size_t count) {
  if (check.combine.how == How::points && sums.all == 0)
    return failed("no element is worth any points");
  const double low = sums.low / sums.all;
  const double high = sums.high / sums.all;
  if (sums.open > 0) return open_between(low, high, sums.first_open);
  Decided made{.score = low, .passed = low >= check.passes_at - 1e-12};
  if (!made.passed) made.why = why_of(sums, count);
  return made;
}

Decided combine_at_least(const program::Combine& combine, const Sums& sums, std::size_t count) {
  const auto all = static_cast<double>(count);
  const double need = combine.at_least_is_share ? combine.at_least * all - 1e-9 : combine.at_least;
  const auto passed = static_cast<double>(sums.passed);
  if (passed >= need) return pass_or_fail(true, sums, count);
  if (passed + static_cast<double>(sums.open) < need) return pass_or_fail(false, sums, count);
  return open_between(0, 1, sums.first_open);
}

}  // namespace

Decided combine_elements(const program::Check& check, const std::vector<ElementDecided>& elements) {
  const Sums sums = sums_of(elements);
  const auto count = elements.size();
  switch (check.combine.how) {
    case How::all:
      if (sums.failed > 0) return pass_or_fail(false, sums, count);
      return sums.open > 0 ? open_between(0, 1, sums.first_open) : pass_or_fail(true, sums, count);
    case How::some:
      if (sums.passed > 0) return pass_or_fail(true, sums, count);
      return sums.open > 0 ? open_between(0, 1, sums.first_open) : pass_or_fail(false, sums, count);
    case How::at_least:
      return combine_at_least(check.combine, sums, count);
    case How::share:
    case How::points:
      return combine_share(check, sums, count);
  }
  return {};
}

Decided decide_no_elements(const program::Check& check) {
  if (check.for_each && check.for_each->of_the_item)
    return {.not_applicable = true, .why = "the item's list is empty"};
  return failed("nothing to check: the list is empty");
}

Decided decide_value(const program::Check& check, const Value& value, const Value* should_say,
                     const std::optional<Value>&) {
  if (std::holds_alternative<program::Measure>(check.rule)) return decide_measure(value);
  if (std::holds_alternative<program::Says>(check.rule)) return decide_says(value, should_say);
  if (std::holds_alternative<program::Score>(check.rule)) return decide_score(check, value);
  if (const auto* points = std::get_if<program::Points>(&check.rule))
    if (std::holds_alternative<program::Score>(points->earned)) return decide_score(check, value);
  return decide_condition(value);
}

Decided decide_rule(const program::Check& check, const Scope& scope, NativeTable natives,
                    const std::vector<std::pair<Local, Value>>& bound) {
  const Explained& rule = computed_by(check.rule);
  const Value value = evaluate_once(rule.expr, scope, natives, bound);
  std::optional<Value> should;
  if (const auto* says = std::get_if<program::Says>(&check.rule))
    should = evaluate_once(says->should_say.expr, scope, natives, bound);
  Decided made = decide_value(check, value, should ? &*should : nullptr, {});
  if (!made.passed && !made.measured && made.why.empty())
    made.why = explain_briefly(rule, scope, natives, bound);
  return made;
}

Decided decide_example(const program::Check& check, const program::Example& example,
                       NativeTable natives) {
  Scope scope;
  const auto give = [&](std::string_view name, ScopeName place) {
    if (const Value* value = example.given.find(name)) scope[place] = value;
  };
  give("answer", ScopeName::answer);
  give("answers", ScopeName::answers);
  give("item", ScopeName::item);
  give("prompt", ScopeName::prompt);
  give("reply", ScopeName::reply);
  Value last_answer;
  if (!scope[ScopeName::answer] && scope[ScopeName::answers])
    if (const auto* all = scope[ScopeName::answers]->as<List>(); all && !all->empty()) {
      last_answer = all->back();
      scope[ScopeName::answer] = &last_answer;
    }
  Value part;
  if (check.answer && scope[ScopeName::answer]) {
    part = evaluate_once(*check.answer, scope, natives);
    scope[ScopeName::answer] = &part;
  }
  if (!check.for_each) return decide_rule(check, scope, natives, {});
  const auto decide_element = [&](const Value& element) {
    const std::vector<std::pair<Local, Value>> bound = {{check.for_each->variable, element}};
    ElementDecided made{decide_rule(check, scope, natives, bound)};
    if (const auto* points = std::get_if<program::Points>(&check.rule))
      if (const auto worth = evaluate_once(points->points, scope, natives, bound);
          worth.as<Number>())
        made.points = worth.as<Number>()->value;
    return made;
  };
  if (example.element) return decide_element(*example.element).decided;
  const Value list = evaluate_once(check.for_each->list, scope, natives);
  const auto* elements = list.as<List>();
  if (!elements) return failed(reason_of(not_a("list", list)));
  if (elements->empty()) return decide_no_elements(check);
  std::vector<ElementDecided> decided;
  for (const auto& element : *elements) decided.push_back(decide_element(element));
  return combine_elements(check, decided);
}

bool comes_out_as_expected(const program::Check&, const program::Example& example,
                           const Decided& outcome) {
  using Expect = program::Example::Expect;
  switch (example.expect) {
    case Expect::pass:
      return !outcome.not_applicable && !outcome.open && outcome.passed;
    case Expect::fail:
      return !outcome.not_applicable && !outcome.open && !outcome.passed;
    case Expect::not_applicable:
      return outcome.not_applicable;
    case Expect::share:
      return !outcome.open && std::fabs(outcome.score - example.share) < 1e-9;
    case Expect::verdict:
      return !outcome.open && outcome.passed == example.passing;
  }
  return false;
}

}  // namespace cairn
