#include "runtime/tools/permission.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <fstream>

#include "lang/block_named.h"
#include "lang/data/digest.h"
#include "lang/data/json.h"
#include "lang/plan_write.h"

namespace cairn {
namespace {

namespace fs = std::filesystem;

void add_tool(const Plan& plan, const std::string& name, std::vector<const program::Tool*>& tools) {
  const auto* tool = block_named(plan.tools, name);
  if (!tool || std::ranges::count(tools, tool) > 0) return;
  tools.push_back(tool);
  if (tool->after.empty()) return;
  add_tool(plan, tool->after, tools);
  // What it runs after comes first.
  const auto place = std::ranges::find(tools, tool);
  std::rotate(place, place + 1, tools.end());
}

void add_model(const program::Model& model, std::vector<const program::Model*>& models) {
  if (!model.run.empty()) models.push_back(&model);
}

}  // namespace

bool StartedPrograms::any_network() const {
  return std::ranges::any_of(tools, [](const auto* tool) { return tool->network; });
}

StartedPrograms programs_of(const Plan& plan) {
  StartedPrograms made;
  for (const auto& [check, hash] : plan.checks)
    if (const auto* by = std::get_if<program::ByTool>(&check.evidence))
      add_tool(plan, by->tool, made.tools);
  if (plan.eval.model) add_model(*plan.eval.model, made.models);
  for (const auto& judge : plan.judges) add_model(judge.model, made.models);
  for (const auto& reward : plan.rewards) add_model(reward.model, made.models);
  for (const auto& embedding : plan.embeddings) add_model(embedding.model, made.models);
  return made;
}

std::string in_words(const StartedPrograms& programs) {
  std::string text;
  for (const auto* tool : programs.tools)
    text += fmt::format("  {}: {}{}\n", tool->heading.name, fmt::join(tool->run, " "),
                        tool->network ? "   (with the network)" : "");
  for (const auto* model : programs.models)
    text +=
        fmt::format("  {}   (outside the sandbox, with your rights)\n", fmt::join(model->run, " "));
  return text;
}

std::string content_of(const StartedPrograms& programs) {
  std::string text = "cairn-grant/1\n";
  for (const auto* tool : programs.tools) {
    auto copy = *tool;
    text += to_json(written_value(copy, Notes::dropped)) + "\n";
  }
  for (const auto* model : programs.models) {
    text += "model\n";
    for (const auto& word : model->run) text += fmt::format("{}:{}", word.size(), word);
  }
  return digest_of(text).hex();
}

Grants::Grants(fs::path state) {
  if (!state.empty()) file_ = state / "cairn" / "allowed-tools";
}

bool Grants::holds(const std::string& content) const {
  std::ifstream in(file_);
  for (std::string line; std::getline(in, line);)
    if (line == content) return true;
  return false;
}

void Grants::add(const std::string& content) const {
  if (file_.empty()) return;
  std::error_code ignored;
  fs::create_directories(file_.parent_path(), ignored);
  std::ofstream(file_, std::ios::app) << content << '\n';
}

}  // namespace cairn
