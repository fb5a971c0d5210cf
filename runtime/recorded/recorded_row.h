// What one row of recorded answers says, held against what it may say
// (experience.md B10). Every mistake is reported with the row's place.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "lang/diagnostic.h"
#include "lang/value.h"

namespace cairn {

// Of other people's files: `--answers-item`, `--answers-text`. Where one is given,
// columns that mean nothing here are passed over.
struct AnswerColumns {
  std::string item, text;
  bool others_ignored() const { return !item.empty() || !text.empty(); }
};

// Where a row stands; made into a DataPlace only for a message.
struct RowPlace {
  std::string_view path;
  std::size_t line = 0;
  std::string_view text;  // The row as it stands, if it is one line.
  DataPlace data() const;
};

struct AnswerKey {
  std::string item;
  std::uint32_t sample = 0;
};
// The row speaks of a check's example.
struct ExampleKey {
  std::string check, example;
};
using RowKey = std::variant<AnswerKey, ExampleKey>;

// Nothing if a mistake was reported. Of `replies`, `verdicts` and `ratings` only the
// kind is looked at, of a row about an example only the keys: the rest is
// check_recorded()'s.
std::optional<RowKey> read_row(const Record& row, const RowPlace& place, Diagnostics& diagnostics);

// With the columns named as ours, and without those that are passed over.
Record as_ours(Record row, const AnswerColumns& columns);

// Cells of a table: a sample in digits is a number, an empty answer is a text.
void read_cells(Record& row);

// The text of a field, or empty.
std::string_view text_in(const Record& record, std::string_view field);

}  // namespace cairn
