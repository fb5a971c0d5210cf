// Where a program runs: what the guard has prepared for it.
#pragma once

#include <sys/types.h>

#include <array>
#include <optional>
#include <string>

#include "runtime/sandbox/guard/landlock.h"
#include "runtime/sandbox/guard/request.h"

namespace cairn {

struct Room {
  // The guard is the first process of namespaces of its own: all that it sees is the
  // program's. Else only its descendants are.
  bool own_namespaces = false;
  bool filtered = true;  // System calls.
  std::optional<LandlockRules> landlock;
  int work_folder = -1;
  std::string home = "/work", temporary = "/tmp";
  // Folders on the host's disk, which the guard must measure and remove; else all of them
  // are in memory and have a size.
  int private_folder = -1;
  std::string private_path;
};

// Folders of their own in memory, where there are namespaces.
inline constexpr std::array memory_folders = {"/work", "/tmp", "/dev/shm"};

Room enter_room_inside(const Request& request);
Room make_private_room(const Request& request);
void leave_room(const Request& request, const Room& room);

}  // namespace cairn
