// What looking for patterns costs. Run: build/tests/bench/cairn_patterns [ITEMS]
#include "runtime/patterns/patterns.h"

#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include "runtime/stats/random.h"

using namespace cairn;

namespace {

constexpr std::size_t checks = 10;
constexpr std::size_t words_of_an_answer = 170;  // About 1 KB.
constexpr std::array kinds = {"soup", "cake", "bread", "salad", "stew", "pie", "curry", "roast"};

class MadeUpRun {
 public:
  explicit MadeUpRun(std::size_t items) {
    run_.plan.eval.heading.name = "bench";
    for (std::size_t i = 0; i < checks; ++i) {
      program::Check check;
      check.heading.name = "check" + std::to_string(i);
      run_.plan.checks.push_back({check, {}});
      run_.counts.push_back(true);
    }
    for (std::size_t i = 0; i < items; ++i) add_item(i);
  }
  LoggedRun take() { return std::move(run_); }

 private:
  bool one_in(std::size_t many) { return random_.below(many) == 0; }

  // Few words are common and most are rare, as in a text of a language.
  std::string text(std::size_t words) {
    std::string made;
    for (std::size_t i = 0; i < words; ++i)
      made += fmt::format("w{} ", random_.below(random_.below(20'000) + 1));
    return made;
  }

  Record fields(std::size_t index) {
    List parts;
    for (std::size_t i = random_.below(8) + 1; i > 0; --i)
      parts.emplace_back(fmt::format("part{}", random_.below(60)));
    return {{{"id", std::to_string(index)},
             {"kind", kinds[random_.below(kinds.size())]},
             {"hard", one_in(3)},
             {"minutes", static_cast<double>(random_.below(200))},
             {"stars", static_cast<double>(random_.below(5))},
             {"question", text(20)},
             {"parts", std::move(parts)}}};
  }

  // One answer in eight fails each check; soups fail the first more often.
  void add_item(std::size_t index) {
    LoggedItem item;
    item.scored.index = index;
    item.scored.id = item.scored.group = std::to_string(index);
    item.fields = fields(index);
    const bool soup = *item.fields.find("kind")->as<std::string>() == "soup";
    item.scored.samples.emplace_back();
    double score = 0;
    for (std::size_t i = 0; i < checks; ++i) {
      const bool passed = !one_in(i == 0 && soup ? 3 : 8);
      score += passed ? 1.0 / checks : 0;
      item.scored.samples[0].checks.push_back(
          {.outcome = Scored{passed ? 1.0 : 0.0, passed, passed ? "" : "it failed"}});
    }
    item.score = score;
    item.answers.push_back({.turns = {text(words_of_an_answer)}});
    run_.items.push_back(std::move(item));
  }

  LoggedRun run_;
  Random random_;
};

double seconds_for(const LoggedRun& run, Patterns& found) {
  const auto start = std::clock();
  found = patterns_of(run);
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

}  // namespace

int main(int count, char** arguments) {
  const auto items = static_cast<std::size_t>(count > 1 ? std::atof(arguments[1]) : 1e4);
  auto run = MadeUpRun(items).take();
  Patterns found;
  const double all = seconds_for(run, found);
  fmt::print("{} items, {} comparisons, {} words: {:.3f} s; {} gathered, {} trends, {} together\n",
             items, found.compared, found.words_compared, all, found.gathered.size(),
             found.trends.size(), found.together.size());
  for (auto& item : run.items) item.answers.clear();
  fmt::print("without answers: {:.3f} s\n", seconds_for(run, found));
}
