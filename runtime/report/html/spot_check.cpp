// Which verdicts to confirm by hand.
//
// An item's place in the draw depends on nothing but the names of the check and the
// item, so that two people draw the same sheet, and one more item moves few others.
#include <algorithm>
#include <map>

#include "lang/data/digest.h"
#include "runtime/json_values.h"
#include "runtime/report/html/report_data.h"
#include "runtime/stats/shares.h"

namespace cairn {
namespace {

constexpr std::size_t drawn_at_most = 10;

struct DrawnVerdict {
  std::string place, item;
  std::size_t sample = 0;
  bool operator<(const DrawnVerdict& other) const { return place < other.place; }
};

// The first sample of the item that the check passed or failed; nothing if none.
std::optional<std::size_t> decided_sample(const LoggedItem& item, std::size_t check) {
  for (std::size_t i = 0; i < item.scored.samples.size(); ++i)
    if (std::holds_alternative<Scored>(item.scored.samples[i].checks[check].outcome))
      return item.answers[i].sample;
  return std::nullopt;
}

std::vector<DrawnVerdict> drawn(const LoggedRun& run, std::size_t check) {
  const auto& name = run.plan.checks[check].check.heading.name;
  std::vector<DrawnVerdict> all;
  for (const auto& item : run.items)
    if (const auto sample = decided_sample(item, check))
      all.push_back({digest_of(name + '\n' + item.scored.id).hex(), item.scored.id, *sample});
  const auto last = all.begin() + static_cast<std::ptrdiff_t>(std::min(all.size(), drawn_at_most));
  std::partial_sort(all.begin(), last, all.end());
  all.erase(last, all.end());
  return all;
}

Value drawn_value(const DrawnVerdict& verdict) {
  return Value(Record{{{"item", verdict.item}, {"sample", json_count(verdict.sample)}}});
}

// limits[n - 1][k]: the lowest share of which k confirmed of n speak.
Value limits_value() {
  List rows;
  for (std::size_t of = 1; of <= drawn_at_most; ++of) {
    List row;
    for (std::size_t hits = 0; hits <= of; ++hits)
      row.push_back(json_number(clopper_pearson({.hits = hits, .of = of}).low));
    rows.emplace_back(std::move(row));
  }
  return Value(std::move(rows));
}

}  // namespace

Value spot_check_value(const LoggedRun& run) {
  List checks;
  for (std::size_t i = 0; i < run.plan.checks.size(); ++i) {
    const auto verdicts = drawn(run, i);
    if (verdicts.empty()) continue;
    checks.emplace_back(Record{{{"check", run.plan.checks[i].check.heading.name},
                                {"verdicts", json_list(verdicts, drawn_value)}}});
  }
  return Value(Record{{{"checks", Value(std::move(checks))}, {"limits", limits_value()}}});
}

}  // namespace cairn
