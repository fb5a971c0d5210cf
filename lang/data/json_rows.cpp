// A file that is one JSON value: a list of records, or a record of records.
//
// It may be larger than memory, so it is cut at the commas of its outermost
// list or record, and each piece is parsed by itself.
#include <fmt/format.h>

#include <algorithm>

#include "lang/data/json.h"
#include "lang/data/row_readers.h"

namespace cairn {
namespace {

constexpr std::string_view blanks = " \t\r\n";

struct Piece {
  std::string text;
  std::size_t line = 0;
  std::size_t column = 0;  // Bytes, from 1.
};

enum class Cut { piece, last, too_long, ended };

class Cutter {
 public:
  explicit Cutter(std::unique_ptr<BlockStream> blocks) : blocks_(std::move(blocks)) {}

  const std::optional<Failure>& failure() const { return failure_; }
  std::size_t line() const { return line_; }

  // The first byte that is no blank; 0 at the end of the file.
  char skip_blanks() {
    while (more() && blanks.find(block_[at_]) != blanks.npos) take();
    return more() ? block_[at_] : '\0';
  }

  char take() {
    const char byte = block_[at_++];
    ++column_;
    if (byte == '\n') {
      ++line_;
      column_ = 1;
    }
    return byte;
  }

  // The bytes up to the next comma or closing bracket of the outermost value.
  Cut cut(Piece& piece) {
    skip_blanks();
    piece = Piece{.line = line_, .column = column_};
    std::size_t depth = 0;
    bool in_text = false;
    while (more()) {
      const char byte = take();
      if (in_text) {
        if (byte == '\\' && more()) {
          piece.text += byte;
          piece.text += take();
          continue;
        }
        // A text never goes over a line; so one lost quote spoils one row.
        if (byte == '"' || byte == '\n') in_text = false;
        if (byte == '\n' && ends_row(piece.text)) return Cut::piece;
      } else if (byte == '"') {
        in_text = true;
      } else if (byte == '{' || byte == '[') {
        ++depth;
      } else if (byte == '}' || byte == ']') {
        if (depth == 0) return Cut::last;
        --depth;
      } else if (byte == ',' && depth == 0) {
        return Cut::piece;
      }
      piece.text += byte;
      if (piece.text.size() > Loader::largest_text) return Cut::too_long;
    }
    return Cut::ended;
  }

 private:
  static bool ends_row(std::string_view text) {
    text = text.substr(0, text.find_last_not_of(blanks) + 1);
    return text.ends_with("},") || text.ends_with('}');
  }

  bool more() {
    if (at_ < block_.size()) return true;
    if (ended_) return false;
    auto block = blocks_->next();
    if (!block) failure_ = block.error();
    ended_ = !block || block->empty();
    block_ = ended_ ? std::string_view() : *block;
    at_ = 0;
    return !ended_;
  }

  std::unique_ptr<BlockStream> blocks_;
  std::string_view block_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::size_t column_ = 1;
  bool ended_ = false;
  std::optional<Failure> failure_;
};

class JsonRows final : public RowReader {
 public:
  JsonRows(std::unique_ptr<BlockStream> bytes, RowMistakes mistakes)
      : cutter_(std::move(bytes)), mistakes_(std::move(mistakes)) {}

  std::optional<Row> next() override {
    if (bracket_ == '\0' && !stopped_) start();
    while (!stopped_ && !mistakes_.enough()) {
      Piece piece;
      const Cut cut = cutter_.cut(piece);
      if (cut != Cut::piece) finish(cut, piece);
      const bool empty = piece.text.find_first_not_of(blanks) == std::string::npos;
      // Nothing between the brackets, or what `finish` has reported.
      if (cut != Cut::piece && (empty || cut != Cut::last)) break;
      if (auto row = parsed(piece)) {
        any_row_ = true;
        return row;
      }
    }
    if (stopped_ && !any_row_ && !mistakes_.any()) {
      mistakes_.in_file(DiagnosticKind::data_no_rows, mistakes_.path());
    }
    return std::nullopt;
  }

 private:
  void start() {
    bracket_ = cutter_.skip_blanks();
    if (bracket_ == '[' || bracket_ == '{') {
      cutter_.take();
      return;
    }
    stopped_ = true;
    if (cutter_.failure()) {
      mistakes_.in_file(DiagnosticKind::data_unreadable, cutter_.failure()->what);
    } else if (bracket_ != '\0') {
      mistakes_.in_file(DiagnosticKind::data_unknown_format, mistakes_.path())
          .with_help(
              "a JSON file of rows is a list of records: `[{\"id\": \"a\"}, {\"id\": \"b\"}]`");
    }
  }

