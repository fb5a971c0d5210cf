// The first pass over the rows of a file of recorded answers or a run log: what
// each row is about, found by several threads; for recorded_answers.cpp only.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "runtime/recorded/recorded_answers.h"

namespace cairn {

// What a few rows held.
struct RowsFound {
  std::vector<Piece> pieces;
  std::vector<std::pair<ExampleKey, Record>> examples;
  std::vector<std::pair<std::string, Ratings::One>> ratings;  // By check.
  std::vector<std::string> labels;
  std::vector<std::string> unknown;  // Items that the eval does not have, first few.
  std::size_t unknown_count = 0, answers = 0, rows = 0;
  std::set<std::string, std::less<>> tool_results;  // Checks of which a row has a tool's.
  Diagnostics diagnostics;
};

// Reads rows into a RowsFound. One a thread.
class RowFinder {
 public:
  RowFinder(const Plan& plan, const RunItems& items, const AnswersRequest& request)
      : plan_(plan), items_(items), request_(request) {}

  // `text` is the row as JSON in one line; `offset` where it stands.
  void line(std::string_view text, std::uint64_t offset, std::size_t line, RowsFound& found);
  // A row that was read already; `text` is what the second pass will read.
  void row(const Record& row, std::string_view text, Piece piece, RowsFound& found);

 private:
  void answer(const Record& row, AnswerKey key, const RowPlace& place, Piece piece,
              RowsFound& found);
  void bind(const std::string& item, Piece piece, RowsFound& found);
  void log_record(const Record& record, const RowPlace& place, Piece piece, RowsFound& found);
  void note_tools(const Record& row, RowsFound& found) const;
  void note_tool(std::string_view check, RowsFound& found) const;
  void note_ratings(const Record& row, const std::string& item, RowsFound& found);
  void note_rating(const Record& rating, const std::string& item, RowsFound& found);

  const Plan& plan_;
  const RunItems& items_;
  const AnswersRequest& request_;
};

}  // namespace cairn
