// What two runs come to when they are held against each other: statistics.md section 0,
// 7; language.md section 8.
#include "runtime/compare/comparison.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/runtime/compare/compared_runs.h"

using namespace cairn;

namespace {

const std::string two_checks = R"(
eval e {
  prompt: p
  slices: [item.cuisine]
}
prompt p { user: "hello {{item.kind}}" }
check a { require: answer contains "x" }
check b { require: answer contains "y" }
)";

const std::string with_measure = R"(
eval e { prompt: p }
prompt p { user: "hello" }
check a { require: answer contains "x" }
check length { measure: word_count(answer) }
)";

using OutcomesOfItems = std::vector<std::vector<std::string>>;

const ComparedCheck& check_named(const RunComparison& made, std::string_view name) {
  const auto found = std::ranges::find(made.checks, name, &ComparedCheck::name);
  REQUIRE(found != made.checks.end());
  return *found;
}

bool has_change(const RunComparison& made, std::string_view what, bool breaks_score) {
  return std::ranges::any_of(made.changes, [&](const DefinitionChange& change) {
    return change.what == what && change.breaks_score == breaks_score;
  });
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  const auto at = text.find(what);
  REQUIRE(at != text.npos);
  return text.replace(at, what.size(), by);
}

// All of 12 items pass every check of the eval.
LoggedRun all_passed(const std::string& id, const std::string& eval) {
  const auto plan = plan_of(eval);
  return logged_run(id, plan, items(OutcomesOfItems(12, {std::string(plan.checks.size(), 'p')})));
}

// The two checks, compared with an eval that is otherwise in one place.
RunComparison compared_with(std::string_view what, std::string_view by) {
  return compare(all_passed("aaaa", two_checks),
                 all_passed("bbbb", replaced(two_checks, what, by)));
}

// 20 items of which 10 break in `a`, and one is fixed in `b`.
RunComparison ten_broke() {
  OutcomesOfItems before, after;
  repeat(before, 19, "pp");
  repeat(before, 1, "pf");
  repeat(after, 10, "fp");
  repeat(after, 10, "pp");
  return compare(logged_run("aaaa", two_checks, before), logged_run("bbbb", two_checks, after));
}

}  // namespace

TEST_CASE("two runs: each check is better, worse, or cannot be told") {
  const auto made = ten_broke();
  CHECK(made.comparable);
  CHECK(made.items == 20);
  CHECK(made.verdict == ComparisonVerdict::worse);
  CHECK(made.anything_worse());
  const auto& a = check_named(made, "a");
  CHECK(a.verdict == ComparisonVerdict::worse);
  CHECK(a.broke.size() == 10);
  CHECK(a.broke.front().id == "item0");
  CHECK(a.fixed.empty());
  CHECK(*a.before == 1);
  CHECK(*a.after == 0.5);
  // Ten of ten went one way: 2/1024; Holm doubles the smaller of two.
  CHECK(a.difference->p == doctest::Approx(2.0 / 1024));
  CHECK(a.p_adjusted == doctest::Approx(4.0 / 1024));
  REQUIRE(a.mcnemar.has_value());
  CHECK(a.mcnemar->exact_p == doctest::Approx(a.difference->p));
  const auto& b = check_named(made, "b");
  CHECK(b.verdict == ComparisonVerdict::cant_tell);
  CHECK(b.fixed.size() == 1);
  CHECK(b.p_adjusted == 1);
}

TEST_CASE("exchanging the runs exchanges better and worse, fixed and broke") {
  const auto plan = plan_of(two_checks);
  OutcomesOfItems worse, good;
  repeat(worse, 12, "fp");
  repeat(good, 12, "pp");
  const auto a = logged_run("aaaa", plan, items(worse)), b = logged_run("bbbb", plan, items(good));
  const auto forth = compare(a, b), back = compare(b, a);
  CHECK(forth.verdict == ComparisonVerdict::better);
  CHECK(back.verdict == ComparisonVerdict::worse);
  CHECK(forth.score->difference == -back.score->difference);
  CHECK(check_named(forth, "a").fixed.size() == check_named(back, "a").broke.size());
  CHECK_FALSE(forth.anything_worse());
}

