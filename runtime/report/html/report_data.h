// A report as one JSON document: what the HTML page holds and `--format json` prints.
//
// {"schema":"cairn.report/1", "cairn", "run", "labels", "choices", "verdict", "summary",
//  "checks", "items", "patterns", "history", "spot_check", "comparison", "before", "plan"}.
// `checks` and every list of verdicts are in the order of the plan. Fields are only ever
// added. The same run gives the same bytes, on every machine.
#pragma once

#include "lang/value.h"
#include "runtime/report/report.h"

namespace cairn {

Value report_data(const RunReport& report, const ReportChoices& choices);

// --- its parts, each in a file of its own -----------------------------------------

// An item with its fields, its samples, and of each what every check said.
// With `redact`, nothing that a model or a program wrote: no text of an answer, no reply,
// no output, and no reason, since reasons quote.
Value item_value(const LoggedRun& run, const LoggedItem& item, const ReportChoices& choices);

// {"schema":"cairn.summary/1", …}; with `redact`, without reasons.
Value summary_value(const Summary& summary, const ReportChoices& choices);

// {"schema":"cairn.compare/1", …}, or null.
Value compared_value(const RunReport& report);

// The run before, or null: {"summary", "checks": their names, "items"}, of the items
// alone that the document has of this run.
Value before_value(const RunReport& report, const ReportChoices& choices);

Value patterns_value(const Patterns& patterns, const ReportChoices& choices);

// Who is asked what, and each check's rule or question, for reading: expressions and
// templates as they were written, without their trees and places, and without the
// folder of the machine that ran it.
Value plan_value(const Plan& plan);

// Of each check up to 10 verdicts to be confirmed by hand, drawn by a hash of their
// names, and the lowest share of right verdicts that so many confirmed ones show.
Value spot_check_value(const LoggedRun& run);

// Whether some check failed it or left it open, in any sample.
bool failed_or_open(const LoggedItem& item);

}  // namespace cairn
