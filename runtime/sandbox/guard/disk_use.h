// How much a program has written.
#pragma once

namespace cairn {

struct DiskUse {
  double bytes = 0;
  bool full = false;      // As much as is allowed, or more.
  bool too_many = false;  // Files and folders, or folders too deep in each other.
};

// Of the folders that are in memory.
DiskUse memory_folders_use();

// Of a folder on the host's disk. Reads only so far as it takes to say that it is full.
DiskUse private_folder_use(int folder);

}  // namespace cairn
