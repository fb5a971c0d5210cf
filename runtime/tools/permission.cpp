#include "runtime/tools/permission.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "lang/block_named.h"
#include "lang/data/digest.h"
#include "lang/data/json.h"
#include "lang/plan_write.h"
#include "lang/words.h"

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

StartedPrograms programs_of(const Plan& plan, bool asks_answers) {
  StartedPrograms made;
  for (const auto& [check, hash] : plan.checks) {
    const auto* by = std::get_if<program::ByTool>(&check.evidence);
    if (!by) continue;
    made.uses.push_back(by);
    add_tool(plan, by->tool, made.tools);
  }
  if (asks_answers && plan.eval.model) add_model(*plan.eval.model, made.models);
  for (const auto& judge : plan.judges) add_model(judge.model, made.models);
  for (const auto& reward : plan.rewards) add_model(reward.model, made.models);
  for (const auto& embedding : plan.embeddings) add_model(embedding.model, made.models);
  return made;
}

std::string in_words(const StartedPrograms& programs, bool confined) {
  std::string text;
  for (const auto* tool : programs.tools) {
    std::string files;
    for (const auto& file : tool->files)
      files += (files.empty() ? "" : ", ") + as_command({file.name});
    text += fmt::format("  {}: {}{}{}   ({}{})\n", tool->heading.name, as_command(tool->run),
                        files.empty() ? "" : "   with ", files,
                        confined ? "in a sandbox" : "without a sandbox",
                        tool->network ? ", with the network" : "");
  }
  for (const auto* model : programs.models)
    text +=
        fmt::format("  {}   (with your rights, outside of any sandbox)\n", as_command(model->run));
  return text;
}

std::string content_of(const StartedPrograms& programs) {
  std::string text = "cairn-grant/2\n";
  for (const auto* tool : programs.tools) {
    auto copy = *tool;
    text += to_json(written_value(copy, Notes::dropped)) + "\n";
  }
  for (const auto* use : programs.uses) {
    auto copy = *use;
    text += to_json(written_value(copy, Notes::dropped)) + "\n";
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

bool Grants::add(const std::string& content) const {
  if (file_.empty()) return false;
  std::error_code ignored;
  fs::create_directories(file_.parent_path(), ignored);
  std::ofstream out(file_, std::ios::app);
  out << content << '\n';
  out.close();
  return !out.fail();
}

}  // namespace cairn
