#include "runtime/evidence/trust.h"

#include <doctest/doctest.h>

#include <string>

#include "tests/planned.h"

using namespace cairn;

namespace {

const std::string head = R"(cairn 1

eval recipes {
  answers: file("answers.jsonl")
}

item soup { words: ["egg", "salt"] }

)";

std::string with_examples(const std::string& judge, int passing, int failing) {
  std::string text = head + R"(check layout {
  judge: grader
  question: "Is it listed first?"
)";
  for (int i = 0; i < passing; ++i)
    text +=
        "\n  example good_" + std::to_string(i) + " {\n    answer: \"a\"\n    expect: pass\n  }\n";
  for (int i = 0; i < failing; ++i)
    text +=
        "\n  example bad_" + std::to_string(i) + " {\n    answer: \"b\"\n    expect: fail\n  }\n";
  return text + "}\n\njudge grader {\n  model: \"a/b\"\n" + judge + "}\n";
}

// `said` of good_0, good_1, … and then of bad_0, …; "-" was not recorded.
TrustReport trusted(const Plan& plan, const std::vector<std::string>& good,
                    const std::vector<std::string>& bad) {
  RecordedExamples examples;
  const auto take = [&](std::string_view kind, const std::vector<std::string>& said) {
    for (std::size_t i = 0; i < said.size(); ++i) {
      if (said[i] == "-") continue;
      const std::string name = std::string(kind) + "_" + std::to_string(i);
      examples.add("layout", name, row(R"({"reply": ")" + said[i] + "\"}"));
    }
  };
  take("good", good);
  take("bad", bad);
  PanelItems items(plan);
  items.add("soup");
  return trust_of(plan, examples, {}, items, standard_library()).front();
}

const std::string panel = R"(check pleasant {
  panel: cooks
  question: "Would you cook it?"
}

panel cooks {
  raters: 3
  protocol: "Read it."
)";

// Ratings of items i0, i1, …: a text a, one letter a rater ("yyn", "-" is none,
// "t" cannot tell).
TrustReport rated(const Plan& plan, const std::vector<std::string>& all) {
  Ratings ratings;
  PanelItems items(plan);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::string id = "i" + std::to_string(i);
    items.add(id);
    for (std::size_t r = 0; r < all[i].size(); ++r) {
      const char said = all[i][r];
      if (said == '-') continue;
      const std::string answer = said == 'y' ? "yes" : said == 'n' ? "no" : "can't tell";
      ratings.add("pleasant", {id, "r" + std::to_string(r), answer});
    }
  }
  return trust_of(plan, {}, ratings, items, standard_library()).front();
}

std::vector<std::string> times(std::size_t count, const std::string& one,
                               std::vector<std::string> before = {}) {
  before.insert(before.end(), count, one);
  return before;
}

}  // namespace

TEST_CASE("a judge is trusted, not trusted or untested") {
  const Plan plan = planned(with_examples("  trust when: agreement >= 90%\n", 3, 3));
  const std::string yes = "… yes", no = "… no";
  const auto all_right = trusted(plan, {yes, yes, yes}, {no, no, no});
  CHECK(all_right.trust == Trust::trusted);
  CHECK_FALSE(all_right.settled);
  CHECK(all_right.agreement == 1.0);
  CHECK(all_right.cohen_kappa == 1.0);
  CHECK(all_right.examples == 6);
  CHECK(all_right.why == "all 6 examples came out right");

  const auto always_yes = trusted(plan, {yes, yes, yes}, {yes, yes, yes});
  CHECK(always_yes.trust == Trust::not_trusted);
  CHECK(always_yes.agreement == 0.5);
  CHECK(always_yes.wrong == 3);
  CHECK(always_yes.why ==
        "3 of 6 examples came out wrong: `bad_0`, `bad_1`, `bad_2`; `agreement >= 90%` does not "
        "hold, agreement is 50%");

  const auto three = trusted(plan, {yes, yes}, {no});
  CHECK(three.trust == Trust::untested);
  CHECK(three.why ==
        "3 examples of it have an answer of the judge, 4 are needed, passing and failing ones");

  CHECK(trusted(plan, {}, {}).why == "nothing was recorded of its 6 examples");
  CHECK(trusted(plan, {}, {}).trust == Trust::untested);
}

TEST_CASE("a reply that cannot be read agrees with no label, and is counted apart") {
  const Plan plan = planned(with_examples("", 2, 2));
  const auto found = trusted(plan, {"… yes", "Who knows."}, {"… no", "… no"});
  CHECK(found.unreadable == 1);
  CHECK(found.wrong == 0);
  CHECK(found.agreement == 0.75);
  CHECK(found.trust == Trust::not_trusted);
}

TEST_CASE("examples of one kind test nothing") {
  const Plan plan = planned(with_examples("", 5, 0));
  const auto found = trusted(plan, times(5, "… yes"), {});
  CHECK(found.trust == Trust::untested);
  CHECK_FALSE(found.agreement);
  CHECK(found.why == "its examples are of one kind: passing and failing ones are needed");
}

TEST_CASE("twenty examples settle it; the interval is of the mean of two shares") {
  const Plan plan = planned(with_examples("", 10, 10));
  const auto found =
      trusted(plan, times(9, "… yes", {"… no"}), times(8, "… no", {"… yes", "… yes"}));
  CHECK(found.settled);
  CHECK(found.trust == Trust::trusted);
  REQUIRE(found.agreement);
  CHECK(*found.agreement == doctest::Approx(0.85));
  // Wilson's intervals of 9/10 and 8/10 are 0.5958 to 0.9821 and 0.4902 to 0.9433.
  REQUIRE(found.agreement_interval);
  CHECK(found.agreement_interval->low == doctest::Approx(0.6325).epsilon(0.002));
  CHECK(found.agreement_interval->high == doctest::Approx(0.9326).epsilon(0.002));
  // 17 of 20 agree; by chance (10*11 + 10*9)/400 = 0.5.
  REQUIRE(found.cohen_kappa);
  CHECK(*found.cohen_kappa == doctest::Approx(0.7));
}

