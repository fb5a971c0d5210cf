// How a tool's program is kept from the host. The first two are equally strong.
#pragma once

#include <optional>
#include <string_view>

namespace cairn {

enum class SandboxLevel {
  bubblewrap,  // Namespaces of its own, made by bwrap, which some systems allow alone.
  namespaces,  // The same, made by cairn's guard in half the time.
  landlock,    // The host's files and sockets are refused; its processes are shared.
  none,        // Limits and a clean environment only: for programs that are trusted.
};

std::string_view to_string(SandboxLevel level);
std::optional<SandboxLevel> sandbox_level_named(std::string_view name);

}  // namespace cairn
