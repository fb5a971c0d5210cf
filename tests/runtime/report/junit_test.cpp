// JUnit XML: what is a test, what fails, and that it is valid whatever texts hold.
#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "tests/runtime/report/reports.h"
#include "tests/runtime/report/run_tool.h"

using namespace cairn;

namespace {

bool contains(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

// The test case called so, to its end.
std::string case_called(const std::string& xml, const std::string& name) {
  const auto begin = xml.find("<testcase name=\"" + name + "\"");
  REQUIRE_MESSAGE(begin != xml.npos, xml);
  return xml.substr(begin, xml.find("</testcase>", begin) - begin);
}

void check_valid(const std::string& xml) {
  if (!has_tool("xmllint")) {
    MESSAGE("xmllint is not installed: JUnit reports are not validated");
    return;
  }
  output_of("xmllint --noout --schema " CAIRN_ROOT "/tests/junit/jenkins-junit.xsd {}", xml);
}

}  // namespace

TEST_CASE("JUnit: a test for each check and each condition, failed where a gate is") {
  const auto report = small_report();
  const auto xml = junit_report(report, {});
  CAPTURE(xml);
  check_valid(xml);
  CHECK(contains(xml, "<testsuite name=\"recipes\" tests=\"5\" failures=\"2\" errors=\"1\""));
  CHECK(contains(case_called(xml, "short"),
                 "<failure type=\"goal\" message=\"short 75.0% (at least 80% wanted)\">"));
  CHECK(contains(case_called(xml, "short"), "51 words in &quot;Fry it&quot; are more than 50"));
  CHECK(!contains(case_called(xml, "length"), "<failure"));
  CHECK(contains(case_called(xml, "length"), "mean 14.2"));
  CHECK(contains(case_called(xml, "goal: score &gt;= 90%"), "<error type=\"not measured\""));
  CHECK(contains(case_called(xml, "goal: short &gt;= 80%"), "<failure"));
  CHECK(contains(xml, "<property name=\"run\" value=\"e63f9c76\"/>"));
  CHECK(contains(xml, "timestamp=\"2026-11-24T16:40:00\""));
  CHECK(contains(xml, "time=\"6.000\""));
  CHECK(!contains(junit_report(report, {.redact = true}), "Fry it"));
}

TEST_CASE("JUnit: errors and what is skipped") {
  using Came = std::string;
  struct Case {
    std::string about;
    CheckSummary check;
    std::optional<GoalCondition> gate;
    Came element;
  };
  const CheckSummary good{.name = "tone", .score = 1, .passed = 3};
  const auto trusted_so = [](Trust trust, bool counts) {
    CheckSummary made{.name = "tone", .counts = counts, .score = 0.5, .passed = 1, .failed = 1};
    made.trust.trust = trust;
    made.trust.why = "because";
    return made;
  };
  const Case cases[] = {
      {"passes", good, {}, ""},
      {"answers failed, and no gate",
       {.name = "tone", .must_pass = true, .score = 0, .failed = 3},
       {},
       ""},
      {"a gate", good, GoalCondition{"tone >= 90%", 0.5, Met::not_met, ""}, "<failure "},
      {"a gate on a part of it", good, GoalCondition{"tone.low >= 90%", 0.5, Met::not_met, ""},
       "<failure "},
      {"a gate on another", good, GoalCondition{"tones >= 90%", 0.5, Met::not_met, ""}, ""},
      {"a gate on another's part", good, GoalCondition{"a.tone >= 90%", 0.5, Met::not_met, ""}, ""},
      {"a gate that is met", good, GoalCondition{"tone >= 90%", 1, Met::met, ""}, ""},
      {"a gate that could not be measured", good,
       GoalCondition{"tone >= 90%", {}, Met::could_not_measure, "why"}, "<error "},
      {"nobody answered", {.name = "tone", .unanswered = 3}, {}, "<error "},
      {"applies to nothing", {.name = "tone", .not_applicable = 3}, {}, "<skipped>it applies"},
      {"not trusted",
       trusted_so(Trust::not_trusted, false),
       {},
       "<skipped>does not count: because"},
      {"untested, out of the score",
       trusted_so(Trust::untested, false),
       {},
       "<skipped>untested: because"},
      {"untested, in the score", trusted_so(Trust::untested, true), {}, ""},
      {"waits for people", trusted_so(Trust::waiting, true), {}, "<skipped>waiting: because"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    RunReport report;
    report.run.summary.eval = "e";
    report.run.summary.started = "2026-11-24T16:40:00Z";
    report.run.summary.score = 1;
    report.run.summary.checks = {c.check};
    if (c.gate) report.run.summary.goal = Goal{c.gate->text, c.gate->met, {*c.gate}};
    const auto xml = junit_report(report, {});
    check_valid(xml);
    const auto found = case_called(xml, "tone");
    CAPTURE(found);
    if (!c.element.empty()) CHECK(contains(found, c.element));
    for (const std::string_view other : {"<failure ", "<error ", "<skipped>"})
      if (!c.element.starts_with(other)) CHECK(!contains(found, other));
  }
}

TEST_CASE("JUnit: a run without a result is an error, also without a goal") {
  RunReport report;
  report.run.summary.eval = "e";
  const auto xml = junit_report(report, {});
  check_valid(xml);
  CHECK(contains(case_called(xml, "the run"), "Could not be measured: nothing could be scored"));
}

TEST_CASE("JUnit: valid XML whatever the texts hold") {
  auto report = hostile_report();
  report.run.summary.checks[0].name = "a\x01<\"&\xFF'\xEF\xBF\xBF";
  report.run.summary.eval = "]]>\x02";
  check_valid(junit_report(report, {}));
}
