// Fields that another minor version does not write are left at their defaults.
#include "runtime/summary_read.h"

#include <fmt/format.h>

#include <algorithm>

namespace cairn {
namespace {

constexpr std::string_view schema = "cairn.summary/1";

// The fields of one record, by type.
class SummaryFields {
 public:
  explicit SummaryFields(const Record& record) : record_(record) {}

  std::string text(std::string_view field) const {
    const auto* text = of<std::string>(field);
    return text ? *text : std::string();
  }
  std::optional<double> number(std::string_view field) const {
    const auto* number = of<Number>(field);
    return number ? std::optional(number->value) : std::nullopt;
  }
  std::size_t count(std::string_view field) const {
    constexpr double most = 1e15;
    return static_cast<std::size_t>(std::clamp(number(field).value_or(0), 0.0, most));
  }
  bool truth(std::string_view field, bool otherwise) const {
    const auto* truth = of<bool>(field);
    return truth ? *truth : otherwise;
  }
  std::optional<Interval> interval(std::string_view field) const {
    const auto* ends = of<List>(field);
    if (!ends || ends->size() != 2) return std::nullopt;
    const auto *low = (*ends)[0].as<Number>(), *high = (*ends)[1].as<Number>();
    if (!low || !high) return std::nullopt;
    return Interval{low->value, high->value};
  }
  std::optional<SummaryFields> record(std::string_view field) const {
    const auto* record = of<Record>(field);
    return record ? std::optional(SummaryFields(*record)) : std::nullopt;
  }
  std::vector<std::string> texts(std::string_view field) const {
    std::vector<std::string> all;
    if (const auto* list = of<List>(field))
      for (const auto& one : *list)
        if (const auto* text = one.as<std::string>()) all.push_back(*text);
    return all;
  }
  std::vector<SummaryFields> records(std::string_view field) const {
    std::vector<SummaryFields> all;
    if (const auto* list = of<List>(field))
      for (const auto& one : *list)
        if (const auto* record = one.as<Record>()) all.emplace_back(*record);
    return all;
  }
  std::vector<double> numbers(std::string_view field) const {
    std::vector<double> all;
    if (const auto* list = of<List>(field))
      for (const auto& one : *list)
        if (const auto* number = one.as<Number>()) all.push_back(number->value);
    return all;
  }
  const Record& all() const { return record_; }

