#include "runtime/recorded/recorded_answers.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <tuple>

#include "lang/data/json.h"
#include "lang/data/lines.h"
#include "lang/data/rows.h"
#include "runtime/conveyor.h"
#include "runtime/recorded/row_blocks.h"

namespace cairn {
namespace {

constexpr std::size_t block_size = 256 * 1024;
constexpr std::size_t most_mistakes = 100;
constexpr std::size_t most_named = 5;

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == line.npos; }

// A file without a name that is gone when it is closed: rows of a table, as JSON
// lines, so that the second pass can read them in any order.
class Spill final : public PartReader {
 public:
  Spill() : file_(std::tmpfile()) {}
  Spill(const Spill&) = delete;
  Spill& operator=(const Spill&) = delete;
  ~Spill() override {
    if (file_) std::fclose(file_);
  }

  std::optional<std::uint64_t> add(std::string_view line) {
    const auto at = size_;
    size_ += line.size();
    if (!file_ || std::fwrite(line.data(), 1, line.size(), file_) != line.size())
      return std::nullopt;
    return at;
  }

  Result<std::size_t> read(std::uint64_t offset, std::size_t size, std::string& onto) override {
    const std::size_t begin = onto.size();
    onto.resize(begin + size);
    if (std::fseek(file_, static_cast<long>(offset), SEEK_SET) == 0 &&
        std::fread(onto.data() + begin, 1, size, file_) == size)
      return size;
    return Failure{"cannot read back a temporary file"};
  }

 private:
  std::FILE* file_;
  std::uint64_t size_ = 0;
};

struct Lines {
  LineBlock block;
  std::uint64_t offset = 0;
};

class Binding {
 public:
  Binding(const AnswersRequest& request, const Plan& plan, RunItems& items, Loader& loader,
          Diagnostics& diagnostics)
      : request_(request), plan_(plan), items_(items), loader_(loader), diagnostics_(diagnostics) {
    made_.path = request.path;
    made_.kind = request.kind;
    made_.columns = request.columns;
  }

  std::optional<RecordedAnswers> run() {
    const auto errors_before = diagnostics_.errors();
    if (reads_lines())
      read_lines();
    else
      read_rows();
    if (diagnostics_.errors() > errors_before) return std::nullopt;
    sort();
    refuse_unknown();
    if (request_.kind == AnswersKind::rows) refuse_twice();
    if (request_.samples) keep_first(*request_.samples);
    refuse_incomplete();
    if (diagnostics_.errors() > errors_before) return std::nullopt;
    return std::move(made_);
  }

 private:
  // JSON lines in UTF-8 are read where they stand; all else is spilled.
  bool reads_lines() {
    if (request_.kind == AnswersKind::run_log) return true;
    const auto format = data_format(loader_, request_.path);
    if (!format || *format != DataFormat::jsonl) return false;
    auto bytes = loader_.open(request_.path);
    if (!bytes) return false;
    std::string start;
    while (start.size() < 3) {
      const auto block = (*bytes)->next();
      if (!block || block->empty()) break;
      start += *block;
    }
    first_offset_ = start.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    return !start.starts_with("\xFF\xFE") && !start.starts_with("\xFE\xFF");
  }

  // A reader of lines does not know the file's name; a loader says it.
  void report(const Failure& failure) {
    const bool named = failure.what.find(request_.path) != failure.what.npos;
    diagnostics_.report(
        DiagnosticKind::data_unreadable, {},
        named ? failure.what : fmt::format("`{}`: {}", request_.path, failure.what));
  }