TEST_CASE("items are paired by id; those of one run alone are counted and left out") {
  const auto plan = plan_of(two_checks);
  auto before = logged_run("aaaa", plan, items(OutcomesOfItems(10, {"pp"})));
  auto after = logged_run("bbbb", plan, items(OutcomesOfItems(10, {"pp"})));
  std::ranges::reverse(after.items);
  before.items.erase(before.items.begin());                         // item0
  after.items.erase(after.items.begin(), after.items.begin() + 2);  // item9, item8
  before.items[0].score = std::nullopt;                             // item1
  const auto made = compare(before, after);
  CHECK(made.items == 6);
  CHECK(made.only_before == 2);
  CHECK(made.only_after == 2);
  // A check decides on an item whether or not the item has a score.
  CHECK(check_named(made, "a").difference->items == 7);
}

TEST_CASE("items of one id with other fields are not the same item") {
  const auto plan = plan_of(two_checks);
  const auto run = [&](const std::string& id, const char* kind) {
    auto made = logged_run(id, plan, items(OutcomesOfItems(3, {"pp"})));
    for (auto& item : made.items) item.fields.fields.emplace_back("kind", "a");
    made.items[1].fields.fields.back().second = Value(kind);
    return made;
  };
  const auto before = run("aaaa", "a"), after = run("bbbb", "other");
  auto made = compare(before, after);
  CHECK(made.items == 2);
  CHECK(made.changed_items == std::vector<std::string>{"item1"});
  CHECK(made.only_before + made.only_after == 0);
  CHECK(compare(before, before).changed_items.empty());
}

TEST_CASE("a check is compared on the items that it decided in both runs") {
  OutcomesOfItems before, after;
  for (const auto* letters : {"p?", "pp", "pp", "p-"}) repeat(before, 1, letters);
  for (const auto* letters : {"pp", "p?", "pf", "pp"}) repeat(after, 1, letters);
  const auto made =
      compare(logged_run("aaaa", two_checks, before), logged_run("bbbb", two_checks, after));
  const auto& b = check_named(made, "b");
  CHECK(b.difference->items == 1);
  CHECK(*b.before == 1);
  CHECK(*b.after == 0);
}

TEST_CASE("an item that comes to one half has not crossed it") {
  const auto made =
      compare(logged_run("aaaa", two_checks, {{"pp", "fp"}, {"fp", "fp"}, {"pp", "pp", "fp"}}),
              logged_run("bbbb", two_checks, {{"pp", "pp"}, {"pp", "fp"}, {"fp", "fp", "pp"}}));
  const auto& a = check_named(made, "a");
  CHECK(a.fixed.empty());
  REQUIRE(a.broke.size() == 1);
  CHECK(a.broke[0].id == "item2");
  CHECK(a.broke[0].before == doctest::Approx(2.0 / 3));
  CHECK_FALSE(a.mcnemar.has_value());
}

TEST_CASE("a measure that moved is higher or lower, and neither better nor worse") {
  const auto plan = plan_of(with_measure);
  const auto run = [&](const std::string& id, double words, bool noisy) {
    std::vector<ScoredItem> all;
    for (std::size_t i = 0; i < 12; ++i) {
      auto& made = all.emplace_back(item(i, {}));
      const double value = noisy && i % 2 == 0 ? words - 2 : words + 1;
      made.samples.push_back(sample({result('p'), result(Measured{value})}));
    }
    return logged_run(id, plan, std::move(all));
  };
  const auto made = compare(run("aaaa", 10, false), run("bbbb", 30, false));
  const auto& length = check_named(made, "length");
  CHECK(length.is_measure);
  CHECK(*length.before == 11);
  CHECK(*length.after == 31);
  CHECK(moved(length) == "higher");
  CHECK(length.verdict == ComparisonVerdict::not_comparable);
  CHECK(length.fixed.empty());
  CHECK_FALSE(made.anything_worse());
  CHECK(moved(check_named(compare(run("aaaa", 30, false), run("bbbb", 10, false)), "length")) ==
        "lower");
  const auto same = check_named(compare(run("aaaa", 10, false), run("bbbb", 10.5, true)), "length");
  CHECK(same.verdict == ComparisonVerdict::cant_tell);
  CHECK(moved(same).empty());
}

