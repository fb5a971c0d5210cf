#include "runtime/report/tried.h"

#include <fmt/format.h>

#include "lang/overloaded.h"
#include "lang/utf8.h"
#include "lang/value.h"
#include "runtime/report/phrases.h"
#include "runtime/report/table.h"

namespace cairn {
namespace {

class TryReport {
 public:
  explicit TryReport(const ReportStyle& style) : style_(style), say_(style) {}

  std::string text(const std::vector<TriedCheck>& tried) const {
    std::string text;
    std::size_t widest = 0;
    for (const auto& check : tried) widest = std::max(widest, display_width(check.name));
    for (const auto& check : tried) text += one(check, widest);
    return text;
  }

 private:
  std::string one(const TriedCheck& check, std::size_t widest) const {
    std::string line = fmt::format("  {}{}  ", printable(check.name),
                                   std::string(widest - display_width(check.name), ' '));
    if (!check.lacks.empty()) return line + say_.faint("not asked: " + check.lacks) + "\n";
    line += said(check.result.outcome) + "\n";
    const auto why = why_of(check.result.outcome);
    if (check.explained.empty() && !why.empty())
      line += "    " + wrapped(printable(why), style_.width - 4, 4) + "\n";
    for (const auto& row : check.explained) line += "    " + printable(row) + "\n";
    for (const auto& element : check.result.elements) line += of_element(element);
    return line;
  }

  std::string of_element(const ElementResult& element) const {
    const auto* scored = std::get_if<Scored>(&element.outcome);
    if (scored && scored->passed) return {};
    const auto why = why_of(element.outcome);
    const auto line = fmt::format("{}: {}{}", element.element, outcome_in_words(element.outcome),
                                  why.empty() ? "" : ", " + why);
    return "    " + wrapped(printable(line), style_.width - 4, 6) + "\n";
  }

  std::string said(const Outcome& outcome) const {
    const auto words = outcome_in_words(outcome);
    const auto* scored = std::get_if<Scored>(&outcome);
    if (!scored) return say_.faint(words);
    return scored->passed ? say_.good(words) : say_.bad(words);
  }

  ReportStyle style_;
  Phrases say_;
};

}  // namespace

std::string outcome_in_words(const Outcome& outcome) {
  return std::visit(Overloaded{
                        [](const Scored& scored) {
                          const std::string word = scored.passed ? "passed" : "failed";
                          if (scored.score == 0 || scored.score == 1) return word;
                          return fmt::format("{}, {:.0f}%", word, scored.score * 100);
                        },
                        [](const Measured& measured) { return shortest(measured.value); },
                        [](const Unanswered&) { return std::string("unanswered"); },
                        [](const NotApplicable&) { return std::string("does not apply"); },
                    },
                    outcome);
}

std::string why_of(const Outcome& outcome) {
  return std::visit(Overloaded{
                        [](const Scored& scored) { return scored.why; },
                        [](const Measured&) { return std::string(); },
                        [](const Unanswered& open) { return open.why; },
                        [](const NotApplicable& none) { return none.why; },
                    },
                    outcome);
}

std::string report(const std::vector<TriedCheck>& tried, const ReportStyle& style) {
  return TryReport(style).text(tried);
}

}  // namespace cairn
