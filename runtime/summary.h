// What a run comes to: the one object that the terminal, JSON and every other
// report are made of. Shares are from 0 to 1; nothing is rounded here.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cairn {

struct Interval {
  double low = 0;
  double high = 0;
};

enum class Trust { trusted, not_trusted, untested, waiting, not_needed };
std::string_view to_string(Trust trust);  // "not trusted", as the JSON says it.

// How far a judge or a panel can be believed on one check.
struct TrustReport {
  Trust trust = Trust::not_needed;
  bool settled = true;  // 20 examples or more.
  std::size_t examples = 0, wrong = 0, unreadable = 0;
  std::optional<double> agreement, cohen_kappa;
  std::optional<Interval> agreement_interval, cohen_kappa_interval;
  // Of a panel.
  std::optional<double> pairwise_agreement, fleiss_kappa, krippendorff_alpha, gwet_ac1;
  std::optional<Interval> pairwise_agreement_interval, fleiss_kappa_interval,
      krippendorff_alpha_interval, gwet_ac1_interval;
  std::size_t raters = 0, rated_items = 0, ratings = 0;
  std::string why;  // In words: "2 of 5 examples came out wrong: …".
};

struct Reason {  // A reason that several answers failed for, or stayed unanswered.
  std::string why;
  std::size_t count = 0;
  std::vector<std::string> items;  // The first few ids.
};

struct ConfusionCell {
  std::string said, should_say;
  std::size_t count = 0;
};

struct CheckSummary {
  std::string name, title, evidence;  // evidence: "none", "judge", "tool", …
  std::string area, hash;
  double weight = 1;
  bool must_pass = false;
  bool counts = true;           // In the score: has weight or must pass, and is not untrusted.
  std::optional<double> score;  // Mean over items; of a measure: the mean value.
  std::optional<Interval> interval;
  std::optional<Interval> bounds;  // However the unanswered had come out.
  std::size_t passed = 0, failed = 0, unanswered = 0, not_applicable = 0, measured = 0;
  std::size_t items = 0;  // With at least one verdict that is not "not applicable".
  std::optional<double> consistency, consistency_chance;
  bool is_measure = false;
  std::optional<double> median, p95, mean;  // Of a measure.
  // Of `says`: accuracy is the score.
  std::optional<double> precision, recall, f1, kappa;
  std::vector<ConfusionCell> confusion;
  std::optional<double> flip_rate;  // Of `compare with` in both orders.
  TrustReport trust;
  std::vector<Reason> failures, open;  // Most common first.
};

struct SliceSummary {
  static constexpr std::size_t few_items = 10;  // Fewer say little.

  std::string slice;  // "item.cuisine", or the name of a slice block.
  std::string value;  // "thai"; of a slice block empty.
  std::size_t items = 0;
  std::optional<double> score;
  std::optional<Interval> interval;
  std::optional<Interval> bounds;
  // Against all other items: their score, and that there is no difference, also
  // adjusted for the number of slices (Holm 1979). Nothing where one side is empty.
  std::optional<double> rest, p, p_adjusted;
};

// Of one sample's score, squared: how much of it is which item it was, and how much
// comes anew when it is asked again (statistics.md section 1, Var(x) and E[σ²]).
struct VarianceSplit {
  double items = 0, again = 0;
  // The parts of `again`: known where judges voted several times, each of one vote.
  std::optional<double> model, judges;
};

enum class Met { met, not_met, could_not_measure };
std::string_view to_string(Met met);  // "could not measure"

struct GoalCondition {
  std::string text;
  std::optional<double> value;
  Met met = Met::met;
  std::string why;  // What decided, or why it could not be measured.
};

struct Goal {
  std::string text;
  Met met = Met::met;
  std::vector<GoalCondition> conditions;
};

struct MetricValue {
  std::string text;      // As `report:` or `goal:` names it.
  bool reported = true;  // `report:` names it; else only the goal does.
  std::optional<double> value;
  std::optional<Interval> interval;  // 95%.
  std::optional<Interval> bounds;
  std::string why_none;
};

struct Summary {
  std::string eval, title, file;
  std::string hash_score, hash_answers;
  std::string run;      // The run's id.
  std::string named;    // What to type for it where it was started; empty: its id.
  std::string model;    // Who was asked, and in brackets how it named itself; of recorded
                        // answers, as they name it.
  std::string prompt;   // By name, of answers that were asked for.
  std::string started;  // 2026-11-24T16:40:00Z
  bool recorded = false;
  std::size_t items = 0;         // Of the eval, after --take, --item and so on.
  std::size_t items_scored = 0;  // With a score.
  std::size_t samples = 1;       // The most that an item has.
  std::size_t answers = 0;
  std::size_t left_out = 0;  // Items without an answer, under --answers-only.
  std::optional<double> score;
  std::optional<Interval> interval;
  std::optional<double> margin, rerun_band;
  // Of runs in which each judge votes once: what of the rerun band the judges make, and
  // what the model. Known where judges voted several times on frozen answers.
  std::optional<double> rerun_band_judges, rerun_band_model;
  std::optional<double> consistency, consistency_chance;
  std::optional<VarianceSplit> variance;  // Of runs with several samples of an item.
  // The headline of the first samples alone, of the second alone, …: as many runs of
  // these items. Empty where each item has one.
  std::vector<double> sample_scores;
  // The smallest difference of two runs with so many items that shows 4 times in 5, if
  // they have no item in common; pairing the same items mostly finds smaller ones.
  std::optional<double> detectable;
  std::optional<Interval> bounds;
  std::size_t groups = 0;
  std::size_t asked = 0, unanswered = 0;                                  // Verdicts.
  std::size_t empty_replies = 0, refused = 0, cut_short = 0, errors = 0;  // Answers.
  std::optional<double> cost_usd;
  std::vector<CheckSummary> checks;
  std::vector<SliceSummary> slices;
  std::vector<MetricValue> metrics;
  std::optional<Goal> goal;
  std::vector<std::pair<std::string, double>> worst_items;  // Id and score, worst first.
  std::vector<std::string> notes;  // What a reader must know: untested judges, skipped items.
  int exit_code = 0;
};

// {"schema":"cairn.summary/1", …}: experience.md B10.
std::string to_json(const Summary& summary);

}  // namespace cairn
