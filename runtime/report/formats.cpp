// Every form of report, once.
#include <algorithm>
#include <array>

#include "runtime/report/report.h"

namespace cairn {
namespace {

constexpr std::array report_formats = {
    ReportFormat{"csv", "report.csv", csv_report},
    ReportFormat{"every_eval_ever", "every_eval_ever.json", every_eval_ever_report},
    ReportFormat{"github", "annotations.txt", github_report},
    ReportFormat{"html", "report.html", html_report},
    ReportFormat{"json", "report.json", json_report},
    ReportFormat{"junit", "junit.xml", junit_report},
    ReportFormat{"markdown", "report.md", markdown_report},
};
static_assert(std::ranges::is_sorted(report_formats, {}, &ReportFormat::name),
              "keep the forms of report in order of name");

}  // namespace

const ReportFormat* find_report_format(std::string_view name) {
  const auto found = std::ranges::find(report_formats, name, &ReportFormat::name);
  return found == report_formats.end() ? nullptr : &*found;
}

}  // namespace cairn
