#include "runtime/shown_item.h"

#include <fmt/format.h>

#include <algorithm>

#include "lang/nearest.h"
#include "lang/words.h"
#include "runtime/log_reader.h"

namespace cairn {
namespace {

std::string text_of(const Record& record, std::string_view field) {
  const Value* value = record.find(field);
  const auto* text = value ? value->as<std::string>() : nullptr;
  return text ? *text : std::string();
}

// What a log says of one item, record by record.
class Gathering {
 public:
  explicit Gathering(std::string_view id) : id_(id) {}

  void take(Record record) {
    const std::string kind = text_of(record, "record");
    if (kind == "run") {
      item_.run = text_of(record, "run");
      item_.eval = text_of(record, "eval");
      item_.time = text_of(record, "time");
    }
    const std::string id = text_of(record, "item");
    if (kind == "item") ids_.push_back(id);
    if (id != id_) return;
    found_ = true;
    of_item(kind, std::move(record));
  }

  Result<ShownItem> finish() {
    if (found_) return std::move(item_);
    const auto meant = nearest(id_, {ids_.begin(), ids_.end()});
    if (!meant.empty())
      return Failure{fmt::format("this run has no item `{}`; did you mean `{}`?", id_, meant)};
    constexpr std::size_t most = 5;
    std::string some;
    for (std::size_t i = 0; i < std::min(most, ids_.size()); ++i)
      some += fmt::format("{}`{}`", i > 0 ? ", " : "", ids_[i]);
    return Failure{fmt::format("this run has no item `{}`; it has {}: {}{}", id_,
                               counted(ids_.size(), "item"), some,
                               ids_.size() > most ? ", …" : "")};
  }

 private:
  void of_item(std::string_view kind, Record record) {
    if (kind == "item") {
      const Value* fields = record.find("fields");
      if (fields && fields->as<Record>()) item_.fields = *fields->as<Record>();
      return;
    }
    const Value* number = record.find("sample");
    const bool first = !number || !number->as<Number>() || number->as<Number>()->value < 0;
    auto& sample = item_.samples[first ? 0 : static_cast<std::size_t>(number->as<Number>()->value)];
    if (kind == "answer") sample.answer = std::move(record);
    if (kind == "evidence") sample.evidence.push_back(std::move(record));
    if (kind == "rating") sample.ratings.push_back(std::move(record));
    if (kind == "label") sample.labels.push_back(std::move(record));
    if (kind == "verdict") verdict(sample, std::move(record));
  }

  static void verdict(ShownSample& sample, Record record) {
    const auto check = text_of(record, "check");
    const auto before = std::ranges::find_if(
        sample.verdicts, [&](const Record& one) { return text_of(one, "check") == check; });
    if (before == sample.verdicts.end())
      sample.verdicts.push_back(std::move(record));
    else
      *before = std::move(record);
  }

  std::string id_;
  bool found_ = false;
  std::vector<std::string> ids_;
  ShownItem item_;
};

}  // namespace

Result<ShownItem> shown_item(Loader& loader, const std::string& log, std::string_view id) {
  auto reader = LogReader::open(loader, log);
  if (!reader) return reader.error();
  Gathering gathering(id);
  while (true) {
    auto record = reader->next();
    if (!record) return record.error();
    if (!*record) return gathering.finish();
    gathering.take(*std::move(*record));
  }
}

}  // namespace cairn
