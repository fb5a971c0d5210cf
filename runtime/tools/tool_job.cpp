#include "runtime/tools/tool_job.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "lang/block_named.h"
#include "lang/data/digest.h"
#include "lang/evaluate.h"
#include "runtime/cache/key_text.h"
#include "runtime/sandbox/kept_file.h"
#include "runtime/sandbox/sandbox.h"

namespace cairn {
namespace {

using Bound = std::vector<std::pair<Local, Value>>;

std::string text_of(const Value& value) {
  const auto* text = value.as<std::string>();
  return text ? *text : printed(value);
}

std::string why_nothing(const Value& value) {
  const auto* absent = value.as<Missing>();
  return absent && !absent->why.empty() ? absent->why : "something that the tool needs is missing";
}

// The digest of what decides the result, but for the evaluator of conditions.
std::string key_of(const ToolJob& job, SandboxLevel level) {
  const auto& tool = *job.tool;
  KeyText key;
  key.add(std::string_view("cairn-tool/1"));
  key.add(to_string(level));
  key.add(std::string_view(job.after ? job.after->key : ""));
  for (const auto* list : {&tool.run, &tool.keep}) {
    key.add(static_cast<long long>(list->size()));
    for (const auto& word : *list) key.add(std::string_view(word));
  }
  key.add(static_cast<long long>(job.files.size()));
  for (const auto& [name, text] : job.files) {
    key.add(std::string_view(name));
    key.add(std::string_view(text));
  }
  key.add(std::string_view(job.input));
  key.add(tool.timeout_seconds);
  key.add(tool.memory_bytes);
  key.add(static_cast<long long>(tool.network));
  key.add(std::string_view(versions_of_programs(tool)));
  return digest_of(key.text()).hex();
}

class Filler {
 public:
  Filler(const Plan& plan, const Scope& scope, NativeTable natives, SandboxLevel level)
      : plan_(plan), scope_(scope), natives_(natives), level_(level) {}

  FilledTool fill(const program::Tool& tool, const Bound& arguments) {
    if (++steps_ > plan_.tools.size()) return Open{"its tools run after each other in a circle"};
    auto job = std::make_unique<ToolJob>();
    job->tool = &tool;
    if (!tool.after.empty()) {
      const auto* before = block_named(plan_.tools, tool.after);
      if (!before) return Open{fmt::format("there is no tool `{}`", tool.after)};
      auto filled = fill(*before, {});
      if (!std::holds_alternative<std::unique_ptr<ToolJob>>(filled)) return filled;
      job->after = std::get<std::unique_ptr<ToolJob>>(std::move(filled));
    }
    for (const auto& [name, text] : tool.files) {
      if (!stays_inside(name))
        return Open{fmt::format("the file `{}` of `{}` is outside its work folder", name,
                                tool.heading.name)};
      const Value value = evaluate_once(text, scope_, natives_, arguments);
      if (value.is_missing()) return AnswerFailed{why_nothing(value)};
      job->files.emplace_back(name, text_of(value));
    }
    if (tool.input) {
      const Value value = evaluate_once(*tool.input, scope_, natives_, arguments);
      if (value.is_missing()) return AnswerFailed{why_nothing(value)};
      job->input = text_of(value);
    }
    job->key = key_of(*job, level_);
    return job;
  }

 private:
  const Plan& plan_;
  const Scope& scope_;
  NativeTable natives_;
  SandboxLevel level_;
  std::size_t steps_ = 0;
};

bool may_be_in_a_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '+' || c == '.' || c == '/';
}

std::string version_of(const std::string& name) {
  const auto path = name.starts_with('/')         ? std::optional<std::filesystem::path>(name)
                    : name.find('/') == name.npos ? Sandbox::find_program(name)
                                                  : std::nullopt;
  struct stat about {};
  if (!path || ::stat(path->c_str(), &about) != 0 || !S_ISREG(about.st_mode)) return {};
  return fmt::format("{} {} {}.{};", path->string(), about.st_size, about.st_mtim.tv_sec,
                     about.st_mtim.tv_nsec);
}

// A script names few programs; a file of data is no script.
constexpr std::size_t longest_script = 20'000;

void add_versions(std::string_view text, std::string& versions) {
  if (text.size() > longest_script) return;
  std::set<std::string> seen;
  for (std::size_t begin = 0; begin < text.size(); ++begin) {
    if (!may_be_in_a_name(text[begin])) continue;
    auto end = begin;
    while (end < text.size() && may_be_in_a_name(text[end])) ++end;
    if (auto [word, first] = seen.emplace(text.substr(begin, end - begin)); first)
      versions += version_of(*word);
    begin = end;
  }
}

}  // namespace

FilledTool tool_job(const Plan& plan, const program::Check& check, const AskedElement& element,
                    NativeTable natives, SandboxLevel level) {
  const auto& by = std::get<program::ByTool>(check.evidence);
  const auto* tool = block_named(plan.tools, by.tool);
  if (!tool) return Open{fmt::format("there is no tool `{}`", by.tool)};
  if (tool->takes.size() != by.arguments.size())
    return Open{fmt::format("`{}` takes {} arguments, given {}", by.tool, tool->takes.size(),
                            by.arguments.size())};
  Bound seen_by_check, arguments;
  if (element.value && check.for_each)
    seen_by_check.emplace_back(check.for_each->variable, *element.value);
  for (std::size_t i = 0; i < by.arguments.size(); ++i) {
    auto value = evaluate_once(by.arguments[i], *element.scope, natives, seen_by_check);
    if (value.is_missing()) return AnswerFailed{why_nothing(value)};
    arguments.emplace_back(tool->takes[i], std::move(value));
  }
  return Filler(plan, *element.scope, natives, level).fill(*tool, arguments);
}

std::string versions_of_programs(const program::Tool& tool) {
  std::string versions;
  for (const auto& word : tool.run) add_versions(word, versions);
  for (const auto& file : tool.files)
    if (const auto* fixed = std::get_if<Constant>(&file.text.node))
      if (const auto* text = fixed->value.as<std::string>()) add_versions(*text, versions);
  return versions;
}

}  // namespace cairn
