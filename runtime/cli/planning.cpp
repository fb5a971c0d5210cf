#include "runtime/cli/planning.h"

#include <fmt/format.h>

#include <filesystem>

#include "lang/nearest.h"
#include "lang/words.h"
#include "runtime/cli/messages.h"

namespace cairn {

namespace fs = std::filesystem;

Plan plan_of(const Compilation& compiled, const std::string& path) {
  std::error_code ignored;
  auto folder = fs::absolute(path, ignored).lexically_normal().parent_path();
  return make_plan(compiled.program, fs::path(path).filename().string(), folder.string(),
                   compiled.bound, compiled.items);
}

namespace {

bool no_such(std::string_view kind, const std::string& name,
             const std::vector<std::string_view>& names, std::string_view otherwise,
             const Terminal& terminal) {
  const auto meant = nearest(name, names);
  terminal.refuse(fmt::format("there is no {} called `{}`", kind, name),
                  !meant.empty()  ? fmt::format("did you mean `{}`?", meant)
                  : names.empty() ? std::string(otherwise)
                                  : fmt::format("there are {}", comma_list(names)));
  return false;
}

template <class Block>
const Block* block_called(const std::vector<Block>& blocks, const std::string& name,
                          std::vector<std::string_view>& names) {
  for (const auto& one : blocks) {
    if (one.heading.name == name) return &one;
    names.push_back(one.heading.name);
  }
  return nullptr;
}

}  // namespace

bool choose(const PlanChoices& choices, program::Program& program, const Terminal& terminal) {
  std::vector<std::string_view> names;
  if (!choices.prompt.empty()) {
    if (!block_called(program.prompts, choices.prompt, names))
      return no_such("prompt", choices.prompt, names, "the eval has no `prompt` blocks", terminal);
    program.eval->prompt = choices.prompt;
  }
  names.clear();
  if (choices.model.empty()) return true;
  if (const auto* block = block_called(program.models, choices.model, names)) {
    program.eval->model = *block;
    return true;
  }
  if (choices.model.find('/') == choices.model.npos)
    return no_such("model", choices.model, names,
                   fmt::format("write it as provider/name: `--model openai/{}`", choices.model),
                   terminal);
  program.eval->model = program::Model{.heading = {}, .id = choices.model};
  return true;
}

std::optional<Plan> plan_or_say(const std::string& path, Loader& loader, const Terminal& terminal,
                                const PlanChoices& choices) {
  const auto compiled = compile_or_say(path, loader, terminal);
  if (!compiled) return std::nullopt;
  if (!compiled->program.eval) {
    terminal.refuse(fmt::format("{} has no `eval`, so it is a library for `use`", path),
                    "add a block `eval NAME \"Title\" { … }`, or name the file that uses it");
    return std::nullopt;
  }
  if (!choose(choices, compiled->program, terminal)) return std::nullopt;
  return plan_of(*compiled, path);
}

}  // namespace cairn
