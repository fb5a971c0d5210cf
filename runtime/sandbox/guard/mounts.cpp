#include "runtime/sandbox/guard/mounts.h"

#include <fcntl.h>
#include <linux/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>

#include "runtime/sandbox/guard/reply.h"
#include "runtime/sandbox/guard/system_folders.h"

namespace cairn {
namespace {

constexpr const char* base = "/tmp";  // Where the new root is mounted while it is built.

// The C library has these calls only since 2022, and its header and the kernel's clash.
long mount(const char* what, const char* where, const char* type, unsigned long flags,
           const char* options) {
  return ::syscall(SYS_mount, what, where, type, flags, options);
}

void set_attributes(int folder, unsigned flags, std::uint64_t attributes) {
  mount_attr wanted{};
  wanted.attr_set = attributes;
  or_fail(::syscall(SYS_mount_setattr, folder, "", static_cast<unsigned>(AT_EMPTY_PATH) | flags,
                    &wanted, sizeof wanted),
          "cannot make a mount read-only");
}

// A file or a folder of the host, with what is mounted below it. Left out where missing.
void bind(const char* from, std::uint64_t attributes) {
  const auto tree = static_cast<int>(
      ::syscall(SYS_open_tree, AT_FDCWD, from,
                OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | static_cast<unsigned>(AT_RECURSIVE)));
  if (tree < 0 && (errno == ENOENT || errno == EACCES)) return;
  or_fail(tree, "cannot open a system folder");
  set_attributes(tree, AT_RECURSIVE, attributes);
  const auto to = std::string(base) + from;
  struct stat about {};
  or_fail(::fstat(tree, &about), "cannot open a system folder");
  if (S_ISDIR(about.st_mode))
    ::mkdir(to.c_str(), 0755);
  else
    ::close(::open(to.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
  or_fail(::syscall(SYS_move_mount, tree, "", AT_FDCWD, to.c_str(), MOVE_MOUNT_F_EMPTY_PATH),
          "cannot mount a system folder");
  ::close(tree);
}

void add_program_folder(const char* folder) {
  char target[4096] = {};
  if (::readlink(folder, target, sizeof target - 1) > 0)
    or_fail(::symlink(target, (std::string(base) + folder).c_str()), "cannot make a symlink");
  else
    bind(folder, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV);
}

void add_memory_folder(const char* folder, const char* mode) {
  const auto to = std::string(base) + folder;
  char options[120];
  // Files without content cost memory too, so their number is limited as well.
  std::snprintf(options, sizeof options, "size=%llu,nr_inodes=100000,mode=%s",
                static_cast<unsigned long long>(most_file_bytes), mode);
  or_fail(::mkdir(to.c_str(), 0755), "cannot make a folder");
  or_fail(mount("tmpfs", to.c_str(), "tmpfs", MS_NOSUID | MS_NODEV, options),
          "cannot mount a folder in memory");
}

void add_devices() {
  const auto folder = std::string(base) + "/dev";
  or_fail(::mkdir(folder.c_str(), 0755), "cannot make /dev");
  for (const char* device : devices) bind(device, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID);
  constexpr const char* links[][2] = {{"/proc/self/fd", "/fd"},
                                      {"/proc/self/fd/0", "/stdin"},
                                      {"/proc/self/fd/1", "/stdout"},
                                      {"/proc/self/fd/2", "/stderr"}};
  for (const auto& [target, name] : links)
    or_fail(::symlink(target, (folder + name).c_str()), "cannot make a symlink");
}

void change_root() {
  or_fail(::chdir(base), "cannot enter the new root");
  // The old root then lies over the new one, and is taken away.
  or_fail(::syscall(SYS_pivot_root, ".", "."), "cannot change the root");
  constexpr int detach = 2;  // MNT_DETACH
  or_fail(::syscall(SYS_umount2, ".", detach), "cannot leave the old root");
  or_fail(::chdir("/"), "cannot enter the new root");
  const int root = or_fail(::open("/", O_PATH | O_CLOEXEC), "cannot open the new root");
  set_attributes(root, 0, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV);
  ::close(root);
}

}  // namespace

void mount_small_root(bool network) {
  ::umask(0);
  or_fail(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr),
          "cannot keep its mounts to itself");
  or_fail(mount("tmpfs", base, "tmpfs", MS_NOSUID | MS_NODEV, "size=1m,mode=755"),
          "cannot mount a root in memory");
  for (const char* name : {"/etc", "/proc"}) ::mkdir((std::string(base) + name).c_str(), 0755);
  for (const char* folder : program_folders) add_program_folder(folder);
  for (const char* file : system_files) bind(file, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID);
  if (network)
    for (const char* file : network_files) bind(file, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID);
  add_devices();
  add_memory_folder("/dev/shm", "1777");
  add_memory_folder("/work", "755");
  or_fail(mount("proc", (std::string(base) + "/proc").c_str(), "proc",
                MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr),
          "cannot mount /proc");
  add_memory_folder("/tmp", "1777");
  change_root();
  ::umask(022);
}

}  // namespace cairn
