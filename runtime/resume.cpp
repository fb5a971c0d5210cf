#include "runtime/resume.h"

#include <fmt/format.h>

#include "lang/data/json.h"
#include "runtime/log_reader.h"
#include "runtime/recorded/recorded_row.h"
#include "runtime/runs.h"

namespace cairn {
namespace {

// The first record of a log; nothing if it is none.
std::optional<Record> header_of(const std::filesystem::path& log, const RunWorld& world) {
  auto reader = LogReader::open(world.loader, log.string());
  auto first = reader ? reader->next() : Result<std::optional<Record>>(reader.error());
  return first ? *std::move(first) : std::nullopt;
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

bool same_model(const std::optional<program::Model>& one,
                const std::optional<program::Model>& other) {
  return one && other && one->id == other->id && one->run == other->run;
}

// Why this run cannot be gone on with; empty: it can.
std::string obstacle(const Record& header, const std::optional<program::Model>& asked,
                     const Plan& plan, const RunOptions& options) {
  if (options.ask_model && !same_model(asked, plan.eval.model)) return "it asked another model";
  if (asked && !options.answers.empty())
    return "it asked a model, so `--answers` has no place in it";
  return difference(header, plan);
}

// The newest of this eval, or of the model that was typed.
std::optional<ResumedRun> last_run(const Plan& plan, const RunOptions& options,
                                   const RunWorld& world, Diagnostics& diagnostics) {
  const auto all = runs_of(world.project);
  for (auto run = all.rbegin(); run != all.rend(); ++run) {
    if (run->eval != plan.eval.heading.name) continue;
    const auto header = header_of(run->log, world);
    if (!header) continue;
    if (options.ask_model && !same_model(asked_model(*header, world), plan.eval.model)) continue;
    return resumed_run(run->log.string(), plan, options, world, diagnostics);
  }
  if (options.ask_model) return ResumedRun{};
  diagnostics
      .report(DiagnosticKind::run_not_found, {},
              fmt::format("there is no run of `{}` to go on with", plan.eval.heading.name))
      .with_help("leave `--resume` out to begin one");
  return std::nullopt;
}

}  // namespace

std::optional<ResumedRun> resumed_run(const std::string& named, const Plan& plan,
                                      const RunOptions& options, const RunWorld& world,
                                      Diagnostics& diagnostics) {
  if (named.empty()) return last_run(plan, options, world, diagnostics);
  const auto log = find_run(world.project, named);
  const auto header = log ? header_of(*log, world) : std::nullopt;
  if (!header) {
    diagnostics.report(DiagnosticKind::run_not_found, {},
                       log ? fmt::format("`{}` is no run log", log->string()) : log.error().what);
    return std::nullopt;
  }
  const std::string id(text_in(*header, "run"));
  auto asked = asked_model(*header, world);
  if (const auto why = obstacle(*header, asked, plan, options); !why.empty()) {
    diagnostics.report(DiagnosticKind::run_cannot_resume, {}, id, why)
        .with_help("run it without `--resume`: what can still be used is taken from the cache");
    return std::nullopt;
  }
  return ResumedRun{id, std::string(text_in(*header, "time")), *log, std::move(asked)};
}

}  // namespace cairn