TEST_CASE("the strict form asks the lower end") {
  const Plan plan = planned(with_examples("  trust when: agreement.low >= 80%\n", 10, 10));
  CHECK(trusted(plan, times(10, "… yes"), times(8, "… no", {"… yes", "… yes"})).trust ==
        Trust::not_trusted);
  const Plan kappa = planned(with_examples("  trust when: cohen_kappa > 0.9\n", 2, 2));
  CHECK(trusted(kappa, times(2, "… yes"), times(2, "… no")).trust == Trust::trusted);
}

TEST_CASE("always, with its reason") {
  const Plan plan =
      planned(with_examples("  trust when: always\n  because: \"it is checked by hand\"\n", 0, 0));
  const auto found = trusted(plan, {}, {});
  CHECK(found.trust == Trust::trusted);
  CHECK(found.why == "it is checked by hand");
}

TEST_CASE("examples of elements, of verdicts, and of items without any") {
  const Plan plan = planned(head + R"(check rubric {
  judge: grader
  for each: word in item.words
  question: "Is {{word}} there?"

  example one {
    answer: "egg"
    word: "egg"
    expect: pass
  }

  example whole {
    answer: "egg"
    item { words: ["egg", "salt"] }
    expect: fail
  }

  example nothing {
    answer: "egg"
    item { words: [] }
    expect: not applicable
  }

  example lost {
    answer: "egg"
    word: "salt"
    expect: fail
  }
}

judge grader {
  model: "a/b"
}
)");
  RecordedExamples examples;
  examples.add("rubric", "one", row(R"({"verdict": "yes"})"));
  examples.add("rubric", "whole", row(R"({"verdict": ["yes", "no"]})"));
  examples.add("rubric", "nothing", row(R"({"verdict": []})"));
  const auto found = example_outcomes(plan, check_of(plan, "rubric"), examples, standard_library());
  using Came = ExampleOutcome::Came;
  REQUIRE(found.size() == 4);
  CHECK(found[0].came == Came::right);
  CHECK(found[0].said == "yes");
  CHECK(found[1].came == Came::right);
  CHECK(found[1].said == "yes, no");
  CHECK(found[2].came == Came::right);
  CHECK_FALSE(found[2].counts);
  CHECK(found[3].came == Came::not_asked);
}

TEST_CASE("a panel waits while ratings lack") {
  const Plan plan = planned(head + panel + "}\n");
  const auto found = rated(plan, {"yyy", "yn-", "---"});
  CHECK(found.trust == Trust::waiting);
  CHECK(found.why == "4 of 9 ratings are missing");
  CHECK(found.ratings == 5);
}

TEST_CASE("a panel counts or does not") {
  const Plan plan = planned(head + panel + "  trust when: fleiss_kappa >= 0.6\n}\n");
  // Two thirds unanimous of either kind: well above chance.
  auto good = times(30, "yyy", times(30, "nnn"));
  const auto counts = rated(plan, times(4, "yyn", good));
  CHECK(counts.trust == Trust::trusted);
  CHECK(counts.settled);
  CHECK(counts.raters == 3);
  CHECK(counts.rated_items == 64);

  // Every item split two to one, half each way: kappa is -1/3 (people.md A4).
  const auto split = rated(plan, times(30, "yyn", times(30, "ynn")));
  CHECK(split.trust == Trust::not_trusted);
  REQUIRE(split.fleiss_kappa);
  CHECK(*split.fleiss_kappa == doctest::Approx(-1.0 / 3));
  CHECK(*split.pairwise_agreement == doctest::Approx(1.0 / 3));

  // Few items: it counts, and is not settled.
  const auto few = rated(plan, times(5, "yyy", times(5, "nnn")));
  CHECK(few.trust == Trust::trusted);
  CHECK_FALSE(few.settled);
}

TEST_CASE("ratings that are all the same cannot be tested, and do not count") {
  const Plan plan = planned(head + panel + "}\n");
  const auto found = rated(plan, times(100, "yyy"));
  CHECK(found.trust == Trust::not_trusted);
  CHECK_FALSE(found.fleiss_kappa);
  CHECK(found.why == "all 300 ratings are yes: agreement cannot be tested");
}

TEST_CASE("agreement no better than chance does not count, whatever is asked for") {
  const Plan plan = planned(head + panel + "  trust when: fleiss_kappa >= -1\n}\n");
  const auto found = rated(plan, times(30, "yyn", times(30, "ynn")));
  CHECK(found.trust == Trust::not_trusted);
}

TEST_CASE("a panel that always counts") {
  const Plan plan =
      planned(head + panel + "  trust when: always\n  because: \"it is a pilot\"\n}\n");
  CHECK(rated(plan, {"yyn", "---"}).trust == Trust::trusted);
}

TEST_CASE("can't tell is a rating that is in, and no vote") {
  const Plan plan = planned(head + panel + "}\n");
  const auto found = rated(plan, times(30, "yyt", times(30, "nnn")));
  CHECK(found.trust == Trust::trusted);
  CHECK(found.ratings == 180);
  CHECK(*found.fleiss_kappa == doctest::Approx(1));
}
