#include "runtime/sandbox/remove_folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <vector>

namespace cairn {
namespace {

std::vector<std::string> names_in(int folder) {
  std::vector<std::string> names;
  DIR* list = ::fdopendir(::fcntl(folder, F_DUPFD_CLOEXEC, 0));
  if (list == nullptr) return names;
  ::rewinddir(list);
  while (const dirent* entry = ::readdir(list)) {
    const std::string name = entry->d_name;
    if (name != "." && name != "..") names.push_back(name);
  }
  ::closedir(list);
  return names;
}

// Opened for its owner, whatever its mode was; -1 where it is no folder.
int open_closed_folder(int at, const char* name) {
  struct stat about {};
  if (::fstatat(at, name, &about, AT_SYMLINK_NOFOLLOW) < 0 || !S_ISDIR(about.st_mode)) return -1;
  ::fchmodat(at, name, 0700, 0);
  return ::openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

// Moves the folders in it up to `top`, so that none is ever deeper than one below that.
void flatten(int top, int folder, unsigned long& moved) {
  for (const auto& name : names_in(folder)) {
    if (::unlinkat(folder, name.c_str(), 0) == 0) continue;
    ::fchmodat(folder, name.c_str(), 0700, 0);  // Its "..", too, is about to change.
    // A name that is taken is passed over: folders of the program's may be called so.
    while (::renameat(folder, name.c_str(), top, (".up" + std::to_string(moved++)).c_str()) < 0)
      if (errno != EEXIST && errno != ENOTEMPTY && errno != ENOTDIR) return;
  }
}

void empty_folder(int top) {
  unsigned long moved = 0;
  for (auto names = names_in(top); !names.empty(); names = names_in(top)) {
    bool removed = false;
    for (const auto& name : names) {
      if (::unlinkat(top, name.c_str(), 0) < 0 && ::unlinkat(top, name.c_str(), AT_REMOVEDIR) < 0) {
        const int folder = open_closed_folder(top, name.c_str());
        if (folder < 0) continue;
        flatten(top, folder, moved);
        ::close(folder);
        if (::unlinkat(top, name.c_str(), AT_REMOVEDIR) < 0) continue;
      }
      removed = true;
    }
    if (!removed) return;
  }
}

}  // namespace

bool remove_folder(const char* path) {
  const int top = open_closed_folder(AT_FDCWD, path);
  if (top >= 0) {
    empty_folder(top);
    ::close(top);
  }
  return ::rmdir(path) == 0;
}

}  // namespace cairn
