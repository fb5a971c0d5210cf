#include "runtime/report/comparison.h"

#include <fmt/format.h>

#include <algorithm>

#include "lang/utf8.h"
#include "lang/words.h"
#include "runtime/report/phrases.h"
#include "runtime/report/table.h"

namespace cairn {
namespace {

// With more checks than this, those that did not change get one line together.
constexpr std::size_t most_rows = 12;
constexpr std::size_t most_ids = 5;
constexpr std::size_t most_changes = 12;

class ComparisonReport {
 public:
  ComparisonReport(const RunComparison& made, const LoggedRun& before, const LoggedRun& after,
                   const ReportStyle& style)
      : made_(made), before_(before), after_(after), style_(style), say_(style) {}

  std::string text() const {
    std::string text = headline() + "\n" + score();
    for (const auto& part : {checks(), gathered(), differences(), next_steps()})
      if (!part.empty()) text += "\n" + part;
    return text;
  }

 private:
  // --- who is compared with whom ----------------------------------------------------

  std::string headline() const {
    const auto names = told_by({&before_, &after_});
    const auto of = [](const std::string& name, const std::string& id) {
      return name.empty() ? id : fmt::format("{} ({})", name, id);
    };
    const auto title =
        fmt::format("{} → {}", of(names[0], made_.before), of(names[1], made_.after));
    return say_.strong(shown_text(title)) + "\n" + wrapped(facts(), style_.width, 2) + "\n";
  }

  std::string facts() const {
    const bool same_items = made_.only_before + made_.only_after + made_.changed_items.size() == 0;
    auto text = fmt::format("{}{}", after_.eval, say_.dot());
    text += same_items
                ? fmt::format("the same {}, compared item by item", counted(made_.items, "item"))
                : fmt::format("{} that both scored, compared item by item",
                              counted(made_.items, "item"));
    if (made_.score && made_.score->groups < made_.score->items)
      text += fmt::format("{}{}", say_.dot(), counted(made_.score->groups, "group"));
    const auto add_only = [&](std::size_t count, const std::string& id) {
      if (count > 0)
        text += fmt::format("{}{} that only {} scored", say_.dot(), counted(count, "item"), id);
    };
    add_only(made_.only_before, made_.before);
    add_only(made_.only_after, made_.after);
    return text;
  }

  // --- the score --------------------------------------------------------------------

  std::string score() const {
    if (!made_.score)
      return wrapped("Score  not compared: " + made_.why_not, style_.width, 7) + "\n";
    const auto& found = *made_.score;
    // Codes of colours come last: a stranger's are made visible.
    auto text = say_.strong("Score") +
                shown_text(fmt::format("  {} → {}   {} points   ", say_.percent(found.before),
                                       say_.percent(found.after), signed_points(found.difference)));
    text += made_.comparable ? fmt::format("{}   {}\n", verdict(made_.verdict), p_in_words(found.p))
                             : "not comparable\n";
    for (const auto& line : {made_.comparable ? std::string() : made_.why_not, error_bar(),
                             made_.comparable ? what_would_settle() : std::string()})
      if (!line.empty()) text += shown_text(wrapped("       " + line, style_.width, 7)) + "\n";
    return text;
  }

  std::string error_bar() const {
    const auto& found = *made_.score;
    auto text = found.interval ? fmt::format("{} to {} points for other items like these",
                                             signed_points(found.interval->low),
                                             signed_points(found.interval->high))
                               : std::string("no error bar: there is only one item or group");
    if (!made_.fixed.empty() || !made_.broke.empty())
      text += fmt::format("{}{} fixed, {} broke", say_.dot(), counted(made_.fixed.size(), "item"),
                          made_.broke.size());
    if (made_.pearson)
      text += fmt::format("{}the items' scores correlate at {:.2f}", say_.dot(), *made_.pearson);
    return text;
  }

  std::string what_would_settle() const {
    if (made_.verdict != ComparisonVerdict::cant_tell) return {};
    const auto difference = made_.score->difference;
    if (difference == 0 && !made_.detectable) return "no item's score changed";
    std::string text = difference == 0 ? "no difference was seen" : "can't tell";
    if (made_.items_to_settle && *made_.items_to_settle > made_.items)
      text += fmt::format(": a difference of {} points would need about {} like these",
                          signed_points(difference), counted(*made_.items_to_settle, "item"));
    if (made_.detectable)
      text += fmt::format("; these {} can show one of {:.1f} points", made_.items,
                          *made_.detectable * 100);
    return text;
  }

