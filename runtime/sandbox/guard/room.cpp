#include "runtime/sandbox/guard/room.h"

#include <fcntl.h>
#include <grp.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/sandbox/guard/reply.h"
#include "runtime/sandbox/remove_folder.h"
#include "runtime/sandbox/sandbox_level.h"

namespace cairn {
namespace {

int open_folder(int at, const char* name) {
  return or_fail(::openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC), "cannot open a folder");
}

// What root makes meanwhile is nobody's, as the program will be. Root itself stays the
// guard: nobody cannot send it signals.
class AsNobody {
 public:
  AsNobody() : root_(::geteuid() == 0 && ::setegid(nobody) == 0) {
    if (root_) or_fail(::seteuid(nobody), "cannot become nobody");
  }
  ~AsNobody() {
    if (!root_) return;
    or_fail(::seteuid(0), "cannot become root again");
    or_fail(::setegid(0), "cannot become root again");
  }
  AsNobody(const AsNobody&) = delete;
  AsNobody& operator=(const AsNobody&) = delete;

 private:
  bool root_;
};

}  // namespace

Room enter_room_inside(const Request& request) {
  Room room;
  room.own_namespaces = true;
  room.work_folder = open_folder(AT_FDCWD, "/work");
  lay_out(request, room.work_folder);
  return room;
}

Room make_private_room(const Request& request) {
  Room room;
  // What outlives its parent comes to the guard, to be killed.
  or_fail(::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), "cannot adopt processes");
  const std::string folder = request.private_folder;
  {
    const AsNobody owner;
    or_fail(::mkdir(folder.c_str(), 0700), "cannot make a private folder");
    room.private_folder = open_folder(AT_FDCWD, folder.c_str());
    or_fail(::mkdirat(room.private_folder, "work", 0755), "cannot make a private folder");
    or_fail(::mkdirat(room.private_folder, "tmp", 0755), "cannot make a private folder");
    room.work_folder = open_folder(room.private_folder, "work");
    lay_out(request, room.work_folder);
  }
  room.private_path = folder;
  room.home = folder + "/work";
  room.temporary = folder + "/tmp";
  room.filtered = request.head.level == static_cast<std::uint32_t>(SandboxLevel::landlock);
  if (room.filtered)
    room.landlock = make_landlock_rules(room.private_folder, request.head.network != 0);
  return room;
}

void leave_room(const Request& request, const Room& room) {
  if (room.private_folder >= 0) remove_folder(request.private_folder);
}

}  // namespace cairn
