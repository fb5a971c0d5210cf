#include "runtime/compare/comparison_json.h"

#include "lang/data/json.h"
#include "runtime/json_values.h"

namespace cairn {
namespace {

using CompareFields = std::vector<FieldValue>;

Value text_or_null(std::string_view text) { return text.empty() ? Value() : Value(text); }

Value ids_of(const std::vector<Crossed>& all) {
  List list;
  for (const auto& one : all) list.emplace_back(one.id);
  return Value(std::move(list));
}

Value crossed_in(const std::optional<CrossedIn>& found) {
  if (!found) return {};
  return Value(Record{{{"slice", found->slice},
                       {"value", found->value},
                       {"crossed", json_count(found->crossed)},
                       {"items", json_count(found->items)}}});
}

// --- what others print of the same pairs ---------------------------------------------

Value wilcoxon_value(const std::optional<Wilcoxon>& found) {
  return found ? json_number(found->p) : Value();
}

Value other_tests(const ComparedCheck& check) {
  const auto& mcnemar = check.mcnemar;
  return Value(Record{{{"mcnemar_exact", mcnemar ? json_number(mcnemar->exact_p) : Value()},
                       {"mcnemar_mid_p", mcnemar ? json_number(mcnemar->mid_p) : Value()},
                       {"paired_t", json_number(check.paired_t_p)},
                       {"wilcoxon", wilcoxon_value(check.wilcoxon)}}});
}

// --- the comparison -------------------------------------------------------------------

Value check_compared(const ComparedCheck& check) {
  const auto& difference = check.difference;
  return Value(Record{{
      {"name", check.name},
      {"before", json_number(check.before)},
      {"after", json_number(check.after)},
      {"fixed", json_count(check.fixed.size())},
      {"broke", json_count(check.broke.size())},
      {"p", difference ? json_number(difference->p) : Value()},
      {"p_adjusted", difference ? json_number(check.p_adjusted) : Value()},
      {"verdict", to_string(check.verdict)},
      {"why_not", text_or_null(check.why_not)},
      {"is_measure", check.is_measure},
      {"moved", text_or_null(moved(check))},
      {"difference", difference ? json_number(difference->difference) : Value()},
      {"interval", difference ? json_interval(difference->interval) : Value()},
      {"items", json_count(difference ? difference->items : 0)},
      {"fixed_items", ids_of(check.fixed)},
      {"broke_items", ids_of(check.broke)},
      {"fixed_in", crossed_in(check.fixed_in)},
      {"broke_in", crossed_in(check.broke_in)},
      {"other_tests", other_tests(check)},
  }});
}

Value score_compared(const RunComparison& comparison) {
  const auto& score = comparison.score;
  if (!score) return {};
  return Value(
      Record{{{"before", json_number(score->before)},
              {"after", json_number(score->after)},
              {"difference", json_number(score->difference)},
              {"interval", json_interval(score->interval)},
              {"p", json_number(score->p)},
              {"fixed_items", ids_of(comparison.fixed)},
              {"broke_items", ids_of(comparison.broke)},
              {"fixed_in", crossed_in(comparison.fixed_in)},
              {"broke_in", crossed_in(comparison.broke_in)},
              {"groups", json_count(score->groups)},
              {"other_tests", Record{{{"paired_t", json_number(comparison.paired_t_p)},
                                      {"wilcoxon", wilcoxon_value(comparison.wilcoxon)}}}}}});
}

Value changes_value(const std::vector<DefinitionChange>& changes) {
  List list;
  for (const auto& change : changes)
    list.emplace_back(Record{{{"what", change.what}, {"breaks_score", change.breaks_score}}});
  return Value(std::move(list));
}

CompareFields comparison_fields(const RunComparison& made) {
  return {{"schema", "cairn.compare/1"},
          {"before", made.before},
          {"after", made.after},
          {"score", score_compared(made)},
          {"verdict", to_string(made.verdict)},
          {"comparable", made.comparable},
          {"why_not", text_or_null(made.why_not)},
          {"changes", changes_value(made.changes)},
          {"items", json_count(made.items)},
          {"only_before", json_count(made.only_before)},
          {"only_after", json_count(made.only_after)},
          {"changed_items", json_texts(made.changed_items)},
          {"detectable", json_number(made.detectable)},
          {"items_to_settle", made.items_to_settle ? json_count(*made.items_to_settle) : Value()},
          {"correlation", Record{{{"pearson", json_number(made.pearson)},
                                  {"spearman", json_number(made.spearman)},
                                  {"kendall", json_number(made.kendall)}}}}};
}

// --- the leaderboard ------------------------------------------------------------------

Value labels_value(const LoggedRun& run) {
  CompareFields fields;
  for (const auto& [key, value] : run.labels) fields.emplace_back(key, value);
  return Value(Record{std::move(fields)});
}

Value ranked_value(const Ranked& ranked, const std::vector<LoggedRun>& runs) {
  const auto& run = runs[ranked.run];
  List alike;
  for (const auto other : ranked.not_told_from) alike.emplace_back(runs[other].id);
  return Value(Record{{{"rank", ranked.rank ? json_count(*ranked.rank) : Value()},
                       {"run", run.id},
                       {"model", run.summary.model},
                       {"prompt", run.summary.prompt},
                       {"labels", labels_value(run)},
                       {"score", json_number(ranked.score)},
                       {"interval", json_interval(ranked.interval)},
                       {"not_told_from", Value(std::move(alike))}}});
}

}  // namespace

std::string to_json(const RunComparison& comparison) {
  auto fields = comparison_fields(comparison);
  List checks;
  for (const auto& check : comparison.checks) checks.push_back(check_compared(check));
  fields.emplace_back("checks", Value(std::move(checks)));
  return to_json(Value(Record{std::move(fields)}));
}

std::string to_json(const Leaderboard& board, const std::vector<LoggedRun>& runs) {
  List ranked;
  for (const auto& one : board.runs) ranked.push_back(ranked_value(one, runs));
  return to_json(Value(Record{{{"schema", "cairn.leaderboard/1"},
                               {"items", json_count(board.items)},
                               {"left_out", json_count(board.left_out)},
                               {"runs", Value(std::move(ranked))},
                               {"warnings", json_texts(board.warnings)}}}));
}

}  // namespace cairn
