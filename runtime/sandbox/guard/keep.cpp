#include "runtime/sandbox/guard/keep.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "runtime/sandbox/guard/reply.h"

namespace cairn {
namespace {

bool may_be_kept(int file) {
  struct stat about {};
  if (::fstat(file, &about) < 0 || !S_ISREG(about.st_mode)) return false;
  // Root reads what the program could not have read: only what is its own.
  const auto owner = ::geteuid() == 0 ? static_cast<uid_t>(nobody) : ::geteuid();
  return about.st_uid == owner && about.st_size <= static_cast<off_t>(most_file_bytes);
}

}  // namespace

void send_kept(const Request& request, const Room& room) {
  for (std::size_t i = 0; i < request.keep.size(); ++i) {
    open_how how{};
    how.flags = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV;
    const auto file = static_cast<int>(
        ::syscall(SYS_openat2, room.work_folder, request.keep[i], &how, sizeof how));
    if (file < 0) continue;
    GuardReply reply;
    reply.kind = ReplyKind::kept;
    reply.number = static_cast<std::int32_t>(i);
    if (may_be_kept(file)) send_reply(reply, file);
    ::close(file);
  }
}

}  // namespace cairn
