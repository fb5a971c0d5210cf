#include "runtime/sandbox/guard/processes.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

#include "runtime/sandbox/guard/clock.h"

namespace cairn {
namespace {

std::string read_small_file(const std::string& path) {
  std::string text(4096, '\0');
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return {};
  const auto count = ::read(file, text.data(), text.size());
  ::close(file);
  text.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
  return text;
}

// The numbers among the names in a folder of /proc.
std::vector<pid_t> numbers_in(const std::string& folder) {
  std::vector<pid_t> numbers;
  DIR* list = ::opendir(folder.c_str());
  if (list == nullptr) return numbers;
  while (const dirent* entry = ::readdir(list))
    if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9')
      numbers.push_back(static_cast<pid_t>(std::atoi(entry->d_name)));
  ::closedir(list);
  return numbers;
}

void add_descendants(pid_t of, std::vector<pid_t>& found) {
  const auto threads = "/proc/" + std::to_string(of) + "/task/";
  for (const pid_t thread : numbers_in(threads)) {
    const auto children = read_small_file(threads + std::to_string(thread) + "/children");
    char* at = const_cast<char*>(children.c_str());
    for (long child = std::strtol(at, &at, 10); child > 0; child = std::strtol(at, &at, 10)) {
      found.push_back(static_cast<pid_t>(child));
      add_descendants(static_cast<pid_t>(child), found);
    }
  }
}

// A line such as "VmRSS:     123 kB"; 0 where there is none.
double number_after(const std::string& text, const char* name) {
  const auto at = text.find(name);
  return at == std::string::npos ? 0 : std::atof(text.c_str() + at + std::strlen(name));
}

constexpr double kilobyte = 1024;

double memory_in(const std::string& status) {
  // Page tables too: a program can fill memory with them that is in no other number.
  return kilobyte * (number_after(status, "VmRSS:") + number_after(status, "VmSwap:") +
                     number_after(status, "VmPTE:"));
}

std::string file_of(pid_t process, const char* name) {
  return read_small_file("/proc/" + std::to_string(process) + name);
}

}  // namespace

std::vector<pid_t> processes_in(const Room& room) {
  std::vector<pid_t> found;
  const pid_t guard = ::getpid();
  if (room.own_namespaces) {
    for (const pid_t process : numbers_in("/proc"))
      if (process != guard) found.push_back(process);
  } else {
    add_descendants(guard, found);
  }
  return found;
}

Usage usage_of(const std::vector<pid_t>& processes) {
  Usage usage;
  for (const pid_t process : processes) {
    const auto status = file_of(process, "/status");
    usage.memory_bytes += memory_in(status);
    usage.processes += static_cast<unsigned long>(number_after(status, "Threads:"));
  }
  return usage;
}

double exact_memory_of(const std::vector<pid_t>& processes) {
  double bytes = 0;
  constexpr double patience = 0.05;  // Seconds.
  const double until = seconds_now() + patience;
  for (const pid_t process : processes) {
    const auto status = file_of(process, "/status");
    const auto rollup = seconds_now() < until ? file_of(process, "/smaps_rollup") : std::string();
    // A process can close itself to others' eyes; then, too, it counts in full.
    if (rollup.empty()) {
      bytes += memory_in(status);
      continue;
    }
    bytes += kilobyte * (number_after(rollup, "\nPss:") + number_after(rollup, "\nSwapPss:") +
                         number_after(status, "VmPTE:"));
  }
  return bytes;
}

int kill_all(const Room& room, pid_t program) {
  int status = 0, ended_status = 0;
  while (true) {
    if (room.own_namespaces)
      ::kill(-1, SIGKILL);  // All that this process can see, and none can fork meanwhile.
    else
      for (const pid_t process : processes_in(room)) ::kill(process, SIGKILL);
    // Without namespaces a process may fork while the others are killed: look again.
    const pid_t ended = ::waitpid(-1, &status, room.own_namespaces ? 0 : WNOHANG);
    if (ended == program) ended_status = status;
    if (ended < 0 && errno == ECHILD) return ended_status;
    if (ended == 0) ::usleep(100);
  }
}

}  // namespace cairn
