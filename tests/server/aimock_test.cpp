#include "tests/server/aimock.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>

namespace cairn {

namespace {

TEST_CASE("aimock: runs for as long as a test holds it") {
  if (const auto why = Aimock::absent()) {
    MESSAGE("skipped: ", *why);
    return;
  }
  auto mock = Aimock::start("judge.json", {"--chaos-latency", "1"});
  if (!mock) FAIL(mock.error().what);
  CHECK(mock->url().starts_with("http://127.0.0.1:"));
  const Aimock moved = std::move(*mock);
  CHECK(moved.url().starts_with("http://127.0.0.1:"));
}

TEST_CASE("aimock: says why it does not start") {
  if (const auto why = Aimock::absent()) {
    MESSAGE("skipped: ", *why);
    return;
  }
  const auto no_file = Aimock::start("no_such.json");
  REQUIRE_FALSE(no_file);
  CHECK(no_file.error().what.find("no_such.json") != std::string::npos);
  const auto bad_rate = Aimock::start("judge.json", {"--chaos-drop", "3"});
  REQUIRE_FALSE(bad_rate);
  CHECK(bad_rate.error().what == "aimock did not start: aimock: dropRate must be from 0 to 1");
}

}  // namespace

}  // namespace cairn
