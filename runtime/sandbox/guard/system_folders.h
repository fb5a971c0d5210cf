// What of the host a program may read, in every level.
#pragma once

#include <array>

namespace cairn {

// Folders with programs. What is a symlink on the host is one inside.
inline constexpr std::array program_folders = {"/usr",   "/bin", "/sbin",     "/lib",
                                               "/lib64", "/opt", "/nix/store"};
inline constexpr std::array system_files = {"/etc/alternatives", "/etc/ld.so.cache"};
// Only for a program that may use the network: names of hosts, and whom to trust.
inline constexpr std::array network_files = {"/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf",
                                             "/etc/ssl", "/etc/ca-certificates"};
inline constexpr std::array devices = {"/dev/null", "/dev/zero", "/dev/full", "/dev/random",
                                       "/dev/urandom"};

}  // namespace cairn
