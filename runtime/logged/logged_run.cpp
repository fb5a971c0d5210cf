#include "runtime/logged/logged_run.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "lang/data/items.h"
#include "lang/data/json.h"
#include "runtime/evidence/panel_items.h"
#include "runtime/log_reader.h"
#include "runtime/logged/log_records.h"
#include "runtime/logged/logged_items.h"
#include "runtime/runner.h"
#include "runtime/stats/tally.h"
#include "runtime/summary_read.h"

namespace cairn {
namespace {

Result<Plan> plan_in(const Record& run, const std::string& path, const program::Library& library) {
  const Value* value = run.find("plan");
  if (!value) return Failure{fmt::format("`{}` has no plan in its first record", path)};
  Diagnostics diagnostics;
  auto plan = read_plan(to_json(*value), path, library, diagnostics);
  if (plan && !diagnostics.any_errors()) return *std::move(plan);
  const auto& all = diagnostics.all();
  return Failure{fmt::format("the plan in `{}` cannot be read{}", path,
                             all.empty() ? "" : ": " + all.front().message)};
}

std::vector<TrustReport> trust_in(const Summary& summary) {
  std::vector<TrustReport> trust;
  for (const auto& check : summary.checks) trust.push_back(check.trust);
  return trust;
}

// Which items are in which slice and group: the scorer says it, as in the run.
Failure cannot_prepare(const std::string& path, const std::string& why) {
  return Failure{fmt::format("the plan in `{}` cannot be run by this cairn: {}", path, why)};
}

class ReadingLog {
 public:
  ReadingLog(LogReader reader, const program::Library& library)
      : reader_(std::move(reader)), library_(library) {}

  Result<LoggedRun> read(const std::string& path, LogDetail detail) {
    made_.path = path;
    if (auto failed = begin()) return *failed;
    if (detail == LogDetail::verdicts)
      reader_.pass_over({"evidence", "rating", "label", "example", "note"});
    LoggedItems items(made_.plan);
    while (true) {
      auto record = reader_.next();
      if (!record) return record.error();
      if (!*record) break;
      if (text_in_log(**record, "record") == "summary")
        last_summary_ = *std::move(*record);
      else
        items.take(*std::move(*record));
    }
    if (auto failed = summary()) return *failed;
    made_.items = items.finish();
    if (auto failed = place()) return *failed;
    score();
    return std::move(made_);
  }

 private:
  std::optional<Failure> begin() {
    auto record = reader_.next();
    if (!record) return record.error();
    const Record& run = **record;
    const auto head = log_head(run);
    made_.id = head.id;
    made_.time = head.time;
    made_.eval = head.eval;
    made_.cairn = head.cairn;
    made_.labels = head.labels;
    auto plan = plan_in(run, made_.path, library_);
    if (!plan) return plan.error();
    made_.plan = *std::move(plan);
    return std::nullopt;
  }

  std::optional<Failure> summary() {
    const Value* value = last_summary_ ? last_summary_->find("summary") : nullptr;
    const auto* json = value ? value->as<Record>() : nullptr;
    if (!json)
      return Failure{fmt::format(
          "run `{}` ended before its summary was written: go on with it by `cairn run {} "
          "--resume {}`, or score what it has by `cairn run {} --answers {} --answers-only`",
          made_.id, made_.plan.file, made_.id, made_.plan.file, made_.id)};
    auto read = read_summary(*json);
    if (!read) return Failure{fmt::format("`{}` has {}", made_.path, read.error().what)};
    made_.summary = *std::move(read);
    for (const auto& planned : made_.plan.checks) made_.counts.push_back(counts(planned));
    return std::nullopt;
  }

  // As the run itself had it.
  bool counts(const PlannedCheck& planned) const {
    const auto found =
        std::ranges::find(made_.summary.checks, planned.check.heading.name, &CheckSummary::name);
    return found != made_.summary.checks.end() && found->counts;
  }

  std::optional<Failure> place() {
    const PanelItems rated(made_.plan);
    auto trust = trust_in(made_.summary);
    trust.resize(made_.plan.checks.size());
    const auto runner =
        Runner::make(made_.plan, library_, {std::move(trust), &rated, nullptr, nullptr});
    if (!runner) return cannot_prepare(made_.path, runner.error().what);
    Scorer scorer(**runner);
    for (std::size_t i = 0; i < made_.items.size(); ++i) {
      auto& item = made_.items[i];
      auto placed = scorer.begin(Item{.id = item.scored.id, .fields = item.fields}, i);
      item.scored.group = std::move(placed.group);
      item.scored.slices = std::move(placed.slices);
      item.scored.picked = std::move(placed.picked);
    }
    return std::nullopt;
  }

  void score() {
    for (auto& item : made_.items) {
      double sum = 0;
      std::size_t scored = 0;
      for (std::size_t i = 0; i < item.answers.size(); ++i) {
        auto& score = item.answers[i].score;
        score = score_sample(made_.plan, made_.counts, item.scored.samples[i].checks).score;
        if (!score) continue;
        sum += *score;
        ++scored;
      }
      if (scored > 0) item.score = sum / static_cast<double>(scored);
    }
  }

  LogReader reader_;
  const program::Library& library_;
  LoggedRun made_;
  std::optional<Record> last_summary_;
};

}  // namespace

std::string LoggedAnswer::text() const { return fmt::format("{}", fmt::join(turns, "\n\n")); }

Result<LoggedRun> read_logged_run(Loader& loader, const std::string& path,
                                  const program::Library& library, LogDetail detail) {
  auto reader = LogReader::open(loader, path);
  if (!reader) return reader.error();
  return ReadingLog(*std::move(reader), library).read(path, detail);
}

}  // namespace cairn
