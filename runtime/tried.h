// One answer through every check of a plan, and why each check says what it says.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "lang/data/item.h"
#include "lang/explain_values.h"
#include "lang/plan.h"
#include "lang/score_check.h"
#include "runtime/asking/asking_run.h"
#include "runtime/tools/tool_runner.h"

namespace cairn {

struct TriedCheck {
  std::string name;
  CheckResult result;
  std::string lacks;                   // Why it could not be tried; then there is no result.
  std::vector<std::string> explained;  // Of a failed condition: the values under it.
};

struct TryRequest {
  std::optional<Item> item;  // Without one, checks that read it are not tried.
  std::string answer;
  AskingRun* asking = nullptr;  // Who is asked; null: nobody.
  ToolRunner* tools = nullptr;  // Null: none is run.
  // Called before anything is asked, with how many calls and the most they can cost.
  std::function<void(std::size_t calls, double most_usd)> before_asking;
  std::size_t width = 80;  // Of the explanations.
  Rulers rulers = Rulers::lines;
};

// In the order of the plan's checks. A failure names what this build does not have.
Result<std::vector<TriedCheck>> try_answer(const Plan& plan, const TryRequest& request,
                                           const program::Library& library);

}  // namespace cairn
