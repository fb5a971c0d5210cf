#include "lang/data/items.h"

#include <fmt/format.h>

#include <algorithm>
#include <queue>

#include "lang/data/rows.h"
#include "lang/nearest.h"

namespace cairn {
namespace {

constexpr std::size_t most_mistakes = 100;

std::string_view folder_of(std::string_view path) {
  const auto slash = path.rfind('/');
  return slash == path.npos ? std::string_view() : path.substr(0, slash + 1);
}

std::string_view without_end_blanks(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") + 1 - begin);
}

List split(std::string_view text, std::string_view at) {
  List parts;
  while (!text.empty()) {
    const auto end = at.empty() ? text.npos : text.find(at);
    const auto part = without_end_blanks(text.substr(0, end));
    if (!part.empty()) parts.emplace_back(part);
    text.remove_prefix(end == text.npos ? text.size() : end + at.size());
  }
  return parts;
}

Value* field_of(Record& record, std::string_view name) {
  const auto found = std::ranges::find(record.fields, name, &FieldValue::first);
  return found == record.fields.end() ? nullptr : &found->second;
}

// Hands everything on, and tells the digest of the one file that is opened.
class DigestingLoader final : public Loader {
 public:
  DigestingLoader(Loader& loader, std::function<void(const Digest&)> at_end)
      : loader_(loader), at_end_(std::move(at_end)) {}

  Result<std::string> resolve(std::string_view named_in, std::string_view written) override {
    return loader_.resolve(named_in, written);
  }
  Result<std::string> read(std::string_view path) override { return loader_.read(path); }
  Result<std::unique_ptr<BlockStream>> open(std::string_view path) override {
    auto bytes = loader_.open(path);
    if (!bytes) return bytes;
    return digesting(std::move(*bytes), at_end_);
  }

 private:
  Loader& loader_;
  std::function<void(const Digest&)> at_end_;
};

}  // namespace

// Applies the settings of a source to the rows of its file.
class OpenItems final : public ItemReader {
 public:
  OpenItems(ItemSource& source, std::unique_ptr<RowReader> rows, Diagnostics& diagnostics)
      : source_(source),
        options_(source.options_),
        rows_(std::move(rows)),
        diagnostics_(diagnostics) {}

  std::optional<Item> next() override {
    while (mistakes_ < most_mistakes) {
      auto row = rows_->next();
      if (!row) {
        finish();
        return std::nullopt;
      }
      if (rows_read_++ == 0) look_at(row->fields);
      if (auto item = made_of(std::move(*row))) {
        ++items_given_;
        return item;
      }
    }
    return std::nullopt;
  }

 private:
  // The first row tells the columns, for CSV all of them.
  void look_at(const Record& row) {
    source_.columns_.clear();
    for (const auto& [name, value] : row.fields) source_.columns_.push_back(name);
    const bool has_id = row.find("id") != nullptr;
    source_.ids_are_lines_ = !options_.id && !has_id;
    if (options_.id && options_.id->name != "id" && has_id) {
      diagnostics_.report(DiagnosticKind::items_hidden_id, options_.id->at, options_.id->name)
          .with_help("give one of the two columns another name");
    }
  }

  std::optional<Item> made_of(Row row) {
    Item item{"", std::move(row.fields), row.line};
    const std::size_t before = mistakes_;
    if (!set_id(item)) return std::nullopt;
    for (const auto& column : options_.lists) use(item, column, &OpenItems::split_cell);
    for (const auto& column : options_.text_from) use(item, column, &OpenItems::read_cell);
    for (const auto& column : options_.media) use(item, column, &OpenItems::to_media);
    if (mistakes_ > before) return std::nullopt;
    if (options_.where && !options_.where(item)) return std::nullopt;
    if (options_.take == 0U) return std::nullopt;
    if (source_.largest_draw_ && draw_of(options_.seed, item.id) > *source_.largest_draw_) {
      return std::nullopt;
    }
    for (const auto& column : options_.media) use(item, column, &OpenItems::find_media);
    if (mistakes_ > before) return std::nullopt;
    return item;
  }

  template <class... Args>
  Diagnostic& report(const Item& item, DiagnosticKind kind, Span at, const Args&... args) {
    ++mistakes_;
    return diagnostics_.report(kind, at, args...)
        .with_data(data_place(source_.path_, item.line, 0, ""));
  }

