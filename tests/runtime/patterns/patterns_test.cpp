// Patterns that were planted are found; where there are none, none are.
#include "runtime/patterns/patterns.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>

#include "tests/runtime/stats/logged_runs.h"

using namespace cairn;

namespace {

constexpr std::array kinds = {"soup", "cake", "bread", "salad"};

bool any_pattern(const Patterns& found) {
  return !found.gathered.empty() || !found.trends.empty() || !found.together.empty() ||
         !found.clusters.empty();
}

std::string words(Chance& chance, std::size_t many) {
  std::string made;
  for (std::size_t i = 0; i < many; ++i)
    made += "w" + std::to_string(chance.below(chance.below(300) + 1)) + " ";
  return made;
}

Record some_fields(Chance& chance) {
  List tags;
  for (auto i = chance.below(4); i > 0; --i)
    tags.push_back("tag" + std::to_string(chance.below(6)));
  return {{{"id", std::to_string(chance.below(1'000'000))},
           {"kind", kinds[chance.below(kinds.size())]},
           {"hard", chance.percent(30)},
           {"minutes", static_cast<double>(chance.below(90))},
           {"question", words(chance, 1 + chance.below(15))},
           {"tags", std::move(tags)}}};
}

// 120 items of whose fields and answers failing knows nothing.
LoggedRun run_without_patterns(std::size_t seed, std::size_t samples, std::size_t group_of) {
  Chance chance(seed);
  auto run = run_with_checks(3);
  std::size_t failing = 30;
  for (std::size_t i = 0; i < 120; ++i) {
    LetterItem item{.fields = some_fields(chance)};
    if (group_of > 1) item.group = "user" + std::to_string(i / group_of);
    if (i % group_of == 0) failing = 10 + 20 * chance.below(4);
    for (std::size_t s = 0; s < samples; ++s) {
      std::string letters;
      for (int check = 0; check < 3; ++check)
        letters += chance.verdict(group_of > 1 ? failing : 30);
      item.samples.push_back(letters);
      item.answers.push_back(words(chance, 20 + chance.below(40)));
    }
    add_item(run, std::move(item));
  }
  return run;
}

const GatheredFailures* gathered_at(const Patterns& found, std::string_view field,
                                    std::string_view value) {
  const auto at = std::ranges::find_if(found.gathered, [&](const GatheredFailures& one) {
    return one.field == field && one.value == value;
  });
  return at == found.gathered.end() ? nullptr : &*at;
}

// Each check fails `share` percent of items, the first `more` where `planted` says so.
template <class Planted>
LoggedRun planted_run(std::size_t items, const Planted& planted) {
  Chance chance(7);
  auto run = run_with_checks(2);
  for (std::size_t i = 0; i < items; ++i) {
    LetterItem item{.fields = some_fields(chance)};
    const std::size_t failing = planted(item.fields) ? 70 : 15;
    item.samples = {{chance.verdict(failing), chance.verdict(15)}};
    add_item(run, std::move(item));
  }
  return run;
}

bool is_soup(const Record& fields) { return *fields.find("kind")->as<std::string>() == "soup"; }

}  // namespace

TEST_CASE("where nothing gathers, at most one run in twenty says that something does") {
  struct Case {
    const char* about;
    std::size_t samples, group_of;
  };
  for (const auto& c : {Case{"single answers", 1, 1}, Case{"several answers", 3, 1},
                        Case{"groups that differ", 1, 5}, Case{"groups, several answers", 2, 4}}) {
    CAPTURE(c.about);
    std::size_t found = 0;
    constexpr std::size_t runs = 60;
    for (std::size_t seed = 0; seed < runs; ++seed) {
      // Within a group checks fail together: that is a pattern, and none is looked for.
      auto patterns = patterns_of(run_without_patterns(seed, c.samples, c.group_of));
      if (c.group_of > 1) patterns.together.clear();
      if (any_pattern(patterns)) ++found;
    }
    // More than 6 of 60 would come up once in 30 times if it were one in twenty.
    CHECK(found <= 6);
  }
}

TEST_CASE("items that fail more are found by what they share") {
  const auto found = patterns_of(planted_run(200, is_soup));
  CHECK(found.compared > 40);
  REQUIRE_FALSE(found.gathered.empty());
  const auto& first = found.gathered.front();
  CHECK(first.check == "check0");
  CHECK(first.field == "item.kind");
  CHECK(first.value == "soup");
  CHECK(first.items + first.others == 200);
  CHECK(first.failing > 0.5);
  CHECK(first.others_failing < 0.3);
  CHECK(first.lift > 1.5);
  CHECK(first.p_adjusted < 0.001);
  CHECK(first.p < first.p_adjusted);
  CHECK(first.worst.size() == 5);
  // What fails less is no pattern.
  for (const auto& one : found.gathered) CHECK(one.failing > one.others_failing);
}