  // The last piece: whether the file ends as it should.
  void finish(Cut cut, const Piece& piece) {
    stopped_ = true;
    const auto report = [&](std::string what) {
      report_json(mistakes_, {piece.text.size(), std::move(what)}, piece.text, begin_of(piece));
    };
    if (cutter_.failure()) {
      mistakes_.in_file(DiagnosticKind::data_unreadable, cutter_.failure()->what);
    } else if (cut == Cut::too_long) {
      mistakes_.in_row(DiagnosticKind::data_long_row, begin_of(piece),
                       Loader::largest_text / 1'000'000);
    } else if (cut == Cut::ended) {
      report(fmt::format("the file ends, but the `{}` at its start is never closed", bracket_));
    } else if (any_piece_ && piece.text.find_first_not_of(blanks) == std::string::npos) {
      report("nothing stands between the last comma and the closing bracket");
    } else if (cutter_.skip_blanks() != '\0') {
      const auto line = cutter_.line();
      report_json(mistakes_, {0, "something stands after the end of the JSON"}, "",
                  data_place(mistakes_.path(), line, 0, ""));
    }
  }

  std::optional<Row> parsed(const Piece& piece) {
    any_piece_ = true;
    // A field of a record is no JSON by itself, so it gets its brackets back.
    const bool keyed = bracket_ == '{';
    auto json = keyed ? parse_json("{" + piece.text + "}") : parse_json(piece.text);
    if (json && keyed && std::get<Record>(json.value.data).fields.empty()) {
      json.mistake = JsonMistake{0, "nothing stands before this comma"};
    }
    if (!json) {
      if (keyed && json.mistake->offset > 0) --json.mistake->offset;
      json.mistake->offset = std::min(json.mistake->offset, piece.text.size());
      report_json(mistakes_, *json.mistake, piece.text, begin_of(piece));
      return std::nullopt;
    }
    if (!keyed) return record_of(std::move(json.value), piece);
    auto& field = std::get<Record>(json.value.data).fields.front();
    if (!std::holds_alternative<Record>(field.second.data)) {
      not_rows(field, piece);
      return std::nullopt;
    }
    auto row = record_of(std::move(field.second), piece);
    return with_key(std::move(*row), field.first, piece);
  }

  std::optional<Row> record_of(Value value, const Piece& piece) {
    if (auto* record = std::get_if<Record>(&value.data)) return Row{std::move(*record), piece.line};
    mistakes_.in_row(DiagnosticKind::data_row_no_record, begin_of(piece), in_words(value))
        .with_help("a row is a record of fields: `{\"id\": \"a\", \"question\": \"…\"}`");
    return std::nullopt;
  }

  void not_rows(const FieldValue& field, const Piece& piece) {
    stopped_ = true;
    auto& report = mistakes_.in_row(DiagnosticKind::data_not_rows, begin_of(piece), field.first,
                                    in_words(field.second));
    if (field.second.as<List>()) {
      report.with_help(fmt::format("save the list under `{}` as a file of its own", field.first));
    } else {
      report.with_help("a file of rows is a list of records, or a record of records");
    }
  }

  // The key is the row's id, if it has none of its own.
  std::optional<Row> with_key(Row row, const std::string& key, const Piece& piece) {
    const auto* id = row.fields.find("id");
    if (!id) {
      row.fields.fields.insert(row.fields.fields.begin(), {"id", Value(key)});
      return row;
    }
    const auto* number = id->as<Number>();
    const auto* text = id->as<std::string>();
    if ((text && *text == key) || (number && number->written == key)) return row;
    mistakes_.in_row(DiagnosticKind::data_two_ids, begin_of(piece), key, shown(*id))
        .with_help("keep one of the two, or make them equal");
    return std::nullopt;
  }

  DataPlace begin_of(const Piece& piece) const {
    const auto line = std::string_view(piece.text).substr(0, piece.text.find('\n'));
    return data_place(mistakes_.path(), piece.line, piece.column, line);
  }

  Cutter cutter_;
  RowMistakes mistakes_;
  char bracket_ = '\0';
  bool stopped_ = false;
  bool any_row_ = false;
  bool any_piece_ = false;
};

}  // namespace

std::unique_ptr<RowReader> json_rows(std::unique_ptr<BlockStream> bytes, RowMistakes mistakes) {
  return std::make_unique<JsonRows>(std::move(bytes), std::move(mistakes));
}

}  // namespace cairn