  // --- the checks -------------------------------------------------------------------

  std::string checks() const {
    auto shown = in_order_of_news();
    std::vector<const ComparedCheck*> within;
    if (shown.size() > most_rows) {
      const auto unchanged = [](const ComparedCheck* check) {
        return check->verdict == ComparisonVerdict::cant_tell;
      };
      std::ranges::copy_if(shown, std::back_inserter(within), unchanged);
      std::erase_if(shown, unchanged);
    }
    std::string text = shown.empty() ? "" : table(shown);
    if (!within.empty())
      text += wrapped(fmt::format("  {} within chance: {}", counted(within.size(), "check"),
                                  names_of(within)),
                      style_.width, 4) +
              "\n";
    for (const auto& check : made_.checks)
      if (!check.difference)
        text += shown_text(wrapped(fmt::format("  {}: not compared: {}", check.name, check.why_not),
                                   style_.width, 4)) +
                "\n";
    return text;
  }

  // What got worse first, then what got better, what moved, and what cannot be told.
  std::vector<const ComparedCheck*> in_order_of_news() const {
    std::vector<const ComparedCheck*> shown;
    for (const auto& check : made_.checks)
      if (check.difference) shown.push_back(&check);
    std::ranges::stable_sort(shown, {}, [](const ComparedCheck* check) {
      if (check->verdict == ComparisonVerdict::worse) return 0;
      if (check->verdict == ComparisonVerdict::better) return 1;
      return moved(*check).empty() ? 3 : 2;
    });
    return shown;
  }

  std::string table(const std::vector<const ComparedCheck*>& shown) const {
    const auto compared = std::ranges::count_if(
        made_.checks, [](const ComparedCheck& check) { return check.difference.has_value(); });
    Table table;
    table.column("Check");
    for (const auto* heading : {"Before", "After", "Fixed", "Broke"})
      table.column(heading, Table::Align::right);
    table.column(compared == 1 ? "Verdict"
                               : fmt::format("Verdict (adjusted for {} checks)", compared));
    for (const auto* check : shown) {
      const auto number = [&](std::optional<double> value) {
        return check->is_measure && value ? say_.number(*value) : say_.percent(value);
      };
      const auto crossed = [&](const std::vector<Crossed>& all) {
        return check->is_measure ? std::string() : std::to_string(all.size());
      };
      table.row({check->name, number(check->before), number(check->after), crossed(check->fixed),
                 crossed(check->broke), verdict_of(*check)});
    }
    return table.text(2);
  }

  std::string verdict_of(const ComparedCheck& check) const {
    const auto direction = moved(check);
    const auto words = direction.empty() ? verdict(check.verdict) : std::string(direction);
    return fmt::format("{}   {}", words, p_in_words(check.p_adjusted));
  }

  std::string verdict(ComparisonVerdict verdict) const {
    if (verdict == ComparisonVerdict::better) return say_.good(to_string(verdict));
    // In capitals too, for those who see no colours.
    return verdict == ComparisonVerdict::worse ? say_.bad("WORSE")
                                               : std::string(to_string(verdict));
  }

  static std::string names_of(const std::vector<const ComparedCheck*>& checks) {
    std::vector<std::string_view> names;
    for (const auto* check : checks) names.push_back(check->name);
    return comma_list(names);
  }

  // --- where it changed -------------------------------------------------------------

  std::string gathered() const {
    std::string text;
    for (const auto* check : in_order_of_news()) {
      if (check->verdict == ComparisonVerdict::worse)
        text += crossed_lines("Broke", check->name, check->broke, check->broke_in);
      if (check->verdict == ComparisonVerdict::better)
        text += crossed_lines("Fixed", check->name, check->fixed, check->fixed_in);
    }
    if (text.empty() && made_.broke_in)
      text = crossed_lines("Broke", "the score", made_.broke, made_.broke_in);
    return text;
  }

