// JUnit XML: a test case for each check and each condition of the goal, never for items.
//
// A check fails if a condition of the goal that names it is not met, so that it has a
// failure where `cairn run` ends with 1 and nowhere else; that answers failed it shows in its
// text. It is an error if it could not be measured, and skipped if it does not count,
// waits for people, or applies to no answer. A check without a gate passes.
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "lang/utf8.h"
#include "runtime/report/report.h"
#include "runtime/report/sentences.h"

namespace cairn {
namespace {

// XML 1.0 has no way to say a control character, nor U+FFFE: they are made visible.
std::string xml_text(std::string_view text) {
  std::string out;
  const auto visible = printable(text);
  for (std::string_view rest = visible; !rest.empty();) {
    const auto length = code_point_length(rest);
    const auto value = first_code_point(rest);
    if (value == '<')
      out += "&lt;";
    else if (value == '>')
      out += "&gt;";
    else if (value == '&')
      out += "&amp;";
    else if (value == '"')
      out += "&quot;";
    else if (value == '\n' || value == '\t')
      out += fmt::format("&#{};", static_cast<unsigned>(value));
    else if (value == 0xFFFE || value == 0xFFFF)
      out += "\xEF\xBF\xBD";
    else
      out += rest.substr(0, length);
    rest.remove_prefix(length);
  }
  return out;
}

struct JunitCase {
  enum class Came { passed, failed, error, skipped };
  std::string name;
  Came came = Came::passed;
  std::string why, text;
};

class Junit {
 public:
  Junit(const RunReport& report, const ReportChoices& choices)
      : run_(report.run), summary_(report.run.summary), choices_(choices) {}

  std::string text() const {
    const auto cases = all_cases();
    const auto count = [&](JunitCase::Came came) {
      return std::ranges::count(cases, came, &JunitCase::came);
    };
    const auto counts = fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\"", cases.size(),
                                    count(JunitCase::Came::failed), count(JunitCase::Came::error));
    const auto time = fmt::format("{:.3f}", seconds());
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    out += fmt::format("<testsuites name=\"cairn\" {} time=\"{}\">\n", counts, time);
    out += fmt::format("  <testsuite name=\"{}\" {} skipped=\"{}\" time=\"{}\" timestamp=\"{}\">\n",
                       xml_text(summary_.eval), counts, count(JunitCase::Came::skipped), time,
                       xml_text(std::string_view(summary_.started).substr(0, 19)));
    out += properties();
    for (const auto& one : cases) out += case_element(one);
    out += fmt::format("    <system-out>{}</system-out>\n", xml_text(verdict_line(summary_)));
    return out + "  </testsuite>\n</testsuites>\n";
  }

 private:
  // --- what is a test ----------------------------------------------------------------

  std::vector<JunitCase> all_cases() const {
    std::vector<JunitCase> cases;
    for (const auto& check : summary_.checks) cases.push_back(case_of(check));
    if (summary_.goal)
      for (const auto& condition : summary_.goal->conditions) cases.push_back(case_of(condition));
    const auto verdict = verdict_line(summary_);
    const bool said = std::ranges::any_of(
        cases, [](const JunitCase& one) { return one.came == JunitCase::Came::error; });
    // A run that ended early, or scored nothing at all.
    if (!said && verdict.starts_with("Could not be measured"))
      cases.push_back({"the run", JunitCase::Came::error, verdict, {}});
    return cases;
  }

  JunitCase case_of(const CheckSummary& check) const {
    using Came = JunitCase::Came;
    JunitCase made{check.name, Came::passed, {}, text_of(check)};
    const auto say = [&](Came came, std::string why) {
      made.came = came;
      made.why = std::move(why);
      return made;
    };
    if (const auto* gate = gate_of(check, Met::not_met))
      return say(Came::failed, condition_in_words(*gate, summary_));
    if (const auto* gate = gate_of(check, Met::could_not_measure))
      return say(Came::error, gate->why);
    const auto trust = check.trust.trust;
    if (trust == Trust::not_trusted || trust == Trust::waiting ||
        (trust == Trust::untested && !check.counts))
      return say(Came::skipped, trust_in_words(check));
    if (check.passed + check.failed + check.measured > 0) return made;
    if (check.unanswered > 0)
      return say(Came::error, fmt::format("none of {} answers could be judged", check.unanswered));
    return say(Came::skipped, "it applies to no answer");
  }

  JunitCase case_of(const GoalCondition& condition) const {
    using Came = JunitCase::Came;
    const auto came = condition.met == Met::met       ? Came::passed
                      : condition.met == Met::not_met ? Came::failed
                                                      : Came::error;
    const auto words = condition_in_words(condition, summary_);
    return {"goal: " + condition.text, came,
            condition.met == Met::could_not_measure ? condition.why : words, words};
  }

