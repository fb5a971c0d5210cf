#include "runtime/sandbox/guard/bubblewrap.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <deque>
#include <string>

#include "runtime/sandbox/guard/reply.h"
#include "runtime/sandbox/guard/rights.h"
#include "runtime/sandbox/guard/system_folders.h"

namespace cairn {
namespace {

// bwrap's arguments; a deque, so that a text stays where it is.
class Arguments {
 public:
  template <class... Words>
  void add(const Words&... words) {
    (texts_.emplace_back(words), ...);
  }
  std::vector<char*> pointers() {
    std::vector<char*> found;
    for (auto& text : texts_) found.push_back(text.data());
    found.push_back(nullptr);
    return found;
  }

 private:
  std::deque<std::string> texts_;
};

void add_program_folder(Arguments& arguments, const char* folder) {
  struct stat about {};
  if (::lstat(folder, &about) < 0) return;
  char target[4096];
  if (!S_ISLNK(about.st_mode)) return arguments.add("--ro-bind", folder, folder);
  const auto length = ::readlink(folder, target, sizeof target);
  if (length > 0)
    arguments.add("--symlink", std::string(target, static_cast<std::size_t>(length)), folder);
}

void add_devices(Arguments& arguments) {
  // Not `--dev`: that makes terminals too, and a memory folder without a size.
  for (const char* device : devices) arguments.add("--dev-bind", device, device);
  arguments.add("--symlink", "/proc/self/fd", "/dev/fd");
  arguments.add("--symlink", "/proc/self/fd/0", "/dev/stdin");
  arguments.add("--symlink", "/proc/self/fd/1", "/dev/stdout");
  arguments.add("--symlink", "/proc/self/fd/2", "/dev/stderr");
}

}  // namespace

void become_bubblewrap(const Request& request) {
  // Opened before root is given up: it may stand in a folder that is only root's. Run
  // from its descriptor, it needs no place inside.
  const int guard = or_fail(::open("/proc/self/exe", O_RDONLY), "cannot open the guard");
  drop_root();
  Arguments arguments;
  arguments.add("bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--as-pid-1");
  if (request.head.network != 0) arguments.add("--share-net");
  const auto id = std::to_string(nobody);
  arguments.add("--uid", id, "--gid", id, "--hostname", "sandbox", "--clearenv");
  for (const char* folder : program_folders) add_program_folder(arguments, folder);
  for (const char* file : system_files) arguments.add("--ro-bind-try", file, file);
  if (request.head.network != 0)
    for (const char* file : network_files) arguments.add("--ro-bind-try", file, file);
  arguments.add("--proc", "/proc");
  add_devices(arguments);
  const auto size = std::to_string(most_file_bytes);
  for (const char* folder : {"/tmp", "/dev/shm", "/work"})
    arguments.add("--size", size, "--tmpfs", folder);
  arguments.add("--remount-ro", "/", "--chdir", "/work", "--");
  arguments.add("/proc/self/fd/" + std::to_string(guard), guard_inside);
  ::execve(request.bubblewrap, arguments.pointers().data(), nullptr);
  fail("bwrap cannot be started");
}

}  // namespace cairn
