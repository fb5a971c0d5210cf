// The files that a program sees in a mount namespace of its own.
#pragma once

namespace cairn {

// Replaces the root by a small one in memory: the system's folders to read, /work, /tmp
// and /dev/shm to write, /dev with little in it, and /proc of this process's namespace.
void mount_small_root(bool network);

}  // namespace cairn