  void read_lines() {
    auto bytes = loader_.open(request_.path);
    auto parts = loader_.open_parts(request_.path);
    if (!bytes || !parts) {
      diagnostics_.report(DiagnosticKind::data_unreadable, {},
                          bytes ? parts.error().what : bytes.error().what);
      return;
    }
    made_.parts = *std::move(parts);
    LineReader lines(*std::move(bytes));
    std::optional<Failure> failure;
    std::uint64_t offset = first_offset_;
    Conveyor<Lines, RowsFound> conveyor;
    conveyor.next = [&]() -> std::optional<Lines> {
      auto block = lines.next_block(block_size);
      if (!block) failure = block.error();
      if (!block || !*block) return std::nullopt;
      Lines next{*std::move(*block), offset};
      offset += next.block.text.size();
      return next;
    };
    conveyor.worker = [&] {
      return [this, finder = RowFinder(plan_, items_, request_)](Lines block) mutable {
        return found_in(block, finder);
      };
    };
    conveyor.take = [&](RowsFound found) { return add(std::move(found)); };
    conveyor.run(request_.threads);
    if (failure) report(*failure);
    if (rows_ == 0 && !failure && !diagnostics_.any_errors())
      diagnostics_.report(DiagnosticKind::data_no_rows, {}, request_.path);
  }

  RowsFound found_in(const Lines& lines, RowFinder& finder) const {
    RowsFound found;
    std::string_view rest = lines.block.text;
    for (std::size_t number = lines.block.first_line; !rest.empty(); ++number) {
      const auto offset = lines.offset + (lines.block.text.size() - rest.size());
      const bool torn = rest.find('\n') == rest.npos;
      const auto line = take_line(rest);
      // A run that was cut short leaves a torn last line: it is dropped.
      const bool dropped = torn && request_.kind == AnswersKind::run_log && !is_json(line);
      if (is_blank(line) || dropped) continue;
      finder.line(line, offset, number, found);
      ++found.rows;
    }
    return found;
  }

  void read_rows() {
    const auto rows = open_rows(loader_, request_.path, {.at = {}}, diagnostics_);
    if (!rows) return;
    auto spill = std::make_unique<Spill>();
    RowFinder finder(plan_, items_, request_);
    while (auto row = rows->next()) {
      RowsFound found;
      auto fields = as_ours(std::move(row->fields), request_.columns);
      if (is_table()) read_cells(fields);
      const auto text = to_json(Value(fields));
      const auto offset = spill->add(text);
      if (!offset) {
        diagnostics_.report(DiagnosticKind::data_unreadable, {},
                            "there is no room for a temporary file; set TMPDIR to another disk");
        return;
      }
      finder.row(fields, text,
                 {.offset = *offset,
                  .size = static_cast<std::uint32_t>(text.size()),
                  .check = check_of(text),
                  .line = static_cast<std::uint32_t>(row->line)},
                 found);
      if (!add(std::move(found))) return;
    }
    made_.parts = std::move(spill);
    made_.columns = {};  // They have our names now.
  }

  bool is_table() const {
    const auto format = data_format(loader_, request_.path);
    return format && (*format == DataFormat::csv || *format == DataFormat::tsv);
  }

  bool add(RowsFound found) {
    rows_ += found.rows;
    answers_ += found.answers;
    unknown_count_ += found.unknown_count;
    for (auto& name : found.unknown)
      if (unknown_.size() < most_named && !std::ranges::count(unknown_, name))
        unknown_.push_back(std::move(name));
    std::ranges::copy(found.pieces, std::back_inserter(made_.pieces));
    for (auto& [key, row] : found.examples) {
      made_.example_rows.push_back(row);
      made_.examples.add(key.check, key.example, std::move(row));
    }
    for (auto& [check, rating] : found.ratings) made_.ratings.add(check, std::move(rating));
    std::ranges::move(found.labels, std::back_inserter(made_.labels));
    made_.tool_results.merge(found.tool_results);
    diagnostics_.append(std::move(found.diagnostics));
    if (diagnostics_.errors() < most_mistakes) return true;
    diagnostics_.report(DiagnosticKind::answers_many_mistakes, {}, most_mistakes, request_.path)
        .with_help("correct these first");
    return false;
  }

  void sort() {
    const auto key = [](const Piece& piece) {
      return std::tuple(piece.item, piece.sample, piece.offset);
    };
    std::ranges::sort(made_.pieces, {}, key);
  }

