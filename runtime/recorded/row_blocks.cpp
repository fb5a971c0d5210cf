#include "runtime/recorded/row_blocks.h"

#include <limits>

#include "lang/data/json.h"
#include "lang/data/row_readers.h"
#include "runtime/evidence/recorded.h"
#include "runtime/recorded/tool_results.h"

namespace cairn {
namespace {

constexpr std::size_t most_ids_named = 5;

bool has_evidence(const Record& row) {
  return row.find("verdicts") || row.find("replies") || row.find("ratings");
}

}  // namespace

void RowFinder::line(std::string_view text, std::uint64_t offset, std::size_t line,
                     RowsFound& found) {
  const RowPlace place{request_.path, line, text};
  RowMistakes mistakes(request_.path, {.at = {}, .most_mistakes = std::numeric_limits<int>::max()},
                       found.diagnostics);
  auto json = parse_json(text);
  if (!json) {
    report_json(mistakes, *json.mistake, text, data_place(request_.path, line, 1, text));
    return;
  }
  auto* record = std::get_if<Record>(&json.value.data);
  if (!record) {
    mistakes.in_row(DiagnosticKind::data_row_no_record, place.data(), in_words(json.value))
        .with_help("a row is a record: {\"item\": \"p1\", \"answer\": \"…\"}");
    return;
  }
  const Piece piece{.offset = offset,
                    .size = static_cast<std::uint32_t>(text.size()),
                    .check = check_of(text),
                    .line = static_cast<std::uint32_t>(line)};
  if (request_.kind == AnswersKind::run_log)
    log_record(*record, place, piece, found);
  else
    row(as_ours(std::move(*record), request_.columns), text, piece, found);
}

void RowFinder::row(const Record& row, std::string_view text, Piece piece, RowsFound& found) {
  const RowPlace place{request_.path, piece.line, text};
  auto key = read_row(row, place, found.diagnostics);
  if (!key) return;
  auto* example = std::get_if<ExampleKey>(&*key);
  if (!example) return answer(row, std::get<AnswerKey>(std::move(*key)), place, piece, found);
  const auto before = found.diagnostics.errors();
  check_recorded(plan_, row, place.data(), found.diagnostics);
  if (found.diagnostics.errors() == before) found.examples.emplace_back(std::move(*example), row);
}

void RowFinder::answer(const Record& row, AnswerKey key, const RowPlace& place, Piece piece,
                       RowsFound& found) {
  if (has_evidence(row)) {
    check_recorded(plan_, row, place.data(), found.diagnostics);
    note_ratings(row, key.item, found);
    note_tools(row, found);
  }
  piece.sample = key.sample;
  bind(key.item, piece, found);
}

void RowFinder::bind(const std::string& item, Piece piece, RowsFound& found) {
  ++found.answers;
  const auto place = items_.place(item);
  if (!place) {
    if (++found.unknown_count <= most_ids_named) found.unknown.push_back(item);
    return;
  }
  if (*place == RunItems::left_out || !items_.in_run(*place)) return;
  piece.item = *place;
  found.pieces.push_back(piece);
}

void RowFinder::note_tool(std::string_view check, RowsFound& found) const {
  if (!found.tool_results.contains(check) && asks_a_tool(plan_, check))
    found.tool_results.emplace(check);
}

void RowFinder::note_tools(const Record& row, RowsFound& found) const {
  const Value* given = row.find("verdicts");
  const auto* verdicts = given ? given->as<Record>() : nullptr;
  if (!verdicts || plan_.tools.empty()) return;
  for (const auto& [check, value] : verdicts->fields) note_tool(check, found);
}

void RowFinder::note_ratings(const Record& row, const std::string& item, RowsFound& found) {
  const Value* ratings = row.find("ratings");
  const auto* list = ratings ? ratings->as<List>() : nullptr;
  if (!list || !items_.place(item)) return;
  for (const auto& one : *list)
    if (const auto* rating = one.as<Record>()) note_rating(*rating, item, found);
}

void RowFinder::note_rating(const Record& rating, const std::string& item, RowsFound& found) {
  const Value *rater = rating.find("rater"), *answer = rating.find("answer");
  const auto printable = [](const Value* value) {
    return value && !value->is_missing() && !value->as<Media>();
  };
  if (printable(rater) && printable(answer))
    found.ratings.emplace_back(std::string(text_in(rating, "check")),
                               Ratings::One{item, printed(*rater), printed(*answer)});
}

// The records of a log that say what was answered and what of it was judged; the
// others (verdicts, the summary) are made anew.
void RowFinder::log_record(const Record& record, const RowPlace& place, Piece piece,
                           RowsFound& found) {
  const auto kind = text_in(record, "record");
  if (kind == "label") found.labels.emplace_back(place.text);
  if (kind == "example") {
    found.examples.emplace_back(
        ExampleKey{std::string(text_in(record, "check")), std::string(text_in(record, "example"))},
        record);
  }
  if (kind == "evidence" && !plan_.tools.empty()) note_tool(text_in(record, "check"), found);
  if (kind == "rating") note_rating(record, std::string(text_in(record, "item")), found);
  if (kind != "answer" && kind != "evidence" && kind != "rating") return;
  const Value* sample = record.find("sample");
  const auto* number = sample ? sample->as<Number>() : nullptr;
  if (!number || number->value < 0 || number->value > 1e9 || text_in(record, "item").empty()) {
    found.diagnostics.report(DiagnosticKind::answers_bad_log, {}, "it names no item and sample")
        .with_data(place.data());
    return;
  }
  piece.sample = static_cast<std::uint32_t>(number->value);
  bind(std::string(text_in(record, "item")), piece, found);
}

}  // namespace cairn
