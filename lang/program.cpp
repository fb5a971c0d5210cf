#include "lang/program.h"

#include "lang/overloaded.h"

namespace cairn::program {

std::string_view kind_of(const Evidence& evidence) {
  return std::visit(Overloaded{
                        [](const NoEvidence&) { return "none"; },
                        [](const ByJudge&) { return "judge"; },
                        [](const ByTool&) { return "tool"; },
                        [](const ByReward&) { return "reward"; },
                        [](const ByEmbedding&) { return "embedding"; },
                        [](const ByPanel&) { return "panel"; },
                    },
                    evidence);
}

}  // namespace cairn::program
