// Annotations for GitHub: workflow commands that a job prints, one a line. What fails the
// run is an error, what a reader must know a warning, which checks did worst a notice.
//
// A run log does not know in which line of the file a check stands, so that they point at
// the file.
#include "runtime/report/github.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <vector>

#include "lang/utf8.h"
#include "lang/words.h"
#include "runtime/report/markdown_text.h"
#include "runtime/report/report.h"
#include "runtime/report/sentences.h"

namespace cairn {
namespace {

// GitHub shows so many of each kind a step, and drops the rest without a word.
constexpr std::size_t most_annotations = 10;
constexpr std::size_t most_of_message = 2000;
constexpr std::size_t most_of_page = 1024 * 1024;

enum class Within { message, property };

std::string escaped_for_github(std::string_view text, Within within) {
  std::string out;
  for (const char c : text) {
    const bool everywhere = c == '%' || c == '\r' || c == '\n';
    if (everywhere || (within == Within::property && (c == ':' || c == ',')))
      out += fmt::format("%{:02X}", static_cast<unsigned>(c));
    else
      out += c;
  }
  return out;
}

struct Annotation {
  std::string title, message;
};

class Annotations {
 public:
  explicit Annotations(const RunReport& report, const ReportChoices& choices)
      : run_(report.run),
        summary_(report.run.summary),
        comparison_(report.comparison),
        choices_(choices) {}

  std::string text() const {
    return lines("error", errors()) + lines("warning", warnings()) + lines("notice", notices());
  }

 private:
  std::vector<Annotation> errors() const {
    std::vector<Annotation> made;
    if (summary_.goal)
      for (const auto& one : summary_.goal->conditions) {
        if (one.met == Met::not_met)
          made.push_back({"goal not met", condition_in_words(one, summary_)});
        if (one.met == Met::could_not_measure)
          made.push_back({"goal could not be measured", one.text + ": " + one.why});
      }
    const auto verdict = verdict_line(summary_);
    if (made.empty() && verdict.starts_with("Could not be measured"))
      made.push_back({"no result", verdict});
    return made;
  }

  std::vector<Annotation> warnings() const {
    std::vector<Annotation> made;
    if (comparison_)
      for (const auto& check : comparison_->checks)
        if (check.verdict == ComparisonVerdict::worse && check.before && check.after)
          made.push_back(
              {"check " + check.name + " is worse",
               fmt::format("{} → {} since run {}: {} broke, {} fixed", value(check, *check.before),
                           value(check, *check.after), comparison_->before,
                           counted(check.broke.size(), "item"), check.fixed.size())});
    for (const auto& check : summary_.checks)
      if (check.must_pass && check.failed > 0)
        made.push_back({"check " + check.name + " must pass", in_words(check)});
    for (const auto& note : summary_.notes) made.push_back({"note", note});
    return made;
  }

  std::vector<Annotation> notices() const {
    std::vector<const CheckSummary*> order;
    for (const auto& check : summary_.checks)
      if (check.failed > 0 && !check.must_pass) order.push_back(&check);
    std::ranges::stable_sort(order, {}, [](const auto* check) { return check->score.value_or(0); });
    std::vector<Annotation> made;
    for (const auto* check : order) made.push_back({"check " + check->name, in_words(*check)});
    return made;
  }

  std::string value(const ComparedCheck& check, double number) const {
    return check.is_measure ? say_.number(number) : say_.percent(number);
  }

  // "88.9%, passed 32 of 36; most often: …"
  std::string in_words(const CheckSummary& check) const {
    auto text = fmt::format("{}, passed {}", say_.percent(check.score), passed_in_words(check));
    if (!check.failures.empty() && !choices_.redact)
      text += fmt::format("; most often, {}: {}", counted(check.failures.front().count, "time"),
                          check.failures.front().why);
    return text;
  }

  std::string lines(std::string_view kind, const std::vector<Annotation>& all) const {
    const auto shown = all.size() > most_annotations ? most_annotations - 1 : all.size();
    std::string out;
    for (std::size_t i = 0; i < shown; ++i) out += line(kind, all[i]);
    if (all.size() > shown)
      out += line(kind, {fmt::format("and {} more", all.size() - shown),
                         "GitHub shows ten of a kind; the report has all of them"});
    return out;
  }

  std::string line(std::string_view kind, const Annotation& one) const {
    const auto title = fmt::format("{}: {}", summary_.eval, one.title);
    return fmt::format(
        "::{} file={},title={}::{}\n", kind, escaped_for_github(path(), Within::property),
        escaped_for_github(title, Within::property),
        escaped_for_github(printable(shortened(one.message, most_of_message)), Within::message));
  }

  // GitHub makes it relative to the repository.
  std::string path() const {
    if (run_.plan.folder.empty()) return run_.plan.file;
    return (std::filesystem::path(run_.plan.folder) / run_.plan.file).string();
  }

  const LoggedRun& run_;
  const Summary& summary_;
  const std::optional<RunComparison>& comparison_;
  const ReportChoices& choices_;
  Phrases say_{ReportStyle{}};
};

}  // namespace

std::string github_report(const RunReport& report, const ReportChoices& choices) {
  return Annotations(report, choices).text();
}

std::optional<Failure> append_step_summary(const std::string& path, std::string_view markdown) {
  constexpr std::string_view too_much =
      "\nThere are more reports than the page of a step can hold: `cairn report` has them.\n";
  std::error_code none_yet;
  const auto there = std::filesystem::file_size(path, none_yet);
  const std::size_t used = none_yet ? 0 : static_cast<std::size_t>(there);
  const auto text = "\n" + std::string(markdown);
  const bool fits = used + text.size() + too_much.size() <= most_of_page;
  if (!fits && used + too_much.size() > most_of_page) return std::nullopt;  // It is said already.
  std::ofstream file(path, std::ios::binary | std::ios::app);
  file << (fits ? std::string_view(text) : too_much) << std::flush;
  if (file) return std::nullopt;
  return Failure{fmt::format("cannot write {}, which $GITHUB_STEP_SUMMARY names", path)};
}

}  // namespace cairn
