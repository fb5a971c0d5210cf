#include <algorithm>
#include <cstdint>
#include <utility>

#include "runtime/patterns/pattern_search.h"
#include "runtime/stats/shares.h"

namespace cairn {
namespace {

constexpr std::size_t least_common = 3;  // Answers that fail both.

enum class Decided : std::uint8_t { no, passed, failed };

// What one check said of every answer of the run, in the order of the table.
struct CheckOverAnswers {
  const program::Check* check = nullptr;
  std::vector<Decided> said;
};

Decided decided_by(const Outcome& outcome) {
  const auto* scored = std::get_if<Scored>(&outcome);
  if (!scored) return Decided::no;
  return scored->passed ? Decided::passed : Decided::failed;
}

CheckOverAnswers over_answers(const LoggedRun& run, const FailureTable& table, std::size_t index) {
  CheckOverAnswers made{&run.plan.checks[index].check, {}};
  for (const auto* item : table.items)
    for (const auto& sample : item->scored.samples)
      made.said.push_back(decided_by(sample.checks[index].outcome));
  return made;
}

// Of each answer its unit.
std::vector<std::uint32_t> units_of_answers(const FailureTable& table) {
  std::vector<std::uint32_t> units;
  for (std::size_t i = 0; i < table.items.size(); ++i)
    units.insert(units.end(), table.items[i]->scored.samples.size(), table.unit[i]);
  return units;
}

bool decided_by_both(const CheckOverAnswers& a, const CheckOverAnswers& b, std::size_t answer) {
  return a.said[answer] != Decided::no && b.said[answer] != Decided::no;
}

void count_answer(const CheckOverAnswers& a, const CheckOverAnswers& b, std::size_t answer,
                  FailingTogether& pair) {
  const bool a_failed = a.said[answer] == Decided::failed;
  const bool b_failed = b.said[answer] == Decided::failed;
  ++(a_failed ? (b_failed ? pair.both : pair.only_a) : (b_failed ? pair.only_b : pair.neither));
}

FailingTogether counted_together(const CheckOverAnswers& a, const CheckOverAnswers& b) {
  FailingTogether made{a.check->heading.name, b.check->heading.name};
  for (std::size_t i = 0; i < a.said.size(); ++i)
    if (decided_by_both(a, b, i)) count_answer(a, b, i, made);
  return made;
}

// Of each unit, the first answer that both decided: what is of one item, or of one group,
// is not drawn anew for each answer.
FailingTogether first_of_each_unit(const CheckOverAnswers& a, const CheckOverAnswers& b,
                                   std::span<const std::uint32_t> units, std::size_t all_units) {
  FailingTogether made;
  std::vector<bool> spoken_for(all_units);
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (spoken_for[units[i]] || !decided_by_both(a, b, i)) continue;
    spoken_for[units[i]] = true;
    count_answer(a, b, i, made);
  }
  return made;
}

bool needs(const program::Check& a, const program::Check& b) {
  return std::ranges::find(a.needs, b.heading.name) != a.needs.end();
}

// How often each fails, of the answers that both decided. The margins alone decide
// whether two are compared: what they do together must not.
struct PairMargins {
  double answers = 0, a = 0, b = 0;
  explicit PairMargins(const FailingTogether& pair)
      : answers(static_cast<double>(pair.both + pair.only_a + pair.only_b + pair.neither)),
        a(static_cast<double>(pair.both + pair.only_a)),
        b(static_cast<double>(pair.both + pair.only_b)) {}
  bool can_be_compared() const {
    return std::min(a, b) >= static_cast<double>(least_common) && std::max(a, b) < answers;
  }
};

double chance_of(const FailingTogether& pair) {
  return fisher_p({pair.both, pair.both + pair.only_a}, {pair.only_b, pair.only_b + pair.neither});
}

// Of the first answers alone, which must go the same way as all of them.
double chance_together(const FailingTogether& firsts) {
  const PairMargins margins(firsts);
  const bool more_often =
      static_cast<double>(firsts.both) * margins.answers > margins.a * margins.b;
  return more_often ? chance_of(firsts) : 1;
}

}  // namespace

std::vector<FailingTogether> compare_checks(const LoggedRun& run, const FailureTable& table) {
  std::vector<CheckOverAnswers> checks;
  for (std::size_t i = 0; i < run.plan.checks.size(); ++i)
    checks.push_back(over_answers(run, table, i));
  const auto units = units_of_answers(table);
  std::vector<FailingTogether> made;
  for (std::size_t b = 1; b < checks.size(); ++b)
    for (std::size_t a = 0; a < b; ++a) {
      if (needs(*checks[a].check, *checks[b].check) || needs(*checks[b].check, *checks[a].check))
        continue;
      auto pair = counted_together(checks[a], checks[b]);
      const PairMargins margins(pair);
      if (!margins.can_be_compared()) continue;
      pair.lift = static_cast<double>(pair.both) * margins.answers / (margins.a * margins.b);
      if (pair.both >= least_common && pair.lift > 1)
        pair.p = chance_together(first_of_each_unit(checks[a], checks[b], units, table.units));
      made.push_back(std::move(pair));
    }
  return made;
}

}  // namespace cairn
