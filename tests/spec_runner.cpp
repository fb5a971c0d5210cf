// Runs the specs: every `.eval` under tests/spec is compiled and must say of
// itself exactly what cairn says of it. See tests/spec/README.md.
//
//   cairn_specs                     all of them, and that every code has one
//   cairn_specs PART…               those whose path holds one of these words
//   cairn_specs --update [PART…]    writes what cairn says into the files; review with git diff
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "lang/apply_fixes.h"
#include "runtime/disk_loader.h"
#include "stdlib/stdlib.h"
#include "tests/spec_expectations.h"

namespace cairn {
namespace {

namespace fs = std::filesystem;

// Codes that no spec provokes, by how they begin, each with its reason.
struct Exemption {
  std::string_view code, reason;
};
constexpr Exemption exemptions[] = {
    {"E0112", "the file would have 64 MB"},
    {"E0156", "the row would have 64 MB"},
    {"E018", "of recorded answers, which `cairn run` reads"},
    {"E019", "of recorded answers, which `cairn run` reads"},
    {"R", "said by `cairn run`"},
};

std::string read(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

// Files as they are without their expectations; `fixed` stands for the spec itself.
class SpecLoader final : public Loader {
 public:
  SpecLoader(std::string spec, std::string fixed)
      : spec_(std::move(spec)), fixed_(std::move(fixed)) {}
  Result<std::string> resolve(std::string_view named_in, std::string_view written) override {
    return disk_.resolve(named_in, written);
  }
  Result<std::string> read(std::string_view path) override {
    if (path == spec_ && !fixed_.empty()) return fixed_;
    auto bytes = disk_.read(path);
    if (!bytes || !path.ends_with(".eval")) return bytes;
    return without_expectations(*bytes);
  }
  Result<std::unique_ptr<BlockStream>> open(std::string_view path) override {
    return disk_.open(path);
  }

 private:
  DiskLoader disk_;
  std::string spec_, fixed_;
};

struct Suite {
  bool update = false;
  std::vector<std::string> parts;
  std::set<std::string_view> provoked;  // Codes.
  std::size_t passed = 0, failed = 0;

  void count(bool good, std::string_view what, std::string_view why) {
    ++(good ? passed : failed);
    if (!good) fmt::print("FAILED {}\n{}\n", what, why);
  }
};

// The lines in which two texts differ, with `-` what the spec says and `+` what cairn says.
std::string difference(const std::string& expected, const std::string& actual) {
  std::multiset<std::string> before, after;
  std::string line;
  for (std::istringstream lines(expected); std::getline(lines, line);) before.insert(line);
  for (std::istringstream lines(actual); std::getline(lines, line);) after.insert(line);
  std::string out;
  const auto list = [&out](const std::string& text, std::multiset<std::string> other, char sign) {
    std::string one;
    for (std::istringstream lines(text); std::getline(lines, one);) {
      if (const auto found = other.find(one); found != other.end())
        other.erase(found);
      else
        out += fmt::format("  {} {}\n", sign, one);
    }
  };
  list(expected, after, '-');
  list(actual, before, '+');
  return out;
}

// What `cairn check --fix` is trusted with: no fix that is called safe may leave
// its mistake standing or bring a new one.
std::string bad_fix(const std::string& path, const Compilation& compiled) {
  if (compiled.sources.size() == 0) return {};
  auto fixed = apply_safe_fixes(compiled.sources[0], 0, compiled.diagnostics);
  if (fixed.changes == 0) return {};
  constexpr int most_turns = 10;
  Diagnostics after;
  for (int turn = 0; turn < most_turns && fixed.changes > 0; ++turn) {
    SpecLoader loader(path, fixed.text);
    auto again = compile(path, loader, standard_library());
    fixed = apply_safe_fixes(again.sources[0], 0, again.diagnostics);
    after = std::move(again.diagnostics);
  }
  std::multiset<std::string> before;
  for (const auto& one : compiled.diagnostics.all()) before.insert(one.message);
  for (const auto& one : after.all()) {
    const auto found = before.find(one.message);
    if (found == before.end())
      return fmt::format("  after the safe fixes there is: {} {}\n{}", code_of(one.kind),
                         one.message, fixed.text);
    before.erase(found);
  }
  if (after.all().size() < compiled.diagnostics.all().size()) return {};
  return "  the safe fixes leave every mistake standing\n" + fixed.text;
}

void run(const std::string& path, Suite& suite) {
  const auto expected = read(path);
  SpecLoader loader(path, {});
  const auto compiled = compile(path, loader, standard_library());
  for (const auto& one : compiled.diagnostics.all()) suite.provoked.insert(code_of(one.kind));
  Expectations said;
  expect_diagnostics(compiled, said);
  if (path.starts_with("explain/")) expect_explanations(compiled, natives(), said);
  const auto actual = with_expectations(without_expectations(expected), said);
  if (suite.update && actual != expected) std::ofstream(path, std::ios::binary) << actual;
  auto wrong = suite.update ? std::string() : difference(expected, actual);
  if (wrong.empty() && !suite.update && actual != expected)
    wrong = "  its lines are in another order\n";
  wrong += bad_fix(path, compiled);
  suite.count(wrong.empty(), path, wrong);
}

// A mistake a person makes is told once.
void run_mistake(const std::string& path, Suite& suite) {
  SpecLoader loader(path, {});
  const auto compiled = compile(path, loader, standard_library());
  const auto& all = compiled.diagnostics.all();
  if (all.size() == 1 && !(all[0].help.empty() && all[0].label.empty())) return;
  suite.count(false, path,
              all.size() == 1 ? "  this message does not say what to do next"
                              : fmt::format("  one mistake gives {} messages", all.size()));
}

void check_codes(Suite& suite) {
  constexpr std::string_view codes[] = {
#define DIAGNOSTIC(code, name, severity, text) #code,
#include "lang/diagnostics.def"
  };
  for (const auto code : codes) {
    const bool exempt = std::ranges::any_of(
        exemptions, [code](const Exemption& one) { return code.starts_with(one.code); });
    const bool provoked = suite.provoked.contains(code);
    suite.count(exempt != provoked, code,
                provoked ? "  a spec provokes it: take its exemption out"
                         : "  no spec under tests/spec provokes it");
  }
}

std::vector<std::string> spec_paths(const std::vector<std::string>& parts) {
  std::vector<std::string> paths;
  for (const auto& entry : fs::recursive_directory_iterator(".")) {
    const auto path = entry.path().lexically_relative(".").string();
    if (!entry.is_regular_file() || entry.path().extension() != ".eval") continue;
    if (parts.empty() || std::ranges::any_of(parts, [&path](const std::string& part) {
          return path.find(part) != path.npos;
        }))
      paths.push_back(path);
  }
  std::ranges::sort(paths);
  return paths;
}

int run_all(Suite& suite) {
  fs::current_path(CAIRN_ROOT
                   "/tests/spec");  // Messages name files as a user in this folder would.
  const auto paths = spec_paths(suite.parts);
  for (const auto& path : paths) {
    run(path, suite);
    if (path.starts_with("mistakes/")) run_mistake(path, suite);
  }
  if (suite.parts.empty()) check_codes(suite);
  fmt::print("{} passed, {} failed\n", suite.passed, suite.failed);
  return suite.failed == 0 && !paths.empty() ? 0 : 1;
}

}  // namespace
}  // namespace cairn

int main(int count, char** words) {
  cairn::Suite suite;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    if (word == "--update")
      suite.update = true;
    else
      suite.parts.push_back(word);
  }
  return cairn::run_all(suite);
}
