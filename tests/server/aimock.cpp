#include "tests/server/aimock.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

extern char** environ;

namespace cairn {

namespace {

namespace fs = std::filesystem;

const fs::path folder = fs::path(CAIRN_ROOT) / "tests/aimock";
constexpr auto longest_start = std::chrono::seconds(30);
constexpr auto longest_stop = std::chrono::seconds(5);

// A system whose node is too old gets a newer one beside aimock.
std::string node() {
  const auto own = folder / "node/node_modules/.bin/node";
  return fs::exists(own) ? own.string() : "node";
}

std::string printed_by(const std::string& command) {
  std::string text;
  FILE* const pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return text;
  std::array<char, 256> line;
  while (fgets(line.data(), static_cast<int>(line.size()), pipe) != nullptr) text += line.data();
  pclose(pipe);
  return text.substr(0, text.find('\n'));
}

std::optional<std::string> what_is_absent() {
  const auto version = printed_by("'" + node() + "' --version 2>/dev/null");
  int major = 0, minor = 0;
  if (std::sscanf(version.c_str(), "v%d.%d", &major, &minor) != 2)
    return "aimock needs node, and there is none; ./bootstrap test installs it";
  if (major < 20 || (major == 20 && minor < 15))
    return "aimock needs node 20.15 or newer, and this is " + version;
  if (!fs::exists(folder / "node_modules/@copilotkit/aimock"))
    return "tests/aimock/node_modules is missing; ./bootstrap test installs it";
  return std::nullopt;
}

// False when the time is up.
bool wait_for(int descriptor, std::chrono::steady_clock::time_point end) {
  for (;;) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    pollfd watched{descriptor, POLLIN, 0};
    const int found = left.count() > 0 ? poll(&watched, 1, static_cast<int>(left.count())) : 0;
    if (found >= 0 || errno != EINTR) return found > 0;
  }
}

struct Pipe {
  Pipe() {
    std::array<int, 2> ends;
    if (pipe2(ends.data(), O_CLOEXEC) == 0) reads = ends[0], writes = ends[1];
  }
  int reads = -1, writes = -1;
};

}  // namespace

class Aimock::Process {
 public:
  // Empty if it was started, else why not.
  std::string spawn(const std::vector<std::string>& command);
  // Its first line; nothing if it ends or the time is up before it is whole.
  std::optional<std::string> first_line() const;
  std::string complaints() const;
  ~Process();

 private:
  pid_t id_ = -1;
  int input_ = -1, output_ = -1;
  // A file takes any length; a pipe that nobody reads would stop the process.
  int errors_ = memfd_create("aimock", MFD_CLOEXEC);
};

std::string Aimock::Process::spawn(const std::vector<std::string>& command) {
  const Pipe in, out;
  input_ = in.writes;
  output_ = out.reads;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in.reads, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out.writes, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, errors_, STDERR_FILENO);
  std::vector<char*> words;
  for (const auto& word : command) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  const int error = posix_spawnp(&id_, words[0], &actions, nullptr, words.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(in.reads);
  close(out.writes);
  if (error == 0) return {};
  id_ = -1;
  return "could not start " + command.front() + ": " + std::strerror(error);
}

std::optional<std::string> Aimock::Process::first_line() const {
  const auto end = std::chrono::steady_clock::now() + longest_start;
  std::string line;
  for (char c = 0; wait_for(output_, end) && read(output_, &c, 1) == 1; line += c)
    if (c == '\n') return line;
  return std::nullopt;
}

std::string Aimock::Process::complaints() const {
  std::array<char, 4096> text;
  const auto size = pread(errors_, text.data(), text.size(), 0);
  if (size <= 0) return "it said nothing";
  std::string said(text.data(), static_cast<std::size_t>(size));
  if (said.back() == '\n') said.pop_back();
  return said;
}

// The end of its input is its sign to stop; its output ends when it has.
Aimock::Process::~Process() {
  close(input_);
  if (id_ > 0) {
    if (!wait_for(output_, std::chrono::steady_clock::now() + longest_stop)) kill(id_, SIGKILL);
    while (waitpid(id_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  close(output_);
  close(errors_);
}

Aimock::Aimock(std::unique_ptr<Process> process, std::string url)
    : process_(std::move(process)), url_(std::move(url)) {}
Aimock::Aimock(Aimock&&) noexcept = default;
Aimock& Aimock::operator=(Aimock&&) noexcept = default;
Aimock::~Aimock() = default;

std::optional<std::string> Aimock::absent() {
  static const auto found = what_is_absent();
  return found;
}

Result<Aimock> Aimock::start(const std::string& fixtures, std::vector<std::string> flags) {
  if (const auto why = absent()) return Failure{*why};
  std::vector<std::string> command = {node(), (folder / "start.mjs").string(),
                                      (folder / "fixtures" / fixtures).string()};
  for (auto& flag : flags) command.push_back(std::move(flag));
  auto process = std::make_unique<Process>();
  if (auto why = process->spawn(command); !why.empty()) return Failure{std::move(why)};
  const auto line = process->first_line();
  if (!line) return Failure{"aimock did not start: " + process->complaints()};
  return Aimock(std::move(process), *line);
}

}  // namespace cairn
