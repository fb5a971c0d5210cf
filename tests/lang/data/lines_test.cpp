#include "lang/data/lines.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/memory_loader.h"

using namespace cairn;

namespace {

LineReader reader_of(const std::string& text, std::size_t block) {
  MemoryLoader loader;
  loader.files["x"] = text;
  loader.block = block;
  auto stream = loader.open("x");
  return LineReader(std::move(*stream));
}

}  // namespace

TEST_CASE("lines come out as they are, numbered, wherever the blocks are cut") {
  const std::string text = "one\r\n\nthree \xFF\r\r\n4";
  const std::vector<std::string> expected = {"one", "", "three \xFF\r", "4"};
  for (std::size_t block = 1; block < 20; ++block) {
    CAPTURE(block);
    auto lines = reader_of(text, block);
    for (std::size_t i = 0; i < expected.size(); ++i) {
      auto line = lines.next();
      REQUIRE(line);
      REQUIRE(*line);
      CHECK((*line)->text == expected[i]);
      CHECK((*line)->number == i + 1);
    }
    CHECK_FALSE(*lines.next());
    CHECK_FALSE(*lines.next());
  }
}

TEST_CASE("blocks hold whole lines, and none is lost") {
  std::string text;
  for (int i = 0; i < 300; ++i) text += std::string(static_cast<std::size_t>(i % 50), 'x') + "\n";
  for (const std::string& end : {std::string(), std::string("last")}) {
    for (const std::size_t block : {1U, 10U, 97U, 100'000U}) {
      for (const std::size_t size : {1U, 30U, 1000U, 100'000U}) {
        CAPTURE(block);
        CAPTURE(size);
        auto lines = reader_of(text + end, block);
        std::string all;
        std::size_t expected_line = 1;
        while (true) {
          auto found = lines.next_block(size);
          REQUIRE(found);
          if (!*found) break;
          CHECK((*found)->first_line == expected_line);
          std::string_view rest = (*found)->text;
          while (!rest.empty()) {
            take_line(rest);
            ++expected_line;
          }
          all += (*found)->text;
        }
        CHECK(all == text + end);
        CHECK(expected_line == (end.empty() ? 301 : 302));
      }
    }
  }
}

TEST_CASE("lines and blocks can be mixed") {
  auto lines = reader_of("a\nb\nc\nd\n", 3);
  CHECK((*lines.next())->text == "a");
  auto block = lines.next_block(1);
  REQUIRE(*block);
  CHECK((*block)->first_line == 2);
  CHECK((*block)->text.starts_with("b\n"));
}