TEST_CASE("the same items are compared once, by their slice") {
  auto run = planted_run(200, is_soup);
  run.plan.slices.push_back({.heading = {.name = "wet"}});
  for (auto& item : run.items)
    item.scored.slices = {is_soup(item.fields) ? std::optional<std::string>("") : std::nullopt};
  const auto found = patterns_of(run);
  REQUIRE(gathered_at(found, "wet", ""));
  CHECK_FALSE(gathered_at(found, "item.kind", "soup"));
  const auto without = patterns_of(planted_run(200, is_soup));
  CHECK(found.compared == without.compared);
}

TEST_CASE("of two values of a field, the one that fails more is named") {
  const auto found = patterns_of(planted_run(
      200, [](const Record& fields) { return !*fields.find("hard")->template as<bool>(); }));
  REQUIRE(gathered_at(found, "item.hard", "no"));
  CHECK_FALSE(gathered_at(found, "item.hard", "yes"));
}

TEST_CASE("elements of lists are values too") {
  const auto has_tag = [](const Record& fields) {
    const auto& tags = *fields.find("tags")->as<List>();
    return std::ranges::any_of(tags, [](const Value& tag) { return same(tag, Value("tag3")); });
  };
  CHECK(gathered_at(patterns_of(planted_run(200, has_tag)), "item.tags", "tag3"));
}

TEST_CASE("ids and texts that hardly repeat are no kinds of items") {
  auto run = run_with_checks(1);
  for (int i = 0; i < 60; ++i)
    add_item(run, {.fields = {{{"id", i % 2 ? "a" : "b"}, {"title", "t" + std::to_string(i % 30)}}},
                   .samples = {i % 2 ? "f" : "p"}});
  CHECK(patterns_of(run).compared == 0);
}

TEST_CASE("groups are drawn as a whole") {
  // 12 users of 10 items each; all items of 3 users fail, and those three are French.
  // Items on their own would say p < 1e-20; of 12 users, any 3 may be French: 1 in 220.
  auto run = run_with_checks(1);
  for (std::size_t i = 0; i < 120; ++i) {
    const auto user = i / 10;
    add_item(run, {.fields = {{{"language", user < 3 ? "french" : "german"}}},
                   .samples = {user < 3 ? "f" : "p"},
                   .group = "user" + std::to_string(user)});
  }
  const auto found = patterns_of(run);
  REQUIRE(gathered_at(found, "item.language", "french"));
  CHECK(gathered_at(found, "item.language", "french")->p == doctest::Approx(2.0 / 220));
}

TEST_CASE("what rises with a number is found, and drawn in bins") {
  Chance chance(3);
  auto run = run_with_checks(1);
  for (std::size_t i = 0; i < 240; ++i) {
    const auto parts = 2 + chance.below(12);
    add_item(run, {.fields = {{{"parts", List(parts, Value("an egg"))},
                               {"minutes", static_cast<double>(chance.below(100))}}},
                   .samples = {std::string(1, chance.verdict(6 * parts))}});
  }
  const auto found = patterns_of(run);
  REQUIRE(found.trends.size() == 1);
  const auto& trend = found.trends.front();
  CHECK(trend.field == "item.parts (number)");
  CHECK(trend.rank_correlation > 0.3);
  CHECK(trend.bins.size() <= 8);
  CHECK(trend.bins.size() >= 6);
  CHECK(trend.bins.front().low == 2);
  CHECK(trend.bins.back().high == 13);
  CHECK(trend.bins.front().failing < trend.bins.back().failing);
  std::size_t items = 0;
  for (const auto& bin : trend.bins) items += bin.items;
  CHECK(items == 240);
}

TEST_CASE("the words of answers are a number too") {
  Chance chance(4);
  auto run = run_with_checks(1);
  for (std::size_t i = 0; i < 200; ++i) {
    const auto words_of_it = 10 + chance.below(60);
    add_item(run, {.samples = {std::string(1, chance.verdict(words_of_it))},
                   .answers = {words(chance, words_of_it)}});
  }
  const auto found = patterns_of(run);
  REQUIRE(found.trends.size() == 1);
  CHECK(found.trends.front().field == "answer (words)");
}

TEST_CASE("longer answers have more of every word, which makes them no more alike") {
  Chance chance(9);
  auto run = run_with_checks(1);
  for (std::size_t i = 0; i < 200; ++i) {
    const bool failed = chance.percent(30);
    add_item(run, {.samples = {failed ? "f" : "p"},
                   .answers = {words(chance, failed ? 60 + chance.below(60) : 10)}});
  }
  const auto found = patterns_of(run);
  CHECK(found.words_compared > 50);
  CHECK(found.clusters.empty());
}

TEST_CASE("checks that fail on the same answers") {
  Chance chance(5);
  auto run = run_with_checks(4);
  for (std::size_t i = 0; i < 150; ++i) {
    const char first = chance.verdict(25);
    const char second = chance.percent(80) ? first : chance.verdict(25);
    add_item(run, {.samples = {{first, second, chance.verdict(25), first}}});
  }
  const auto found = patterns_of(run);
  REQUIRE(found.together.size() == 3);  // 0 and 1, 0 and its copy, 1 and that copy.
  const auto& copies = found.together.front();
  CHECK(copies.a == "check0");
  CHECK(copies.b == "check3");
  CHECK(copies.only_a + copies.only_b == 0);
  const auto& pair = found.together.back();
  CHECK(pair.both + pair.only_a + pair.only_b + pair.neither == 150);
  CHECK(pair.lift > 1.5);

  run.plan.checks[1].check.needs = {"check0"};
  const auto with_needs = patterns_of(run);
  for (const auto& one : with_needs.together) CHECK_FALSE((one.a == "check0" && one.b == "check1"));
}

