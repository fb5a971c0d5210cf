// What cairn and its guard say to each other. Both are built from one tree and run on one
// machine, so numbers go as they lie in memory.
//
// A request is one file in memory: a RequestHead, then texts, each a length and its bytes
// with a 0 after them, in this order: the words, the names to keep, bwrap's path, the
// private folder's path; then for each file a FileHead, its path and its content. Replies
// are packets on a socket; whatever cairn sends there means "stop the program", and when
// the socket closes cairn is gone.
#pragma once

#include <cstddef>
#include <cstdint>

namespace cairn {

// Where the guard finds them when it starts. 0, 1 and 2 are the program's.
constexpr int guard_socket = 3, guard_request = 4;

constexpr unsigned nobody = 65534;  // Whom a program runs as, where cairn may choose.
constexpr std::uint64_t most_file_bytes = 256'000'000;  // Written by a program, in all.
constexpr std::uint32_t most_processes = 128;           // Threads count as processes.

struct RequestHead {
  std::uint32_t level = 0;  // A SandboxLevel.
  std::uint32_t network = 0;
  double timeout_seconds = 0, memory_bytes = 0;
  std::uint32_t words = 0, keep = 0, files = 0;
};

enum class FileKind : std::uint32_t { folder, regular, symlink };

struct FileHead {
  FileKind kind = FileKind::regular;
  std::uint32_t mode = 0;
};

enum class ReplyKind : std::uint32_t {
  failed,       // The sandbox; `text` is what it could not do, `number` an errno or 0.
  unstartable,  // The program; `number` is the errno.
  kept,         // A file, as a descriptor; `number` is its place among the names to keep.
  ended,        // Everything of it; `number` is the program's wait status.
};

enum class StopReason : std::uint32_t { none, time, memory, bytes, entries, processes, asked };

struct GuardReply {
  ReplyKind kind = ReplyKind::failed;
  std::int32_t number = 0;
  StopReason reason = StopReason::none;
  double seconds = 0;  // From the program's start to its end.
  char text[120] = {};
};

}  // namespace cairn
