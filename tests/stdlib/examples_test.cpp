// The examples in the library's pages are true, and every function has one.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "lang/evaluate.h"
#include "stdlib/stdlib.h"

using namespace cairn;

TEST_CASE("every function of the library says what it does and shows an example") {
  for (const auto& entry : standard_library_with_examples().functions) {
    CAPTURE(entry.first);
    CHECK_FALSE(entry.second.about.empty());
    CHECK_FALSE(entry.second.examples.empty());
  }
}

TEST_CASE("every example in the library comes out as it says") {
  const auto& library = standard_library_with_examples();
  for (const auto& entry : library.functions) {
    for (const auto& example : entry.second.examples) {
      const Value value = evaluate_once(example.value, {}, library.natives);
      const Value expect = evaluate_once(example.expect, {}, library.natives);
      INFO(fmt::format("{}, example {}: {} gives {}, not {}", entry.first, example.heading.name,
                       example.source, value.is_missing() ? shown(value) : printed(value),
                       expect.is_missing() ? shown(expect) : printed(expect)));
      CHECK(same(value, expect));
    }
  }
}
