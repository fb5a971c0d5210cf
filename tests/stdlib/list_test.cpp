#include "stdlib/native/list.h"

#include <doctest/doctest.h>

#include <string>

#include "lang/data/json.h"

using namespace cairn;

namespace {

List list_of_json(const std::string& text) { return *parse_json(text).value.as<List>(); }

// As JSON, or why it is missing.
std::string shown_or_why(const Value& value) {
  const auto* absent = value.as<Missing>();
  return absent ? absent->why : to_json(value);
}

}  // namespace

TEST_CASE("lists taken apart") {
  const List none, three = list_of_json("[1, 2, 3]");
  CHECK(count(none) == 0);
  CHECK(count(three) == 3);
  CHECK(shown_or_why(first(none)) == "there is no first: the list is empty");
  CHECK(shown_or_why(last(none)) == "there is no last: the list is empty");
  CHECK(shown_or_why(nth(three, 3)) == "3");
  CHECK(shown_or_why(nth(three, 4)) == "there is no number 4 in the list: it has 3 elements");
  CHECK(shown_or_why(nth(three, 0)) == "0 is no place in a list: the first is 1");
  CHECK(shown_or_why(nth(three, 1.5)) == "1.5 is no place in a list: the first is 1");
  CHECK(shown_or_why(nth(three, 1e300)).starts_with("there is no number"));
  CHECK(to_json(Value(without_first(three))) == "[2,3]");
  CHECK(to_json(Value(without_last(three))) == "[1,2]");
  CHECK(without_first(none).empty());
  CHECK(without_last(none).empty());
  CHECK(to_json(Value(reversed(three))) == "[3,2,1]");
}

TEST_CASE("a position that is none is refused before the run") {
  const Value zero(0.0), two(2.0);
  const Value* const wrong[] = {nullptr, &zero};
  const Value* const right[] = {nullptr, &two};
  CHECK_FALSE(prepare_nth(Arguments(wrong)));
  CHECK(prepare_nth(Arguments(right)));
}

TEST_CASE("lists sorted") {
  struct Case {
    const char* about;
    std::string list, sorted;
  };
  const Case cases[] = {
      {"numbers", "[10, 9.5, -1, 9]", "[-1,9,9.5,10]"},
      {"texts by code points", R"(["ä", "b", "Z", "", "a"])", R"(["","Z","a","b","ä"])"},
      {"yes and no", "[true, false]", "[false,true]"},
      {"equal ones keep their order", "[2, 1.0, 1]", "[1.0,1,2]"},
      {"nothing", "[]", "[]"},
      {"several kinds", R"([1, "a"])", "a number and a text have no order"},
      {"lists", "[[1]]", "a list with a list in it has no order"},
      {"null", "[null]", "a list with null in it has no order"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    const auto sorted = sort(list_of_json(c.list));
    const auto* absent = std::get_if<Missing>(&sorted);
    CHECK((absent ? absent->why : to_json(Value(std::get<List>(sorted)))) == c.sorted);
  }
}

TEST_CASE("each element once") {
  CHECK(to_json(Value(unique(list_of_json(
            R"([1, 1.0, "1", null, null, {"a": 1, "b": 2}, {"b": 2, "a": 1.0}, [1], [1]])")))) ==
        R"([1,"1",null,{"a":1,"b":2},[1]])");
}
