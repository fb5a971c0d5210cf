#include "lang/plan.h"

#include <algorithm>
#include <set>

#include "lang/fingerprint.h"
#include "lang/plan_write.h"

namespace cairn {
namespace {

template <class T>
void take_named(const std::vector<T>& all, const std::string& name, std::vector<T>& out) {
  const auto has = [&](const std::vector<T>& list) {
    return std::ranges::find(list, name,
                             [](const T& one) -> const std::string& { return one.heading.name; });
  };
  if (const auto found = has(all); found != all.end() && has(out) == out.end())
    out.push_back(*found);
}

void take_tools(const program::Program& program, const std::string& name, Plan& plan) {
  take_named(program.tools, name, plan.tools);
  for (const auto& tool : program.tools)
    if (tool.heading.name == name && !tool.after.empty()) take_tools(program, tool.after, plan);
}

void take_deciders(const program::Program& program, Plan& plan) {
  for (const auto& [check, hash] : plan.checks) {
    if (const auto* by = std::get_if<program::ByJudge>(&check.evidence))
      take_named(program.judges, by->judge, plan.judges);
    if (const auto* by = std::get_if<program::ByPanel>(&check.evidence))
      take_named(program.panels, by->panel, plan.panels);
    if (const auto* by = std::get_if<program::ByReward>(&check.evidence))
      take_named(program.rewards, by->reward, plan.rewards);
    if (const auto* by = std::get_if<program::ByEmbedding>(&check.evidence))
      take_named(program.embeddings, by->embedding, plan.embeddings);
    if (const auto* by = std::get_if<program::ByTool>(&check.evidence))
      take_tools(program, by->tool, plan);
  }
}

// Everything that a value as written names: natives, and fields of the item.
void collect(const Value& written, std::set<std::string>& natives, std::set<std::string>& fields) {
  if (const auto* list = written.as<List>())
    for (const auto& element : *list) collect(element, natives, fields);
  const auto* record = written.as<Record>();
  if (!record) return;
  const auto text = [&](std::string_view key) -> std::string {
    const Value* value = record->find(key);
    return value && value->as<std::string>() ? *value->as<std::string>() : std::string();
  };
  const Value* version = record->find("version");
  if (!text("native").empty() && version && version->as<Number>())
    natives.insert(text("native") + "@" + shortest(version->as<Number>()->value));
  if (text("kind") == "field")
    if (const Value* of = record->find("of"))
      if (const auto* operands = of->as<List>(); operands && operands->size() == 1)
        if (const auto* scope = operands->front().as<Record>())
          if (const Value* name = scope->find("name"); name && scope->find("kind") &&
                                                       name->as<std::string>() &&
                                                       *name->as<std::string>() == "item")
            fields.insert(text("name"));
  for (const auto& [key, value] : record->fields) collect(value, natives, fields);
}

void collect_uses(Plan& plan) {
  std::set<std::string> natives, fields;
  auto copy = plan;
  collect(written_value(copy, Notes::dropped), natives, fields);
  for (const auto& slice : plan.slices)
    if (!slice.field.empty()) fields.insert(slice.field);
  if (!plan.eval.group_by.empty()) fields.insert(plan.eval.group_by);
  plan.natives.assign(natives.begin(), natives.end());
  plan.item_fields.assign(fields.begin(), fields.end());
}

// Which defaults concern what the plan uses: "judge grader" only if it is used.
void take_defaults(const program::Program& program, Plan& plan) {
  std::set<std::string> used = {"eval " + plan.eval.heading.name};
  if (plan.prompt) used.insert("prompt " + plan.prompt->heading.name);
  for (const auto& one : plan.items_files) used.insert("items " + one.heading.name);
  for (const auto& one : plan.judges) used.insert("judge " + one.heading.name);
  for (const auto& one : plan.panels) used.insert("panel " + one.heading.name);
  for (const auto& one : plan.tools) used.insert("tool " + one.heading.name);
  for (const auto& one : plan.rewards) used.insert("reward " + one.heading.name);
  for (const auto& one : plan.checks) used.insert("check " + one.check.heading.name);
  for (const auto& one : program.defaults)
    if (used.contains(one.where)) plan.defaults.push_back(one);
}

}  // namespace

Plan make_plan(const program::Program& program, std::string file, std::string folder,
               std::vector<BoundFile> bound, std::size_t items) {
  Plan plan{.edition = program.edition,
            .file = std::move(file),
            .folder = std::move(folder),
            .eval = *program.eval,
            .prompt = std::nullopt,
            .inline_items = program.inline_items,
            .items_files = program.items_files,
            .bound = std::move(bound),
            .items = items};
  for (const auto& prompt : program.prompts)
    if (prompt.heading.name == plan.eval.prompt) plan.prompt = prompt;
  for (const auto& check : program.checks) plan.checks.push_back({check, {}});
  take_deciders(program, plan);
  for (const auto& slice : program.slices)
    if (std::ranges::count(plan.eval.slices, slice.heading.name)) plan.slices.push_back(slice);
  // Slices that a goal names are needed too.
  for (const auto& slice : program.slices)
    if (slice.field.empty()) take_named(program.slices, slice.heading.name, plan.slices);
  take_defaults(program, plan);
  collect_uses(plan);
  for (auto& planned : plan.checks) planned.hash = check_hash(plan, planned.check);
  plan.hashes = hashes_of(plan);
  return plan;
}

}  // namespace cairn
