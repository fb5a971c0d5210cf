// The parts of a Markdown report. Each gives lines that end in a line break, or
// nothing where there is nothing to say. Every list in them is cut, with "…and N more".
#pragma once

#include <cstddef>
#include <string>

#include "runtime/report/report.h"

namespace cairn {

// How much of each list is shown, and how long a text of a stranger may be.
struct MarkdownRoom {
  std::size_t checks = 100, conditions = 30, slices = 60, notes = 30, reasons = 4, items = 12,
              crossed = 20;
  std::size_t characters = 300;

  // A part of it, but never less than what a verdict needs to be believed.
  MarkdownRoom divided_by(std::size_t divisor) const;
};

struct MarkdownScope {
  const RunReport& report;
  const ReportChoices& choices;
  MarkdownRoom room;
};

std::string markdown_headline(const MarkdownScope& scope);
std::string markdown_goal(const MarkdownScope& scope);
std::string markdown_checks(const MarkdownScope& scope);
std::string markdown_measures(const MarkdownScope& scope);
std::string markdown_notes(const MarkdownScope& scope);
std::string markdown_slices(const MarkdownScope& scope);
std::string markdown_failures(const MarkdownScope& scope);
std::string markdown_open(const MarkdownScope& scope);
std::string markdown_worst_items(const MarkdownScope& scope);
std::string markdown_comparison(const MarkdownScope& scope);  // With the run before.

}  // namespace cairn