  bool set_id(Item& item) {
    auto& fields = item.fields.fields;
    if (source_.ids_are_lines_) {
      if (field_of(item.fields, "id")) {
        report(item, DiagnosticKind::item_late_id, options_.from_at)
            .with_help("give every row an `id`");
        return false;
      }
      item.id = std::to_string(item.line);
      fields.insert(fields.begin(), {"id", Value(item.id)});
      return true;
    }
    const std::string column = options_.id ? options_.id->name : "id";
    const Span at = options_.id ? options_.id->at : options_.from_at;
    const auto* value = field_of(item.fields, column);
    if (value && !value->is_missing()) met(column);
    if (!value || value->is_missing()) {
      // Whether any row has the column is known at the end.
      if (value || met_any(column)) {
        report_no_id(item, column);
      } else if (without_id_.size() < most_mistakes) {
        without_id_.push_back(item.line);
      }
      return false;
    }
    if (!read_id(item, *value, at)) return false;
    if (auto* own = field_of(item.fields, "id")) {
      *own = Value(item.id);
    } else {
      fields.insert(fields.begin(), {"id", Value(item.id)});
    }
    return true;
  }

  void report_no_id(const Item& item, const std::string& column) {
    report(item, DiagnosticKind::item_without_id, options_.id ? options_.id->at : options_.from_at,
           column)
        .with_help("every item needs an id of its own");
  }

  bool read_id(Item& item, const Value& value, Span at) {
    if (const auto* text = value.as<std::string>()) {
      item.id = *text;
    } else if (const auto* number = value.as<Number>()) {
      item.id = number->written.empty() ? shortest(number->value) : number->written;
    }
    if (!without_end_blanks(item.id).empty()) return true;
    report(item, DiagnosticKind::item_bad_id, at, value.as<std::string>() ? "empty" : shown(value))
        .with_help("an id is a text or a number");
    return false;
  }

  using Use = void (OpenItems::*)(Item&, const ColumnSetting&, Value&);

  void use(Item& item, const ColumnSetting& column, Use use_value) {
    auto* value = field_of(item.fields, column.name);
    if (!value) return;
    met(column.name);
    if (!value->is_missing()) (this->*use_value)(item, column, *value);
  }

  void split_cell(Item& item, const ColumnSetting& column, Value& value) {
    if (const auto* text = value.as<std::string>()) {
      value = Value(split(*text, options_.split));
    } else if (!value.as<List>()) {
      report(item, DiagnosticKind::item_bad_list, column.at, column.name, shown(value))
          .with_help("`lists:` names columns that hold texts such as \"red; green\"");
    }
  }

  void read_cell(Item& item, const ColumnSetting& column, Value& value) {
    const auto* written = value.as<std::string>();
    if (!written) return not_a_path(item, column, value);
    auto path = source_.loader_->resolve(source_.path_, *written);
    auto text = path ? read_text(*source_.loader_, *path) : Result<std::string>(path.error());
    if (!text) {
      report(item, DiagnosticKind::item_bad_file, column.at, text.error().what);
      return;
    }
    value = Value(std::move(*text));
  }

  // One path, or a list of them.
  void to_media(Item& item, const ColumnSetting& column, Value& value) {
    if (auto* list = std::get_if<List>(&value.data)) {
      for (auto& element : *list) to_media(item, column, element);
      return;
    }
    const auto* written = value.as<std::string>();
    if (!written) return not_a_path(item, column, value);
    value = Value(Media{std::string(folder_of(options_.from)) + *written});
  }

  void find_media(Item& item, const ColumnSetting& column, Value& value) {
    if (auto* list = std::get_if<List>(&value.data)) {
      for (auto& element : *list) find_media(item, column, element);
      return;
    }
    auto found = source_.loader_->resolve(options_.named_in, value.as<Media>()->path);
    if (!found) report(item, DiagnosticKind::item_bad_file, column.at, found.error().what);
  }

  void not_a_path(const Item& item, const ColumnSetting& column, const Value& value) {
    report(item, DiagnosticKind::item_bad_path, column.at, column.name, shown(value))
        .with_help("a path is a text such as \"clips/carbonara.mp4\"");
  }

  void met(const std::string& column) {
    if (!met_any(column)) met_.push_back(column);
  }
  bool met_any(const std::string& column) const {
    return std::ranges::find(met_, column) != met_.end();
  }

