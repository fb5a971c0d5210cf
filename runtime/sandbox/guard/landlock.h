// The level `landlock`: no namespaces, but files and sockets of the host are refused by
// the kernel to the program and all that it starts.
#pragma once

namespace cairn {

struct LandlockRules {
  int rules = -1;  // A descriptor, for landlock_restrict_self.
  // This kernel (6.12 and later) keeps signals and abstract sockets in.
  bool keeps_signals_in = false;
};

// Reading the system's folders; the private folder's work and tmp in full; the network
// only if told so. Ends the guard where the kernel has no Landlock.
LandlockRules make_landlock_rules(int private_folder, bool network);

// For the calling process; false, with errno, where that fails.
bool restrict_to(const LandlockRules& rules);

}  // namespace cairn
