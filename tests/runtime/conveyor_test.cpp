#include "runtime/conveyor.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <vector>

using namespace cairn;

TEST_CASE("conveyor: what comes in order leaves in order, whatever takes long") {
  for (const std::size_t workers : {1U, 3U}) {
    CAPTURE(workers);
    int next = 0;
    std::vector<int> taken;
    Conveyor<int, int> conveyor;
    conveyor.next = [&]() -> std::optional<int> {
      return next < 200 ? std::optional(next++) : std::nullopt;
    };
    conveyor.worker = [] {
      return [](int piece) {
        if (piece % 17 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(2));
        return piece * 2;
      };
    };
    conveyor.take = [&](int made) {
      taken.push_back(made);
      return true;
    };
    conveyor.run(workers);
    REQUIRE(taken.size() == 200);
    for (int i = 0; i < 200; ++i) CHECK(taken[static_cast<std::size_t>(i)] == 2 * i);
  }
}

TEST_CASE("conveyor: it ends when enough was taken, and when nothing comes") {
  for (const int all : {0, 1, 1000}) {
    CAPTURE(all);
    int next = 0, taken = 0;
    Conveyor<int, int> conveyor;
    conveyor.next = [&]() -> std::optional<int> {
      return next < all ? std::optional(next++) : std::nullopt;
    };
    conveyor.worker = [] { return [](int piece) { return piece; }; };
    conveyor.take = [&](int) { return ++taken < 5; };
    conveyor.run(2);
    CHECK(taken == std::min(all, 5));
    // Memory does not grow with the work: little was begun that nobody takes.
    CHECK(next <= 5 + 4 * 2 + 4 + 1);
  }
}
