// Each statistic against figures that others published or certified: every row of
// published_figures.json, whose `source` says where its figures are from (figures are
// facts, and free). A row of a kind unknown here fails, so that none is passed over.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "runtime/stats/interval.h"
#include "runtime/stats/measures.h"
#include "runtime/stats/multiple.h"
#include "runtime/stats/paired.h"
#include "runtime/stats/passing.h"
#include "runtime/stats/ranks.h"
#include "runtime/stats/shares.h"
#include "tests/runtime/stats/published.h"

using namespace cairn;

namespace {

List rows_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const auto parsed = parse_json(std::string(std::istreambuf_iterator<char>(file), {}));
  REQUIRE(parsed);
  REQUIRE(parsed.value.as<List>());
  return *parsed.value.as<List>();
}

std::vector<double> numbers_of(const Value& list) {
  REQUIRE(list.as<List>());
  std::vector<double> made;
  for (const auto& one : *list.as<List>()) made.push_back(one.as<Number>()->value);
  return made;
}

// A row of the file, of which every expected figure must be asked for.
class Row {
 public:
  explicit Row(const Value& row) : row_(row) {}

  const Value& input(std::string_view key) const { return at(at(row_, "input"), key); }
  double number(std::string_view key) const {
    REQUIRE(input(key).as<Number>());
    return input(key).as<Number>()->value;
  }
  std::size_t count(std::string_view key) const { return static_cast<std::size_t>(number(key)); }
  std::vector<double> numbers(std::string_view key) const { return numbers_of(input(key)); }

  // A tolerance of one's own for a figure, or one for all of the row.
  void comes_to(const std::string& key, double found) {
    const auto& expected = at(at(row_, "expected"), key);
    REQUIRE(expected.as<Number>());
    const auto& tolerance = at(row_, "tolerance");
    same(key, found, expected.as<Number>()->value,
         tolerance.as<Number>() ? tolerance.as<Number>()->value : number_at(tolerance, key));
  }
  void come_to(const std::string& key, const std::vector<double>& found, double tolerance) {
    const auto expected = numbers_of(at(at(row_, "expected"), key));
    REQUIRE(found.size() == expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) same(key, found[i], expected[i], tolerance);
  }
  double tolerance() const { return number_at(row_, "tolerance"); }

  bool all_asked_for() const {
    return asked_for_.size() == at(row_, "expected").as<Record>()->fields.size();
  }

 private:
  void same(const std::string& key, double found, double expected, double tolerance) {
    INFO(key, ": found ", found, ", expected ", expected);
    CHECK(tolerance > 0);
    CHECK(std::abs(found - expected) <= tolerance);
    asked_for_[key] = true;
  }

  const Value& row_;
  std::map<std::string, bool> asked_for_;
};

// --- shares ------------------------------------------------------------------------

void interval_row(Row& row, const Interval& found) {
  row.comes_to("low", found.low);
  row.comes_to("high", found.high);
  row.come_to("published", {found.low, found.high}, 0.00005);  // To four places.
}

void wilson_row(Row& row) {
  CHECK(row.number("level") == 0.95);
  const double size = row.number("n");
  interval_row(row, wilson(row.number("successes") / size, size, normal_quantile));
}

void clopper_pearson_row(Row& row) {
  CHECK(row.number("level") == 0.95);
  interval_row(row, clopper_pearson({row.count("successes"), row.count("n")}));
}

Counted counted(const std::vector<double>& hits_of) {
  return {static_cast<std::size_t>(hits_of.at(0)), static_cast<std::size_t>(hits_of.at(1))};
}

void newcombe_row(Row& row) {
  CHECK(row.number("level") == 0.95);
  interval_row(row, difference_of_shares(counted(row.numbers("a")), counted(row.numbers("b"))));
}

// The table has before in its rows, after in its columns, what passed first. (The chi2
// that the source gives for Agresti's book is of another form, and no figure here.)
void mcnemar_row(Row& row) {
  const auto& table = *row.input("table").as<List>();
  const auto cell = [&](std::size_t before, std::size_t after) {
    return static_cast<std::size_t>(numbers_of(table[before])[after]);
  };
  const auto found = mcnemar(cell(0, 1), cell(1, 0));
  row.comes_to("exact_p", found.exact_p);
  row.comes_to("mid_p", found.mid_p);
  row.comes_to("chi2", found.chi2);
  row.comes_to("chi2_p", found.chi2_p);
  row.comes_to("chi2_corrected", found.corrected);
  row.comes_to("chi2_corrected_p", found.corrected_p);
}

// --- samples of an item ------------------------------------------------------------

void pass_at_row(Row& row) {
  row.comes_to("value", any_passes(row.count("n"), row.count("c"), row.count("k")));
}

void pass_hat_row(Row& row) {
  row.comes_to("value", all_pass(row.count("n"), row.count("c"), row.count("k")));
}

void mean_pass_at_row(Row& row) {
  const auto n = row.numbers("n"), c = row.numbers("c");
  Moments moments;
  for (std::size_t i = 0; i < n.size(); ++i)
    moments.add(
        any_passes(static_cast<std::size_t>(n[i]), static_cast<std::size_t>(c[i]), row.count("k")),
        alone);
  row.comes_to("value", moments.estimate().mean);
}

