// The formatter: pairs of what was written and how it is laid out, and what must
// hold of every file however it was written.
#include "lang/format.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <sstream>

#include "lang/compile.h"
#include "lang/parse.h"
#include "stdlib/stdlib.h"
#include "tests/lang/dump_tree.h"
#include "tests/memory_loader.h"

namespace cairn {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// Nothing if there is a mistake in it.
std::optional<syntax::File> parsed(const std::string& text) {
  Diagnostics diagnostics;
  const auto source = read_source("test.eval", text, 0, diagnostics);
  auto file = parse(source, 0, diagnostics);
  if (diagnostics.any_errors()) return std::nullopt;
  return file;
}

// The files below a folder that end so, in order of name.
std::vector<fs::path> files_in(const char* folder, std::string_view ending) {
  std::vector<fs::path> found;
  if (!fs::exists(folder)) return found;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.path().string().ends_with(ending)) found.push_back(entry.path());
  std::ranges::sort(found);
  return found;
}

// Formatted, it says the same, every comment stays where it belongs, and
// formatting again changes nothing.
void check_format(const syntax::File& file) {
  const auto once = format(file);
  CAPTURE(once);
  const auto again = parsed(once);
  REQUIRE(again);
  CHECK(dump_tree(file, Comments::kept) == dump_tree(*again, Comments::kept));
  CHECK(format(*again) == once);
}

// --- layouts that nobody thought of ------------------------------------------------

// Breaks lines, adds comments and blanks at random places, and keeps each change
// that leaves the file as it is, but for its comments.
std::string laid_out_at_random(const std::string& text, std::mt19937& random, int changes) {
  const auto wanted = dump_tree(*parsed(text), Comments::left_out);
  const auto pick = [&](std::size_t count) { return random() % count; };
  std::string made = text;
  for (int i = 0; i < changes; ++i) {
    const auto comment = "# note " + std::to_string(i) + "\n";
    const std::string inserted[] = {
        "\n",    "  ",        "\n\n\n",         "\n" + comment,
        comment, "\n    \n ", "\n\n" + comment, "\n  " + comment + "\n"};
    std::string tried = made;
    auto at = pick(made.size());
    // Where blanks stand, or a bracket, more is allowed than inside a word.
    const auto near = made.find_first_of(" \n([,:])}", at);
    if (near != made.npos && pick(4) != 0) at = near + pick(2);
    tried.insert(std::min(at, tried.size()), inserted[pick(std::size(inserted))]);
    const auto file = parsed(tried);
    if (file && dump_tree(*file, Comments::left_out) == wanted) made = std::move(tried);
  }
  return made;
}

// --- plans ---------------------------------------------------------------------------

constexpr const char* planned_eval = R"(cairn 1
eval support "Replies to customers" {
  prompt: write_reply
  answers: file("answers.jsonl")
  samples: 3
  slices: [item.kind,urgent]
  report: [score,layout,polite,pass@2,score[item.kind is "refund"].low]
  goal: score>=80% and pass@2>50%
}
prompt write_reply {
  system: "You answer customers."
  user: """
      {{item.text}}

        Be short.
    """
}
item first {text:"Where is it?" kind:"delivery" names:["Ana","Bo"]}
item two {text:"I want my money back." kind:"refund" names:["Cy"]}
slice urgent {
  when: item.text contains "money"
}
check polite {
  when: item.kind is "delivery" or item.kind is "refund"
  require: answer starts with "Dear" and (answer mentions "please" or
    answer contains any of ["thank","Thank"] ignoring case)
}
check names {
  for each: name in item.names
  require: answer mentions name
  combine: at least 50%
  weight: 2
}
check layout {
  judge: grader
  question: "Is it in paragraphs?"
  verdicts: [good 100%,fair 50%,bad 0%]
  example fine { answer: "A.\n\nB." expect: good }
}
judge grader {
  model: "x/large"
  samples: 3
  trust when: agreement>=0.9
}
)";