TEST_CASE("several answers of an item are not as many items") {
  // Of 12 items two fail both checks in all of 20 samples: 40 of 240 answers, which by
  // themselves would say p < 1e-40; but any two of 12 may be the same.
  auto run = run_with_checks(2);
  for (std::size_t i = 0; i < 12; ++i) {
    LetterItem item;
    for (std::size_t s = 0; s < 20; ++s) item.samples.push_back(i < 2 ? "ff" : "pp");
    add_item(run, std::move(item));
  }
  const auto found = patterns_of(run);
  REQUIRE(found.together.size() == 1);
  CHECK(found.together.front().both == 40);
  CHECK(found.together.front().p == doctest::Approx(1.0 / 66));
}

TEST_CASE("failing answers that are alike in their words") {
  Chance chance(6);
  auto run = run_with_checks(2);
  for (std::size_t i = 0; i < 200; ++i) {
    const bool refuses = chance.percent(15), chinese = !refuses && chance.percent(10);
    auto text = words(chance, 40);
    if (refuses) text += "Sorry, I CANNOT help with that.";
    if (chinese) text += "对不起，我不能回答。";
    const bool bad = refuses || chinese;
    add_item(run, {.samples = {{bad ? 'f' : chance.verdict(10), refuses ? 'f' : 'p'}},
                   .answers = {text}});
  }
  const auto found = patterns_of(run);
  CHECK(found.words_compared > 50);
  REQUIRE(found.clusters.size() == 2);
  const auto& refusals = found.clusters[0];
  for (const auto* word : {"sorry", "cannot", "help"})
    CHECK(std::ranges::find(refusals.words, word) != refusals.words.end());
  CHECK(refusals.answers >= 20);
  CHECK(refusals.items == refusals.answers);
  CHECK(refusals.ids.size() == 5);
  CHECK(refusals.checks == std::vector<std::string>{"check0", "check1"});
  CHECK_FALSE(refusals.of_reasons);
  CHECK(std::ranges::find(found.clusters[1].words, "对不") != found.clusters[1].words.end());
  CHECK(found.clusters[1].checks == std::vector<std::string>{"check0"});
}

TEST_CASE("where answers' words tell nothing, a judge's reasons do") {
  Chance chance(8);
  auto run = run_with_checks(1);
  run.plan.checks[0].check.evidence = program::ByJudge{};
  for (std::size_t i = 0; i < 120; ++i) {
    add_item(run, {.samples = {{chance.verdict(50)}}, .answers = {words(chance, 20)}});
    auto& outcome = run.items.back().scored.samples[0].checks[0].outcome;
    auto* scored = std::get_if<Scored>(&outcome);
    if (scored && !scored->passed)
      scored->why = words(chance, 5) +
                    (i % 3 == 0 ? "the oven temperature is missing" : "an ingredient was made up");
  }
  const auto found = patterns_of(run);
  REQUIRE_FALSE(found.clusters.empty());
  CHECK(found.clusters.front().of_reasons);
  CHECK(std::ranges::any_of(found.clusters, [](const FailureCluster& one) {
    return std::ranges::find(one.words, "oven") != one.words.end() &&
           std::ranges::find(one.words, "temperature") != one.words.end();
  }));
}

TEST_CASE("items whose answers do not agree, the worst first") {
  auto run = run_with_checks(1);
  for (const auto& samples : std::vector<std::vector<std::string>>{
           {"p", "p", "p", "p"}, {"p", "p", "p", "f"}, {"p", "f", "p", "f"}, {"f", "-", "-", "-"}})
    add_item(run, {.samples = samples});
  const auto found = patterns_of(run);
  REQUIRE(found.unsteady.size() == 2);
  CHECK(found.unsteady[0].id == "item2");
  CHECK(found.unsteady[0].consistency == doctest::Approx(1.0 / 3));
  CHECK(found.unsteady[0].score == 0.5);
  CHECK(found.unsteady[1].id == "item1");
  CHECK(found.unsteady[1].consistency == doctest::Approx(0.5));
}

TEST_CASE("the order of the log changes nothing, and an empty run has no patterns") {
  auto run = planted_run(100, is_soup);
  const auto before = patterns_of(run);
  std::ranges::reverse(run.items);
  const auto after = patterns_of(run);
  REQUIRE(before.gathered.size() == after.gathered.size());
  for (std::size_t i = 0; i < before.gathered.size(); ++i) {
    CHECK(before.gathered[i].value == after.gathered[i].value);
    CHECK(before.gathered[i].p == after.gathered[i].p);
    CHECK(before.gathered[i].worst == after.gathered[i].worst);
  }
  CHECK(patterns_of(run_with_checks(2)).compared == 0);
}
