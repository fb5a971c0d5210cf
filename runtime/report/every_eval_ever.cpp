#include "runtime/report/every_eval_ever.h"

#include <fmt/format.h>

#include <map>

#include "lang/data/json.h"
#include "runtime/report/html/report_data.h"
#include "runtime/stats/moments.h"

namespace cairn {
namespace {

// Text of a map whose values are all texts, as the schema has them.
class Details {
 public:
  Details& add(std::string_view key, std::string value) {
    if (!value.empty()) record_.fields.emplace_back(std::string(key), std::move(value));
    return *this;
  }
  Details& add(std::string_view key, std::size_t count) {
    return add(key, fmt::format("{}", count));
  }
  Details& add(std::string_view key, const std::optional<double>& value) {
    return value ? add(key, fmt::format("{}", *value)) : *this;
  }
  Value take() { return Value(std::move(record_)); }

 private:
  Record record_;
};

class Aggregate {
 public:
  Aggregate(const LoggedRun& run, std::string instances_file, std::size_t instances)
      : run_(run),
        summary_(run.summary),
        names_(run),
        instances_file_(std::move(instances_file)),
        instances_(instances) {
    for (const auto& item : run.items)
      if (run.grouped()) groups_.emplace(item.scored.group, static_cast<Group>(groups_.size()));
  }

  Value document() const {
    Record made;
    made.fields = {{"schema_version", every_eval_ever_version},
                   {"evaluation_id", names_.id},
                   {"evaluation_timestamp", summary_.started},
                   {"retrieved_timestamp", names_.time},
                   {"source_metadata", source()},
                   {"eval_library", library()},
                   {"model_info", every_eval_ever_model(summary_.model, names_.model)},
                   {"evaluation_results", results()}};
    if (!instances_file_.empty()) {
      Record detailed;
      detailed.fields = {{"format", "jsonl"},
                         {"file_path", instances_file_},
                         {"total_rows", static_cast<double>(instances_)}};
      made.fields.emplace_back("detailed_evaluation_results", Value(std::move(detailed)));
    }
    return Value(std::move(made));
  }

 private:
  Value source() const {
    const auto& owner = run_.plan.eval.owner;
    return Value(Record{{{"source_name", summary_.title.empty() ? summary_.eval : summary_.title},
                         {"source_type", "evaluation_run"},
                         {"source_organization_name", owner.empty() ? "unknown" : owner},
                         {"evaluator_relationship", "other"},
                         {"additional_details", Details().add("run", summary_.run).take()}}});
  }

  Value library() const {
    return Value(Record{{{"name", "cairn"},
                         {"version", run_.cairn.empty() ? std::string("unknown") : run_.cairn}}});
  }

  Value results() const {
    List all;
    if (summary_.score) all.push_back(headline());
    for (std::size_t i = 0; i < summary_.checks.size(); ++i)
      if (const auto& check = summary_.checks[i]; check.is_measure ? check.mean : check.score)
        all.push_back(of_check(i));
    for (const auto& metric : summary_.metrics)
      if (metric.reported && metric.value && metric.text != "score")
        all.push_back(of_metric(metric));
    return Value(std::move(all));
  }

  Value result(std::string_view id, const std::string& name, Record metric, Record score) const {
    Record made;
    made.fields = {{"evaluation_result_id", names_.result_id(id)},
                   {"evaluation_name", name},
                   {"source_data", dataset()},
                   {"evaluation_timestamp", summary_.started},
                   {"metric_config", Value(std::move(metric))},
                   {"score_details", Value(std::move(score))}};
    if (auto generation = generation_config(); !generation.is_missing())
      made.fields.emplace_back("generation_config", std::move(generation));
    return Value(std::move(made));
  }

  // --- the results -------------------------------------------------------------------

  Value headline() const {
    Record metric = metric_config("Score", "pass_rate", shares(any_points()));
    Record score = score_details(*summary_.score, summary_.interval, summary_.items_scored,
                                 error_of([](const LoggedItem& item) { return item.score; }));
    score.fields.emplace_back("details", Details()
                                             .add("items", summary_.items)
                                             .add("samples", summary_.samples)
                                             .add("unanswered", summary_.unanswered)
                                             .add("rerun_band", summary_.rerun_band)
                                             .add("consistency", summary_.consistency)
                                             .take());
    return result("score", names_.eval, std::move(metric), std::move(score));
  }

  Value of_check(std::size_t index) const {
    const auto& check = summary_.checks[index];
    const auto& planned = run_.plan.checks[index].check;
    const bool points = std::holds_alternative<program::Points>(planned.rule);
    Record metric = check.is_measure
                        ? metric_config(check.name, "measure", {"-Infinity", "Infinity"})
                        : metric_config(check.name, "pass_rate", shares(points));
    if (!check.title.empty()) metric.fields.emplace_back("evaluation_description", check.title);
    if (auto scoring = every_eval_ever_scoring(run_.plan, index, check); !scoring.is_missing())
      metric.fields.emplace_back("llm_scoring", std::move(scoring));
    Record score =
        score_details(check.is_measure ? *check.mean : *check.score, check.interval, check.items,
                      error_of([index](const LoggedItem& item) { return mean_of(item, index); }));
    score.fields.emplace_back("details", details_of(check));
    return result("check/" + check.name, names_.name_of(check.name), std::move(metric),
                  std::move(score));
  }

