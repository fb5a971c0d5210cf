#include "runtime/sandbox/guarded_run.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <csignal>
#include <cstring>

#include "runtime/sandbox/guard_process.h"
#include "runtime/sandbox/kept_file.h"
#include "runtime/sandbox/output_pipe.h"

namespace cairn {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t most_printed = 100'000'000;  // Bytes of both streams.
// What a guard may take beyond the program's time before it is taken for stuck.
constexpr std::chrono::seconds patience{15}, patience_with_killed{5};

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

std::string signal_text(int signal) {
  std::string name = ::strsignal(signal);
  if (!name.empty()) name[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(name[0])));
  return fmt::format("was ended by signal {} ({})", signal, name);
}

std::string megabytes(double bytes) { return fmt::format("{:.6g} MB", bytes / 1e6); }

// Reads everything until the guard has ended.
class Exchange {
 public:
  Exchange(const SandboxedCall& call, const GuardProcess& guard, OutputPipe& output,
           OutputPipe& errors)
      : call_(call), guard_(guard), output_(output), errors_(errors) {
    end_.not_kept = call.keep;
  }

  void go() {
    const auto allowed = std::chrono::duration<double>(call_.timeout_seconds) + patience;
    auto until = Clock::now() + std::chrono::duration_cast<Clock::duration>(allowed);
    while (true) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
      if (left.count() <= 0) {
        if (stuck_) return;
        stuck_ = true;
        guard_.kill();
        until = Clock::now() + patience_with_killed;
        continue;
      }
      if (!wait(left)) return;
    }
  }

  // What was heard of it.
  Result<SandboxedEnd> end() {
    output_.drain();
    errors_.drain();
    end_.output_cut = output_.cut();
    end_.errors_cut = errors_.cut();
    end_.output = output_.take();
    end_.errors = errors_.take();
    if (interrupted_) return Failure{"interrupted"};
    if (failure_) return *failure_;
    if (stuck_) return Failure{"the sandbox did not end in time"};
    if (!ended_) return no_word();
    judge();
    return std::move(end_);
  }

 private:
  // False when the guard and all its processes have ended.
  bool wait(std::chrono::milliseconds left) {
    constexpr long long look_at_flag_ms = 20;
    const auto most =
        call_.stop != nullptr ? std::min<long long>(left.count(), look_at_flag_ms) : left.count();
    std::array<pollfd, 3> files = {pollfd{guard_.socket(), POLLIN, 0},
                                   pollfd{output_.read_end(), POLLIN, 0},
                                   pollfd{errors_.read_end(), POLLIN, 0}};
    const int ready =
        ::poll(files.data(), files.size(), static_cast<int>(std::min<long long>(most, 1'000'000)));
    if (call_.stop != nullptr && *call_.stop && !std::exchange(interrupted_, true))
      guard_.ask_to_stop();
    if (ready <= 0) return true;
    if (files[1].revents != 0) output_.drain();
    if (files[2].revents != 0) errors_.drain();
    if (output_.printed() + errors_.printed() > most_printed && !std::exchange(flooded_, true))
      guard_.ask_to_stop();
    return files[0].revents == 0 || hear();
  }

  bool hear() {
    auto heard = guard_.hear();
    if (!heard) return false;
    const auto& reply = heard->reply;
    if (reply.kind == ReplyKind::ended) {
      ended_ = reply;
    } else if (reply.kind == ReplyKind::kept) {
      keep(static_cast<std::size_t>(reply.number), heard->file.number());
    } else if (reply.kind == ReplyKind::unstartable) {
      failure_ = Failure{fmt::format("`{}` cannot be started: {}", call_.words.front(),
                                     std::strerror(reply.number))};
    } else {
      failure_ = Failure{
          fmt::format("the sandbox failed: {}: {}", reply.text, std::strerror(reply.number))};
    }
    return true;
  }

  void keep(std::size_t which, int file) {
    if (which >= call_.keep.size()) return;
    const auto kept = keep_file(file, call_.kept, call_.keep[which]);
    if (!kept) failure_ = kept.error();
    std::erase(end_.not_kept, call_.keep[which]);
  }

  // bwrap says on the program's stream what it cannot do.
  Failure no_word() const {
    if (end_.errors.empty()) return Failure{"the sandbox ended before the program did"};
    return Failure{fmt::format("the sandbox failed: {}", first_line(end_.errors))};
  }

  void judge() {
    end_.seconds = ended_->seconds;
    const int status = ended_->number;
    if (ended_->reason != StopReason::none) {
      end_.exit_code = 128 + SIGKILL;
      end_.stopped = stop_text() + " and was stopped";
    } else if (WIFEXITED(status)) {
      end_.exit_code = WEXITSTATUS(status);
    } else {
      const int signal = WTERMSIG(status);
      end_.exit_code = 128 + signal;
      end_.stopped = signal == SIGXFSZ ? written_text() + " and was stopped" : signal_text(signal);
    }
    end_.timed_out = ended_->reason == StopReason::time;
  }

  static std::string written_text() {
    return fmt::format("wrote more than {} of files", megabytes(most_file_bytes));
  }

  std::string stop_text() const {
    switch (ended_->reason) {
      case StopReason::time:
        return fmt::format("ran longer than {:g} second{}", call_.timeout_seconds,
                           call_.timeout_seconds == 1 ? "" : "s");
      case StopReason::memory:
        return fmt::format("used more than {} of memory", megabytes(call_.memory_bytes));
      case StopReason::bytes:
        return written_text();
      case StopReason::entries:
        return "made too many files or folders";
      case StopReason::processes:
        return fmt::format("started more than {} processes", most_processes);
      case StopReason::asked:
      case StopReason::none:
        break;
    }
    return fmt::format("printed more than {}", megabytes(most_printed));
  }

  const SandboxedCall& call_;
  const GuardProcess& guard_;
  OutputPipe &output_, &errors_;
  SandboxedEnd end_;
  std::optional<GuardReply> ended_;
  std::optional<Failure> failure_;
  bool interrupted_ = false, flooded_ = false, stuck_ = false;
};

}  // namespace

Result<SandboxedEnd> guarded_run(const std::filesystem::path& guard, const GuardRequest& request) {
  const auto& call = request.call;
  const auto input = fixed_file(call.input);
  if (!input) return input.error();
  const auto wish = write_request(request);
  if (!wish) return wish.error();
  OutputPipe output, errors;
  if (!output.made() || !errors.made())
    return Failure{fmt::format("no pipe can be made: {}", std::strerror(errno))};
  const auto process = GuardProcess::start(
      guard, {input->number(), output.write_end(), errors.write_end(), wish->number()});
  if (!process) return process.error();
  output.close_write_end();
  errors.close_write_end();
  Exchange exchange(call, *process, output, errors);
  exchange.go();
  return exchange.end();
}

}  // namespace cairn
