// A summary as scripts read it: experience.md B10. Fields are only ever added.
#include "lang/data/json.h"
#include "runtime/json_values.h"
#include "runtime/summary.h"

namespace cairn {
namespace {

Value number(std::optional<double> value) { return json_number(value); }
Value number(std::size_t count) { return json_count(count); }

Value reasons(const std::vector<Reason>& all) {
  List list;
  for (const auto& one : all)
    list.emplace_back(
        Record{{{"why", one.why}, {"count", number(one.count)}, {"items", json_texts(one.items)}}});
  return Value(std::move(list));
}

using Fields = std::vector<FieldValue>;

void add(Fields& fields, Fields more) {
  fields.insert(fields.end(), std::make_move_iterator(more.begin()),
                std::make_move_iterator(more.end()));
}

// --- checks -----------------------------------------------------------------------

Fields trust_fields(const TrustReport& trust) {
  Fields fields = {
      {"agreement", number(trust.agreement ? trust.agreement : trust.pairwise_agreement)},
      {"trust", std::string(to_string(trust.trust))},
      {"settled", trust.settled},
  };
  if (trust.trust == Trust::not_needed) return fields;
  add(fields,
      {{"trust_why", trust.why},
       {"examples", number(trust.examples)},
       {"examples_wrong", number(trust.wrong)},
       {"examples_unreadable", number(trust.unreadable)},
       {"agreement_interval", json_interval(trust.agreement ? trust.agreement_interval
                                                            : trust.pairwise_agreement_interval)},
       {"cohen_kappa", number(trust.cohen_kappa)},
       {"cohen_kappa_interval", json_interval(trust.cohen_kappa_interval)}});
  if (trust.raters == 0) return fields;
  add(fields, {{"raters", number(trust.raters)},
               {"rated_items", number(trust.rated_items)},
               {"ratings", number(trust.ratings)},
               {"fleiss_kappa", number(trust.fleiss_kappa)},
               {"fleiss_kappa_interval", json_interval(trust.fleiss_kappa_interval)},
               {"krippendorff_alpha", number(trust.krippendorff_alpha)},
               {"krippendorff_alpha_interval", json_interval(trust.krippendorff_alpha_interval)},
               {"gwet_ac1", number(trust.gwet_ac1)},
               {"gwet_ac1_interval", json_interval(trust.gwet_ac1_interval)}});
  return fields;
}

Fields label_fields(const CheckSummary& check) {
  if (check.confusion.empty()) return {};
  List cells;
  for (const auto& cell : check.confusion)
    cells.emplace_back(Record{
        {{"said", cell.said}, {"should_say", cell.should_say}, {"count", number(cell.count)}}});
  return {{"precision", number(check.precision)},
          {"recall", number(check.recall)},
          {"f1", number(check.f1)},
          {"kappa", number(check.kappa)},
          {"confusion", Value(std::move(cells))}};
}

Value check_value(const CheckSummary& check) {
  Fields fields = {{"name", check.name},
                   {"title", check.title},
                   {"evidence", check.evidence},
                   {"area", check.area},
                   {"weight", check.weight},
                   {"must_pass", check.must_pass},
                   {"counts", check.counts},
                   {"hash", check.hash},
                   {"score", number(check.score)},
                   {"interval", json_interval(check.interval)},
                   {"bounds", json_interval(check.bounds)},
                   {"passed", number(check.passed)},
                   {"failed", number(check.failed)},
                   {"unanswered", number(check.unanswered)},
                   {"not_applicable", number(check.not_applicable)},
                   {"items", number(check.items)},
                   {"consistency", number(check.consistency)},
                   {"consistency_chance", number(check.consistency_chance)}};
  add(fields, trust_fields(check.trust));
  if (check.is_measure)
    add(fields, {{"measured", number(check.measured)},
                 {"mean", number(check.mean)},
                 {"median", number(check.median)},
                 {"p95", number(check.p95)}});
  add(fields, label_fields(check));
  if (check.flip_rate) fields.emplace_back("flip_rate", number(check.flip_rate));
  add(fields, {{"failures", reasons(check.failures)}, {"open", reasons(check.open)}});
  return Value(Record{std::move(fields)});
}

// --- the rest ------------------------------------------------------------------------

Value slice_value(const SliceSummary& slice) {
  return Value(Record{{{"slice", slice.slice},
                       {"value", slice.value},
                       {"items", number(slice.items)},
                       {"score", number(slice.score)},
                       {"interval", json_interval(slice.interval)},
                       {"bounds", json_interval(slice.bounds)},
                       {"few", slice.items < SliceSummary::few_items},
                       {"rest", number(slice.rest)},
                       {"p", number(slice.p)},
                       {"p_adjusted", number(slice.p_adjusted)}}});
}

Value metrics_value(const std::vector<MetricValue>& metrics) {
  Fields fields;
  for (const auto& metric : metrics) fields.emplace_back(metric.text, number(metric.value));
  return Value(Record{std::move(fields)});
}

Value metric_details(const std::vector<MetricValue>& metrics) {
  Fields fields;
  for (const auto& metric : metrics) {
    Fields one = {{"interval", json_interval(metric.interval)},
                  {"bounds", json_interval(metric.bounds)},
                  {"reported", metric.reported}};
    if (!metric.why_none.empty()) one.emplace_back("why_none", metric.why_none);
    fields.emplace_back(metric.text, Record{std::move(one)});
  }
  return Value(Record{std::move(fields)});
}

Value goal_value(const std::optional<Goal>& goal) {
  if (!goal) return {};
  List conditions;
  for (const auto& one : goal->conditions)
    conditions.emplace_back(Record{{{"text", one.text},
                                    {"value", number(one.value)},
                                    {"met", std::string(to_string(one.met))},
                                    {"why", one.why}}});
  return Value(Record{{{"text", goal->text},
                       {"met", std::string(to_string(goal->met))},
                       {"conditions", Value(std::move(conditions))}}});
}

Value consistency_value(const Summary& summary) {
  if (!summary.consistency) return {};
  return Value(Record{
      {{"value", number(summary.consistency)}, {"chance", number(summary.consistency_chance)}}});
}

Value variance_value(const std::optional<VarianceSplit>& split) {
  if (!split) return {};
  return Value(Record{{{"items", split->items},
                       {"again", split->again},
                       {"model", number(split->model)},
                       {"judges", number(split->judges)}}});
}

Value numbers(const std::vector<double>& all) {
  List list;
  for (const double one : all) list.emplace_back(one);
  return Value(std::move(list));
}

Fields run_fields(const Summary& summary) {
  return {{"schema", "cairn.summary/1"},
          {"eval", summary.eval},
          {"title", summary.title},
          {"file", summary.file},
          {"hashes", Record{{{"score", summary.hash_score}, {"answers", summary.hash_answers}}}},
          {"run", summary.run},
          {"prompt", summary.prompt},
          {"model", summary.model},
          {"started", summary.started},
          {"recorded", summary.recorded},
          {"items", number(summary.items)},
          {"items_scored", number(summary.items_scored)},
          {"left_out", number(summary.left_out)},
          {"samples", number(summary.samples)},
          {"answers", number(summary.answers)},
          {"groups", number(summary.groups)}};
}

Fields score_fields(const Summary& summary) {
  return {{"score", number(summary.score)},
          {"interval", json_interval(summary.interval)},
          {"margin", number(summary.margin)},
          {"rerun_band", number(summary.rerun_band)},
          {"rerun_band_judges", number(summary.rerun_band_judges)},
          {"rerun_band_model", number(summary.rerun_band_model)},
          {"consistency", consistency_value(summary)},
          {"variance", variance_value(summary.variance)},
          {"sample_scores", numbers(summary.sample_scores)},
          {"detectable", number(summary.detectable)},
          {"asked", number(summary.asked)},
          {"unanswered", number(summary.unanswered)},
          {"bounds", json_interval(summary.bounds)},
          {"cost", number(summary.cost_usd)},
          {"empty_replies", number(summary.empty_replies)},
          {"refused", number(summary.refused)},
          {"cut_short", number(summary.cut_short)},
          {"errors", number(summary.errors)}};
}

}  // namespace

std::string to_json(const Summary& summary) {
  List checks, slices, worst;
  for (const auto& check : summary.checks) checks.push_back(check_value(check));
  for (const auto& slice : summary.slices) slices.push_back(slice_value(slice));
  for (const auto& [id, score] : summary.worst_items)
    worst.emplace_back(Record{{{"item", id}, {"score", score}}});

  Fields fields = run_fields(summary);
  add(fields, score_fields(summary));
  add(fields, {{"checks", Value(std::move(checks))},
               {"slices", Value(std::move(slices))},
               {"metrics", metrics_value(summary.metrics)},
               {"metric_details", metric_details(summary.metrics)},
               {"goal", goal_value(summary.goal)},
               {"worst_items", Value(std::move(worst))},
               {"notes", json_texts(summary.notes)},
               {"exit", static_cast<double>(summary.exit_code)}});
  return to_json(Value(Record{std::move(fields)}));
}

}  // namespace cairn