  std::string crossed_lines(std::string_view what, std::string_view where,
                            const std::vector<Crossed>& crossed,
                            const std::optional<CrossedIn>& in) const {
    if (crossed.empty()) return {};
    auto text = fmt::format("  {} in {} ({}): {}", what, where, crossed.size(), ids(crossed));
    if (in)
      text += fmt::format(
          "; {} of {} are {}, as are {} of all {}", in->crossed, crossed.size(),
          in->value.empty() ? "in " + in->slice : fmt::format("{} \"{}\"", in->slice, in->value),
          in->items, made_.items);
    return wrapped(printable(text), style_.width, 4) + "\n";
  }

  std::string ids(const std::vector<Crossed>& crossed) const {
    std::string text;
    for (std::size_t i = 0; i < crossed.size() && i < most_ids; ++i)
      text += (i > 0 ? ", " : "") + crossed[i].id;
    return crossed.size() > most_ids ? text + " " + std::string(say_.ellipsis()) : text;
  }

  // --- what else is not the same ----------------------------------------------------

  std::string differences() const {
    std::string text;
    if (!made_.changed_items.empty()) text += changed_items();
    if (!text.empty() && !made_.changes.empty()) text += "\n";
    text += listed("What makes the scores not comparable", true);
    text += listed("Also different, which breaks no comparison", false);
    return text;
  }

  std::string changed_items() const {
    std::string some;
    for (std::size_t i = 0; i < made_.changed_items.size() && i < most_ids; ++i)
      some += (i > 0 ? ", " : "") + made_.changed_items[i];
    const auto count = made_.changed_items.size();
    return wrapped(printable(fmt::format(
                       "! {} {} the same id in both runs and other fields, so {} left out: {}{}",
                       counted(count, "item"), count == 1 ? "has" : "have",
                       count == 1 ? "it is" : "they are", some,
                       count > most_ids ? " " + std::string(say_.ellipsis()) : "")),
                   style_.width, 2) +
           "\n";
  }

  std::string listed(std::string_view heading, bool breaks_score) const {
    std::string text;
    std::size_t count = 0;
    for (const auto& change : made_.changes) {
      if (change.breaks_score != breaks_score || ++count > most_changes) continue;
      text += shown_text(wrapped("  " + change.what, style_.width, 4)) + "\n";
    }
    if (count > most_changes)
      text +=
          fmt::format("  {} {} more: `--json` has them\n", say_.ellipsis(), count - most_changes);
    return text.empty() ? text : fmt::format("{}\n{}", heading, text);
  }

  // --- what to do next --------------------------------------------------------------

  std::string next_steps() const {
    std::string text;
    if (const auto* item = worth_a_look())
      text += command({"cairn", "show", typed_name(after_), item->id});
    return text + command({"cairn", "report", typed_name(after_), "--format", "html", "--against",
                           typed_name(before_)});
  }

  const Crossed* worth_a_look() const {
    for (const auto& check : made_.checks)
      if (check.verdict == ComparisonVerdict::worse && !check.broke.empty())
        return &check.broke.front();
    if (!made_.broke.empty()) return &made_.broke.front();
    for (const auto& check : made_.checks)
      if (!check.broke.empty()) return &check.broke.front();
    return nullptr;
  }

  std::string command(const std::vector<std::string>& words) const {
    return "  " + say_.faint(printable(shell_command(words))) + "\n";
  }

  // --- words ------------------------------------------------------------------------

  static std::string signed_points(double share) { return fmt::format("{:+.1f}", share * 100); }

  // Of strangers' texts, with an arrow that every terminal has.
  std::string shown_text(std::string_view text) const {
    auto shown = printable(text);
    constexpr std::string_view arrow = "→";
    if (!style_.unicode)
      for (auto at = shown.find(arrow); at != shown.npos; at = shown.find(arrow))
        shown.replace(at, arrow.size(), "->");
    return shown;
  }

  const RunComparison& made_;
  const LoggedRun& before_;
  const LoggedRun& after_;
  ReportStyle style_;
  Phrases say_;
};

}  // namespace

std::string report(const RunComparison& comparison, const LoggedRun& before, const LoggedRun& after,
                   const ReportStyle& style) {
  return ComparisonReport(comparison, before, after, style).text();
}

}  // namespace cairn
