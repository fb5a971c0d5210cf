#include "runtime/resume.h"

#include <fmt/format.h>

#include "lang/data/json.h"
#include "runtime/log_reader.h"
#include "runtime/recorded/recorded_row.h"
#include "runtime/runs.h"

namespace cairn {
namespace {

Result<std::filesystem::path> log_to_resume(const std::string& named, const Plan& plan,
                                            const RunWorld& world) {
  if (!named.empty()) return find_run(world.project, named);
  const auto all = runs_of(world.project);
  for (auto run = all.rbegin(); run != all.rend(); ++run)
    if (run->eval == plan.eval.heading.name) return run->log;
  return Failure{fmt::format("there is no run of `{}` to go on with", plan.eval.heading.name)};
}

// What of the plan is another, in words; empty: nothing that decides an answer or a verdict.
std::string difference(const Record& header, const Plan& plan) {
  const Value* given = header.find("hashes");
  const auto* hashes = given ? given->as<Record>() : nullptr;
  if (!hashes) return "its log does not say what its plan was";
  if (text_in(*hashes, "answers") != plan.hashes.answers)
    return "the prompt, the items or their draw have changed since";
  if (text_in(*hashes, "score") != plan.hashes.score)
    return "its checks, or how they make a score, have changed since";
  return {};
}

// Whom the run asked: `--model` need not be typed again.
std::optional<program::Model> asked_model(const Record& header, const RunWorld& world) {
  const Value* asked = header.find("asked");
  const Value* plan = header.find("plan");
  if (!asked || !plan) return std::nullopt;
  Diagnostics unread;
  const auto logged = read_plan(to_json(*plan), "run.jsonl", world.library, unread);
  return logged ? logged->eval.model : std::nullopt;
}

}  // namespace

std::optional<ResumedRun> resumed_run(const std::string& named, const Plan& plan,
                                      const RunWorld& world, Diagnostics& diagnostics) {
  const auto log = log_to_resume(named, plan, world);
  if (!log) {
    diagnostics.report(DiagnosticKind::run_not_found, {}, log.error().what);
    return std::nullopt;
  }
  auto reader = LogReader::open(world.loader, log->string());
  auto first = reader ? reader->next() : Result<std::optional<Record>>(reader.error());
  if (!first || !*first) {
    diagnostics.report(DiagnosticKind::run_not_found, {},
                       first ? fmt::format("`{}` is empty", log->string()) : first.error().what);
    return std::nullopt;
  }
  const Record& header = **first;
  const std::string id(text_in(header, "run"));
  if (const auto why = difference(header, plan); !why.empty()) {
    diagnostics.report(DiagnosticKind::run_cannot_resume, {}, id, why)
        .with_help("run it without `--resume`: what can still be used is taken from the cache");
    return std::nullopt;
  }
  return ResumedRun{id, std::string(text_in(header, "time")), *log, asked_model(header, world)};
}

}  // namespace cairn
