#include "runtime/tried.h"

#include <doctest/doctest.h>

#include <string>

#include "runtime/report/tried.h"
#include "tests/planned.h"
#include "tests/run_program.h"

using namespace cairn;

namespace {

const std::string eval = R"(cairn 1

eval recipes {
  answers: file("answers.jsonl")
}

item soup { words: ["egg", "salt"] most: 3 }
item cake { words: ["flour"] most: 9 }

check polite {
  require: answer contains "please"
}

check all_words {
  for each: word in item.words
  require: answer contains word
  combine: share
  passes at: 90%
}

check first_line {
  answer: trim(answer)
  require: answer starts with "Mix"
}

check layout {
  judge: grader
  question: "Is it listed first?"
}

check after {
  needs: [polite]
  require: answer contains "Mix"
}

judge grader {
  model: "a/b"
}
)";

std::string tried(const std::string& answer, std::optional<Item> item) {
  const Plan plan = planned(eval);
  const auto found = try_answer(plan, {.item = std::move(item), .answer = answer, .width = 70},
                                standard_library());
  REQUIRE(found.has_value());
  return report(*found, {.colour = false, .unicode = true, .width = 80});
}

Item soup() {
  return {.id = "soup", .fields = row(R"({"id": "soup", "words": ["egg", "salt"], "most": 3})")};
}

}  // namespace

TEST_CASE("one answer through every check, with the values under what failed") {
  CHECK(tried("  Mix the egg.", soup()) ==
        "  polite      failed\n"
        "    answer contains \"please\"\n"
        "    └ \"  Mix the egg.\"\n"
        "  all_words   failed, 50%\n"
        "    answer contains word\n"
        "    │               └ \"salt\"\n"
        "    \"  Mix the egg.\"\n"
        "    \"salt\": failed, `answer` does not contain \"salt\"\n"
        "  first_line  passed\n"
        "  layout      not asked: its judge cannot be asked\n"
        "  after       failed\n"
        "    it needs `polite`, which failed\n");
}

TEST_CASE("without an item, checks that read it are not tried") {
  const auto text = tried("Mix, please.", std::nullopt);
  CAPTURE(text);
  CHECK(text.find("all_words   not asked: it reads the item, and none was named\n") != text.npos);
  CHECK(text.find("polite      passed\n") != text.npos);
}

TEST_CASE("what a stranger wrote is made visible") {
  const auto text = tried("\x1b[31mred\u202E", soup());
  CHECK(text.find('\x1b') == text.npos);
  CHECK(text.find("\u202E") == text.npos);
}
