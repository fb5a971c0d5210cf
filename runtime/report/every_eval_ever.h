// Results for the shared database of Every Eval Ever, schema 0.3.0: one document of
// aggregates, and beside it JSON lines of the instances, one for each item, sample and
// aggregate. Field names and what they may hold are the schema's.
//
// Nothing is made up: what was not measured has no result, an open verdict no instance,
// and what a log does not say of a model is "unknown".
#pragma once

#include <string>

#include "lang/value.h"
#include "runtime/report/report.h"

namespace cairn {

// `instances_file`: where in the database the instances will stand, as
// `data/EVAL/DEVELOPER/MODEL/UUID_samples.jsonl`; empty: they are not handed in.
std::string every_eval_ever_aggregate(const RunReport& report, const ReportChoices& choices,
                                      const std::string& instances_file);

// With `redact` no answers; with `failed_only` those items alone.
std::string every_eval_ever_instances(const RunReport& report, const ReportChoices& choices);

// --- what both say of a run ---------------------------------------------------------

struct EveryEvalEverRun {
  explicit EveryEvalEverRun(const LoggedRun& run);

  // Of the headline, or of a check.
  std::string result_id(std::string_view result) const { return id + "/" + std::string(result); }
  std::string name_of(std::string_view check) const { return eval + "/" + std::string(check); }

  std::string eval, model;  // model: "openai/gpt-5"
  std::string time;         // Seconds since 1970, when the run was started.
  std::string id;           // EVAL/MODEL/TIME
};
inline constexpr std::string_view every_eval_ever_version = "0.3.0";

// {"name", "id", "additional_details"} of a model of which no more is known.
Value every_eval_ever_model(const std::string& name, const std::string& id);

// How a check's judge was asked; missing of a check that no judge decides.
Value every_eval_ever_scoring(const Plan& plan, std::size_t check, const CheckSummary& summary);

}  // namespace cairn
