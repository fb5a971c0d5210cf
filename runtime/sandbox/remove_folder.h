// Removes a folder that a hostile program has had to itself: closed folders, trees too
// deep for a path. No one else may change it meanwhile.
#pragma once

namespace cairn {

// False when something is left of it.
bool remove_folder(const char* path);

}  // namespace cairn