  static Value details_of(const CheckSummary& check) {
    return Details()
        .add("evidence", check.evidence)
        .add("hash", check.hash)
        .add("weight", std::optional(check.weight))
        .add("in_the_score", std::string(check.counts ? "yes" : "no"))
        .add("trust", std::string(to_string(check.trust.trust)))
        .add("passed", check.passed)
        .add("failed", check.failed)
        .add("unanswered", check.unanswered)
        .add("not_applicable", check.not_applicable)
        .add("median", check.median)
        .add("p95", check.p95)
        .take();
  }

  Value of_metric(const MetricValue& metric) const {
    return result("metric/" + metric.text, names_.name_of(metric.text),
                  metric_config(metric.text, metric.text, {"-Infinity", "Infinity"}),
                  score_details(*metric.value, metric.interval, {}, {}));
  }

  // --- their parts -------------------------------------------------------------------

  struct Bounds {
    Value low, high;
  };
  static Bounds shares(bool below_zero) {
    return {below_zero ? Value("-Infinity") : Value(0.0), Value(1.0)};
  }

  bool any_points() const {
    for (const auto& planned : run_.plan.checks)
      if (std::holds_alternative<program::Points>(planned.check.rule)) return true;
    return false;
  }

  Record metric_config(const std::string& name, const std::string& kind, Bounds bounds) const {
    constexpr std::string_view lower_is_better[] = {"cost", "margin", "rerun_band", "unanswered"};
    const bool lower = std::ranges::count(lower_is_better, std::string_view(name)) > 0;
    Record made;
    made.fields = {{"metric_id", "cairn." + summary_.eval + "." + name},
                   {"metric_name", name},
                   {"metric_kind", kind},
                   {"lower_is_better", lower},
                   {"score_type", "continuous"},
                   {"min_score", std::move(bounds.low)},
                   {"max_score", std::move(bounds.high)}};
    if (kind == "pass_rate") made.fields.emplace_back("metric_unit", "proportion");
    return made;
  }

  static Record score_details(double score, const std::optional<Interval>& interval,
                              std::optional<std::size_t> items,
                              const std::optional<double>& error) {
    Record uncertainty;
    if (error)
      uncertainty.fields.emplace_back("standard_error",
                                      Value(Record{{{"value", *error}, {"method", "analytic"}}}));
    if (interval)
      uncertainty.fields.emplace_back(
          "confidence_interval",
          Value(Record{
              {{"lower", interval->low}, {"upper", interval->high}, {"confidence_level", 0.95}}}));
    if (items) uncertainty.fields.emplace_back("num_samples", static_cast<double>(*items));
    Record made;
    made.fields = {{"score", score}};
    if (!uncertainty.fields.empty())
      made.fields.emplace_back("uncertainty", Value(std::move(uncertainty)));
    return made;
  }

  // The standard error of the mean over items, of groups where there are some; nothing
  // below two.
  template <class ValueOf>
  std::optional<double> error_of(const ValueOf& value_of) const {
    Moments moments;
    for (const auto& item : run_.items)
      if (const std::optional<double> value = value_of(item))
        moments.add(*value, run_.grouped() ? groups_.at(item.scored.group) : alone);
    const auto estimate = moments.estimate();
    return estimate.groups < 2 ? std::nullopt : std::optional(estimate.error);
  }

  static std::optional<double> mean_of(const LoggedItem& item, std::size_t check) {
    double sum = 0;
    std::size_t count = 0;
    for (const auto& sample : item.scored.samples) {
      const auto& outcome = sample.checks[check].outcome;
      if (const auto* scored = std::get_if<Scored>(&outcome)) sum += scored->score;
      if (const auto* measured = std::get_if<Measured>(&outcome)) sum += measured->value;
      if (outcome.index() < 2) ++count;
    }
    return count == 0 ? std::nullopt : std::optional(sum / static_cast<double>(count));
  }

  Value dataset() const {
    Details details;
    details.add("file", summary_.file)
        .add("hash_score", summary_.hash_score)
        .add("hash_answers", summary_.hash_answers);
    return Value(Record{{{"dataset_name", summary_.eval},
                         {"source_type", "other"},
                         {"additional_details", details.take()}}});
  }

  // Of a model that this run asked.
  Value generation_config() const {
    const auto& model = run_.plan.eval.model;
    if (summary_.recorded || !model) return {};
    Record arguments;
    if (model->temperature) arguments.fields.emplace_back("temperature", *model->temperature);
    if (model->top_p) arguments.fields.emplace_back("top_p", *model->top_p);
    if (model->max_tokens)
      arguments.fields.emplace_back("max_tokens", static_cast<double>(*model->max_tokens));
    if (arguments.fields.empty()) return {};
    return Value(Record{{{"generation_args", Value(std::move(arguments))}}});
  }

  const LoggedRun& run_;
  const Summary& summary_;
  EveryEvalEverRun names_;
  std::string instances_file_;
  std::size_t instances_;
  std::map<std::string, Group> groups_;
};

}  // namespace

std::string every_eval_ever_aggregate(const RunReport& report, const ReportChoices& choices,
                                      const std::string& instances_file) {
  std::size_t instances = 0;
  if (!instances_file.empty()) {
    const auto lines = every_eval_ever_instances(report, choices);
    instances = static_cast<std::size_t>(std::ranges::count(lines, '\n'));
  }
  return to_indented_json(Aggregate(report.run, instances_file, instances).document());
}

std::string every_eval_ever_report(const RunReport& report, const ReportChoices& choices) {
  return every_eval_ever_aggregate(report, choices, {});
}

}  // namespace cairn
