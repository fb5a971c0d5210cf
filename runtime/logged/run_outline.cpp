#include "runtime/logged/run_outline.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <string_view>

#include "lang/data/json.h"
#include "runtime/logged/log_records.h"
#include "runtime/summary_read.h"

namespace cairn {
namespace {

constexpr std::string_view summary_start = R"({"record":"summary")";

// Reads backwards, in growing pieces, until the last summary's line is whole.
std::optional<std::string> last_summary_line(std::ifstream& file) {
  file.clear();
  file.seekg(0, std::ios::end);
  const auto size = static_cast<std::streamoff>(file.tellg());
  constexpr std::streamoff first_piece = 64'000, most = 64'000'000;
  for (auto piece = first_piece; piece <= most; piece *= 4) {
    const auto length = std::min(piece, size);
    std::string text(static_cast<std::size_t>(length), '\0');
    file.seekg(size - length);
    file.read(text.data(), length);
    // Only at the start of a line: an answer may hold the same characters.
    auto at = text.rfind("\n" + std::string(summary_start));
    for (; at != text.npos && at > 0; at = text.rfind("\n" + std::string(summary_start), at - 1)) {
      const auto end = text.find('\n', at + 1);
      if (end != text.npos) return text.substr(at + 1, end - at - 1);
    }
    if (length == size) return std::nullopt;
  }
  return std::nullopt;
}

// The plan is most of a log's first line, and its last key. Inside a text of JSON its
// quotes would be escaped, and no label's value is a record.
std::string without_plan(std::string line) {
  const auto plan = line.find(R"(,"plan":{)");
  if (plan == line.npos) return line;
  line.resize(plan);
  return line + "}";
}

std::optional<Summary> summary_in(const std::string& line) {
  const auto json = parse_json(line);
  const auto* record = json.value.as<Record>();
  const Value* value = record ? record->find("summary") : nullptr;
  const auto* fields = value ? value->as<Record>() : nullptr;
  if (!fields) return std::nullopt;
  auto read = read_summary(*fields);
  return read ? std::optional(*std::move(read)) : std::nullopt;
}

}  // namespace

Result<RunOutline> read_run_outline(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string first;
  if (!file || !std::getline(file, first))
    return Failure{fmt::format("`{}` cannot be read, or is empty", path)};
  const auto json = parse_json(without_plan(std::move(first)));
  const auto* run = json.value.as<Record>();
  if (!run || text_in_log(*run, "record") != "run")
    return Failure{fmt::format("`{}` is no run log", path)};
  constexpr std::string_view ours = "cairn.run/1";
  const auto schema = text_in_log(*run, "schema");
  if (schema.substr(0, schema.find('.', ours.size() - 1)) != ours)
    return Failure{fmt::format("`{}` was written by another version of cairn ({})", path, schema)};
  auto head = log_head(*run);
  RunOutline made{.path = path,
                  .id = std::move(head.id),
                  .time = std::move(head.time),
                  .eval = std::move(head.eval),
                  .cairn = std::move(head.cairn),
                  .hash_score = std::move(head.hash_score),
                  .hash_answers = std::move(head.hash_answers),
                  .labels = std::move(head.labels),
                  .summary = {}};
  if (const auto line = last_summary_line(file)) made.summary = summary_in(*line);
  return made;
}

}  // namespace cairn