  void refuse_unknown() {
    if (unknown_count_ == 0) return;
    diagnostics_
        .report(DiagnosticKind::answers_unknown_items, {}, unknown_count_, answers_,
                named(unknown_, unknown_count_))
        .with_data({.path = request_.path, .line = 0, .column = 0, .excerpt = {}})
        .with_help(
            "`item` is the id of an item of the eval; take these rows out, or add the items");
  }

  static std::string named(const std::vector<std::string>& names, std::size_t count) {
    std::string out;
    for (const auto& name : names) out += fmt::format("{}`{}`", out.empty() ? "" : ", ", name);
    return count > names.size() ? out + ", …" : out;
  }

  void refuse_twice() {
    const auto& pieces = made_.pieces;
    std::size_t count = 0;
    for (std::size_t i = 1; i < pieces.size() && count < most_named; ++i) {
      if (pieces[i].item != pieces[i - 1].item || pieces[i].sample != pieces[i - 1].sample)
        continue;
      ++count;
      diagnostics_.report(DiagnosticKind::answers_twice, {}, item_of(pieces[i]), pieces[i].sample)
          .with_data({.path = request_.path, .line = pieces[i].line, .column = 0, .excerpt = {}})
          .with_help(fmt::format("the first stands in line {}; several answers to one item are "
                                 "told apart by \"sample\": 0, 1, 2, …",
                                 pieces[i - 1].line));
    }
  }

  std::string item_of(const Piece& piece) {
    std::string text;
    if (!made_.parts->read(piece.offset, piece.size, text)) return "?";
    auto json = parse_json(text);
    auto* record = std::get_if<Record>(&json.value.data);
    if (!record) return "?";
    const auto row = as_ours(std::move(*record), made_.columns);
    const Value* item = row.find("item");
    return item ? printed(*item) : "?";
  }

  void keep_first(std::size_t samples) {
    std::vector<Piece> kept;
    std::size_t seen = 0;
    for (const auto& piece : made_.pieces) {
      if (kept.empty() || piece.item != kept.back().item)
        seen = 1;
      else if (piece.sample != kept.back().sample)
        ++seen;
      if (seen <= samples) kept.push_back(piece);
    }
    made_.pieces = std::move(kept);
  }

  void refuse_incomplete() {
    std::vector<bool> answered(items_.in_eval(), false);
    std::size_t count = 0;
    for (const auto& piece : made_.pieces) {
      if (answered[piece.item]) continue;
      answered[piece.item] = true;
      ++count;
    }
    made_.left_out = items_.size() - count;
    const bool allowed = request_.answers_only && count > 0;
    if (made_.left_out == 0 || allowed || diagnostics_.any_errors()) return;
    std::vector<std::string> names;
    Diagnostics unseen;
    items_.each(unseen, [&](const Item& item, std::uint32_t place) {
      if (!answered[place]) names.push_back(item.id);
      return names.size() < most_named;
    });
    auto& made = diagnostics_.report(DiagnosticKind::answers_incomplete, {}, made_.left_out,
                                     items_.size(), named(names, made_.left_out));
    made.with_data({.path = request_.path, .line = 0, .column = 0, .excerpt = {}});
    if (count > 0) made.with_help("`--answers-only` scores those that have one");
  }

  const AnswersRequest& request_;
  const Plan& plan_;
  RunItems& items_;
  Loader& loader_;
  Diagnostics& diagnostics_;
  RecordedAnswers made_;
  std::uint64_t first_offset_ = 0;
  std::size_t rows_ = 0, answers_ = 0, unknown_count_ = 0;
  std::vector<std::string> unknown_;
};

}  // namespace

std::uint32_t check_of(std::string_view bytes) {
  return static_cast<std::uint32_t>(std::hash<std::string_view>{}(bytes));
}

std::optional<RecordedAnswers> bind_answers(const AnswersRequest& request, const Plan& plan,
                                            RunItems& items, Loader& loader,
                                            Diagnostics& diagnostics) {
  return Binding(request, plan, items, loader, diagnostics).run();
}

}  // namespace cairn
