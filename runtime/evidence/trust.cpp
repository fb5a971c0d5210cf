#include "runtime/evidence/trust.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lang/block_named.h"
#include "lang/words.h"
#include "runtime/evidence/recorded_votes.h"
#include "runtime/evidence/trust_condition.h"
#include "runtime/stats/agreement.h"
#include "runtime/stats/interval.h"

namespace cairn {
namespace {

using Came = ExampleOutcome::Came;

constexpr std::size_t fewest_examples = 4, settling_examples = 20, settling_items = 50;

// --- judges ---------------------------------------------------------------------

struct Share {
  double right = 0, all = 0;
  double value() const { return right / all; }
  Interval interval() const { return wilson(value(), all, normal_quantile); }
};

// Of the mean of two shares, from their own intervals: Zou and Donner (2008).
Interval interval_of_mean(const Share& a, const Share& b) {
  const Interval first = a.interval(), second = b.interval();
  const double mean = (a.value() + b.value()) / 2;
  return {mean - std::hypot(a.value() - first.low, b.value() - second.low) / 2,
          mean + std::hypot(first.high - a.value(), second.high - b.value()) / 2};
}

// Label and judge as two raters, for what is beyond chance. A judge's reply that
// could not be read says neither.
RatedItems as_raters(const std::vector<ExampleOutcome>& outcomes) {
  RatedItems items;
  for (const auto& one : outcomes) {
    if (!one.counts || one.came == Came::not_asked || one.came == Came::unreadable) continue;
    const bool passed = one.should_pass == (one.came == Came::right);
    items.push_back({{0, one.should_pass ? "pass" : "fail"}, {1, passed ? "pass" : "fail"}});
  }
  return items;
}

std::string percent(double share) {
  return fmt::format("{}%", shortest(std::round(share * 1000) / 10));
}

// "2 of 5 examples came out wrong: steps_first, two_lists".
std::string in_words(const TrustReport& report, const std::vector<ExampleOutcome>& outcomes) {
  if (report.wrong + report.unreadable == 0)
    return fmt::format("{} came out right", report.examples == 1
                                                ? std::string("its one example")
                                                : fmt::format("all {} examples", report.examples));
  std::string names, text;
  const auto name_all = [&](Came came, std::size_t count, std::string_view what) {
    if (count == 0) return;
    names.clear();
    std::size_t named = 0;
    for (const auto& one : outcomes)
      if (one.came == came && named++ < 3)
        names += fmt::format("{}`{}`", names.empty() ? "" : ", ", one.example);
    text += fmt::format("{}{} of {} {}: {}{}", text.empty() ? "" : "; ", count,
                        counted(report.examples, "example"), what, names, count > 3 ? ", …" : "");
  };
  name_all(Came::wrong, report.wrong, "came out wrong");
  name_all(Came::unreadable, report.unreadable, "could not be read");
  return text;
}

std::string why_untested(const TrustReport& report, std::size_t written, bool one_kind) {
  if (written == 0) return "it has no examples";
  if (report.examples == 0)
    return fmt::format("nothing was recorded of its {}", counted(written, "example"));
  if (one_kind && report.examples >= fewest_examples)
    return "its examples are of one kind: passing and failing ones are needed";
  return fmt::format("{} of it {} an answer of the judge, 4 are needed, passing and failing ones",
                     counted(report.examples, "example"), report.examples == 1 ? "has" : "have");
}

// --- panels ---------------------------------------------------------------------

struct PanelRatings {
  RatedItems items;  // Votes alone.
  std::map<std::string, std::size_t> raters;
  std::map<std::string, std::size_t> answers;
  std::size_t ratings = 0, cannot_tell = 0, rated = 0, missing = 0;
};

PanelRatings panel_ratings(const program::ByPanel& by, const program::Panel& panel,
                           const std::vector<Ratings::One>& all, const PanelItems& items) {
  PanelRatings made;
  std::map<std::string, std::vector<Rated>> by_item;
  std::map<std::string, std::size_t> counts;
  for (const auto& one : all) {
    if (!items.rates(by.panel, one.item)) continue;
    ++made.ratings;
    ++counts[one.item];
    const auto rater = made.raters.emplace(one.rater, made.raters.size()).first->second;
    const auto verdict = rated_verdict(Value(one.answer), by.asked.scale);
    if (!verdict) {
      ++made.cannot_tell;
      continue;
    }
    by_item[one.item].push_back({rater, printed(*verdict)});
    ++made.answers[printed(*verdict)];
  }
  for (auto& [id, ratings] : by_item) made.items.push_back(std::move(ratings));
  made.rated = counts.size();
  const auto raters = static_cast<std::size_t>(panel.raters);
  const auto expected = std::max(items.count(by.panel), made.rated);
  made.missing = (expected - made.rated) * raters;
  for (const auto& [id, count] : counts) made.missing += raters - std::min(raters, count);
  return made;
}

Explained default_condition(bool numeric) {
  const char* name = numeric ? "krippendorff_alpha" : "fleiss_kappa";
  Expr made{{}, {}, Comparison{.op = Comparison::Op::at_least}, {}};
  made.operands.push_back({{}, {}, MetricRef{.text = name, .name = name}, {}});
  made.operands.push_back({{}, {}, Constant{Value(0.4)}, {}});
  return {.expr = std::move(made), .source = fmt::format("{} >= 0.4", name)};
}

TrustMetrics panel_metrics(const PanelRatings& found, const TrustReport& report, Level level) {
  return [&found, &report, level](std::string_view name) -> TrustMetric {
    if (name == "fleiss_kappa") return {report.fleiss_kappa, report.fleiss_kappa_interval};
    if (name == "gwet_ac1") return {report.gwet_ac1, gwet_ac1_interval(found.items)};
    if (name == "agreement")
      return {report.pairwise_agreement, pairwise_agreement_interval(found.items)};
    return {report.krippendorff_alpha, krippendorff_alpha_interval(found.items, level)};
  };
}

std::string rounded(std::optional<double> value) {
  return value ? shortest(std::round(*value * 100) / 100) : "undefined";
}

void decide_panel(TrustReport& report, const PanelRatings& found, const Explained& when,
                  Level level, NativeTable natives) {
  const auto condition = evaluate_trust(when, panel_metrics(found, report, level), natives);
  const bool counts = condition.holds && condition.above_zero;
  report.trust = counts ? Trust::trusted : Trust::not_trusted;
  report.settled = !condition.any_undefined && condition.wherever && found.rated >= settling_items;
  if (found.answers.size() == 1 && condition.any_undefined) {
    report.why = fmt::format("all {} are {}: agreement cannot be tested",
                             counted(found.ratings - found.cannot_tell, "rating"),
                             found.answers.begin()->first);
    return;
  }
  const std::string said =
      level == Level::nominal
          ? fmt::format("Fleiss' kappa is {}", rounded(report.fleiss_kappa))
          : fmt::format("Krippendorff's alpha is {}", rounded(report.krippendorff_alpha));
  report.why =
      fmt::format("`{}` {}: {}", when.source, condition.holds ? "holds" : "does not hold", said);
  if (condition.holds && !condition.above_zero)
    report.why += ", but its 95% interval reaches down to 0";
  if (!report.settled)
    report.why += found.rated < settling_items
                      ? fmt::format("; {} are too few to settle it, 50 are needed",
                                    counted(found.rated, "item"))
                      : "; its interval spans what is asked for, so more items are needed";
}

TrustReport panel_trust(const program::ByPanel& by, const program::Panel& panel,
                        const std::vector<Ratings::One>& all, const PanelItems& items,
                        NativeTable natives) {
  const PanelRatings found = panel_ratings(by, panel, all, items);
  const Level level = by.asked.scale.numeric ? Level::ordinal : Level::nominal;
  TrustReport report;
  report.raters = found.raters.size();
  report.rated_items = found.rated;
  report.ratings = found.ratings;
  report.pairwise_agreement = pairwise_agreement(found.items);
  report.fleiss_kappa = fleiss_kappa(found.items);
  report.fleiss_kappa_interval = fleiss_kappa_interval(found.items);
  report.krippendorff_alpha = krippendorff_alpha(found.items, level);
  report.gwet_ac1 = gwet_ac1(found.items);
  const bool always = panel.trust_written && !panel.trust.when;
  if (always) {
    report.trust = Trust::trusted;
    report.why = panel.trust.because;
  } else if (found.missing > 0) {
    report.trust = Trust::waiting;
    report.settled = false;
    report.why = fmt::format("{} of {} {} missing", found.missing,
                             counted(found.missing + found.ratings, "rating"),
                             found.missing == 1 ? "is" : "are");
  } else {
    decide_panel(report, found,
                 panel.trust.when ? *panel.trust.when : default_condition(by.asked.scale.numeric),
                 level, natives);
  }
  return report;
}

}  // namespace

void Ratings::add(std::string_view check, One rating) {
  const auto found = by_check_.find(check);
  auto& all = found == by_check_.end() ? by_check_[std::string(check)] : found->second;
  all.push_back(std::move(rating));
}

const std::vector<Ratings::One>& Ratings::of(std::string_view check) const {
  static const std::vector<One> none;
  const auto found = by_check_.find(check);
  return found == by_check_.end() ? none : found->second;
}

TrustReport judge_trust(const program::Trust& trust, const std::vector<ExampleOutcome>& outcomes,
                        NativeTable natives) {
  TrustReport report;
  Share passing, failing;
  for (const auto& one : outcomes) {
    if (one.came == Came::not_asked) continue;
    ++report.examples;
    if (one.came == Came::wrong) ++report.wrong;
    if (one.came == Came::unreadable) ++report.unreadable;
    if (!one.counts) continue;
    Share& kind = one.should_pass ? passing : failing;
    ++kind.all;
    if (one.came == Came::right) ++kind.right;
  }
  const bool both = passing.all > 0 && failing.all > 0;
  report.settled = report.examples >= settling_examples;
  const RatedItems items = as_raters(outcomes);
  if (both) {
    report.agreement = (passing.value() + failing.value()) / 2;
    report.agreement_interval = interval_of_mean(passing, failing);
    report.cohen_kappa = cohen_kappa(items, 0, 1);
  }
  if (!trust.when) {
    report.trust = Trust::trusted;
    report.why = trust.because;
    return report;
  }
  if (!both || report.examples < fewest_examples) {
    report.trust = Trust::untested;
    report.why = why_untested(report, outcomes.size(), !both);
    return report;
  }
  const auto condition = evaluate_trust(
      *trust.when,
      [&](std::string_view name) -> TrustMetric {
        if (name == "cohen_kappa") return {report.cohen_kappa, cohen_kappa_interval(items, 0, 1)};
        return {report.agreement, report.agreement_interval};
      },
      natives);
  report.trust = condition.holds ? Trust::trusted : Trust::not_trusted;
  report.why = in_words(report, outcomes);
  if (!condition.holds)
    report.why += fmt::format("; `{}` does not hold, agreement is {}", trust.when->source,
                              percent(*report.agreement));
  return report;
}

std::vector<TrustReport> trust_of(const Plan& plan, const RecordedExamples& examples,
                                  const Ratings& ratings, const PanelItems& items,
                                  const program::Library& library) {
  std::vector<TrustReport> reports;
  for (const auto& [check, hash] : plan.checks) {
    auto& report = reports.emplace_back();
    if (const auto* by = std::get_if<program::ByJudge>(&check.evidence)) {
      if (const auto* judge = block_named(plan.judges, by->judge))
        report = judge_trust(judge->trust, example_outcomes(plan, check, examples, library),
                             library.natives);
    } else if (const auto* people = std::get_if<program::ByPanel>(&check.evidence)) {
      if (const auto* panel = block_named(plan.panels, people->panel))
        report =
            panel_trust(*people, *panel, ratings.of(check.heading.name), items, library.natives);
    }
  }
  return reports;
}

}  // namespace cairn