TEST_CASE("where the score is made otherwise, it is said what differs") {
  struct Case {
    const char* about;
    const char* what;
    const char* by;
    const char* said;
  };
  const Case cases[] = {
      {"a rule", "contains \"y\"", "contains \"z\"",
       "check `b`: rule `answer contains \"y\"` → `answer contains \"z\"`"},
      {"a weight", "contains \"y\" }", "contains \"y\"; weight: 2 }", "check `b`: weight 1 → 2"},
      {"a gate", "contains \"y\" }", "contains \"y\"; must pass: yes }",
       "check `b`: must pass no → yes"},
      {"a condition", "contains \"y\" }", "contains \"y\"; when: item.kind is \"a\" }",
       "check `b`: when always → `item.kind is \"a\"`"},
      {"what it needs", "contains \"y\" }", "contains \"y\"; needs: [a] }",
       "check `b`: needs none → a"},
      {"a name", "check b", "check c", "check `b` is called `c` now"},
      {"one more", "check b", "check c {\n  require: answer contains \"c\"\n}\ncheck b",
       "check `c` was added"},
      {"one less", "check b { require: answer contains \"y\" }", "", "check `b` was removed"},
  };
  for (const auto& one : cases) {
    CAPTURE(one.about);
    const auto made = compared_with(one.what, one.by);
    CHECK_FALSE(made.comparable);
    CHECK(made.why_not == std::string("the scores are made otherwise: ") + one.said);
    CHECK(has_change(made, one.said, true));
    CHECK(made.verdict == ComparisonVerdict::not_comparable);
    // What is equal is compared all the same.
    CHECK(check_named(made, "a").verdict == ComparisonVerdict::cant_tell);
    CHECK(made.score.has_value());
  }
}

TEST_CASE("another prompt, other samples or items break no comparison and are said") {
  CHECK(compared_with("hello", "good day").comparable);
  CHECK(has_change(compared_with("hello", "good day"), "prompt `p`: user", false));
  const auto samples = compared_with("  prompt: p\n", "  prompt: p\n  samples: 3\n");
  CHECK(samples.comparable);
  CHECK(has_change(samples, "samples 1 → 3", false));
  CHECK(compared_with("eval e", "eval e \"A title\"").changes.empty());
}

TEST_CASE("a check whose own hash differs, or that one run lacks, is not compared") {
  const auto rule = compared_with("contains \"y\"", "contains \"z\"");
  const auto& b = check_named(rule, "b");
  CHECK(b.verdict == ComparisonVerdict::not_comparable);
  CHECK(b.why_not == "changed: rule `answer contains \"y\"` → `answer contains \"z\"`");
  CHECK_FALSE(b.difference.has_value());
  CHECK(*b.before == 1);
  CHECK(*b.after == 1);
  const auto less = compared_with("check b { require: answer contains \"y\" }", "");
  CHECK(less.checks.back().name == "b");
  CHECK(less.checks.back().why_not == "only aaaa has it");
  CHECK(*less.checks.back().before == 1);
  CHECK_FALSE(less.checks.back().after.has_value());
}

TEST_CASE("a renamed check is compared under its new name") {
  const auto made = compared_with("check b", "check c");
  CHECK(made.checks.size() == 2);
  CHECK(check_named(made, "c").difference.has_value());
}

TEST_CASE("what decides a judge's verdicts is said once for all its checks") {
  const std::string judged = R"(
eval e { prompt: p }
prompt p { user: "hello" }
judge grader { model: "openai/gpt-4o" }
check a { judge: grader; question: "Is it kind?" }
check b { judge: grader; question: "Is it short?" }
)";
  const OutcomesOfItems all(12, {"pp"});
  const auto before = logged_run("aaaa", judged, all);
  const auto after = logged_run("bbbb", replaced(judged, "gpt-4o", "gpt-5"), all);
  const auto made = compare(before, after);
  REQUIRE(made.changes.size() == 1);
  CHECK(made.changes[0].what == "judge `grader`: model openai/gpt-4o → openai/gpt-5");
  CHECK(check_named(made, "a").why_not == "changed: judge `grader`");
  const auto asked = compare(before, logged_run("bbbb", replaced(judged, "kind", "polite"), all));
  CHECK(has_change(asked, "check `a`: question \"Is it kind?\" → \"Is it polite?\"", true));
  CHECK(check_named(asked, "b").difference.has_value());
}

