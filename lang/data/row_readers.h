// The readers behind open_rows, one for each layout of a file; for rows.cpp, and
// for whoever reads lines in parallel and must say what rows.cpp would.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "lang/data/json.h"
#include "lang/data/lines.h"
#include "lang/data/rows.h"

namespace cairn {

// Reports what is wrong with the rows of one file, up to a number.
class RowMistakes {
 public:
  RowMistakes(std::string path, const RowOptions& options, Diagnostics& diagnostics)
      : path_(std::move(path)), options_(options), diagnostics_(&diagnostics) {}

  const std::string& path() const { return path_; }
  bool any() const { return count_ > 0; }
  // Once true, reading must stop; that is reported.
  bool enough() const { return count_ >= options_.most_mistakes; }

  template <class... Args>
  Diagnostic& in_row(DiagnosticKind kind, const DataPlace& place, const Args&... args) {
    if (++count_ == options_.most_mistakes) {
      diagnostics_->report(DiagnosticKind::data_many_mistakes, options_.at, count_, path_)
          .with_help("correct these first");
    }
    return diagnostics_->report(kind, options_.at, args...).with_data(place);
  }

  template <class... Args>
  Diagnostic& in_file(DiagnosticKind kind, const Args&... args) {
    ++count_;
    return diagnostics_->report(kind, options_.at, args...);
  }

 private:
  std::string path_;
  RowOptions options_;
  Diagnostics* diagnostics_;
  std::size_t count_ = 0;
};

// "a text", "a list", "yes or no", …
std::string_view in_words(const Value& value);

// What parse_json found wrong in `text`, which begins at the given line and column.
void report_json(RowMistakes& mistakes, const JsonMistake& mistake, std::string_view text,
                 DataPlace begin);

// All take bytes that are UTF-8 or broken, without a byte order mark.
std::unique_ptr<RowReader> jsonl_rows(std::unique_ptr<BlockStream> bytes, RowMistakes mistakes);
std::unique_ptr<RowReader> json_rows(std::unique_ptr<BlockStream> bytes, RowMistakes mistakes);
// `delimiter` 0: told by the header.
std::unique_ptr<RowReader> csv_rows(std::unique_ptr<BlockStream> bytes, char delimiter,
                                    RowMistakes mistakes);

}  // namespace cairn
