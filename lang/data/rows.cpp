#include "lang/data/rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "lang/data/json.h"
#include "lang/data/row_readers.h"
#include "lang/data/utf8.h"
#include "lang/overloaded.h"

namespace cairn {
namespace {

// Enough to tell JSON lines from one JSON value.
constexpr std::size_t most_looked_at = 4'000'000;

// Files people have beside their tables, and how they begin.
struct Magic {
  std::string_view bytes;
  std::string_view what;
};
constexpr std::array magics = {
    Magic{"PK\x03\x04", "spreadsheet or zip file"}, Magic{"\xD0\xCF\x11\xE0", "spreadsheet file"},
    Magic{"\x1F\x8B", "compressed file"},           Magic{"PAR1", "Parquet file"},
    Magic{"SQLite format 3", "SQLite database"},    Magic{"%PDF", "PDF file"},
};

// Gives what was looked at once more, then the rest.
class Replayed final : public BlockStream {
 public:
  Replayed(std::string start, std::unique_ptr<BlockStream> rest)
      : start_(std::move(start)), rest_(std::move(rest)) {}

  Result<std::string_view> next() override {
    if (!std::exchange(replayed_, true) && !start_.empty()) return std::string_view(start_);
    start_ = std::string();
    return rest_->next();
  }

 private:
  std::string start_;
  std::unique_ptr<BlockStream> rest_;
  bool replayed_ = false;
};

std::string ending_of(std::string_view path) {
  const auto dot = path.find_last_of("./");
  if (dot == path.npos || path[dot] == '/') return "";
  std::string ending(path.substr(dot + 1));
  std::ranges::transform(ending, ending.begin(), [](unsigned char c) { return std::tolower(c); });
  return ending;
}

// A record in one line with more lines after it: JSON lines by another name.
bool is_lines(std::string_view start) {
  const auto end = start.find('\n');
  return end != start.npos && start.find_first_not_of(" \t\r\n", end) != start.npos &&
         is_json(start.substr(0, end));
}

std::optional<DataFormat> format_of(std::string_view path, std::string_view start) {
  const auto ending = ending_of(path);
  if (ending == "csv") return DataFormat::csv;
  if (ending == "tsv" || ending == "tab") return DataFormat::tsv;
  const auto first = start.find_first_not_of(" \t\r\n");
  const char begin = first == start.npos ? '\0' : start[first];
  if (begin == '[') return DataFormat::json;
  if (ending == "jsonl" || ending == "ndjson") return DataFormat::jsonl;
  if (begin == '{' && is_lines(start.substr(first))) return DataFormat::jsonl;
  if (begin == '{' || ending == "json") return DataFormat::json;
  return std::nullopt;
}

// The first bytes, up to the second line that is not blank.
Result<std::string> look(BlockStream& bytes) {
  std::string start;
  while (start.size() < most_looked_at) {
    auto block = bytes.next();
    if (!block) return block.error();
    if (block->empty()) break;
    start += *block;
    const auto first = start.find_first_not_of(" \t\r\n");
    const auto end = first == start.npos ? first : start.find('\n', first);
    if (end != start.npos && start.find_first_not_of(" \t\r\n", end) != start.npos) break;
  }
  return start;
}

}  // namespace

std::string_view in_words(const Value& value) {
  return std::visit(
      Overloaded{[](const Missing&) { return "null"; }, [](bool) { return "a yes or no"; },
                 [](const Number&) { return "a number"; },
                 [](const std::string&) { return "a text"; }, [](const List&) { return "a list"; },
                 [](const Record&) { return "a record"; },
                 [](const Amount&) { return "an amount"; }, [](const Media&) { return "a file"; }},
      value.data);
}

DataPlace data_place(std::string_view path, std::size_t line, std::size_t column,
                     std::string_view excerpt) {
  constexpr std::size_t width = 120;
  constexpr std::size_t before = 40;
  const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
  DataPlace place{std::string(path), line, column, "", 1};
  if (!is_utf8(excerpt)) return place;
  std::size_t begin = 0;
  if (column > width - before) {
    for (; place.excerpt_column + before < column && begin < excerpt.size();
         ++place.excerpt_column) {
      do ++begin;
      while (begin < excerpt.size() && !begins(excerpt[begin]));
    }
  }
  std::size_t end = begin;
  for (std::size_t shown = 0; end < excerpt.size(); ++end) {
    if (begins(excerpt[end]) && ++shown > width) break;
    if (excerpt[end] == '\n' || excerpt[end] == '\r') break;
  }
  place.excerpt = excerpt.substr(begin, end - begin);
  return place;
}

void report_json(RowMistakes& mistakes, const JsonMistake& mistake, std::string_view text,
                 DataPlace begin) {
  const auto before = text.substr(0, mistake.offset);
  const auto breaks = static_cast<std::size_t>(std::ranges::count(before, '\n'));
  const auto line_begin = before.rfind('\n') + 1;  // npos + 1 is 0.
  const auto line = text.substr(line_begin, text.find('\n', line_begin) - line_begin);
  const auto characters = std::ranges::count_if(before.substr(line_begin), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  });
  const std::size_t shift = breaks == 0 && begin.column > 0 ? begin.column - 1 : 0;
  auto place =
      data_place(begin.path, begin.line + breaks, static_cast<std::size_t>(characters) + 1, line);
  place.column += shift;
  place.excerpt_column += shift;
  mistakes.in_row(DiagnosticKind::data_bad_json, place, mistake.what);
}

Result<std::optional<DataFormat>> data_format(Loader& loader, std::string_view path) {
  auto opened = loader.open(path);
  if (!opened) return opened.error();
  const auto bytes = decoded(std::move(*opened));
  const auto start = look(*bytes);
  if (!start) return start.error();
  return format_of(path, *start);
}

std::unique_ptr<RowReader> open_rows(Loader& loader, const std::string& path,
                                     const RowOptions& options, Diagnostics& diagnostics) {
  RowMistakes mistakes(path, options, diagnostics);
  auto opened = loader.open(path);
  if (!opened) {
    mistakes.in_file(DiagnosticKind::data_unreadable, opened.error().what);
    return nullptr;
  }
  auto bytes = decoded(std::move(*opened));
  auto start = look(*bytes);
  if (!start) {
    mistakes.in_file(DiagnosticKind::data_unreadable, start.error().what);
    return nullptr;
  }
  for (const auto& magic : magics) {
    if (!start->starts_with(magic.bytes)) continue;
    mistakes.in_file(DiagnosticKind::data_no_text, path, magic.what)
        .with_help("export it as CSV or JSON lines, and name that file");
    return nullptr;
  }
  const auto format = format_of(path, *start);
  if (!format) {
    mistakes.in_file(DiagnosticKind::data_unknown_format, path)
        .with_help("let its name end in `.jsonl`, `.json`, `.csv` or `.tsv`");
    return nullptr;
  }
  bytes = std::make_unique<Replayed>(std::move(*start), std::move(bytes));
  switch (*format) {
    case DataFormat::jsonl:
      return jsonl_rows(std::move(bytes), std::move(mistakes));
    case DataFormat::json:
      return json_rows(std::move(bytes), std::move(mistakes));
    case DataFormat::csv:
      return csv_rows(std::move(bytes), '\0', std::move(mistakes));
    case DataFormat::tsv:
      return csv_rows(std::move(bytes), '\t', std::move(mistakes));
  }
  return nullptr;
}

}  // namespace cairn
