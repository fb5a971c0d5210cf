#include "runtime/log_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "lang/data/json.h"

namespace cairn {
namespace {

constexpr std::string_view schema = "cairn.run/1";

const std::string* text_of(const Record& record, std::string_view field) {
  const Value* value = record.find(field);
  return value ? value->as<std::string>() : nullptr;
}

}  // namespace

Result<LogReader> LogReader::open(Loader& loader, const std::string& path) {
  auto bytes = loader.open(path);
  if (!bytes) return bytes.error();
  LogReader reader(path, *std::move(bytes));
  auto first = reader.next();
  const auto* kind = first && *first ? text_of(**first, "record") : nullptr;
  if (!kind || *kind != "run")
    return Failure{fmt::format("`{}` is no run log: `cairn run` writes one", path)};
  const auto* written = text_of(**first, "schema");
  const auto minor = written ? written->find('.', schema.size() - 1) : std::string::npos;
  if (!written || written->substr(0, minor) != schema)
    return Failure{
        fmt::format("`{}` was written by another version of cairn ({}); this one reads {}", path,
                    written ? *written : "without a schema", schema)};
  reader.first_ = *std::move(*first);
  return reader;
}

Result<std::optional<Record>> LogReader::next() {
  if (first_) return std::exchange(first_, std::nullopt);
  while (true) {
    auto line = lines_.next();
    if (!line) return line.error();
    if (!*line) return std::optional<Record>();
    if ((*line)->text.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    if (passes_over((*line)->text)) continue;
    auto json = parse_json((*line)->text);
    if (auto* record = std::get_if<Record>(&json.value.data))
      return std::optional(std::move(*record));
    const auto number = (*line)->number;
    auto after = lines_.next();
    if (!after) return after.error();
    if (!*after) return std::optional<Record>();  // Torn: the run was cut short.
    return Failure{fmt::format("line {} of `{}` is no record of a run log", number, path_)};
  }
}

void LogReader::pass_over(std::vector<std::string> kinds) {
  passed_over_.clear();
  for (const auto& kind : kinds) passed_over_.push_back(R"({"record":")" + kind + "\"");
}

bool LogReader::passes_over(std::string_view line) const {
  return std::ranges::any_of(passed_over_,
                             [&](const std::string& start) { return line.starts_with(start); });
}

bool is_run_log(Loader& loader, const std::string& path) {
  return LogReader::open(loader, path).has_value();
}

}  // namespace cairn
