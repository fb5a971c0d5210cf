// The rows of a data file, one record each, in a stream: JSON lines, a JSON list
// of records or record of records, CSV, TSV.
//
// A mistake in a row is reported with its line, and reading goes on with the
// next, so that one look shows them all; after `most_mistakes` it stops.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "lang/data/loader.h"
#include "lang/diagnostic.h"
#include "lang/value.h"

namespace cairn {

enum class DataFormat { jsonl, json, csv, tsv };

struct Row {
  Record fields;         // CSV cells are texts, an empty one is missing; JSON null is missing.
  std::size_t line = 0;  // Where the row begins, from 1.
};

class RowReader {
 public:
  virtual ~RowReader() = default;
  // The next sound row; nothing at the end, or when reading cannot go on.
  virtual std::optional<Row> next() = 0;
};

struct RowOptions {
  Span at;  // The setting that names the file.
  std::size_t most_mistakes = 100;
};

// The format is told by the path's ending, then by the first bytes: JSON lines
// in a `.json`, or a JSON list in a `.jsonl`, are read as what they are. A record
// of records gives each its key as `id`. Null when the file cannot be read at
// all; that is reported too.
std::unique_ptr<RowReader> open_rows(Loader& loader, const std::string& path,
                                     const RowOptions& options, Diagnostics& diagnostics);

// What open_rows would read the file as, if it can be told.
Result<std::optional<DataFormat>> data_format(Loader& loader, std::string_view path);

// `excerpt` is cut to a screen's width.
DataPlace data_place(std::string_view path, std::size_t line, std::size_t column,
                     std::string_view excerpt);

}  // namespace cairn
