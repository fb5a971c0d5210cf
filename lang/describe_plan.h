// A plan in words: what will be asked of whom, how often, with which defaults.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>

#include "lang/data/loader.h"
#include "lang/plan.h"

namespace cairn {

// What only the items can tell.
struct PlanFacts {
  std::map<std::string, std::size_t>
      elements;  // Of checks with `for each` over the item's list: all items together.
  std::map<std::string, std::size_t>
      applicable;  // Items for which `when:` holds, where it speaks only of the item.
  std::optional<Record> first_item;
};

// Reads the items once. Mistakes in them were reported when the plan was made.
PlanFacts facts_of(const Plan& plan, Loader& loader, const program::Library& library);

// Lines for a terminal, without colour. `costs`: what whoever knows prices has to say.
std::string describe_plan(const Plan& plan, const PlanFacts& facts, const program::Library& library,
                          std::string_view costs = {});

}  // namespace cairn
