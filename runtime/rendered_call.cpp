#include <fmt/format.h>

#include <mutex>

#include "lang/block_named.h"
#include "runtime/asking/judge_call.h"
#include "runtime/models/provider.h"
#include "runtime/plan_cost.h"
#include "runtime/reply.h"
#include "runtime/run_items.h"

namespace cairn {
namespace {

// A check whose judge can be asked without knowing an answer's elements.
const program::Check* shown_check(const Plan& plan) {
  for (const auto& [check, hash] : plan.checks)
    if (std::holds_alternative<program::ByJudge>(check.evidence) && !check.for_each) return &check;
  return nullptr;
}

bool forces_choices(const program::Judge& judge) {
  const auto slash = judge.model.id.find('/');
  const auto* provider = find_provider(judge.model.id.substr(0, slash));
  return provider && provider->takes_schema;
}

std::string indented(std::string_view text) {
  std::string out = "    ";
  for (const char c : text) {
    out += c;
    if (c == '\n') out += "    ";
  }
  return out;
}

}  // namespace

std::string rendered_judge_call(const Plan& plan, const PlanFacts& facts, Loader& loader,
                                const program::Library& library) {
  const auto* check = shown_check(plan);
  if (!check || !facts.first_item) return {};
  const auto& by = std::get<program::ByJudge>(check->evidence);
  const auto* judge = block_named(plan.judges, by.judge);
  if (!judge) return {};
  const Value item(*facts.first_item), answer("(the answer)"), answers(List{answer});
  Scope scope;
  scope[ScopeName::item] = &item;
  const Value prompt = rendered_prompt(plan, scope, library.natives);
  scope[ScopeName::prompt] = &prompt;
  scope[ScopeName::answer] = &answer;
  scope[ScopeName::answers] = &answers;
  std::mutex loading;
  MediaFiles media(loader, loading, eval_path(plan));
  const auto schema = forces_choices(*judge) ? forced_schema(by.asked.scale) : std::string();
  const auto request = judge_request(
      {.check = check, .asked = &by.asked, .judge = judge, .scope = &scope, .schema = schema},
      library, media);
  if (!request) return {};
  return fmt::format("  What judge {} is sent for {}, of the first item\n{}\n\n", by.judge,
                     check->heading.name, indented(request->messages.front().text));
}

}  // namespace cairn
