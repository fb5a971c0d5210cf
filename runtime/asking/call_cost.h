// What a model costs, and the most that one call of it can.
#pragma once

#include <optional>

#include "lang/program.h"
#include "runtime/models/prices.h"
#include "runtime/models/provider.h"

namespace cairn {

// Of the table, with what the model's block says over it. A program costs nothing.
std::optional<Price> price_for(const program::Model& model, const PriceTable& table);

// In USD, as far as the price is known: an estimate's high end (estimate.h).
double most_cost(const ModelRequest& request, const std::optional<Price>& price);

}  // namespace cairn
