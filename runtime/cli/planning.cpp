#include "runtime/cli/planning.h"

#include <fmt/format.h>

#include <filesystem>

#include "runtime/cli/messages.h"

namespace cairn {

namespace fs = std::filesystem;

Plan plan_of(const Compilation& compiled, const std::string& path) {
  std::error_code ignored;
  auto folder = fs::absolute(path, ignored).lexically_normal().parent_path();
  return make_plan(compiled.program, fs::path(path).filename().string(), folder.string(),
                   compiled.bound, compiled.items);
}

std::optional<Plan> plan_or_say(const std::string& path, Loader& loader, const Terminal& terminal) {
  const auto compiled = compile_or_say(path, loader, terminal);
  if (!compiled) return std::nullopt;
  if (!compiled->program.eval) {
    terminal.refuse(fmt::format("{} has no `eval`, so it is a library for `use`", path),
                    "add a block `eval NAME \"Title\" { … }`, or name the file that uses it");
    return std::nullopt;
  }
  return plan_of(*compiled, path);
}

}  // namespace cairn