TEST_CASE("a check that one run does not trust counts in one score alone") {
  const std::string judged = R"(
eval e { prompt: p }
prompt p { user: "hello" }
judge grader { model: "openai/gpt-4o" }
check a { judge: grader; question: "Is it kind?" }
check b { require: answer contains "y" }
)";
  const OutcomesOfItems all(12, {"pp"});
  const auto before = logged_run("aaaa", judged, all);
  auto after = logged_run("bbbb", judged, all);
  finish(after, {TrustReport{.trust = Trust::not_trusted}});
  const auto made = compare(before, after);
  CHECK_FALSE(made.comparable);
  CHECK(
      made.why_not ==
      "the scores are made otherwise: check `a`: not trusted in bbbb, so it counts in aaaa alone");
  CHECK(check_named(made, "a").why_not == "not trusted in bbbb");
  CHECK(check_named(made, "b").difference.has_value());
}

TEST_CASE("groups are flipped whole") {
  const std::string grouped = R"(
eval e { prompt: p; group by: item.kind }
prompt p { user: "hello" }
check a { require: answer contains "x" }
)";
  const auto plan = plan_of(grouped);
  const auto run = [&](const std::string& id, const char* letters) {
    std::vector<ScoredItem> all;
    for (std::size_t i = 0; i < 20; ++i) all.push_back(item(i, {letters}, i < 10 ? "x" : "y"));
    return logged_run(id, plan, std::move(all));
  };
  const auto made = compare(run("aaaa", "f"), run("bbbb", "p"));
  CHECK(made.score->groups == 2);
  // Of two groups that both rose, two of the four ways to flip them are as far.
  CHECK(made.score->p == 0.5);
  CHECK(made.verdict == ComparisonVerdict::cant_tell);
}

TEST_CASE("where broken items gather is named, if it stands out") {
  const auto plan = plan_of(two_checks);
  const auto run = [&](const std::string& id, std::size_t broken, std::size_t elsewhere) {
    std::vector<ScoredItem> all;
    for (std::size_t i = 0; i < 60; ++i) {
      const bool thai = i % 3 == 0;
      const std::size_t number = thai ? i / 3 : i - i / 3;
      auto& made = all.emplace_back(item(i, {number < (thai ? broken : elsewhere) ? "fp" : "pp"}));
      made.slices = {thai ? "thai" : "other"};
    }
    return logged_run(id, plan, std::move(all));
  };
  const auto before = run("aaaa", 0, 0);
  const auto made = compare(before, run("bbbb", 12, 2));
  const auto& a = check_named(made, "a");
  REQUIRE(a.broke_in.has_value());
  CHECK(a.broke_in->slice == "item.cuisine");
  CHECK(a.broke_in->value == "thai");
  CHECK(a.broke_in->crossed == 12);
  CHECK(a.broke_in->items == 20);
  const auto even = compare(before, run("bbbb", 5, 10));
  CHECK_FALSE(check_named(even, "a").broke_in.has_value());
}

TEST_CASE("what cannot be told: how much can be, and what would settle it") {
  OutcomesOfItems before, after;
  repeat(before, 94, "pp");
  repeat(before, 6, "fp");
  repeat(after, 4, "fp");
  repeat(after, 96, "pp");
  const auto made =
      compare(logged_run("aaaa", two_checks, before), logged_run("bbbb", two_checks, after));
  CHECK(made.verdict == ComparisonVerdict::cant_tell);
  REQUIRE(made.detectable.has_value());
  CHECK(*made.detectable > std::abs(made.score->difference));
  REQUIRE(made.items_to_settle.has_value());
  CHECK(*made.items_to_settle > 100);
  CHECK_FALSE(ten_broke().items_to_settle.has_value());
}

TEST_CASE("runs without a common item are not comparable") {
  const auto plan = plan_of(two_checks);
  const auto before = logged_run("aaaa", plan, {item(0, {"pp"})});
  const auto after = logged_run("bbbb", plan, {item(1, {"pp"})});
  const auto made = compare(before, after);
  CHECK_FALSE(made.comparable);
  CHECK(made.why_not == "there is no item that both runs scored");
  CHECK(check_named(made, "a").why_not == "there is no item on which it decided in both runs");
}

TEST_CASE("recorded and asked answers are compared, and it is said") {
  const OutcomesOfItems all(3, {"pp"});
  const auto before = logged_run("aaaa", two_checks, all);
  auto after = logged_run("bbbb", two_checks, all);
  after.summary.recorded = true;
  const auto made = compare(before, after);
  CHECK(made.comparable);
  CHECK(
      has_change(made, "the answers of bbbb were recorded before, those of aaaa asked for", false));
}
