#include "runtime/sandbox/guard/mode_changes.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <linux/seccomp.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <string>

namespace cairn {
namespace {

// The caller's own words are read once: what it changes in them later has no effect.
std::string text_at(pid_t process, std::uint64_t address) {
  std::array<char, PATH_MAX> text{};
  const auto path = "/proc/" + std::to_string(process) + "/mem";
  const int memory = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (memory < 0) return {};
  // Up to the end of a page at a time: the next may not be there.
  constexpr std::size_t page = 4096;
  std::size_t got = 0;
  while (got < text.size() - 1 && std::memchr(text.data(), 0, got) == nullptr) {
    const auto most = std::min(text.size() - 1 - got, page - (address + got) % page);
    const auto count = ::pread(memory, text.data() + got, most, static_cast<off_t>(address + got));
    if (count <= 0) break;
    got += static_cast<std::size_t>(count);
  }
  ::close(memory);
  return text.data();
}

std::string folder_of(pid_t process, int folder) {
  const auto link = "/proc/" + std::to_string(process) +
                    (folder == AT_FDCWD ? "/cwd" : "/fd/" + std::to_string(folder));
  std::array<char, PATH_MAX> path{};
  if (::readlink(link.c_str(), path.data(), path.size() - 1) < 0) return {};
  return path.data();
}

// 0, or the errno for the program. Only what lies in the private folder, wherever links
// and ".." lead.
int change_mode(const Room& room, const std::string& path, mode_t mode) {
  const auto inside = room.private_path + "/";
  if (!path.starts_with(inside)) return EPERM;
  open_how how{};
  how.flags = O_PATH | O_CLOEXEC;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV;
  const auto file = static_cast<int>(
      ::syscall(SYS_openat2, room.private_folder, path.c_str() + inside.size(), &how, sizeof how));
  if (file < 0) return errno == EXDEV ? EPERM : errno;
  const auto link = "/proc/self/fd/" + std::to_string(file);
  const int error = ::fchmodat(AT_FDCWD, link.c_str(), mode & 0777, 0) < 0 ? errno : 0;
  ::close(file);
  return error;
}

int answer_to(const Room& room, const seccomp_notif& asked) {
  const auto process = static_cast<pid_t>(asked.pid);
  int folder = AT_FDCWD;
  auto argument = asked.data.args;
#if defined(SYS_chmod)
  const bool has_folder = asked.data.nr != SYS_chmod;
#else
  const bool has_folder = true;
#endif
  if (has_folder) folder = static_cast<int>(*argument++);
  auto path = text_at(process, argument[0]);
  if (path.empty()) return ENOENT;
  if (path[0] != '/') path.insert(0, folder_of(process, folder) + "/");
  return change_mode(room, path, static_cast<mode_t>(argument[1]));
}

}  // namespace

void answer_mode_change(const Room& room, int listener) {
  seccomp_notif asked{};
  // None where the caller has ended meanwhile.
  if (::ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &asked) < 0) return;
  seccomp_notif_resp answer{};
  answer.id = asked.id;
  answer.error = -answer_to(room, asked);
  ::ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &answer);
}

}  // namespace cairn
