// The pages of `cairn explain`: every code has one, and each is true.
#include "lang/explain.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "lang/blocks.h"
#include "lang/compile.h"
#include "lang/format.h"
#include "lang/parse.h"
#include "lang/vocabulary.h"
#include "stdlib/stdlib.h"
#include "tests/lang/explain_page.h"
#include "tests/memory_loader.h"

namespace cairn {
namespace {

constexpr std::string_view all_codes[] = {
#define DIAGNOSTIC(code, name, severity, text) #code,
#include "lang/diagnostics.def"
};

std::string page_of(std::string_view code) {
  for (const auto& file : explain_files())
    if (file.name == std::string(code) + ".md") return std::string(file.text);
  return {};
}

// --- wrong files too large for a page ------------------------------------------------

constexpr std::string_view with_rows =
    "eval capitals {\n}\n\nitems rows {\n  from: file(\"capitals.jsonl\")\n}\n\n"
    "check right {\n  require: answer is not empty\n}\n";

PageFiles too_large_file() { return {{"wrong.eval", std::string(64'000'001, '#')}}; }

PageFiles many_wrong_rows() {
  std::string rows;
  for (int i = 0; i < 100; ++i) rows += "{'id': " + std::to_string(i) + "}\n";
  return {{"wrong.eval", std::string(with_rows)}, {"capitals.jsonl", rows}};
}

PageFiles long_row() {
  // A cell in quotes that goes on over lines, as when its closing quote is lost.
  std::string eval(with_rows);
  eval.replace(eval.find("jsonl"), 5, "csv");
  std::string rows = "id,text\na,\"";
  while (rows.size() < 64'000'100) rows += std::string(99, 'x') + "\n";
  return {{"wrong.eval", eval}, {"capitals.csv", rows + "\"\n"}};
}

PageFiles long_expression() {
  std::string sum = "1";
  for (int i = 0; i < 600; ++i) sum += " + 1";
  return {{"wrong.eval",
           "eval sums {\n}\n\nitem first { a: 1 }\n\ncheck x {\n  require: " + sum + " > 2\n}\n"}};
}

const std::map<std::string_view, std::function<PageFiles()>> made = {
    {"E0112", too_large_file},
    {"E0154", many_wrong_rows},
    {"E0156", long_row},
    {"E0216", long_expression},
};

// Codes that come with another: the rows themselves are wrong too.
const std::map<std::string_view, std::string_view> together = {{"E0154", "E0157"}};

// --- what a file gives -------------------------------------------------------------------

std::set<std::string> codes_of(const PageFiles& files, const std::string& name) {
  MemoryLoader loader;
  loader.files.insert(files.begin(), files.end());
  const auto compiled = compile(name, loader, standard_library());
  std::set<std::string> codes;
  for (const auto& one : compiled.diagnostics.all()) {
    INFO(one.message);
    codes.emplace(code_of(one.kind));
  }
  return codes;
}

// Found when answers are read: their pages show those, and tests/runtime provokes them.
bool about_a_run(std::string_view code) {
  return code.starts_with('R') || code.starts_with("E018") || code.starts_with("E019");
}

}  // namespace

TEST_CASE("explain: every code has a page, and every page a code") {
  for (const auto code : all_codes) {
    CAPTURE(code);
    const auto page = page_of(code);
    CHECK(page.starts_with("# " + std::string(code) + " "));
    if (!about_a_run(code)) CHECK((files_of(page, "Wrong") || made.contains(code)));
    if (!about_a_run(code)) CHECK(files_of(page, "Right"));
  }
  CHECK(explain_files().size() == std::size(all_codes));
}

TEST_CASE("explain: the wrong file of a page gives its code and no other") {
  for (const auto code : all_codes) {
    if (about_a_run(code)) continue;
    CAPTURE(code);
    const auto found = made.find(code);
    const auto files = found == made.end() ? files_of(page_of(code), "Wrong") : found->second();
    REQUIRE(files);
    std::set<std::string> expected = {std::string(code)};
    if (const auto also = together.find(code); also != together.end())
      expected.emplace(also->second);
    CHECK(codes_of(*files, "wrong.eval") == expected);
  }
}

TEST_CASE("explain: the right file of a page is right, and laid out as cairn fmt does it") {
  for (const auto code : all_codes) {
    const auto files = files_of(page_of(code), "Right");
    if (!files || about_a_run(code)) continue;
    CAPTURE(code);
    CHECK(codes_of(*files, "right.eval").empty());
    for (const auto& [name, text] : *files) {
      if (!name.ends_with(".eval")) continue;
      Diagnostics diagnostics;
      const auto source = read_source(name, text, 0, diagnostics);
      CHECK(format(parse(source, 0, diagnostics)) == text);
    }
  }
}

TEST_CASE("explain: every block, setting, function and word has a page") {
  const auto& library = standard_library_with_examples();
  for (const auto name : explained_names(library)) {
    CAPTURE(name);
    CHECK(!explain(name, library).empty());
  }
  for (const auto word : reserved_words()) {
    CAPTURE(word);
    CHECK(!explain(word, library).empty());
  }
  CHECK(explain("chekc", library).empty());
  CHECK(explain("e0303", library) == explain("E0303", library));
  CHECK(explain("starts_with", library) == explain("starts with", library));
}

TEST_CASE("explain: the samples of words parse, and hold the word") {
  for (const auto& info : word_infos()) {
    CAPTURE(info.word);
    const auto text = "check x {\n  require: " + std::string(info.sample) + "\n}\n";
    Diagnostics diagnostics;
    const auto source = read_source("sample.eval", text, 0, diagnostics);
    const auto file = parse(source, 0, diagnostics);
    CHECK(diagnostics.all().empty());
    CHECK(format(file) == text);
    const auto last = info.word.substr(info.word.rfind(' ') + 1);
    CHECK(info.sample.find(last) != info.sample.npos);
  }
}

TEST_CASE("explain: what a page holds") {
  const auto& library = standard_library_with_examples();
  const auto holds = [&](std::string_view name, std::string_view part) {
    std::string text;
    for (const auto& page : explain(name, library)) text += page;
    CAPTURE(text);
    CHECK(text.find(part) != text.npos);
  };
  holds("check", "passes at");
  holds("check", "if not given: 100%");
  holds("check", "blocks inside it: `example`");
  holds("example", "it stands inside `check`, `define`, `native`");
  holds("weight", "weight: in `check`");
  holds("rerun_band", "19 times in 20");
  holds("mentions",
        "mentions(text passage, text words, optional yes/no ignoring_case) gives yes/no");
  holds("E0153", "  capitals.csv:\n    id,country,capital\n");
  holds("std.yes_no", "{{how_to_answer}}");
  holds("std.python_passes", "std.python_passes(tests): a tool of the library");
  holds("std.python_passes", "run: \"python3 -B run_tests.py\"");
  holds("tool", "  std.cpp_compiles\n    Compile C++\n");
  holds("suite", "kept for a later one");
}

TEST_CASE("explain: a function of one text is tried on it") {
  const auto& functions = standard_library_with_examples().functions;
  const auto sentences =
      tried_on(functions.at("sentences"), standard_library_with_examples(), "Dr. Lee left. Why?");
  REQUIRE(sentences);
  CHECK(*sentences == "2 elements\n   1  \"Dr. Lee left.\"\n   2  \"Why?\"\n");
  const auto words =
      tried_on(functions.at("word_count"), standard_library_with_examples(), "two words");
  REQUIRE(words);
  CHECK(*words == "2\n");
  CHECK(!tried_on(functions.at("mentions"), standard_library_with_examples(), "a text"));
}

}  // namespace cairn
