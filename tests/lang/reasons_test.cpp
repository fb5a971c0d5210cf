// Why a condition came to no, in one sentence, where that is more than its two sides.
#include <doctest/doctest.h>

#include "lang/explain_values.h"
#include "tests/planned.h"

namespace cairn {
namespace {

TEST_CASE("of two lists that are not equal it is told where they part") {
  struct Case {
    std::string_view about;
    std::string answer, why;
  };
  const Case cases[] = {
      {"another element", "egg flour salt", "element 2 is \"flour\", not \"milk\""},
      {"too few", "egg", "after 1 element there is no \"milk\""},
      {"too many", "egg milk salt rice", "after 3 elements there is also \"rice\""},
      {"none at all", "", "after 0 elements there is no \"egg\""},
  };
  const auto plan = planned(
      "eval shopping {\n}\n\nitem list_of_three { wanted: [\"egg\", \"milk\", \"salt\"] }\n\n"
      "check right {\n  require: words(answer) is item.wanted\n}\n");
  const auto& rule = std::get<program::Require>(check_of(plan, "right").rule);
  const Value item(plan.inline_items.front().fields);
  for (const auto& c : cases) {
    CAPTURE(c.about);
    const Value answer(c.answer);
    Scope scope;
    scope[ScopeName::answer] = &answer;
    scope[ScopeName::item] = &item;
    CHECK(explain_briefly(rule.condition, scope, natives(), {}) == c.why);
  }
}

}  // namespace
}  // namespace cairn
