#include "stdlib/native/number.h"

#include <doctest/doctest.h>

#include <fstream>
#include <string>
#include <vector>

#include "lang/data/json.h"

using namespace cairn;

namespace {

// The numbers, or "missing".
std::string found_in(std::string_view text) {
  const auto found = numbers(text);
  if (!std::holds_alternative<Numbers>(found)) return "missing";
  std::string out;
  for (const double one : std::get<Numbers>(found)) out += (out.empty() ? "" : " ") + shortest(one);
  return out;
}

std::string last_of(std::string_view text) {
  const auto found = number(Value(text));
  return std::holds_alternative<double>(found) ? shortest(std::get<double>(found))
                                               : std::get<Missing>(found).why;
}

std::vector<Value> rows_of(const std::string& path) {
  std::vector<Value> out;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) out.push_back(parse_json(line).value);
  return out;
}

const std::string& text_of(const Value& row, std::string_view name) {
  return *row.as<Record>()->find(name)->as<std::string>();
}

}  // namespace

TEST_CASE("numbers in a text") {
  struct Case {
    const char* about;
    const char* text;
    const char* found;
  };
  const Case cases[] = {
      {"none", "no digits, three words", ""},
      {"money", "$1,250.00", "1250"},
      {"percent", "80%", "80"},
      {"a full stop ends the sentence", "It is 18.", "18"},
      {"decimals", "3.14 and .5 and 0.50", "3.14 0.5 0.5"},
      {"an ellipsis is no point", "wait...5", "5"},
      {"millions", "1,250,000.5", "1250000.5"},
      {"lakhs and crores", "1,25,000 and 12,34,56,789", "125000 123456789"},
      {"minus", "-5, (-6), =-7 -.5", "-5 -6 -7 -0.5"},
      {"minus and money", "-$5 and $-6", "-5 -6"},
      {"no minus after a letter or a digit", "GPT-4, 5-10, x-3", "4 5 10 3"},
      {"no minus after a blank", "- 5 eggs", "5"},
      {"no minus in a rule or a dash", "--5", "5"},
      {"no minus after the sign that ends a number", "5%-10% 5€-10€", "5 10 5 10"},
      {"letters may touch", "3rd H2O v2 20kg", "3 2 2 20"},
      {"fraction", "3/4", "0.75"},
      {"fraction, negative", "-1/2 of it", "-0.5"},
      {"mixed fraction", "1 1/2 cups", "1.5"},
      {"no mixed fraction above one", "2 3/2", "2 1.5"},
      {"a division with decimals is none", "1.5/2", "1.5 2"},
      {"nothing is divided by nought", "3/0", "3 0"},
      {"dates", "3/4/2024, 2024-05-12, 12.05.2024", "3 4 2024 2024 5 12 12 5 2024"},
      {"versions and addresses", "v1.2.3 10.0.0.1", "1 2 3 10 0 0 1"},
      {"lists without blanks", "1,2,3", "1 2 3"},
      {"a list that looks like thousands", "100,200,300", "100200300"},
      {"times and ratios", "12:30 3:4", "12 30 3 4"},
      {"exponents", "1.5e3 6E-2 1e+2", "1500 0.06 100"},
      {"no exponents", "2eggs 1e5f a1e5 1e", "2 1 5 1 5 1"},
      {"decimal comma", "3,14", "missing"},
      {"decimal comma and points", "1.250,50", "missing"},
      {"thousands by points", "1.250.000", "missing"},
      {"a broken group", "1000,000", "missing"},
      {"a pair of decimals", "1.5,2.5", "missing"},
      {"one point begins decimals", "1.250", "1.25"},
      {"the true minus and the en dash", "\u22125 \u20136", "-5 -6"},
      {"a range with an en dash", "5\u201310", "5 10"},
      {"fractions of one sign", "\u00bd 1\u00bd -\u00be \u2153",
       "0.5 1.5 -0.75 0.3333333333333333"},
      {"blanks that group", "1\u202f250\u00a0000", "1250000"},
      {"blanks that do not", "5\u00a0kg 12\u00a01234", "5 12 1234"},
      {"full width", "１２．５％", "12.5"},
      {"Arabic digits", "٤٢", "42"},
      {"a letter of another script before a minus", "é-5", "5"},
      {"currency of another kind", "-€5", "-5"},
      {"broken UTF-8",
       "\xff"
       "5\xc3",
       "5"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    CHECK(found_in(c.text) == c.found);
  }
}

TEST_CASE("number is the last one, or says why there is none") {
  CHECK(last_of("5 of 12 apples") == "12");
  CHECK(last_of("1.250,50 or 7") == "7");
  CHECK(last_of("none") == "there is no number in \"none\"");
  CHECK(last_of("7 or 1.250,50") ==
        "`1.250,50` can be read in more than one way; a number is written as in 1,250.50");
  CHECK(std::get<double>(number(Value(4.5))) == 4.5);
  CHECK(std::holds_alternative<Missing>(number(Value(true))));
  CHECK(last_of(std::string(400, '9')).starts_with("`9999"));
}

TEST_CASE("every row of GSM8K's solutions is judged by its last number as its authors did") {
  const std::string folder = CAIRN_ROOT "/../shared/data/gsm8k/";
  const auto solutions = rows_of(folder + "solutions_one_model.jsonl");
  const auto tests = rows_of(folder + "test.jsonl");
  if (solutions.empty() || tests.empty()) {
    MESSAGE("skipped: no shared data beside this checkout");
    return;
  }
  CHECK(solutions.size() == 1319);
  std::size_t right = 0;
  for (std::size_t i = 0; i < solutions.size(); ++i) {
    const auto& row = *solutions[i].as<Record>();
    const auto line = static_cast<std::size_t>(row.find("test_line")->as<Number>()->value);
    const auto gold = number(Value(text_of(tests[line], "answer")));
    const auto& solution = text_of(solutions[i], "solution");
    CAPTURE(i);
    CAPTURE(solution);
    // As `number(answer) is number(item.answer)`: missing is equal to nothing.
    const bool is_correct = same(NativeType<Found<double>>::to(gold),
                                 NativeType<Found<double>>::to(number(Value(solution))));
    CHECK(is_correct == *row.find("is_correct")->as<bool>());
    right += is_correct ? 1 : 0;
  }
  CHECK(right == 458);
}

TEST_CASE("close allows the tolerance and what a double loses") {
  CHECK(close(3.14, 3.1416, 0.01));
  CHECK(close(1.1, 1, 0.1));
  CHECK(close(-2, -2, 0));
  CHECK_FALSE(close(1.2, 1, 0.1));
  CHECK_FALSE(close(1, 1, -1));
}

TEST_CASE("scaled clips and may be turned round") {
  CHECK(std::get<double>(scaled(30, 10, 50)) == 0.5);
  CHECK(std::get<double>(scaled(0, 10, 50)) == 0);
  CHECK(std::get<double>(scaled(99, 10, 50)) == 1);
  CHECK(std::get<double>(scaled(2, 10, 0)) == 0.8);
  CHECK(std::get<Missing>(scaled(2, 5, 5)).why == "the scale has no length: from 5 to 5");
}

TEST_CASE("round works on decimals as they are printed") {
  struct Case {
    double value, places, rounded;
  };
  const Case cases[] = {
      {2.5, 0, 3},          {-2.5, 0, -3},  {2.675, 2, 2.68}, {1.005, 2, 1.01},
      {1250, -2, 1300},     {0.1, 15, 0.1}, {12, 2, 12},      {1e20, 2, 1e20},
      {1.26e-8, 9, 1.3e-8}, {-0.2, 0, 0},   {1e14, 15, 1e14}, {0.49999999999999994, 0, 0},
  };
  for (const auto& c : cases) {
    CAPTURE(c.value);
    CHECK(round(c.value, c.places) == c.rounded);
  }
}

TEST_CASE("of two numbers or of a list") {
  CHECK(std::get<double>(min(Value(3.0), 2)) == 2);
  CHECK(std::get<double>(max(Value(3.0), 2)) == 3);
  CHECK(std::get<double>(max(Value(List{Value(3.0), Value(9.0)}), std::nullopt)) == 9);
  CHECK(std::holds_alternative<Missing>(min(Value(List{}), std::nullopt)));
  CHECK(std::get<Missing>(min(Value("a"), 2)).why == "\"a\" is a text, not a number");
  CHECK(std::get<Missing>(min(Value(3.0), std::nullopt)).why ==
        "3 is a number, not a list of number");
  CHECK(std::get<double>(average({1, 2, 6})) == 3);
  CHECK(std::holds_alternative<Missing>(average({})));
  CHECK(sum({}) == 0);
  CHECK(abs(-3) == 3);
}