 private:
  template <class T>
  const T* of(std::string_view field) const {
    const Value* value = record_.find(field);
    return value ? value->as<T>() : nullptr;
  }
  const Record& record_;
};

// The value whose name is `said`; the first of them if there is none.
template <class T>
T named(std::string_view said, std::initializer_list<T> all) {
  for (const auto one : all)
    if (to_string(one) == said) return one;
  return *all.begin();
}

Met met_in(const SummaryFields& from) {
  return named(from.text("met"), {Met::could_not_measure, Met::met, Met::not_met});
}

std::vector<Reason> reasons_in(const std::vector<SummaryFields>& from) {
  std::vector<Reason> all;
  for (const auto& one : from)
    all.push_back({one.text("why"), one.count("count"), one.texts("items")});
  return all;
}

// --- checks -----------------------------------------------------------------------

TrustReport trust_in(const SummaryFields& from) {
  TrustReport made;
  // A word that this version does not know is no reason to believe a judge.
  if (!from.text("trust").empty())
    made.trust = named(from.text("trust"), {Trust::untested, Trust::trusted, Trust::not_trusted,
                                            Trust::not_needed, Trust::waiting});
  made.settled = from.truth("settled", true);
  made.why = from.text("trust_why");
  made.examples = from.count("examples");
  made.wrong = from.count("examples_wrong");
  made.unreadable = from.count("examples_unreadable");
  made.raters = from.count("raters");
  auto& agreement = made.raters > 0 ? made.pairwise_agreement : made.agreement;
  auto& interval = made.raters > 0 ? made.pairwise_agreement_interval : made.agreement_interval;
  agreement = from.number("agreement");
  interval = from.interval("agreement_interval");
  made.cohen_kappa = from.number("cohen_kappa");
  made.cohen_kappa_interval = from.interval("cohen_kappa_interval");
  made.rated_items = from.count("rated_items");
  made.ratings = from.count("ratings");
  made.fleiss_kappa = from.number("fleiss_kappa");
  made.fleiss_kappa_interval = from.interval("fleiss_kappa_interval");
  made.krippendorff_alpha = from.number("krippendorff_alpha");
  made.krippendorff_alpha_interval = from.interval("krippendorff_alpha_interval");
  made.gwet_ac1 = from.number("gwet_ac1");
  made.gwet_ac1_interval = from.interval("gwet_ac1_interval");
  return made;
}

void labels_in(const SummaryFields& from, CheckSummary& made) {
  made.precision = from.number("precision");
  made.recall = from.number("recall");
  made.f1 = from.number("f1");
  made.kappa = from.number("kappa");
  for (const auto& cell : from.records("confusion"))
    made.confusion.push_back({cell.text("said"), cell.text("should_say"), cell.count("count")});
}

CheckSummary check_in(const SummaryFields& from) {
  CheckSummary made;
  made.name = from.text("name");
  made.title = from.text("title");
  made.evidence = from.text("evidence");
  made.area = from.text("area");
  made.hash = from.text("hash");
  made.weight = from.number("weight").value_or(1);
  made.must_pass = from.truth("must_pass", false);
  made.counts = from.truth("counts", true);
  made.score = from.number("score");
  made.interval = from.interval("interval");
  made.bounds = from.interval("bounds");
  made.passed = from.count("passed");
  made.failed = from.count("failed");
  made.unanswered = from.count("unanswered");
  made.not_applicable = from.count("not_applicable");
  made.items = from.count("items");
  made.consistency = from.number("consistency");
  made.consistency_chance = from.number("consistency_chance");
  made.trust = trust_in(from);
  made.is_measure = from.all().find("measured") != nullptr;
  made.measured = from.count("measured");
  made.mean = from.number("mean");
  made.median = from.number("median");
  made.p95 = from.number("p95");
  labels_in(from, made);
  made.flip_rate = from.number("flip_rate");
  made.failures = reasons_in(from.records("failures"));
  made.open = reasons_in(from.records("open"));
  return made;
}

// --- the rest ------------------------------------------------------------------------

SliceSummary slice_in(const SummaryFields& from) {
  return {.slice = from.text("slice"),
          .value = from.text("value"),
          .items = from.count("items"),
          .score = from.number("score"),
          .interval = from.interval("interval"),
          .bounds = from.interval("bounds"),
          .rest = from.number("rest"),
          .p = from.number("p"),
          .p_adjusted = from.number("p_adjusted")};
}

std::vector<MetricValue> metrics_in(const SummaryFields& from) {
  std::vector<MetricValue> all;
  const auto values = from.record("metrics"), details = from.record("metric_details");
  if (!values) return all;
  for (const auto& [text, value] : values->all().fields) {
    MetricValue made{.text = text};
    made.value = values->number(text);
    if (const auto more = details ? details->record(text) : std::nullopt) {
      made.reported = more->truth("reported", true);
      made.interval = more->interval("interval");
      made.bounds = more->interval("bounds");
      made.why_none = more->text("why_none");
    }
    all.push_back(std::move(made));
  }
  return all;
}

std::optional<Goal> goal_in(const SummaryFields& from) {
  const auto goal = from.record("goal");
  if (!goal) return std::nullopt;
  Goal made{.text = goal->text("text"), .met = met_in(*goal), .conditions = {}};
  for (const auto& one : goal->records("conditions"))
    made.conditions.push_back(
        {one.text("text"), one.number("value"), met_in(one), one.text("why")});
  return made;
}

void who_in(const SummaryFields& from, Summary& made) {
  made.eval = from.text("eval");
  made.title = from.text("title");
  made.file = from.text("file");
  if (const auto hashes = from.record("hashes")) {
    made.hash_score = hashes->text("score");
    made.hash_answers = hashes->text("answers");
  }
  made.run = from.text("run");
  made.prompt = from.text("prompt");
  made.model = from.text("model");
  made.started = from.text("started");
  made.recorded = from.truth("recorded", false);
  made.items = from.count("items");
  made.items_scored = from.count("items_scored");
  made.left_out = from.count("left_out");
  made.samples = from.count("samples");
  made.answers = from.count("answers");
  made.groups = from.count("groups");
}

void score_in(const SummaryFields& from, Summary& made) {
  made.score = from.number("score");
  made.interval = from.interval("interval");
  made.margin = from.number("margin");
  made.rerun_band = from.number("rerun_band");
  made.rerun_band_judges = from.number("rerun_band_judges");
  made.rerun_band_model = from.number("rerun_band_model");
  if (const auto consistency = from.record("consistency")) {
    made.consistency = consistency->number("value");
    made.consistency_chance = consistency->number("chance");
  }
  if (const auto split = from.record("variance"))
    made.variance =
        VarianceSplit{split->number("items").value_or(0), split->number("again").value_or(0),
                      split->number("model"), split->number("judges")};
  made.sample_scores = from.numbers("sample_scores");
  made.detectable = from.number("detectable");
  made.bounds = from.interval("bounds");
}

void counts_in(const SummaryFields& from, Summary& made) {
  made.asked = from.count("asked");
  made.unanswered = from.count("unanswered");
  made.cost_usd = from.number("cost");
  made.empty_replies = from.count("empty_replies");
  made.refused = from.count("refused");
  made.cut_short = from.count("cut_short");
  made.errors = from.count("errors");
  made.exit_code = static_cast<int>(std::clamp(from.number("exit").value_or(0), 0.0, 255.0));
}

}  // namespace

Result<Summary> read_summary(const Record& json) {
  const SummaryFields from(json);
  const auto written = from.text("schema");
  if (written.substr(0, written.find('.', schema.size() - 1)) != schema)
    return Failure{fmt::format("a summary of another version of cairn ({}); this one reads {}",
                               written.empty() ? "without a schema" : written, schema)};
  Summary made;
  who_in(from, made);
  score_in(from, made);
  counts_in(from, made);
  for (const auto& one : from.records("checks")) made.checks.push_back(check_in(one));
  for (const auto& one : from.records("slices")) made.slices.push_back(slice_in(one));
  made.metrics = metrics_in(from);
  made.goal = goal_in(from);
  for (const auto& one : from.records("worst_items"))
    made.worst_items.emplace_back(one.text("item"), one.number("score").value_or(0));
  made.notes = from.texts("notes");
  return made;
}

}  // namespace cairn
