#include "runtime/stats/labels.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "runtime/stats/interval.h"

using namespace cairn;

namespace {

struct Count {
  std::string said, should_say;
  std::size_t times = 0;
};

Labels labels_of(const std::vector<Count>& counts, std::size_t items_a_group = 0) {
  Labels labels;
  Group item = 0;
  for (const auto& count : counts)
    for (std::size_t i = 0; i < count.times; ++i) {
      const Said said{count.said, count.should_say};
      const Said* one = &said;
      labels.add(std::span(&one, 1),
                 items_a_group == 0 ? alone : item++ / static_cast<Group>(items_a_group));
    }
  return labels;
}

}  // namespace

TEST_CASE("precision, recall, F1 and kappa of labels") {
  struct Case {
    std::string about;
    std::vector<Count> counts;
    double precision, recall, f1, kappa;
  };
  const Case cases[] = {
      // PandaLM's test set: two machine judges against the majority of three people,
      // by scikit-learn's macro averages.
      {"PandaLM, GPT-3.5",
       {{"0", "0", 5},
        {"0", "1", 13},
        {"0", "2", 20},
        {"1", "0", 42},
        {"1", "1", 332},
        {"1", "2", 86},
        {"2", "0", 45},
        {"2", "1", 71},
        {"2", "2", 360}},
       0.536540199603869,
       0.5416523126683604,
       0.5330817182313562,
       0.49286471530289244},
      {"PandaLM, PandaLM-7B",
       {{"0", "0", 32},
        {"0", "1", 40},
        {"0", "2", 35},
        {"1", "0", 35},
        {"1", "1", 298},
        {"1", "2", 100},
        {"2", "0", 38},
        {"2", "1", 84},
        {"2", "2", 337}},
       0.5738306408653328,
       0.5749686976833736,
       0.574305184944992,
       0.4353549248202223},
      {"a label that is never said has precision 0",
       {{"a", "a", 2}, {"a", "b", 2}},
       0.25,
       0.5,
       1.0 / 3,
       0},
      {"nothing said is no label, but its item was missed",
       {{"a", "a", 2}, {"", "a", 2}},
       1,
       0.5,
       2.0 / 3,
       0},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    const auto labels = labels_of(c.counts);
    CHECK(*labels.value(LabelMetric::precision) == doctest::Approx(c.precision).epsilon(1e-12));
    CHECK(*labels.value(LabelMetric::recall) == doctest::Approx(c.recall).epsilon(1e-12));
    CHECK(*labels.value(LabelMetric::f1) == doctest::Approx(c.f1).epsilon(1e-12));
    CHECK(std::abs(*labels.value(LabelMetric::kappa) - c.kappa) <= 1e-12);
  }
}

TEST_CASE("one label throughout has no kappa") {
  const auto labels = labels_of({{"a", "a", 10}});
  CHECK(*labels.value(LabelMetric::f1) == 1);
  CHECK(!labels.value(LabelMetric::kappa));
  CHECK(!labels.interval(LabelMetric::kappa));
  CHECK(!Labels{}.value(LabelMetric::f1));
}

TEST_CASE("the interval of a recall is that of its share") {
  // All items should say `a` or `b` and 30 of 40 do: recall of each is a share of 20.
  const std::vector<Count> counts = {{"a", "a", 15}, {"b", "a", 5}, {"b", "b", 15}, {"a", "b", 5}};
  const auto interval = *labels_of(counts).interval(LabelMetric::recall);
  const auto share = wilson(0.75, 40, t_quantile(39));
  CHECK(interval.low == doctest::Approx(share.low).epsilon(0.02));
  CHECK(interval.high == doctest::Approx(share.high).epsilon(0.02));
  // Items that come in groups of five say less.
  const auto grouped = *labels_of(counts, 5).interval(LabelMetric::recall);
  CHECK(grouped.high - grouped.low > 1.5 * (interval.high - interval.low));
  CHECK(!labels_of({{"a", "a", 1}}).interval(LabelMetric::f1));
}

TEST_CASE("the confusion table is ordered by count") {
  const auto cells = labels_of({{"a", "b", 1}, {"a", "a", 3}, {"b", "b", 2}}).confusion();
  REQUIRE(cells.size() == 3);
  CHECK(cells[0].said + cells[0].should_say == "aa");
  CHECK(cells[1].said + cells[1].should_say == "bb");
  CHECK(cells[2].count == 1);
}
