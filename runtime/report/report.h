// What a report says, whatever its form: one object that HTML, Markdown, GitHub,
// JUnit, CSV, JSON and the terminal are made of. Nothing is computed in them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runtime/compare/comparison.h"
#include "runtime/logged/logged_run.h"
#include "runtime/logged/run_outline.h"
#include "runtime/patterns/patterns.h"

namespace cairn {

struct RunReport {
  LoggedRun run;
  Patterns patterns;
  std::vector<RunOutline>
      history;  // Earlier runs with the same score hash, oldest first, this one last.
  // `--against RUN`: the run before, and how the two compare.
  std::optional<LoggedRun> before;
  std::optional<RunComparison> comparison;
};

struct ReportChoices {
  bool failed_only = false;  // Items that some check failed or left open.
  bool redact = false;       // Without answers, replies and outputs.
};

// What a run came to, in a line: "Goal met", "Goal not met: score 86.3% (at least
// 90% wanted)", "Could not be measured: …", "Score 86.3%, no goal".
std::string verdict_line(const Summary& summary);

// A form of report: a row of the table in formats.cpp.
struct ReportFormat {
  std::string_view name;  // "markdown"
  std::string_view file;  // What it is called where it needs a name: "report.md".
  std::string (*write)(const RunReport& report, const ReportChoices& choices);
};
const ReportFormat* find_report_format(std::string_view name);  // Null: there is none.

std::string html_report(const RunReport& report, const ReportChoices& choices);
std::string markdown_report(const RunReport& report, const ReportChoices& choices);
std::string github_report(const RunReport& report, const ReportChoices& choices);
std::string junit_report(const RunReport& report, const ReportChoices& choices);
std::string csv_report(const RunReport& report, const ReportChoices& choices);
std::string json_report(const RunReport& report, const ReportChoices& choices);
std::string every_eval_ever_report(const RunReport& report, const ReportChoices& choices);

}  // namespace cairn
