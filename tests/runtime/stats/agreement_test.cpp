#include "runtime/stats/agreement.h"

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

#include "tests/runtime/stats/published.h"

using namespace cairn;

namespace {

// Rows of labels, one a rater; "" is no rating.
RatedItems rated(const std::vector<std::vector<std::string>>& rows) {
  RatedItems items;
  for (const auto& row : rows) {
    items.emplace_back();
    for (std::size_t rater = 0; rater < row.size(); ++rater)
      if (!row[rater].empty()) items.back().push_back({rater, row[rater]});
  }
  return items;
}

RatedItems repeated(std::size_t times, const std::vector<std::string>& row) {
  return rated(std::vector(times, row));
}

RatedItems joined(RatedItems a, const RatedItems& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

void add_counts(const List& row, RatedItems& items) {
  items.emplace_back();
  for (std::size_t label = 0; label < row.size(); ++label)
    for (double i = 0; i < row[label].as<Number>()->value; ++i)
      items.back().push_back({items.back().size(), std::to_string(label)});
}

void add_ratings(const List& row, RatedItems& items) {
  items.emplace_back();
  for (std::size_t rater = 0; rater < row.size(); ++rater)
    if (!row[rater].is_missing()) items.back().push_back({rater, printed(row[rater])});
}

// Row and column of a table of two raters, the count in the cell.
void add_table_row(const List& row, std::size_t first, RatedItems& items) {
  for (std::size_t second = 0; second < row.size(); ++second)
    for (double i = 0; i < row[second].as<Number>()->value; ++i)
      items.push_back({{0, std::to_string(first)}, {1, std::to_string(second)}});
}

RatedItems items_of(const Value& vector) {
  RatedItems items;
  std::size_t index = 0;
  for (const auto& row : *at(vector, "data").as<List>()) {
    const auto& cells = *row.as<List>();
    if (text_at(vector, "kind") == "category_counts") add_counts(cells, items);
    if (text_at(vector, "kind") == "ratings") add_ratings(cells, items);
    if (text_at(vector, "kind") == "contingency_table") add_table_row(cells, index, items);
    ++index;
  }
  return items;
}

Level level_of(const Value& vector) {
  const auto level = text_at(at(vector, "params"), "level");
  if (level == "ordinal") return Level::ordinal;
  if (level == "interval") return Level::interval;
  if (level == "ratio") return Level::ratio;
  return Level::nominal;
}

std::string why_skipped(const Value& vector) {
  const auto stat = text_at(vector, "stat");
  if (stat.starts_with("icc")) return "no intraclass correlation: alpha at level interval is used";
  if (stat == "randolph_kappa") return "no free-marginal kappa: AC1 is used";
  if (!text_at(at(vector, "params"), "weights").empty()) return "no weighted kappa: alpha is used";
  return {};
}

std::optional<double> computed(const Value& vector) {
  const auto items = items_of(vector);
  const auto stat = text_at(vector, "stat");
  if (stat == "fleiss_kappa") return fleiss_kappa(items);
  if (stat == "cohen_kappa") return cohen_kappa(items, 0, 1);
  if (stat == "krippendorff_alpha") return krippendorff_alpha(items, level_of(vector));
  REQUIRE(stat == "pairwise_agreement");
  return pairwise_agreement(items);
}

}  // namespace

TEST_CASE("agreement comes to the published values") {
  const auto vectors = published("agreement/vectors.json");
  if (!vectors) {
    MESSAGE("skipped: no published values beside the checkout");
    return;
  }
  std::size_t tested = 0;
  std::map<std::string, std::size_t> skipped;
  for (const auto& vector : *vectors) {
    CAPTURE(text_at(vector, "id"));
    if (const auto why = why_skipped(vector); !why.empty()) {
      ++skipped[why];
      continue;
    }
    const auto found = computed(vector);
    const auto* expected = at(at(vector, "expected"), "value").as<Number>();
    REQUIRE(found.has_value() == (expected != nullptr));
    if (expected) CHECK(std::abs(*found - expected->value) <= number_at(vector, "tolerance"));
    ++tested;
  }
  for (const auto& [why, count] : skipped) MESSAGE("skipped: ", count, " values, ", why);
  CHECK(tested == 27);
}

TEST_CASE("raters who split two to one agree on a third of their pairs") {
  struct Case {
    std::string about;
    RatedItems items;
    double pairwise, kappa, alpha, ac1;
  };
  const Case cases[] = {
      // people.md A4, as exact fractions.
      {"every item AAB", repeated(200, {"A", "A", "B"}), 1.0 / 3, -0.5, -199.0 / 400, -0.2},
      {"half AAB, half ABB", joined(repeated(100, {"A", "A", "B"}), repeated(100, {"A", "B", "B"})),
       1.0 / 3, -1.0 / 3, -149.0 / 450, -1.0 / 3},
      // The kappa paradox of people.md A5.
      {"95% AAA, 5% AAB", joined(repeated(95, {"A", "A", "A"}), repeated(5, {"A", "A", "B"})),
       1 - 0.05 * 2 / 3, -0.0169, -0.0136, 0.9656},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    CHECK(*pairwise_agreement(c.items) == doctest::Approx(c.pairwise));
    CHECK(*fleiss_kappa(c.items) == doctest::Approx(c.kappa).epsilon(0.001));
    CHECK(*krippendorff_alpha(c.items, Level::nominal) == doctest::Approx(c.alpha).epsilon(0.001));
    CHECK(*gwet_ac1(c.items) == doctest::Approx(c.ac1).epsilon(0.001));
  }
}

TEST_CASE("missing ratings are left out as Gwet does") {
  // The 12 subjects and 4 raters of irrCAC's documentation, from Krippendorff (2011).
  const auto items = rated({{"1", "1", "", "1"},
                            {"2", "2", "3", "2"},
                            {"3", "3", "3", "3"},
                            {"3", "3", "3", "3"},
                            {"2", "2", "2", "2"},
                            {"1", "2", "3", "4"},
                            {"4", "4", "4", "4"},
                            {"1", "1", "2", "1"},
                            {"2", "2", "2", "2"},
                            {"", "5", "5", "5"},
                            {"", "", "1", "1"},
                            {"", "3", "", ""}});
  CHECK(*pairwise_agreement(items) == doctest::Approx(0.81818).epsilon(1e-5));
  CHECK(*fleiss_kappa(items) == doctest::Approx(0.76117).epsilon(1e-5));
  CHECK(*gwet_ac1(items) == doctest::Approx(0.77544).epsilon(1e-5));
  CHECK(*krippendorff_alpha(items, Level::nominal) == doctest::Approx(0.74342).epsilon(1e-5));
}

TEST_CASE("AC1 of two raters") {
  struct Case {
    std::string about;
    std::size_t both_yes, yes_no, no_yes, both_no;
    double kappa, ac1;
  };
  // people.md A5: 85% raw agreement in both, from Gwet's papers on the paradox.
  const Case cases[] = {
      {"balanced answers", 40, 9, 6, 45, 0.700, 0.701},
      {"almost all yes", 80, 10, 5, 5, 0.318, 0.808},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    auto items = joined(repeated(c.both_yes, {"yes", "yes"}), repeated(c.both_no, {"no", "no"}));
    items = joined(items, repeated(c.yes_no, {"yes", "no"}));
    items = joined(items, repeated(c.no_yes, {"no", "yes"}));
    CHECK(std::abs(*cohen_kappa(items, 0, 1) - c.kappa) <= 0.0006);
    CHECK(std::abs(*gwet_ac1(items) - c.ac1) <= 0.0006);
  }
}

TEST_CASE("agreement that cannot be tested is no number") {
  struct Case {
    std::string about;
    RatedItems items;
  };
  const Case cases[] = {
      {"nothing was rated", {}},
      {"items without a rating", RatedItems(3)},
      {"one rating an item", repeated(3, {"yes"})},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    CHECK(!pairwise_agreement(c.items));
    CHECK(!fleiss_kappa(c.items));
    CHECK(!fleiss_kappa_interval(c.items));
    CHECK(!krippendorff_alpha(c.items, Level::nominal));
    CHECK(!gwet_ac1(c.items));
    CHECK(!cohen_kappa(c.items, 0, 1));
  }
  const auto all_yes = repeated(300, {"yes", "yes", "yes"});
  CHECK(*pairwise_agreement(all_yes) == 1);
  CHECK(!fleiss_kappa(all_yes));
  CHECK(!fleiss_kappa_interval(all_yes));
  CHECK(!krippendorff_alpha(all_yes, Level::nominal));
  CHECK(!gwet_ac1(all_yes));
  CHECK(!cohen_kappa(all_yes, 0, 1));
  CHECK(!krippendorff_alpha(repeated(3, {"yes", "no"}), Level::interval));
}

TEST_CASE("the interval of kappa holds the mock-up's rater data") {
  // 59 items unanimous and 41 split, as in experience.md: kappa 0.40, about ±0.14.
  auto items = joined(repeated(45, {"y", "y", "y"}), repeated(14, {"n", "n", "n"}));
  items = joined(items, repeated(22, {"y", "y", "n"}));
  items = joined(items, repeated(19, {"y", "n", "n"}));
  const auto kappa = *fleiss_kappa(items);
  const auto interval = fleiss_kappa_interval(items);
  REQUIRE(interval);
  CHECK(kappa == doctest::Approx(0.40).epsilon(0.02));
  CHECK(interval->low < kappa);
  CHECK(interval->high > kappa);
  CHECK((interval->high - interval->low) / 2 == doctest::Approx(0.145).epsilon(0.1));
  const auto again = fleiss_kappa_interval(items);
  CHECK(again->low == interval->low);
  CHECK(again->high == interval->high);
  CHECK(krippendorff_alpha_interval(items, Level::nominal)->low ==
        doctest::Approx(interval->low).epsilon(0.02));
  CHECK(gwet_ac1_interval(items));
  CHECK(pairwise_agreement_interval(items));
  CHECK(cohen_kappa_interval(items, 0, 1));
}