// --- rows of numbers ---------------------------------------------------------------

using Correlate = std::optional<Correlation> (*)(std::span<const double>, std::span<const double>);

void correlation_row(Row& row, const std::string& name, Correlate correlate) {
  const auto found = correlate(row.numbers("x"), row.numbers("y"));
  REQUIRE(found);
  REQUIRE(found->p);
  row.comes_to(name, found->value);
  row.comes_to("p", *found->p);
}

void multiple_row(Row& row) {
  const std::map<std::string, std::vector<double> (*)(std::span<const double>)> methods = {
      {"benjamini_hochberg", benjamini_hochberg}, {"holm", holm}, {"bonferroni", bonferroni}};
  const auto* method = row.input("method").as<std::string>();
  REQUIRE(method);
  REQUIRE(methods.contains(*method));
  const auto found = methods.at(*method)(row.numbers("p"));
  row.come_to("adjusted", found, row.tolerance());
  row.comes_to("rejected", static_cast<double>(std::ranges::count_if(
                               found, [&](double p) { return p <= row.number("alpha"); })));
}

// x - y of the source is after - before here.
void wilcoxon_row(Row& row) {
  const auto x = row.numbers("x"), y = row.numbers("y");
  std::vector<Pair> pairs;
  std::size_t up = 0, down = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    pairs.push_back({.before = y[i], .after = x[i]});
    if (x[i] > y[i]) ++up;
    if (x[i] < y[i]) ++down;
  }
  const auto found = wilcoxon(pairs);
  REQUIRE(found);
  row.comes_to("W_plus_minus_min", found->smaller_sum);
  row.comes_to("W_signed", found->signed_sum);
  row.comes_to("n_nonzero", static_cast<double>(found->nonzero));
  row.comes_to("p_normal_approx", found->p);
  const auto apart = paired_difference(pairs);
  row.comes_to("paired_t", apart.difference / apart.error);
  row.comes_to("paired_t_p", paired_t_p(pairs).value());
  row.comes_to("sign_test_p", mcnemar(down, up).exact_p);  // The sign test of what changed.
}

// --- means -------------------------------------------------------------------------

// The figure has no correction for few groups. Ours is of C/(C-1) in the variance
// (statistics.md section 0, 1): with the row's four groups larger by the root of 4/3.
void clustered_row(Row& row) {
  const auto x = row.numbers("x"), groups = row.numbers("cluster");
  Moments clustered, independent;
  for (std::size_t i = 0; i < x.size(); ++i) {
    clustered.add(x[i], static_cast<Group>(groups[i]));
    independent.add(x[i], alone);
  }
  const auto found = clustered.estimate();
  const auto count = static_cast<double>(found.groups);
  row.comes_to("mean", found.mean);
  row.comes_to("se_clustered", found.error / std::sqrt(count / (count - 1)));
  row.comes_to("se_iid", independent.estimate().error);
}

// NIST's rule: a first value, then pairs of two others. The deviation is read back from
// the interval that is printed, mean ± t · deviation/√n.
void deviation_row(Row& row) {
  const auto first = row.numbers("first");
  const auto size = row.count("n");
  Measures measures;
  for (std::size_t i = 0; i < size; ++i) {
    const double value = first.at(i == 0 ? 0 : i % 2 == 1 ? 1 : 2);
    measures.add(std::span(&value, 1), 0, alone);
  }
  row.comes_to("mean", measures.mean(World::seen).value());
  const auto around = measures.mean_interval(World::seen).value();
  row.comes_to("sd", (around.high - around.low) / 2 / t_quantile(size - 1) *
                         std::sqrt(static_cast<double>(size)));
}

const std::map<std::string, std::function<void(Row&)>> kinds = {
    {"ci_wilson", wilson_row},
    {"ci_clopper_pearson", clopper_pearson_row},
    {"ci_difference_newcombe", newcombe_row},
    {"mcnemar", mcnemar_row},
    {"pass_at_k", pass_at_row},
    {"pass_at_k_mean", mean_pass_at_row},
    {"pass_hat_k", pass_hat_row},
    {"spearman", [](Row& row) { correlation_row(row, "rho", spearman); }},
    {"kendall_tau_b", [](Row& row) { correlation_row(row, "tau", kendall); }},
    {"pearson", [](Row& row) { correlation_row(row, "r", pearson); }},
    {"multiple_testing", multiple_row},
    {"wilcoxon_signed_rank", wilcoxon_row},
    {"clustered_se", clustered_row},
    {"mean_sd", deviation_row},
};

}  // namespace

TEST_CASE("every published figure is reached") {
  const auto rows = rows_of(CAIRN_ROOT "/tests/runtime/stats/published_figures.json");
  CHECK(rows.size() == 44);
  std::map<std::string, std::size_t> seen;
  for (const auto& one : rows) {
    CAPTURE(text_at(one, "id"));
    const auto kind = text_at(one, "stat");
    CAPTURE(kind);
    REQUIRE(kinds.contains(kind));
    CHECK(!text_at(one, "source").empty());
    Row row(one);
    kinds.at(kind)(row);
    CHECK(row.all_asked_for());
    ++seen[kind];
  }
  CHECK(seen.size() == kinds.size());
}
