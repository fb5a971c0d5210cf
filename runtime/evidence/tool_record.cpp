#include "runtime/evidence/tool_record.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "lang/handed.h"
#include "runtime/recorded/recorded_row.h"

namespace cairn {
namespace {

// Where conditions see the fields of a record.
constexpr std::pair<std::string_view, ScopeName> tool_fields[] = {
    {tool_key::exit_code, ScopeName::exit_code}, {tool_key::output, ScopeName::stdout_text},
    {tool_key::errors, ScopeName::stderr_text},  {tool_key::time, ScopeName::time},
    {tool_key::timed_out, ScopeName::timed_out},
};

std::string tool_text(const Record& record, std::string_view name) {
  const Value* value = record.find(name);
  const auto* text = value ? value->as<std::string>() : nullptr;
  return text ? *text : std::string();
}

double exit_code_of(const Record& record) {
  const Value* value = record.find(tool_key::exit_code);
  const auto* number = value ? value->as<Number>() : nullptr;
  return number ? number->value : 0;
}

bool has_timed_out(const Record& record) {
  const Value* value = record.find(tool_key::timed_out);
  const auto* flag = value ? value->as<bool>() : nullptr;
  return flag && *flag;
}

bool was_stopped(const Record& record) {
  return has_timed_out(record) || !tool_text(record, tool_key::stopped).empty();
}

// How it went wrong, in a sentence; empty if it did not.
std::string mishap(const Record& record, std::string_view tool) {
  const auto stopped = tool_text(record, tool_key::stopped);
  if (!stopped.empty()) return fmt::format("`{}` {}", tool, stopped);
  if (has_timed_out(record)) return fmt::format("`{}` ran too long and was stopped", tool);
  const double code = exit_code_of(record);
  if (code != 0) {
    auto line = telling_line(tool_text(record, tool_key::errors));
    return fmt::format("`{}` ended with {}{}{}", tool, code, line.empty() ? "" : ": ", line);
  }
  const Value* lacks = record.find(tool_key::lacks);
  const auto* files = lacks ? lacks->as<List>() : nullptr;
  if (!files || files->empty()) return {};
  return fmt::format("`{}` left no file `{}`", tool, printed(files->front()));
}

bool looks_at_the_end(const program::Check& check) {
  const auto& rule = computed_by(check.rule).expr;
  return reads(rule, ScopeName::exit_code) || reads(rule, ScopeName::timed_out);
}

bool says_error(std::string_view line) {
  constexpr std::string_view words[] = {"error", "Error", "ERROR", "Exception", "Assertion"};
  return std::ranges::any_of(words, [&](auto word) { return line.find(word) != line.npos; });
}

std::vector<std::string_view> lines_with_words(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    if (line.find_first_not_of(" \t\r") != line.npos) lines.push_back(line);
    if (end == text.npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

}  // namespace

Gathered tool_evidence(const Record& record, const program::Check& check) {
  const auto& tool = std::get<program::ByTool>(check.evidence).tool;
  if (auto why = tool_text(record, tool_key::not_run); !why.empty())
    return AnswerFailed{std::move(why)};
  const auto before = tool_text(record, tool_key::failed_in);
  if (!before.empty()) {
    auto why = mishap(record, before);
    return AnswerFailed{why.empty() ? fmt::format("`{}` failed", before) : std::move(why)};
  }
  auto because = mishap(record, tool);
  if (was_stopped(record) && !looks_at_the_end(check)) return AnswerFailed{std::move(because)};
  Evidence evidence{.found = {}, .because = std::move(because)};
  for (const auto& [name, place] : tool_fields) {
    const Value* value = record.find(name);
    if (!value || value->is_missing()) continue;
    const auto* seconds = place == ScopeName::time ? value->as<Number>() : nullptr;
    evidence.found.emplace_back(place,
                                seconds ? Value(Amount{seconds->value, Unit::seconds}) : *value);
  }
  return evidence;
}

std::string telling_line(std::string_view errors) {
  constexpr std::size_t most = 200;
  const auto lines = lines_with_words(errors);
  if (lines.empty()) return {};
  const auto found = std::ranges::find_if(lines, says_error);
  auto line = found == lines.end() ? lines.back() : *found;
  line.remove_prefix(line.find_first_not_of(" \t"));
  line = line.substr(0, line.find_last_not_of(" \t\r") + 1);
  if (line.size() <= most) return std::string(line);
  std::size_t end = most;
  while ((static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) --end;
  return std::string(line.substr(0, end)) + "…";
}

}  // namespace cairn
