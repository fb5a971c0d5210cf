#include "runtime/sandbox/guard/disk_use.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include <cstring>

#include "runtime/sandbox/guard/room.h"

namespace cairn {
namespace {

constexpr unsigned most_entries = 20'000, most_depth = 60;

class Walk {
 public:
  void enter(int folder, unsigned depth) {
    DIR* list = ::fdopendir(folder);
    if (list == nullptr) return;
    ::rewinddir(list);
    while (const dirent* entry = ::readdir(list)) {
      if (std::strcmp(entry->d_name, ".") == 0 || std::strcmp(entry->d_name, "..") == 0) continue;
      add(::dirfd(list), entry->d_name, depth);
      if (use.full || use.too_many) break;
    }
    ::closedir(list);
  }

  DiskUse use;

 private:
  void add(int folder, const char* name, unsigned depth) {
    struct stat about {};
    if (::fstatat(folder, name, &about, AT_SYMLINK_NOFOLLOW) < 0) return;
    constexpr double block = 512;
    use.bytes += block * static_cast<double>(about.st_blocks);
    use.full = use.bytes > static_cast<double>(most_file_bytes);
    use.too_many = ++entries_ > most_entries || depth > most_depth;
    if (!S_ISDIR(about.st_mode) || use.too_many) return;
    const int inner = ::openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (inner >= 0) enter(inner, depth + 1);
  }

  unsigned entries_ = 0;
};

}  // namespace

DiskUse memory_folders_use() {
  DiskUse use;
  for (const char* folder : memory_folders) {
    struct statfs about {};
    if (::statfs(folder, &about) < 0) continue;
    constexpr double inode = 1024;  // What the kernel needs for one, about.
    use.bytes +=
        static_cast<double>(about.f_blocks - about.f_bfree) * static_cast<double>(about.f_bsize) +
        inode * static_cast<double>(about.f_files - about.f_ffree);
    use.full = use.full || about.f_bfree == 0;
    use.too_many = use.too_many || about.f_ffree == 0;
  }
  return use;
}

DiskUse private_folder_use(int folder) {
  Walk walk;
  walk.enter(::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), 0);
  return walk.use;
}

}  // namespace cairn