// The plan without where things stand, and what was written there.
std::string plan_of(const std::string& text) {
  MemoryLoader loader;
  loader.files = {{"test.eval", text}, {"answers.jsonl", "{}\n"}};
  auto made = compile("test.eval", loader, standard_library());
  for (const auto& one : made.diagnostics.all())
    if (severity_of(one.kind) == Severity::error) FAIL(one.message);
  auto json = nlohmann::ordered_json::parse(
      to_json(make_plan(made.program, "test.eval", "", made.bound, made.items)));
  const auto strip = [](auto&& self, nlohmann::ordered_json& node) -> void {
    if (node.is_object())
      for (const auto* place : {"at", "starts_at", "source"}) node.erase(place);
    for (auto& inner : node)
      if (inner.is_structured()) self(self, inner);
  };
  strip(strip, json);
  return json.dump(1);
}

}  // namespace

TEST_CASE("format: what was written, and how it is laid out") {
  const auto all = files_in(CAIRN_ROOT "/tests/lang/format", ".written");
  REQUIRE(all.size() >= 7);
  for (const auto& written : all) {
    CAPTURE(written.string());
    const auto file = parsed(text_of(written));
    REQUIRE(file);
    auto expected = written;
    CHECK(format(*file) == text_of(expected.replace_extension(".eval")));
    check_format(*file);
  }
}

TEST_CASE("format: every file of this project keeps what it says") {
  for (const auto* folder : {"stdlib", "examples", "tests"})
    for (const auto& path : files_in((std::string(CAIRN_ROOT "/") + folder).c_str(), ".eval")) {
      CAPTURE(path.string());
      if (const auto file = parsed(text_of(path))) check_format(*file);
    }
}

TEST_CASE("format: layouts made at random keep what they say and every comment") {
  auto all = files_in(CAIRN_ROOT "/tests/lang/format", ".written");
  for (const auto& path : files_in(CAIRN_ROOT "/examples", ".eval")) all.push_back(path);
  std::mt19937 random(20240229);
  std::size_t comments = 0;
  for (const auto& path : all) {
    CAPTURE(path.string());
    const auto text = text_of(path);
    if (text.empty() || text.size() > 4000) continue;
    const auto made = laid_out_at_random(text, random, 80);
    CAPTURE(made);
    const auto file = parsed(made);
    REQUIRE(file);
    check_format(*file);
    for (std::size_t at = 0; (at = made.find("# note ", at)) != made.npos; ++at) ++comments;
  }
  CHECK(comments > 50);  // Many a change was kept.
}

TEST_CASE("format: the plan and its hashes stay the same") {
  const std::string text = planned_eval;
  const auto plan = plan_of(text);
  CHECK(plan.find("\"score\"") != plan.npos);
  std::mt19937 random(7);
  for (int i = 0; i < 4; ++i) {
    const auto made = laid_out_at_random(text, random, 40);
    CAPTURE(made);
    CHECK(plan_of(made) == plan);
    CHECK(plan_of(format(*parsed(made))) == plan);
  }
}

TEST_CASE("format: an expression in one line") {
  const std::pair<const char*, const char*> cases[] = {
      {"a<=3", "a <= 3"},
      {"(a\n # why\n and b)", "(a and b)"},
      {"[\"x\"\n\n\"y\"\n]", "[\"x\", \"y\"]"},
      {"answer is \"\"\"\n  one\n  \"two\"\n  \"\"\"", "answer is \"one\\n\\\"two\\\"\""},
      {"every x in l:\n x  is  not empty", "every x in l: x is not empty"},
      {"a does not contain any of [\"\\u{1F600}\"] ignoring case",
       "a does not contain any of [\"\\u{1F600}\"] ignoring case"},
      {"-item.\"A B\" + -1 * 2", "-item.\"A B\" + -1 * 2"},
  };
  for (const auto& one : cases) {
    CAPTURE(one.first);
    const auto file = parsed("check x {\n  require: " + std::string(one.first) + "\n}\n");
    REQUIRE(file);
    const auto& setting = std::get<syntax::Setting>(file->blocks[0].entries[0]);
    CHECK(format(std::get<syntax::Expr>(setting.value)) == one.second);
  }
}

}  // namespace cairn
