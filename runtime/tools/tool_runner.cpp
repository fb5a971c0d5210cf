#include "runtime/tools/tool_runner.h"

#include <fmt/format.h>
#include <stdlib.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fstream>
#include <system_error>

#include "lang/data/json.h"
#include "lang/utf8.h"
#include "runtime/evidence/tool_record.h"
#include "runtime/runs.h"

namespace cairn {
namespace {

namespace fs = std::filesystem;

// What a program prints may be no UTF-8 at all; a text is.
std::string as_text(std::string bytes, bool cut) {
  if (find_broken_utf8(bytes)) {
    std::string whole;
    for (std::string_view rest = bytes; !rest.empty();) {
      const auto broken = find_broken_utf8(rest);
      whole += rest.substr(0, broken.value_or(rest.size()));
      if (!broken) break;
      append_code_point(whole, U'\uFFFD');
      rest.remove_prefix(*broken + 1);
    }
    bytes = std::move(whole);
  }
  if (cut) bytes += "\n[cut: what it printed after 1 MB]";
  return bytes;
}

// What depends on how busy the machine was.
bool was_stopped_by_us(const SandboxedEnd& end) {
  constexpr int killed = 128 + 9;
  return end.timed_out || (!end.stopped.empty() && end.exit_code == killed);
}

Record record_of(const SandboxedEnd& end, SandboxLevel level) {
  Record record;
  const auto add = [&](std::string_view name, Value value) {
    record.fields.emplace_back(std::string(name), std::move(value));
  };
  add(tool_key::exit_code, Value(static_cast<double>(end.exit_code)));
  add(tool_key::output, Value(as_text(end.output, end.output_cut)));
  add(tool_key::errors, Value(as_text(end.errors, end.errors_cut)));
  add(tool_key::time, Value(std::round(end.seconds * 1000) / 1000));
  add(tool_key::timed_out, Value(end.timed_out));
  if (!end.stopped.empty()) add(tool_key::stopped, Value(end.stopped));
  if (!end.not_kept.empty()) {
    List names;
    for (const auto& name : end.not_kept) names.emplace_back(name);
    add(tool_key::lacks, Value(std::move(names)));
  }
  add(tool_key::sandbox, Value(std::string(to_string(level))));
  return record;
}

bool went_well(const Record& record) {
  const Value* code = record.find(tool_key::exit_code);
  const auto* number = code ? code->as<Number>() : nullptr;
  return number && number->value == 0 && !record.find(tool_key::stopped) &&
         !record.find(tool_key::lacks);
}

// The record of a tool before, as that of the one that should have run after it.
Record failed_before(Record record, const std::string& tool) {
  if (!record.find(tool_key::failed_in))
    record.fields.emplace_back(std::string(tool_key::failed_in), Value(tool));
  return record;
}

Open no_folder(const fs::path& path, const std::error_code& error) {
  return {fmt::format("`{}` cannot be written: {}", path.string(), error.message())};
}

}  // namespace

ToolRunner::ToolRunner(const Plan& plan, NativeTable natives,
                       std::unique_ptr<const Sandbox> sandbox, std::unique_ptr<Journal> journal,
                       const std::atomic<bool>* stop)
    : plan_(plan),
      natives_(natives),
      sandbox_(std::move(sandbox)),
      journal_(std::move(journal)),
      stop_(stop) {}

std::string ToolRunner::lost() const {
  const std::lock_guard lock(mutex_);
  return lost_;
}

std::optional<ToolResult> ToolRunner::find(const std::string& key) {
  const auto line = journal_->find(key);
  if (!line) return std::nullopt;
  auto json = parse_json(line->text);
  const auto* stored = json.value.as<Record>();
  const Value* result = stored ? stored->find("result") : nullptr;
  const auto* record = result ? result->as<Record>() : nullptr;
  if (!record) return std::nullopt;
  if (!line->own) {
    const std::lock_guard lock(mutex_);
    cached_.insert(key);
  }
  return ToolResult{*record, !line->own};
}

std::size_t ToolRunner::cached() const {
  const std::lock_guard lock(mutex_);
  return cached_.size();
}

void ToolRunner::keep(const std::string& key, const ToolResult& result, bool may_be_reused) {
  std::string line = Journal::line_begin(key, may_be_reused);
  line += fmt::format(R"("time":"{}","result":)", time_now());
  append_json(line, Value(result.record));
  line += "}\n";
  if (const auto failure = journal_->put(key, line)) {
    const std::lock_guard lock(mutex_);
    lost_ = failure->what;
  }
}

ToolSession::Folder::Folder() {
  std::error_code none;
  auto parent = fs::temp_directory_path(none);
  if (none) parent = "/tmp";
  std::string name = (parent / "cairn-tool-XXXXXX").string();
  if (mkdtemp(name.data())) path_ = name;
}

ToolSession::Folder::~Folder() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

void ToolSession::begin() {
  results_.clear();
  kept_.clear();
}

std::variant<ToolResult, AnswerFailed, Open> ToolSession::run(const program::Check& check,
                                                              const AskedElement& element) {
  auto filled = tool_job(runner_.plan_, check, element, runner_.natives_, runner_.level());
  if (auto* failed = std::get_if<AnswerFailed>(&filled)) return std::move(*failed);
  if (auto* open = std::get_if<Open>(&filled)) return std::move(*open);
  auto outcome = outcome_of(*std::get<std::unique_ptr<ToolJob>>(filled));
  if (auto* open = std::get_if<Open>(&outcome)) return std::move(*open);
  return std::get<ToolResult>(std::move(outcome));
}

ToolSession::Outcome ToolSession::outcome_of(const ToolJob& job) {
  if (const auto known = results_.find(job.key); known != results_.end()) return known->second;
  auto found = runner_.find(job.key);
  if (!found) return job.after ? run_after(job) : run_anew(job);
  return results_[job.key] = *std::move(found);
}

ToolSession::Outcome ToolSession::run_after(const ToolJob& job) {
  auto before = outcome_of(*job.after);
  const auto* result = std::get_if<ToolResult>(&before);
  // What it kept in an earlier run or round is gone.
  if (result && went_well(result->record) && !kept_.contains(job.after->key))
    before = job.after->after ? run_after(*job.after) : run_anew(*job.after);
  if (std::holds_alternative<Open>(before)) return before;
  auto& ended = std::get<ToolResult>(before);
  if (went_well(ended.record)) return run_anew(job);
  return ToolResult{failed_before(std::move(ended.record), job.after->tool->heading.name),
                    ended.cached};
}

// REQUIRES: what it runs after has kept its files for this answer.
ToolSession::Outcome ToolSession::run_anew(const ToolJob& job) {
  const auto& tool = *job.tool;
  const Folder folder;
  auto kept = std::make_unique<Folder>();
  if (folder.path().empty() || kept->path().empty())
    return no_folder("TMPDIR", std::error_code(errno, std::generic_category()));
  if (auto open = fill_folder(job, folder.path())) return *std::move(open);
  ++runner_.started_;
  const auto end = runner_.sandbox_->run({.words = tool.run,
                                          .input = job.input,
                                          .folder = folder.path(),
                                          .keep = tool.keep,
                                          .kept = kept->path(),
                                          .timeout_seconds = tool.timeout_seconds,
                                          .memory_bytes = tool.memory_bytes,
                                          .network = tool.network,
                                          .stop = runner_.stop_});
  if (!end) return Open{end.error().what};
  ToolResult result{record_of(*end, runner_.level())};
  if (went_well(result.record)) kept_[job.key] = std::move(kept);
  runner_.keep(job.key, result, !was_stopped_by_us(*end) && !tool.network);
  return results_[job.key] = std::move(result);
}

std::optional<Open> ToolSession::fill_folder(const ToolJob& job, const fs::path& folder) {
  std::error_code error;
  if (job.after)
    fs::copy(kept_.at(job.after->key)->path(), folder, fs::copy_options::recursive, error);
  if (error) return no_folder(folder, error);
  for (const auto& [name, text] : job.files) {
    const auto path = folder / name;
    fs::create_directories(path.parent_path(), error);
    if (error) return no_folder(path, error);
    fs::remove(path, error);  // One that was kept may be closed to writing.
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    if (!out) return no_folder(path, std::error_code(errno, std::generic_category()));
  }
  return std::nullopt;
}

}  // namespace cairn
