// The items of one `items` block: rows of a file with its settings applied.
//
// Everything in a row is data. Mistakes in rows are reported with their lines;
// see rows.h for how reading goes on. An item's `id` is always a text; paths in
// cells are relative to the data file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lang/data/digest.h"
#include "lang/data/item.h"
#include "lang/data/loader.h"
#include "lang/data/shape.h"
#include "lang/diagnostic.h"
#include "lang/source.h"

namespace cairn {

// A column that a setting names, and where it does.
struct ColumnSetting {
  std::string name;
  Span at;
};

struct ItemOptions {
  std::string named_in;  // The `.eval` that has the block.
  std::string from;      // As written there.
  Span from_at;
  std::optional<ColumnSetting> id;       // Else a column `id`, else the line number.
  std::vector<ColumnSetting> media;      // Paths, relative to the data file, that must exist.
  std::vector<ColumnSetting> text_from;  // Paths whose text is the value.
  std::vector<ColumnSetting> lists;      // Texts that are split at `split`, parts trimmed.
  std::string split;
  // Sees the item with all of the above done; null takes all.
  std::function<bool(const Item&)> where;
  std::optional<std::size_t> take;  // The N with the smallest draw_of(seed, id).
  std::int64_t seed = 0;
};

class ItemReader {
 public:
  virtual ~ItemReader() = default;
  // The next sound item in the order of the file; nothing at the end.
  virtual std::optional<Item> next() = 0;
};

// Can be read again and again, each time from the start.
class ItemSource {
 public:
  ItemSource(Loader& loader, ItemOptions options);

  const ItemOptions& options() const { return options_; }

  // As messages name the file; empty before it was found.
  const std::string& path() const { return path_; }
  // Whether the ids are line numbers, which change when a line is inserted.
  // Known after the first item was read.
  bool ids_are_lines() const { return ids_are_lines_; }

  // Of the file's bytes, once a reader came to the end of it.
  const std::optional<Digest>& file_digest() const { return file_digest_; }

  // The columns of the first row, for messages; known after it was read.
  const std::vector<std::string>& columns() const { return columns_; }

  // Null when the file cannot be read at all; that is reported too. With `take`
  // the first call reads the file once more than asked.
  std::unique_ptr<ItemReader> read(Diagnostics& diagnostics);

 private:
  friend class OpenItems;
  std::unique_ptr<ItemReader> open(Diagnostics& diagnostics);
  void draw();

  Loader* loader_;
  ItemOptions options_;
  std::string path_;
  std::optional<std::uint64_t> largest_draw_;  // Of those taken.
  std::optional<Digest> file_digest_;
  std::vector<std::string> columns_;
  bool ids_are_lines_ = false;
};

// The first pass: folds every item in; reports ids that stand twice, warns of
// items that are the same but for their ids, and of ids that are line numbers.
void fold(ItemSource& source, ShapeBuilder& shape, Diagnostics& diagnostics);

}  // namespace cairn
