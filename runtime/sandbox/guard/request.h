// The request, as the guard reads it: views of the mapped file, which stays mapped.
#pragma once

#include <string_view>
#include <vector>

#include "runtime/sandbox/guard/protocol.h"

namespace cairn {

struct RequestedFile {
  FileKind kind = FileKind::regular;
  std::uint32_t mode = 0;
  const char* path = nullptr;  // In the work folder; folders come before what is in them.
  std::string_view content;    // Where a symlink points; nothing for a folder.
};

struct Request {
  RequestHead head;
  std::vector<const char*> words, keep;
  const char* bubblewrap = nullptr;
  const char* private_folder = nullptr;  // To make, and to remove at the end.
  std::vector<RequestedFile> files;
};

// From the descriptor `guard_request`.
Request read_request();

// Puts the files into the work folder. The guard must be one that may write there.
void lay_out(const Request& request, int work_folder);

}  // namespace cairn
