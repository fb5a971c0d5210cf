// What a run would ask, read, write and cost, before anything is asked: low and high.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "lang/data/loader.h"
#include "lang/describe_plan.h"
#include "runtime/estimate.h"

namespace cairn {

// Of one check, or of the answers.
struct StepCost {
  std::string what, model;
  std::optional<Range> calls;  // Unknown where only the answers can tell.
  Range tokens_in, tokens_out;
  std::optional<Range> usd;  // Unknown where calls or prices are.
};

struct PlanCost {
  std::vector<StepCost> steps;
  std::vector<std::string> prices;  // "openai/gpt-4o: 2.50 in, 10.00 out (…)"
  Range seconds;
  std::optional<Learned> learned;  // Of the last run: how long answers were.
};

// Reads the items once. `model` is who would be asked for answers: absent where they
// are recorded. `last_log`: of an earlier run of this eval, or empty.
PlanCost plan_cost(const Plan& plan, const PlanFacts& facts, const PriceTable& prices,
                   const std::filesystem::path& last_log, Loader& loader,
                   const program::Library& library);

// As `cairn plan` prints it; empty where nobody would be asked.
std::string in_words(const PlanCost& cost, const Plan& plan);

// What one judge is sent about the first item, word for word, with `(the answer)` where
// the answer will stand; empty where there is no judge that can be shown so.
std::string rendered_judge_call(const Plan& plan, const PlanFacts& facts, Loader& loader,
                                const program::Library& library);

}  // namespace cairn
