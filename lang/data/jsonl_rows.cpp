#include "lang/data/json.h"
#include "lang/data/row_readers.h"

namespace cairn {
namespace {

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == line.npos; }

// One record a line; blank lines are passed over.
class JsonlRows final : public RowReader {
 public:
  JsonlRows(std::unique_ptr<BlockStream> bytes, RowMistakes mistakes)
      : lines_(std::move(bytes)), mistakes_(std::move(mistakes)) {}

  std::optional<Row> next() override {
    while (!stopped_ && !mistakes_.enough()) {
      auto line = lines_.next();
      if (!line) return stop(DiagnosticKind::data_unreadable, line.error().what);
      if (!*line) {
        if (any_row_ || mistakes_.any()) return std::nullopt;
        return stop(DiagnosticKind::data_no_rows, mistakes_.path());
      }
      if (is_blank((*line)->text)) continue;
      if (auto row = parsed(**line)) return row;
    }
    return std::nullopt;
  }

 private:
  std::optional<Row> stop(DiagnosticKind kind, const std::string& about) {
    stopped_ = true;
    mistakes_.in_file(kind, about);
    return std::nullopt;
  }

  std::optional<Row> parsed(const Line& line) {
    auto json = parse_json(line.text);
    if (!json) {
      // A record that goes on in the next line would make each line a mistake.
      stopped_ = !any_row_ && json.mistake->offset >= line.text.size();
      report_json(mistakes_, *json.mistake, line.text, place(line));
      return std::nullopt;
    }
    auto* record = std::get_if<Record>(&json.value.data);
    if (!record) {
      mistakes_.in_row(DiagnosticKind::data_row_no_record, place(line), in_words(json.value))
          .with_help("a row is a record of fields: `{\"id\": \"a\", \"question\": \"…\"}`");
      return std::nullopt;
    }
    any_row_ = true;
    return Row{std::move(*record), line.number};
  }

  DataPlace place(const Line& line) const {
    return data_place(mistakes_.path(), line.number, 1, line.text);
  }

  LineReader lines_;
  RowMistakes mistakes_;
  bool stopped_ = false;
  bool any_row_ = false;
};

}  // namespace

std::unique_ptr<RowReader> jsonl_rows(std::unique_ptr<BlockStream> bytes, RowMistakes mistakes) {
  return std::make_unique<JsonlRows>(std::move(bytes), std::move(mistakes));
}

}  // namespace cairn
