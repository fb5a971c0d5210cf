#include "runtime/history/history_json.h"

#include "lang/data/json.h"
#include "runtime/json_values.h"

namespace cairn {
namespace {

using RunFields = std::vector<FieldValue>;

Value text_if_any(const std::string& text) { return text.empty() ? Value() : Value(text); }

Value record(RunFields fields) { return Value(Record{std::move(fields)}); }

// --- runs --------------------------------------------------------------------------------

// A key that was typed twice has its last value.
Value labels_of_run(const std::vector<std::pair<std::string, std::string>>& labels) {
  Record made;
  for (const auto& [key, value] : labels) {
    std::erase_if(made.fields, [&wanted = key](const auto& one) { return one.first == wanted; });
    made.fields.emplace_back(key, Value(value));
  }
  return Value(std::move(made));
}

Value check_of_run(const CheckSummary& check) {
  return record({{"name", check.name},
                 {"counts", check.counts},
                 {"score", json_number(check.score)},
                 {"interval", json_interval(check.interval)},
                 {"unanswered", json_count(check.unanswered)}});
}

RunFields summary_fields(const Summary& summary) {
  return {{"file", summary.file},
          {"model", summary.model},
          {"prompt", summary.prompt},
          {"recorded", summary.recorded},
          {"items", json_count(summary.items)},
          {"samples", json_count(summary.samples)},
          {"answers", json_count(summary.answers)},
          {"score", json_number(summary.score)},
          {"interval", json_interval(summary.interval)},
          {"margin", json_number(summary.margin)},
          {"rerun_band", json_number(summary.rerun_band)},
          {"bounds", json_interval(summary.bounds)},
          {"unanswered", json_count(summary.unanswered)},
          {"cost", json_number(summary.cost_usd)},
          {"goal", summary.goal ? Value(to_string(summary.goal->met)) : Value()},
          {"checks", json_list(summary.checks, check_of_run)}};
}

Value run_value(const PastRun& run) {
  const auto* summary = run.summary();
  RunFields fields = {{"run", run.entry.id},
                      {"log", run.entry.log.string()},
                      {"time", run.time()},
                      {"eval", run.entry.eval},
                      {"ended", summary != nullptr},
                      {"comparable", run.comparable},
                      {"why_not_read", text_if_any(run.why_not)}};
  if (run.outline) {
    fields.emplace_back("cairn", run.outline->cairn);
    fields.emplace_back("hashes", record({{"score", run.outline->hash_score},
                                          {"answers", run.outline->hash_answers}}));
    fields.emplace_back("labels", labels_of_run(run.outline->labels));
  }
  if (summary)
    for (auto& field : summary_fields(*summary)) fields.push_back(std::move(field));
  return record(std::move(fields));
}

Value change_value(const FoundRuns& found) {
  const auto change = last_change(comparable_runs(found.runs, found.eval));
  if (!change) return {};
  return record({{"before", change->before->entry.id},
                 {"after", change->after->entry.id},
                 {"difference", change->difference},
                 {"error_bars", std::string(to_string(change->error_bars))},
                 {"not_the_same", json_texts(change->also)}});
}

Value left_out_value(const std::vector<LeftOutRun>& runs) {
  return json_list(runs, [](const LeftOutRun& run) {
    return record({{"run", run.named}, {"why", run.why}});
  });
}

// --- saturation ----------------------------------------------------------------------------

Value standing_value(const ItemStanding& item) {
  return record({{"item", item.item},
                 {"runs", json_count(item.runs)},
                 {"answers", json_count(item.answers)},
                 {"score", item.score},
                 {"failed_checks", json_texts(item.failed_checks)}});
}

Value discrimination_value(const ItemDiscrimination& item) {
  return record({{"item", item.item},
                 {"answers", json_count(item.answers)},
                 {"correlation", item.correlation},
                 {"p", item.p},
                 {"p_adjusted", item.p_adjusted}});
}

Value saturation_value(const FoundRuns& found) {
  if (!found.saturation) return {};
  const auto& made = *found.saturation;
  return record({{"runs", json_count(made.runs)},
                 {"repeated", json_count(made.repeated)},
                 {"answers", json_count(made.answers)},
                 {"items", json_count(made.items)},
                 {"score", json_number(made.score)},
                 {"interval", json_interval(made.interval)},
                 {"at_ceiling", made.at_ceiling},
                 {"passed_checks", json_texts(made.passed_checks)},
                 {"passed_items", json_list(made.passed, standing_value)},
                 {"failed_items", json_list(made.failed, standing_value)},
                 {"unvarying_items", json_count(made.unvarying)},
                 {"discrimination", json_list(made.discrimination, discrimination_value)},
                 {"left_out", left_out_value(found.not_in_saturation)}});
}

// --- labels --------------------------------------------------------------------------------

RunFields label_score_fields(const LabelScore& score) {
  return {{"items", json_count(score.items)},
          {"score", json_number(score.score)},
          {"interval", json_interval(score.interval)}};
}

Value label_value_value(const LabelValue& value, const ByLabel& by) {
  RunFields fields = {{"value", value.value}, {"runs", json_texts(value.runs)}};
  for (auto& field : label_score_fields(value.score)) fields.push_back(std::move(field));
  List checks;
  for (std::size_t i = 0; i < value.checks.size(); ++i) {
    RunFields check = {{"name", by.checks[i].name}, {"is_measure", by.checks[i].is_measure}};
    for (auto& field : label_score_fields(value.checks[i])) check.push_back(std::move(field));
    checks.push_back(record(std::move(check)));
  }
  fields.emplace_back("checks", Value(std::move(checks)));
  return record(std::move(fields));
}

Value trend_value(const std::optional<Correlation>& trend) {
  if (!trend) return {};
  return record({{"rank_correlation", trend->value}, {"p", json_number(trend->p)}});
}

Value by_value(const FoundRuns& found) {
  if (!found.by) return {};
  const auto& by = found.by->scores;
  std::vector<std::string> own_items;
  for (const auto& check : by.checks)
    if (!check.common) own_items.push_back(check.name);
  return record(
      {{"label", by.label},
       {"items", json_count(by.items)},
       {"common_items", by.common},
       {"checks_without_common_items", json_texts(own_items)},
       {"counted_in_some", json_texts(by.counted_in_some)},
       {"values",
        json_list(by.values, [&](const LabelValue& one) { return label_value_value(one, by); })},
       {"trend", trend_value(by.trend)},
       {"newest_differs", found.by->newest_differs},
       {"left_out", left_out_value(found.by->left_out)}});
}

}  // namespace

std::string to_json(const FoundRuns& found) {
  return to_json(record({{"schema", "cairn.runs/1"},
                         {"eval", text_if_any(found.eval)},
                         {"runs", json_list(found.runs, run_value)},
                         {"change", change_value(found)},
                         {"saturation", saturation_value(found)},
                         {"by", by_value(found)}}));
}

}  // namespace cairn
