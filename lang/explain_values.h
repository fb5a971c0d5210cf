// Why a condition came out as it did: the values under the expression.
#pragma once

#include <string>
#include <vector>

#include "lang/evaluate.h"

namespace cairn {

// How values are tied to their places: "│ └", or "| `-" where there is only ASCII.
enum class Rulers { lines, ascii };

// Lines to print in a fixed-width font: the source on the first, then the values
// of its parts under them, joined by rulers (language.md, end of section 4). At
// most `width` columns; long texts are cut; a loop names the element that decided.
std::vector<std::string> explain_values(const Explained& condition, const Scope& scope,
                                        NativeTable natives,
                                        const std::vector<std::pair<Local, Value>>& bound,
                                        std::size_t width, Rulers rulers = Rulers::lines);

// The same in one sentence, for logs and tables: "31 in \"Beat the eggs and …\" is more than 25".
std::string explain_briefly(const Explained& condition, const Scope& scope, NativeTable natives,
                            const std::vector<std::pair<Local, Value>>& bound);

// Likewise, from an evaluator that has computed the condition, `id`, in this scope
// and with these variables bound: most values are known to it.
std::string explain_briefly(const Explained& condition, const Scope& scope, NativeTable natives,
                            const std::vector<std::pair<Local, Value>>& bound, Evaluator& evaluator,
                            ExprId id);

}  // namespace cairn
