// `cairn fmt`: which files it changes, and what it says of those it does not.
#include <doctest/doctest.h>

#include "tests/run_program.h"

namespace cairn {
namespace {

constexpr std::string_view untidy = "check  a {\nrequire:answer is \"x\"\n}\n";
constexpr std::string_view tidy = "check a {\n  require: answer is \"x\"\n}\n";
constexpr std::string_view wrong = "check a {\n  require: answer == \"x\"\n}\n";

}  // namespace

TEST_CASE("cairn fmt lays files out and leaves tidy ones alone") {
  const ScratchFolder folder;
  folder.write("evals/untidy.eval", untidy);
  folder.write("evals/deep/tidy.cairn", tidy);
  const auto run = folder.run("fmt evals");
  CHECK(run.code == 0);
  CHECK(run.out.empty());
  CHECK(run.err == "evals/untidy.eval: laid out\n");
  CHECK(folder.read("evals/untidy.eval") == tidy);
  CHECK(folder.read("evals/deep/tidy.cairn") == tidy);
  CHECK(folder.run("fmt evals").err.empty());
}

TEST_CASE("cairn fmt --check names the files that would change") {
  const ScratchFolder folder;
  folder.write("tidy.eval", tidy);
  CHECK(folder.run("fmt --check tidy.eval").code == 0);
  folder.write("untidy.eval", untidy);
  folder.write("windows.eval", "check a {\r\n  require: answer is \"x\"\r\n}\r\n");
  const auto run = folder.run("fmt --check tidy.eval untidy.eval windows.eval");
  CHECK(run.code == 1);
  CHECK(run.out == "untidy.eval\nwindows.eval\n");
  CHECK(run.err.find("cairn fmt") != run.err.npos);
  CHECK(folder.read("untidy.eval") == untidy);
}

TEST_CASE("cairn fmt prints where it is asked to, and changes nothing then") {
  const ScratchFolder folder;
  folder.write("untidy.eval", untidy);
  const auto printed = folder.run("fmt --stdout untidy.eval");
  CHECK(printed.code == 0);
  CHECK(printed.out == tidy);
  CHECK(folder.read("untidy.eval") == untidy);
  CHECK(folder.run("fmt -", untidy).out == tidy);
  CHECK(folder.run("fmt --check -", untidy).out == "standard input\n");
  CHECK(folder.run("fmt --check --stdout untidy.eval").code == 2);
}

TEST_CASE("cairn fmt leaves a file with a mistake as it is and says what is wrong") {
  const ScratchFolder folder;
  folder.write("untidy.eval", untidy);
  folder.write("wrong.eval", wrong);
  const auto run = folder.run("fmt wrong.eval untidy.eval gone.eval");
  CHECK(run.code == 2);
  CHECK(run.err.find("E0206") != run.err.npos);
  CHECK(run.err.find("wrong.eval: 1 error. The file was left as it is.") != run.err.npos);
  CHECK(run.err.find("gone.eval") != run.err.npos);
  CHECK(folder.read("wrong.eval") == wrong);
  CHECK(folder.read("untidy.eval") == tidy);  // The others are laid out all the same.
  CHECK(folder.run("fmt --check wrong.eval").code == 2);
}

}  // namespace cairn
