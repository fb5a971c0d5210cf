#include "runtime/stats/judge_noise.h"

#include <doctest/doctest.h>

#include <cmath>
#include <random>

#include "tests/runtime/stats/plans.h"

using namespace cairn;

namespace {

const Plan& one_check() {
  static const Plan plan = plan_of("eval x { }\n\ncheck good { require: answer is present }\n");
  return plan;
}

// Samples of one item, each with the letters of its votes.
ScoredItem voted(std::size_t index, const std::vector<std::string>& samples) {
  ScoredItem made = item(index, {});
  for (const auto& votes : samples) {
    auto& one = made.samples.emplace_back(sample("p"));
    for (const char vote : votes) one.by_vote.push_back({result(vote)});
  }
  return made;
}

}  // namespace

TEST_CASE("without votes nothing is known of judges") {
  JudgeNoise noise;
  noise.add(facts_of(one_check(), {}), item(0, {"p", "f"}));
  CHECK_FALSE(noise.judges().has_value());
  CHECK_FALSE(noise.model().has_value());
}

TEST_CASE("a judge that always says the same has no noise, and the model has all of it") {
  JudgeNoise noise;
  const auto facts = facts_of(one_check(), {});
  noise.add(facts, voted(0, {"ppp", "fff"}));
  noise.add(facts, voted(1, {"ppp", "ppp"}));
  CHECK(noise.judges() == 0.0);
  // Item 0: variance 1/2 over 2 samples is 1/4 of its mean's; item 1: none.
  CHECK(*noise.model() == doctest::Approx(1.959963985 * std::sqrt(2.0) * std::sqrt(0.25) / 2));
}

TEST_CASE("a model that always says the same leaves all of it to the judges") {
  JudgeNoise noise;
  const auto facts = facts_of(one_check(), {});
  noise.add(facts, voted(0, {"pf"}));
  CHECK(*noise.judges() == doctest::Approx(1.959963985 * std::sqrt(2.0) * std::sqrt(0.5)));
  CHECK_FALSE(noise.model().has_value());  // One sample tells nothing of the model.
}

TEST_CASE("the split finds what went into it") {
  // Each sample is good with chance 0.7; each vote is wrong with chance 0.1.
  std::mt19937 chance(7);
  std::bernoulli_distribution good(0.7), wrong(0.1);
  JudgeNoise noise;
  const auto facts = facts_of(one_check(), {});
  constexpr std::size_t items = 4000, samples = 4, votes = 5;
  for (std::size_t i = 0; i < items; ++i) {
    std::vector<std::string> all(samples);
    for (auto& one : all) {
      const bool is_good = good(chance);
      for (std::size_t vote = 0; vote < votes; ++vote) one += is_good != wrong(chance) ? 'p' : 'f';
    }
    noise.add(facts, voted(i, all));
  }
  const auto band = [&](double variance) {
    return 1.959963985 * std::sqrt(2 * variance / (samples * static_cast<double>(items)));
  };
  CHECK(*noise.judges() == doctest::Approx(band(0.1 * 0.9)).epsilon(0.03));
  CHECK(*noise.model() == doctest::Approx(band(0.7 * 0.3 * 0.8 * 0.8)).epsilon(0.03));
}

TEST_CASE("where only the judges vary the model has no part") {
  // Each vote passes with chance 0.7, whatever the sample.
  std::mt19937 chance(11);
  std::bernoulli_distribution passes(0.7);
  JudgeNoise noise;
  const auto facts = facts_of(one_check(), {});
  for (std::size_t i = 0; i < 4000; ++i) {
    std::vector<std::string> all(3);
    for (auto& one : all)
      for (std::size_t vote = 0; vote < 3; ++vote) one += passes(chance) ? 'p' : 'f';
    noise.add(facts, voted(i, all));
  }
  CHECK(*noise.judges_variance() == doctest::Approx(0.21).epsilon(0.03));
  CHECK(*noise.model_variance() < 0.005);
}