  // What only the whole file can tell.
  void finish() {
    if (std::exchange(finished_, true) || rows_read_ == 0) return;
    const auto missing_column = [&](const ColumnSetting& column) {
      if (!met_any(column.name)) report_no_column(column);
    };
    if (options_.id) missing_column(*options_.id);
    const std::string id_column = options_.id ? options_.id->name : "id";
    for (const auto line : without_id_) {
      if (met_any(id_column)) report_no_id(Item{"", {}, line}, id_column);
    }
    std::ranges::for_each(options_.media, missing_column);
    std::ranges::for_each(options_.text_from, missing_column);
    std::ranges::for_each(options_.lists, missing_column);
    if (items_given_ == 0 && mistakes_ == 0 && options_.where) {
      diagnostics_.report(DiagnosticKind::items_none_left, options_.from_at, source_.path_)
          .with_help("without items there is nothing to score: widen the condition");
    } else if (options_.take && items_given_ < *options_.take && mistakes_ == 0) {
      diagnostics_.report(DiagnosticKind::items_all_taken, options_.from_at, *options_.take,
                          items_given_);
    }
  }

  void report_no_column(const ColumnSetting& column) {
    ++mistakes_;
    auto& made =
        diagnostics_.report(DiagnosticKind::items_no_column, column.at, source_.path_, column.name);
    const std::vector<std::string_view> names(source_.columns_.begin(), source_.columns_.end());
    const auto meant = nearest(column.name, names);
    if (!meant.empty()) made.with_help(fmt::format("did you mean `{}`?", meant));
    made.with_help(fmt::format("its first row has: {}", fmt::join(names, ", ")));
  }

  ItemSource& source_;
  const ItemOptions& options_;
  std::unique_ptr<RowReader> rows_;
  Diagnostics& diagnostics_;
  std::vector<std::string> met_;         // Columns that some row had.
  std::vector<std::size_t> without_id_;  // Lines, before a row had one.
  std::size_t rows_read_ = 0;
  std::size_t items_given_ = 0;
  std::size_t mistakes_ = 0;
  bool finished_ = false;
};

ItemSource::ItemSource(Loader& loader, ItemOptions options)
    : loader_(&loader), options_(std::move(options)) {}

std::unique_ptr<ItemReader> ItemSource::open(Diagnostics& diagnostics) {
  DigestingLoader loader(*loader_, [this](const Digest& digest) { file_digest_ = digest; });
  auto rows = open_rows(loader, path_, {.at = options_.from_at}, diagnostics);
  if (!rows) return nullptr;
  return std::make_unique<OpenItems>(*this, std::move(rows), diagnostics);
}

// The items with the smallest draws are those up to the largest of these.
void ItemSource::draw() {
  Diagnostics unseen;  // The passes that follow report the same.
  std::priority_queue<std::uint64_t> smallest;
  largest_draw_.reset();
  if (auto items = open(unseen)) {
    while (auto item = items->next()) {
      smallest.push(draw_of(options_.seed, item->id));
      if (smallest.size() > *options_.take) smallest.pop();
    }
  }
  if (!smallest.empty()) largest_draw_ = smallest.top();
}

std::unique_ptr<ItemReader> ItemSource::read(Diagnostics& diagnostics) {
  auto path = loader_->resolve(options_.named_in, options_.from);
  if (!path) {
    diagnostics.report(DiagnosticKind::data_unreadable, options_.from_at, path.error().what)
        .with_help("a path starts at the folder of the file it stands in");
    return nullptr;
  }
  path_ = std::move(*path);
  if (options_.take && !largest_draw_) draw();
  return open(diagnostics);
}

void fold(ItemSource& source, ShapeBuilder& shape, Diagnostics& diagnostics) {
  const auto items = source.read(diagnostics);
  if (!items) return;
  const Span at = source.options().from_at;
  std::size_t count = 0, same_ids = 0, same_contents = 0;
  std::string first_same;
  for (; auto item = items->next(); ++count) {
    const auto repeats = shape.add(*item, source.path());
    if (repeats.id && ++same_ids <= most_mistakes) {
      diagnostics.report(DiagnosticKind::item_same_id, at, item->id)
          .with_data(data_place(source.path(), item->line, 0, ""))
          .with_help(fmt::format("the first stands in line {} of `{}`", repeats.id->line,
                                 repeats.id->path));
    }
    if (repeats.content && ++same_contents == 1) {
      first_same = fmt::format("line {} repeats line {} of `{}`", item->line, repeats.content->line,
                               repeats.content->path);
    }
  }
  if (same_contents > 0) {
    diagnostics.report(DiagnosticKind::items_same_content, at, same_contents, count)
        .with_help(first_same);
  }
  const auto is_late = [](const Diagnostic& one) {
    return one.kind == DiagnosticKind::item_late_id;
  };
  const bool late_id = std::ranges::any_of(diagnostics.all(), is_late);
  if (source.ids_are_lines() && count > 0 && !late_id) {
    diagnostics.report(DiagnosticKind::items_line_ids, at)
        .with_help("they change when a line is inserted: add a column `id`, or name one by `id:`");
  }
}

}  // namespace cairn
