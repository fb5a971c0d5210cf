#include "runtime/report/patterns.h"

#include <fmt/format.h>

#include <algorithm>

#include "lang/utf8.h"
#include "lang/words.h"
#include "runtime/report/pattern_phrases.h"
#include "runtime/report/phrases.h"
#include "runtime/report/table.h"

namespace cairn {
namespace {

constexpr std::size_t most_shown = 5;  // Of each kind.
constexpr std::size_t longest_value = 40;
constexpr std::size_t ids_shown = 3;

class PatternLines {
 public:
  PatternLines(const Patterns& found, const ReportStyle& style)
      : found_(found), style_(style), say_(style) {}

  std::string text() const {
    std::string made;
    for (const auto& part : {fails_most(), together(), alike(), unsteady()})
      if (!part.empty()) made += part + "\n";
    return made + wrapped(said_of_comparisons(found_), style_.width, 0) + "\n";
  }

 private:
  // Of a stranger, in one line and not too long.
  std::string safe(std::string_view text, std::size_t most = longest_value) const {
    auto made = printable(text);
    std::ranges::replace(made, '\n', ' ');
    std::ranges::replace(made, '\t', ' ');
    return cut_to(made, most, say_.ellipsis());
  }

  std::string first_ids(const std::vector<std::string>& ids) const {
    std::string made;
    for (std::size_t i = 0; i < std::min(ids.size(), ids_shown); ++i)
      made += (i > 0 ? ", " : "") + safe(ids[i]);
    return made;
  }

  std::string more(std::size_t all) const {
    return all > most_shown ? fmt::format("  and {} more\n", all - most_shown) : "";
  }

  std::string line(const std::string& text) const {
    return wrapped("  " + text, style_.width, 4) + "\n";
  }

  std::string gathered(const GatheredFailures& one) const {
    auto named = one;
    named.field = safe(one.field);
    named.value = safe(one.value);
    auto made = line(fmt::format("{}: {} {} ({})", what_fails(one.check), said_of_items(named),
                                 said_of_shares(one, say_), said_of_p(one.p_adjusted)));
    if (!one.worst.empty()) made += "    " + say_.faint("worst: " + first_ids(one.worst)) + "\n";
    return made;
  }

  std::string trend(const FailureTrend& one) const {
    return line(fmt::format("{}: {} {} ({})", what_fails(one.check), failing_histogram(one, style_),
                            safe(said_of_trend(one, say_), 100), said_of_p(one.p_adjusted)));
  }

  std::string fails_most() const {
    std::string made;
    for (std::size_t i = 0; i < std::min(found_.gathered.size(), most_shown); ++i)
      made += gathered(found_.gathered[i]);
    made += more(found_.gathered.size());
    for (std::size_t i = 0; i < std::min(found_.trends.size(), most_shown); ++i)
      made += trend(found_.trends[i]);
    made += more(found_.trends.size());
    return made.empty() ? "" : "Where it fails most\n" + made;
  }

  std::string together() const {
    std::string made;
    for (std::size_t i = 0; i < std::min(found_.together.size(), most_shown); ++i) {
      const auto& one = found_.together[i];
      made += line(fmt::format("{} and {}: {}", one.a, one.b, said_of_pair(one, say_)));
    }
    return made.empty() ? "" : "Fail together\n" + made + more(found_.together.size());
  }

  std::string cluster(const FailureCluster& one) const {
    std::string words;
    for (const auto& word : one.words) words += (words.empty() ? "" : " ") + safe(word, 24);
    std::string checks;
    for (const auto& check : one.checks) checks += (checks.empty() ? "" : ", ") + check;
    return line(fmt::format("{} of {}: {}{}{}", counted(one.answers, "answer"),
                            counted(one.items, "item"), words, say_.dot(),
                            (one.of_reasons ? "reasons of " : "fail ") + checks)) +
           "    " + say_.faint(first_ids(one.ids)) + "\n";
  }

  std::string alike() const {
    std::string made;
    for (std::size_t i = 0; i < std::min(found_.clusters.size(), most_shown); ++i)
      made += cluster(found_.clusters[i]);
    return made.empty() ? "" : "Failing answers alike\n" + made + more(found_.clusters.size());
  }

  std::string unsteady() const {
    Table table;
    table.column("Unsteady items");
    table.column("Score", Table::Align::right);
    table.column("Two answers agree", Table::Align::right);
    for (std::size_t i = 0; i < std::min(found_.unsteady.size(), most_shown); ++i) {
      const auto& one = found_.unsteady[i];
      table.row({safe(one.id), say_.percent(one.score), say_.percent(one.consistency)});
    }
    return found_.unsteady.empty() ? "" : table.text(0);
  }

  const Patterns& found_;
  const ReportStyle& style_;
  Phrases say_;
};

}  // namespace

std::string patterns(const Patterns& found, const ReportStyle& style) {
  return nothing_compared(found) ? "" : PatternLines(found, style).text();
}

}  // namespace cairn
