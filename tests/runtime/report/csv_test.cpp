// CSV: rows that its own reader gives back, and no text of a stranger that a
// spreadsheet would run.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "lang/utf8.h"
#include "tests/runtime/report/reports.h"

using namespace cairn;

namespace {

using Row = std::vector<std::string>;

// RFC 4180, strictly: CRLF, quotes doubled.
std::vector<Row> rows_of(const std::string& text) {
  std::vector<Row> rows(1, Row(1));
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    auto& cell = rows.back().back();
    if (quoted) {
      if (c != '"')
        cell += c;
      else if (i + 1 < text.size() && text[i + 1] == '"')
        cell += text[++i];
      else
        quoted = false;
    } else if (c == '"') {
      REQUIRE(cell.empty());
      quoted = true;
    } else if (c == ',') {
      rows.back().emplace_back();
    } else if (c == '\r') {
      REQUIRE(text[++i] == '\n');
      rows.emplace_back(1);
    } else {
      REQUIRE(c != '\n');
      cell += c;
    }
  }
  REQUIRE(rows.back() == Row(1));  // The last line has its end.
  rows.pop_back();
  return rows;
}

}  // namespace

TEST_CASE("CSV: a row for each item, sample and check") {
  const auto rows = rows_of(csv_report(small_report(), {}));
  REQUIRE(rows.size() == 1 + 4 * 3);
  CHECK(rows[0] == Row{"item", "sample", "check", "outcome", "score", "value", "low", "high", "why",
                       "answer", "model", "slice.item.cuisine", "item_score"});
  CHECK(rows[1] == Row{"soup", "0", "short", "passed", "1", "", "", "", "", "Boil the rice.",
                       "kettle-2", "thai", "1"});
  CHECK(rows[4] == Row{"stew", "0", "short", "failed", "0", "", "", "",
                       "51 words in \"Fry it\" are more than 50", "Fry, \"stir\" and\nserve.",
                       "kettle-2", "thai", "0"});
  CHECK(rows[6][3] == "measured");
  CHECK(rows[6][5] == "51");
  CHECK(rows[8] == Row{"cake", "0", "layout", "unanswered", "", "", "0", "1",
                       "the judge gave nothing usable", "'=1+1", "kettle-2", "french", "1"});
}

TEST_CASE("CSV: what the choices leave out") {
  const auto failed = rows_of(csv_report(small_report(), {.failed_only = true}));
  REQUIRE(failed.size() == 1 + 2 * 3);
  CHECK(failed[1][0] == "stew");
  CHECK(failed[4][0] == "cake");
  for (const auto& row : rows_of(csv_report(small_report(), {.redact = true}))) {
    if (row[0] == "item") continue;
    CHECK(row[8].empty());
    CHECK(row[9].empty());
  }
}

TEST_CASE("CSV: no cell of a stranger is a formula, and all is UTF-8") {
  const auto text = csv_report(hostile_report(), {});
  CHECK_FALSE(find_broken_utf8(text));
  CHECK(text.find('\0') == text.npos);
  const auto rows = rows_of(text);
  REQUIRE(rows.size() == 1 + 3 * hostile_texts().size());
  for (const auto& row : rows) {
    REQUIRE(row.size() == rows[0].size());
    for (const auto at : {0, 8, 9, 11}) {
      const auto& cell = row[static_cast<std::size_t>(at)];
      CAPTURE(cell);
      if (!cell.empty())
        CHECK(std::string_view("=+-@\t\r\n").find(cell[0]) == std::string_view::npos);
    }
  }
}

TEST_CASE("CSV: numbers below 0 stay numbers") {
  auto report = small_report();
  report.run.items[0].scored.samples[0].checks[2].outcome = Measured{-2.5};
  CHECK(rows_of(csv_report(report, {}))[3][5] == "-2.5");
}
