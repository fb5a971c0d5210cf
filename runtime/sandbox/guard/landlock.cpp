#include "runtime/sandbox/guard/landlock.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>

#include "runtime/sandbox/guard/reply.h"
#include "runtime/sandbox/guard/system_folders.h"

namespace cairn {
namespace {

// The kernel's, here by our own names: older headers lack the later ones.
struct RulesetAttributes {
  std::uint64_t files = 0, network = 0, scopes = 0;
};
constexpr std::uint64_t read_rights =
    LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t refer = 1U << 13, truncate_file = 1U << 14, device_ioctl = 1U << 15;
constexpr std::uint64_t make_devices = LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_BLOCK;
constexpr std::uint64_t tcp = 3;                // To bind, and to connect.
constexpr std::uint64_t scopes = 3;             // Abstract sockets, and signals.
constexpr int scopes_since = 6, tcp_since = 4;  // Versions of Landlock.

std::uint64_t file_rights(int version) {
  std::uint64_t rights = (1U << 13) - 1;
  if (version >= 2) rights |= refer;
  if (version >= 3) rights |= truncate_file;
  if (version >= 5) rights |= device_ioctl;
  return rights;
}

void allow(int rules, int place, std::uint64_t rights) {
  struct stat about {};
  or_fail(::fstat(place, &about), "cannot look at a folder");
  // A rule for a file may not name rights of folders.
  if (!S_ISDIR(about.st_mode))
    rights &= LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |
              LANDLOCK_ACCESS_FS_READ_FILE | truncate_file;
  landlock_path_beneath_attr rule{};
  rule.allowed_access = rights;
  rule.parent_fd = place;
  or_fail(::syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0U),
          "cannot add a Landlock rule");
  ::close(place);
}

void allow_path(int rules, const char* path, std::uint64_t rights) {
  const int place = ::open(path, O_PATH | O_CLOEXEC);
  if (place >= 0) allow(rules, place, rights);
}

}  // namespace

LandlockRules make_landlock_rules(int private_folder, bool network) {
  const auto version = static_cast<int>(
      ::syscall(SYS_landlock_create_ruleset, nullptr, 0UL, LANDLOCK_CREATE_RULESET_VERSION));
  or_fail(version, "this kernel has no Landlock");
  RulesetAttributes handled;
  handled.files = file_rights(version);
  if (version >= tcp_since && !network) handled.network = tcp;
  if (version >= scopes_since) handled.scopes = scopes;
  // Kernels refuse a longer one than they know unless the rest is 0, as it is.
  const auto rules =
      static_cast<int>(::syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0U));
  or_fail(rules, "cannot make Landlock rules");
  for (const char* path : program_folders) allow_path(rules, path, read_rights);
  for (const char* path : system_files) allow_path(rules, path, read_rights);
  // Where it is missing node goes without; where it is refused node does not start.
  allow_path(rules, "/etc/ssl/openssl.cnf", read_rights);
  if (network)
    for (const char* path : network_files) allow_path(rules, path, read_rights);
  for (const char* path : devices)
    allow_path(rules, path, LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE);
  for (const char* name : {"work", "tmp"})
    allow(rules,
          or_fail(::openat(private_folder, name, O_PATH | O_CLOEXEC), "cannot open a folder"),
          handled.files & ~(make_devices | device_ioctl));
  return {rules, version >= scopes_since};
}

bool restrict_to(const LandlockRules& rules) {
  return ::syscall(SYS_landlock_restrict_self, rules.rules, 0U) == 0;
}

}  // namespace cairn
