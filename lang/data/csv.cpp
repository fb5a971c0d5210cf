#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "lang/data/csv_scan.h"
#include "lang/data/row_readers.h"
#include "lang/data/utf8.h"

namespace cairn {
namespace {

// What parts the header into most cells, quoted text aside.
char delimiter_of(std::string_view header) {
  constexpr std::string_view candidates = ",;\t";
  std::size_t counts[candidates.size()] = {};
  bool inside_quotes = false;
  for (const char c : header) {
    if (c == '"') inside_quotes = !inside_quotes;
    const auto which = candidates.find(c);
    if (!inside_quotes && which != candidates.npos) ++counts[which];
  }
  const auto* most = std::ranges::max_element(counts);
  return candidates[static_cast<std::size_t>(most - counts)];
}

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") + 1 - begin);
}

class CsvRows final : public RowReader {
 public:
  CsvRows(std::unique_ptr<BlockStream> bytes, char delimiter, RowMistakes mistakes)
      : scanner_(std::move(bytes)), delimiter_(delimiter), mistakes_(std::move(mistakes)) {}

  std::optional<Row> next() override {
    if (!started_) start();
    while (!stopped_ && !mistakes_.enough()) {
      const auto found = scanner_.read(delimiter_, cells_);
      if (found == CsvScanner::Found::end) return end();
      if (auto row = sound(found)) return row;
    }
    return std::nullopt;
  }

 private:
  void start() {
    started_ = true;
    std::size_t line = scanner_.line();
    auto raw = scanner_.read_raw();
    // Spreadsheets say `sep=;` in a line above the header, and skip it when they read.
    if (const auto said = trimmed(raw); said.size() == 5 && said.starts_with("sep=")) {
      delimiter_ = said[4];
      line = scanner_.line();
      raw = scanner_.read_raw();
    }
    if (delimiter_ == 0) delimiter_ = delimiter_of(raw);
    if (raw.empty()) return;
    CsvScanner header(text_stream(raw));
    const auto found = header.read(delimiter_, cells_);
    cells_.line = line;
    if (found == CsvScanner::Found::row && is_utf8(cells_.text)) {
      read_names();
    } else {
      report(found, line);
      stopped_ = true;
    }
  }

  void read_names() {
    std::unordered_map<std::string, std::size_t> met;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      std::string name(trimmed(cells_[i]));
      if (name.empty()) {
        mistakes_.in_row(DiagnosticKind::csv_unnamed_column, place(cells_.line), i + 1)
            .with_help("give it a name in the first line, or delete the column");
        stopped_ = true;
      } else if (!met.emplace(name, i).second) {
        mistakes_.in_row(DiagnosticKind::csv_same_column, place(cells_.line), name)
            .with_help(fmt::format("columns {} and {} have that name: rename one of them",
                                   met[name] + 1, i + 1));
        stopped_ = true;
      }
      names_.push_back(std::move(name));
    }
  }

  std::optional<Row> sound(CsvScanner::Found found) {
    if (found != CsvScanner::Found::row || !is_utf8(cells_.text)) {
      report(found, cells_.line);
      return std::nullopt;
    }
    const bool blank = trimmed(cells_.text).empty();
    if (blank) return std::nullopt;
    if (cells_.size() != names_.size()) {
      mistakes_
          .in_row(DiagnosticKind::csv_ragged_row, place(cells_.line), cells_.size(), names_.size())
          .with_help(ragged_help());
      return std::nullopt;
    }
    any_row_ = true;
    Row row;
    row.line = cells_.line;
    row.fields.fields.reserve(names_.size());
    for (std::size_t i = 0; i < names_.size(); ++i) {
      row.fields.fields.emplace_back(
          names_[i], cells_[i].empty() ? missing("the cell is empty") : Value(cells_[i]));
    }
    return row;
  }

  std::string ragged_help() const {
    if (cells_.size() < names_.size()) {
      return fmt::format("a row needs a `{}` for every column, even where the cell is empty",
                         delimiter_ == '\t' ? "tab" : std::string(1, delimiter_));
    }
    return fmt::format("a cell that holds `{}` must stand in double quotes",
                       delimiter_ == '\t' ? "tab" : std::string(1, delimiter_));
  }

  // The row in cells_ cannot be used.
  void report(CsvScanner::Found found, std::size_t line) {
    switch (found) {
      case CsvScanner::Found::open_quote:
        mistakes_.in_row(DiagnosticKind::csv_open_quote, place(scanner_.quote_line()))
            .with_help("a quote inside a quoted cell is written twice: `\"\"`");
        stopped_ = true;
        return;
      case CsvScanner::Found::after_quote:
        mistakes_.in_row(DiagnosticKind::csv_after_quote, place(scanner_.quote_line()))
            .with_help("a quote inside a quoted cell is written twice: `\"\"`");
        return;
      case CsvScanner::Found::too_long:
        mistakes_.in_row(DiagnosticKind::data_long_row, place(line),
                         Loader::largest_text / 1'000'000);
        stopped_ = true;
        return;
      case CsvScanner::Found::row:
      case CsvScanner::Found::end:
        // Once is enough: the whole file is in another encoding.
        mistakes_.in_row(DiagnosticKind::data_broken_utf8, place(line))
            .with_help("save the file as UTF-8; spreadsheets call it `CSV UTF-8`");
        stopped_ = true;
        return;
    }
  }

  std::optional<Row> end() {
    stopped_ = true;
    if (scanner_.failure()) {
      mistakes_.in_file(DiagnosticKind::data_unreadable, scanner_.failure()->what);
    } else if (!any_row_ && !mistakes_.any()) {
      mistakes_.in_file(DiagnosticKind::data_no_rows, mistakes_.path())
          .with_help("the first line names the columns, each further line is a row");
    }
    return std::nullopt;
  }

  DataPlace place(std::size_t line) const {
    return data_place(mistakes_.path(), line, 0, is_utf8(cells_.text) ? shown_row() : "");
  }

  std::string shown_row() const {
    std::string out;
    for (std::size_t i = 0; i < cells_.size() && out.size() < 200; ++i) {
      if (i > 0) out += delimiter_;
      out += cells_[i];
    }
    return out;
  }

  CsvScanner scanner_;
  char delimiter_;
  RowMistakes mistakes_;
  std::vector<std::string> names_;
  Cells cells_;
  bool started_ = false;
  bool stopped_ = false;
  bool any_row_ = false;
};

}  // namespace

std::unique_ptr<RowReader> csv_rows(std::unique_ptr<BlockStream> bytes, char delimiter,
                                    RowMistakes mistakes) {
  return std::make_unique<CsvRows>(std::move(bytes), delimiter, std::move(mistakes));
}

}  // namespace cairn
