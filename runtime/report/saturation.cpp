// What the newest comparable runs of an eval can still show, in words that leave the
// conclusion to people.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "lang/utf8.h"
#include "lang/words.h"
#include "runtime/report/history.h"
#include "runtime/report/phrases.h"
#include "runtime/report/table.h"

namespace cairn {
namespace {

constexpr std::size_t most_named = 12;  // Items in a line.
constexpr std::size_t most_listed = 5;  // Items with a line each.
constexpr double chance_found = 0.05;   // As for patterns.

class SaturationReport {
 public:
  SaturationReport(const FoundRuns& found, const ReportStyle& style)
      : of_(*found.saturation), found_(found), style_(style), say_(style) {}

  std::string text() const {
    const auto seen = ceiling() + checks() + passed() + failed() + against_the_rest() + telling();
    return heading() + (seen.empty() ? nothing_stands_out() : seen) + not_read();
  }

 private:
  bool one_run() const { return of_.runs == 1; }

  std::string line(std::string_view text) const {
    return wrapped("  " + std::string(text), style_.width, 4) + "\n";
  }

  std::string heading() const {
    const auto comparable = comparable_runs(found_.runs, found_.eval).size();
    const auto read = of_.runs + of_.repeated;
    auto whose = one_run() ? std::string("one run") : counted(of_.runs, "comparable run");
    if (read < comparable) whose = fmt::format("{} (of the newest {})", whose, read);
    const auto again = of_.repeated == 0 ? std::string()
                                         : fmt::format("; {} scored the same answers again",
                                                       counted(of_.repeated, "other run"));
    return say_.strong("What there is left to see") +
           wrapped(fmt::format(" in {}, up to {} an item{}", whose, counted(of_.answers, "answer"),
                               again),
                   style_.width - std::min<std::size_t>(style_.width, 25), 2) +
           "\n";
  }

  std::string nothing_stands_out() const {
    return line(one_run() ? "no item passed or failed every time"
                          : "no item passed or failed every time, and every check failed some");
  }

  std::string ceiling() const {
    if (!of_.at_ceiling) return "";
    return line(
        fmt::format("nothing left to climb: the newest score is {} (95% range {}), so "
                    "these items can hardly show that anything is better",
                    say_.percent(of_.score), say_.range(*of_.interval)));
  }

  std::string checks() const {
    if (of_.passed_checks.empty() || one_run()) return "";
    return line(fmt::format("{} failed no answer in any of these runs: {}",
                            counted(of_.passed_checks.size(), "check"),
                            names(of_.passed_checks, of_.passed_checks.size())));
  }

  std::string passed() const {
    if (of_.passed.empty()) return "";
    auto text = line(fmt::format("{} of {} passed every time: {}", of_.passed.size(),
                                 counted(of_.items, "item"), ids(of_.passed)));
    // A hint only where it would be worth the work.
    if (!one_run() && of_.passed.size() * 2 >= of_.items)
      text += line(
          "  These cannot tell such runs apart. Harder ones in their place would; keep those that "
          "guard against falling back.");
    return text;
  }

  std::string failed() const {
    if (of_.failed.empty()) return "";
    auto text = line(fmt::format(
        "{} of {} never passed. Look at these first: the item or the check may be wrong",
        of_.failed.size(), counted(of_.items, "item")));
    Table table;
    table.column("");
    table.column("", Table::Align::right);
    table.column("");
    for (std::size_t i = 0; i < of_.failed.size() && i < most_listed; ++i) {
      const auto& one = of_.failed[i];
      table.row({printable(one.item), "score " + say_.percent(one.score),
                 one.failed_checks.empty() ? "no check failed every time"
                                           : "always fails " + names(one.failed_checks, 3)});
    }
    return text + table.text(6) + more(of_.failed.size(), most_listed);
  }

  // Found at 5%, as a correlation of few answers is below 0 by chance half of the time.
  std::string against_the_rest() const {
    std::vector<const ItemDiscrimination*> found;
    for (auto one = of_.discrimination.rbegin(); one != of_.discrimination.rend(); ++one)
      if (one->correlation < 0 && one->p_adjusted < chance_found) found.push_back(&*one);
    if (found.empty()) return "";
    return line(fmt::format("{} scored lower where the other items scored higher. Is the check "
                            "right about {}?",
                            counted(found.size(), "item"), found.size() == 1 ? "it" : "them")) +
           correlations(found);
  }

  std::string telling() const {
    std::vector<const ItemDiscrimination*> found;
    for (const auto& one : of_.discrimination)
      if (one.correlation > 0 && one.p_adjusted < chance_found) found.push_back(&one);
    if (found.empty() || one_run()) return "";
    return line(fmt::format("{} {} answers that are good elsewhere from others:",
                            counted(found.size(), "item"), found.size() == 1 ? "tells" : "tell")) +
           correlations(found);
  }

  std::string correlations(const std::vector<const ItemDiscrimination*>& found) const {
    Table table;
    table.column("");
    table.column("");
    for (std::size_t i = 0; i < found.size() && i < most_listed; ++i)
      table.row({printable(found[i]->item),
                 fmt::format("correlation {:.2f} with the rest, over {}", found[i]->correlation,
                             counted(found[i]->answers, "answer"))});
    return table.text(6) + more(found.size(), most_listed);
  }

  std::string not_read() const {
    std::string text;
    for (std::size_t i = 0; i < found_.not_in_saturation.size() && i < most_listed; ++i) {
      const auto& one = found_.not_in_saturation[i];
      text += line(fmt::format("! {} is not in it: {}", printable(one.named), printable(one.why)));
    }
    return text;
  }

  std::string more(std::size_t there_are, std::size_t shown) const {
    if (there_are <= shown) return "";
    return fmt::format("      {}and {} more\n", say_.ellipsis(), there_are - shown);
  }

  std::string names(const std::vector<std::string>& all, std::size_t most) const {
    const auto shown = std::min(all.size(), most);
    auto text = printable(fmt::format(
        "{}", fmt::join(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(shown), ", ")));
    if (shown < all.size())
      text += fmt::format(" {}and {} more", say_.ellipsis(), all.size() - shown);
    return text;
  }

  std::string ids(const std::vector<ItemStanding>& all) const {
    std::vector<std::string> names_only;
    for (const auto& one : all) names_only.push_back(one.item);
    return names(names_only, most_named);
  }

  const Saturation& of_;
  const FoundRuns& found_;
  ReportStyle style_;
  Phrases say_;
};

}  // namespace

std::string saturation_lines(const FoundRuns& found, const ReportStyle& style) {
  return found.saturation ? SaturationReport(found, style).text() : "";
}

}  // namespace cairn