  // A condition of the goal about this check that came out so: "tone >= 90%", "tone.low …".
  const GoalCondition* gate_of(const CheckSummary& check, Met met) const {
    if (!summary_.goal) return nullptr;
    for (const auto& condition : summary_.goal->conditions)
      if (condition.met == met && names(condition.text, check.name)) return &condition;
    return nullptr;
  }

  static bool names(std::string_view condition, std::string_view check) {
    const auto in_word = [](char c) {
      return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    };
    for (auto at = condition.find(check); at != condition.npos;
         at = condition.find(check, at + 1)) {
      if (std::ranges::count(condition.substr(0, at), '"') % 2 == 1) continue;  // A value.
      const auto end = at + check.size();
      const bool begins = at == 0 || !(in_word(condition[at - 1]) || condition[at - 1] == '.');
      if (begins && (end == condition.size() || !in_word(condition[end]))) return true;
    }
    return false;
  }

  // --- its words ---------------------------------------------------------------------

  std::string text_of(const CheckSummary& check) const {
    std::string text;
    if (check.is_measure) {
      const auto number = [&](const std::optional<double>& value) {
        return value ? say_.number(*value) : std::string(say_.dash());
      };
      text = fmt::format("mean {}, median {}, 95th percentile {}", number(check.mean),
                         number(check.median), number(check.p95));
    } else {
      text = fmt::format("{}, passed {}", say_.percent(check.score), passed_in_words(check));
      if (check.interval) text += fmt::format(", 95% range {}", say_.range(*check.interval));
    }
    for (const auto& note : {weight_in_words(check, say_), trust_in_words(check)})
      if (!note.empty()) text += "\n" + note;
    return text + reasons(check.failures, "failed") + reasons(check.open, "open");
  }

  std::string reasons(const std::vector<Reason>& all, std::string_view what) const {
    constexpr std::size_t most = 5;
    std::string text;
    if (choices_.redact) return text;  // Reasons quote answers.
    for (std::size_t i = 0; i < all.size() && i < most; ++i)
      text += fmt::format("\n{}{} {}: {}", all[i].count, say_.times(), what, all[i].why);
    return text;
  }

  // --- elements ----------------------------------------------------------------------

  static std::string property(std::string_view name, std::string_view value) {
    return fmt::format("      <property name=\"{}\" value=\"{}\"/>\n", name, xml_text(value));
  }

  std::string properties() const {
    std::string out = "    <properties>\n";
    out += property("run", summary_.run) + property("file", summary_.file) +
           property("model", summary_.model) + property("hash.score", summary_.hash_score) +
           property("hash.answers", summary_.hash_answers) + property("cairn", run_.cairn);
    if (summary_.score) out += property("score", fmt::format("{}", *summary_.score));
    if (summary_.interval)
      out += property("interval",
                      fmt::format("{} {}", summary_.interval->low, summary_.interval->high));
    for (const auto& [key, label] : run_.labels) out += property(xml_text("label." + key), label);
    return out + "    </properties>\n";
  }

  // A check has no time of its own, and readers insist on one.
  std::string case_element(const JunitCase& one) const {
    std::string out = fmt::format("    <testcase name=\"{}\" classname=\"{}\" time=\"0\">\n",
                                  xml_text(one.name), xml_text(summary_.eval));
    const auto why = xml_text(one.why);
    switch (one.came) {
      case JunitCase::Came::passed:
        break;
      case JunitCase::Came::failed:
        out += fmt::format("      <failure type=\"goal\" message=\"{}\">{}</failure>\n", why, why);
        break;
      case JunitCase::Came::error:
        out +=
            fmt::format("      <error type=\"not measured\" message=\"{}\">{}</error>\n", why, why);
        break;
      case JunitCase::Came::skipped:  // Its schema has no place for a message but here.
        out += fmt::format("      <skipped>{}</skipped>\n", why);
        break;
    }
    if (!one.text.empty())
      out += fmt::format("      <system-out>{}</system-out>\n", xml_text(one.text));
    return out + "    </testcase>\n";
  }

  // Of all answers, one after the other.
  double seconds() const {
    double all = 0;
    for (const auto& item : run_.items)
      for (const auto& answer : item.answers) all += answer.seconds.value_or(0);
    return all;
  }

  const LoggedRun& run_;
  const Summary& summary_;
  const ReportChoices& choices_;
  Phrases say_{ReportStyle{}};
};

}  // namespace

std::string junit_report(const RunReport& report, const ReportChoices& choices) {
  return Junit(report, choices).text();
}

}  // namespace cairn
