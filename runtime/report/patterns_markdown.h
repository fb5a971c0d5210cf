// Patterns of wrong answers, as GitHub-flavoured Markdown: tables without a heading.
#pragma once

#include <string>

#include "runtime/patterns/patterns.h"
#include "runtime/report/report.h"

namespace cairn {

// Nothing where nothing was compared and nothing found. Texts of strangers are escaped. With
// `redact` without clusters: their words are words of answers.
std::string patterns_markdown(const Patterns& found, const ReportChoices& choices);

}  // namespace cairn
