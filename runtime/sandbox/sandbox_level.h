// How a tool's program is kept from the host, strongest first.
#pragma once

#include <optional>
#include <string_view>

namespace cairn {

enum class SandboxLevel {
  bubblewrap,  // Namespaces of its own, made by bwrap.
  namespaces,  // The same, made by cairn's guard.
  landlock,    // The host's files and sockets are refused; its processes are shared.
  none,        // Limits and a clean environment only: for programs that are trusted.
};

std::string_view to_string(SandboxLevel level);
std::optional<SandboxLevel> sandbox_level_named(std::string_view name);

}  // namespace cairn
