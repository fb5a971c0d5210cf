// `cairn plan`: what a run would ask of whom, in words or as a plan to run.
#include <fmt/format.h>

#include "lang/describe_plan.h"
#include "runtime/cli/commands.h"
#include "runtime/cli/files.h"
#include "runtime/cli/messages.h"
#include "runtime/cli/planning.h"
#include "runtime/cli/run_arguments.h"
#include "runtime/disk_loader.h"
#include "runtime/plan_cost.h"
#include "runtime/runs.h"
#include "stdlib/stdlib.h"

namespace cairn {
namespace {

std::filesystem::path last_log_of(const std::filesystem::path& project, const std::string& eval) {
  const auto all = runs_of(project);
  for (auto run = all.rbegin(); run != all.rend(); ++run)
    if (run->eval == eval) return run->log;
  return {};
}

std::string described(const Plan& plan, Loader& loader, const Terminal& terminal) {
  const auto facts = facts_of(plan, loader, standard_library());
  const auto project = project_of(plan.folder);
  const auto prices = price_table(own_price_file(project));
  if (!prices) terminal.refuse(prices.error().what);
  const auto cost =
      plan_cost(plan, facts, prices ? *prices : PriceTable{},
                last_log_of(project, plan.eval.heading.name), loader, standard_library());
  return describe_plan(
      plan, facts, standard_library(),
      in_words(cost, plan) + rendered_judge_call(plan, facts, loader, standard_library()));
}

}  // namespace

int run_plan(const CommandLine& typed, Terminal& terminal) {
  const auto files = runnable_files(typed.words, terminal);
  if (!files) return exit_code::nothing_run;
  const bool as_json = typed.has("--json");
  if (as_json && files->size() > 1) {
    terminal.refuse(fmt::format("`--json` prints one plan, but there are {} files", files->size()),
                    "name one .eval file");
    return exit_code::nothing_run;
  }
  bool sound = true;
  for (const auto& path : *files) {
    const auto loader = loader_for(path);
    auto plan =
        plan_or_say(path, *loader, terminal,
                    {std::string(typed.value("--model")), std::string(typed.value("--prompt"))});
    // A model that is typed is asked, whatever is recorded.
    if (plan && typed.has("--model")) plan->eval.answers_path.clear();
    sound = sound && plan.has_value();
    if (!plan) continue;
    if (as_json)
      terminal.out.print(to_json(*plan) + "\n");
    else
      terminal.out.print(described(*plan, *loader, terminal));
  }
  return sound ? exit_code::done : exit_code::nothing_run;
}

}  // namespace cairn
