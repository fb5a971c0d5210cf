// Runs the tools of a plan in the sandbox, each once an answer, and keeps what they gave.
//
// A result is found again by its content (tool_job.h): what was run before is not run
// again, in this run or in a later one. Time-outs and what was stopped for its memory or
// its output depend on the machine's load, so later runs do not take them; nor what had
// the network.
#pragma once

#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <variant>

#include "runtime/cache/journal.h"
#include "runtime/sandbox/sandbox.h"
#include "runtime/tools/tool_job.h"

namespace cairn {

// What came of one job.
struct ToolResult {
  Record record;  // As evidence/tool_record.h says.
  bool cached = false;
};

// Shared by all threads of a run.
class ToolRunner {
 public:
  // `stop`: becomes true when the run is interrupted; may be null.
  ToolRunner(const Plan& plan, NativeTable natives, std::unique_ptr<const Sandbox> sandbox,
             std::unique_ptr<Journal> journal, const std::atomic<bool>* stop);

  const Plan& plan() const { return plan_; }
  NativeTable natives() const { return natives_; }
  SandboxLevel level() const { return sandbox_->level(); }
  bool interrupted() const { return stop_ && *stop_; }
  // How many programs were started, and how many results were there already.
  std::size_t started() const { return started_; }
  std::size_t cached() const;
  // Why results could not be kept; empty if they could.
  std::string lost() const;

 private:
  friend class ToolSession;
  std::optional<ToolResult> find(const std::string& key);
  void keep(const std::string& key, const ToolResult& result, bool may_be_reused);

  const Plan& plan_;
  NativeTable natives_;
  std::unique_ptr<const Sandbox> sandbox_;
  std::unique_ptr<Journal> journal_;
  const std::atomic<bool>* stop_;
  std::atomic<std::size_t> started_ = 0;
  mutable std::mutex mutex_;
  std::set<std::string> cached_;  // Keys of results that were there already.
  std::string lost_;
};

// The tools of one answer at a time; one a thread.
class ToolSession {
 public:
  explicit ToolSession(ToolRunner& runner) : runner_(runner) {}

  // Another answer: what tools gave of the last one is forgotten, their files are removed.
  void begin();

  // AnswerFailed: something it needs of the answer is missing. Open: the sandbox failed,
  // or the run was interrupted.
  std::variant<ToolResult, AnswerFailed, Open> run(const program::Check& check,
                                                   const AskedElement& element);

  const ToolRunner& runner() const { return runner_; }

 private:
  // A folder on the disk that is gone at the end.
  class Folder {
   public:
    Folder();  // Its path is empty if there is no room.
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    const std::filesystem::path& path() const { return path_; }

   private:
    std::filesystem::path path_;
  };
  using Outcome = std::variant<ToolResult, Open>;

  Outcome outcome_of(const ToolJob& job);
  Outcome run_after(const ToolJob& job);
  Outcome run_anew(const ToolJob& job);
  std::optional<Open> fill_folder(const ToolJob& job, const std::filesystem::path& folder);

  ToolRunner& runner_;
  // Of this answer, by the key of the job.
  std::map<std::string, ToolResult> results_;
  std::map<std::string, std::unique_ptr<Folder>> kept_;
};

}  // namespace cairn
