// Patterns as a report's document has them.
#include "runtime/json_values.h"
#include "runtime/report/html/report_data.h"

namespace cairn {
namespace {

Value gathered_pattern(const GatheredFailures& one) {
  return Value(Record{{{"check", one.check},
                       {"field", one.field},
                       {"value", one.value},
                       {"items", json_count(one.items)},
                       {"others", json_count(one.others)},
                       {"failing", json_number(one.failing)},
                       {"others_failing", json_number(one.others_failing)},
                       {"lift", json_number(one.lift)},
                       {"p", json_number(one.p)},
                       {"p_adjusted", json_number(one.p_adjusted)},
                       {"worst", json_texts(one.worst)}}});
}

Value bin_of_pattern(const FailureTrend::Bin& bin) {
  return Value(Record{{{"low", json_number(bin.low)},
                       {"high", json_number(bin.high)},
                       {"items", json_count(bin.items)},
                       {"failing", json_number(bin.failing)}}});
}

Value trend_pattern(const FailureTrend& one) {
  return Value(Record{{{"check", one.check},
                       {"field", one.field},
                       {"rank_correlation", json_number(one.rank_correlation)},
                       {"p", json_number(one.p)},
                       {"p_adjusted", json_number(one.p_adjusted)},
                       {"bins", json_list(one.bins, bin_of_pattern)}}});
}

Value together_pattern(const FailingTogether& one) {
  return Value(Record{{{"a", one.a},
                       {"b", one.b},
                       {"both", json_count(one.both)},
                       {"only_a", json_count(one.only_a)},
                       {"only_b", json_count(one.only_b)},
                       {"neither", json_count(one.neither)},
                       {"lift", json_number(one.lift)},
                       {"p", json_number(one.p)},
                       {"p_adjusted", json_number(one.p_adjusted)}}});
}

Value cluster_pattern(const FailureCluster& one) {
  return Value(Record{{{"words", json_texts(one.words)},
                       {"of_reasons", one.of_reasons},
                       {"answers", json_count(one.answers)},
                       {"items", json_count(one.items)},
                       {"checks", json_texts(one.checks)},
                       {"ids", json_texts(one.ids)}}});
}

Value unsteady_pattern(const ItemConsistency& one) {
  return Value(Record{{{"id", one.id},
                       {"score", json_number(one.score)},
                       {"consistency", json_number(one.consistency)}}});
}

}  // namespace

Value patterns_value(const Patterns& patterns, const ReportChoices& choices) {
  // The words of a cluster are words of answers.
  const auto clusters =
      choices.redact ? Value(List{}) : json_list(patterns.clusters, cluster_pattern);
  return Value(Record{{{"compared", json_count(patterns.compared)},
                       {"words_compared", json_count(patterns.words_compared)},
                       {"gathered", json_list(patterns.gathered, gathered_pattern)},
                       {"trends", json_list(patterns.trends, trend_pattern)},
                       {"together", json_list(patterns.together, together_pattern)},
                       {"clusters", clusters},
                       {"unsteady", json_list(patterns.unsteady, unsteady_pattern)}}});
}

}  // namespace cairn
