#include "tests/fuzz/targets.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "lang/apply_fixes.h"
#include "lang/compile.h"
#include "lang/data/json.h"
#include "lang/describe_plan.h"
#include "lang/diagnostic_json.h"
#include "lang/format.h"
#include "lang/parse.h"
#include "lang/plan.h"
#include "lang/render_diagnostic.h"
#include "runtime/disk_loader.h"
#include "runtime/evidence/reply.h"
#include "runtime/run.h"
#include "stdlib/stdlib.h"
#include "tests/memory_loader.h"

namespace cairn {
namespace {

void promise(bool kept, std::string_view what) {
  if (kept) return;
  std::fprintf(stderr, "broken promise: %.*s\n", static_cast<int>(what.size()), what.data());
  std::abort();
}

constexpr std::string_view few_items =
    "{\"id\": \"a\", \"text\": \"One two.\", \"number\": 3, \"names\": [\"x\", \"y\"], \"maybe\": "
    "1}\n{\"id\": \"b\", \"text\": \"\", \"number\": 4.5, \"names\": []}\n";

// Everything a command does with a file before it asks anybody.
void compile_and_show(MemoryLoader& loader, const std::string& path) {
  const auto compiled = compile(path, loader, standard_library());
  for (const auto& one : compiled.diagnostics.sorted())
    render(one, compiled.sources, {.colour = true, .unicode = true, .width = 80});
  if (compiled.diagnostics.any_errors()) {
    if (compiled.sources.size() > 0) apply_safe_fixes(compiled.sources[0], 0, compiled.diagnostics);
    return;
  }
  if (!compiled.program.eval) return;
  const auto plan = make_plan(compiled.program, path, "", compiled.bound, compiled.items);
  const auto written = to_json(plan);
  Diagnostics mistakes;
  const auto again = read_plan(written, "plan.json", standard_library(), mistakes);
  promise(again.has_value(), "a plan that was written can be read");
  promise(to_json(*again) == written, "a plan read back is the same");
  describe_plan(plan, facts_of(plan, loader, standard_library()), standard_library());
}

void fuzz_eval(std::string_view bytes) {
  MemoryLoader loader;
  loader.files["fuzz.eval"] = std::string(bytes);
  loader.files["items.jsonl"] = std::string(few_items);
  compile_and_show(loader, "fuzz.eval");
}

void fuzz_format(std::string_view bytes) {
  Diagnostics mistakes;
  const auto source = read_source("fuzz.eval", std::string(bytes), 0, mistakes);
  const auto file = parse(source, 0, mistakes);
  if (mistakes.any_errors()) return;
  const auto once = format(file);
  Diagnostics again;
  const auto formatted = read_source("fuzz.eval", once, 0, again);
  const auto reread = parse(formatted, 0, again);
  promise(!again.any_errors(), "a formatted file can be read");
  promise(format(reread) == once, "formatting twice is formatting once");
}

void fuzz_condition(std::string_view bytes) {
  MemoryLoader loader;
  loader.files["items.jsonl"] = std::string(few_items);
  loader.files["fuzz.eval"] = fmt::format(
      "cairn 1\n\neval fuzz {{\n}}\n\nitems rows {{\n  from: file(\"items.jsonl\")\n}}\n\n"
      "check it {{\n  require: {}\n\n  example one {{\n    answer: \"Two eggs, 3 g salt.\"\n"
      "    item {{ text: \"One two.\" number: 3 names: [\"x\", \"y\"] }}\n    expect: pass\n  }}\n"
      "}}\n",
      bytes);
  compile_and_show(loader, "fuzz.eval");
}

// The first byte says of which kind the file is.
void fuzz_items(std::string_view bytes) {
  constexpr std::array<std::string_view, 4> endings = {"jsonl", "json", "csv", "tsv"};
  const auto kind = bytes.empty() ? 0 : static_cast<unsigned char>(bytes[0]) % endings.size();
  const auto path = fmt::format("items.{}", endings[kind]);
  MemoryLoader loader;
  loader.block = 1 + bytes.size() % 97;
  loader.files[path] = std::string(bytes.substr(std::min<std::size_t>(1, bytes.size())));
  loader.files["fuzz.eval"] = fmt::format(
      "cairn 1\n\neval fuzz {{\n}}\n\nitems rows {{\n  from: file(\"{}\")\n}}\n\n"
      "check it {{\n  require: answer is present\n}}\n",
      path);
  compile_and_show(loader, "fuzz.eval");
}

void fuzz_plan(std::string_view bytes) {
  Diagnostics mistakes;
  const auto plan = read_plan(bytes, "plan.json", standard_library(), mistakes);
  promise(plan.has_value() != mistakes.any_errors(), "a plan is read or a mistake is reported");
  if (plan) promise(!to_json(*plan).empty(), "a plan can be written");
}

// Any text as an answer: every function of the library that takes one text.
void fuzz_answer(std::string_view bytes) {
  const auto& library = standard_library();
  const Value text{std::string(bytes)};
  const Value* const arguments[] = {&text};
  for (const auto& [name, function] : library.functions) {
    if (function.body || function.parameters.empty()) continue;
    const auto required =
        std::ranges::count_if(function.parameters, [](const auto& one) { return !one.optional; });
    const auto* native = find_native(library.natives, name);
    if (required == 1 && native) native->call(Arguments(arguments));
  }
}

// The recipe eval with other answers; the log goes nowhere.
void run_with(std::string_view name, std::string_view bytes) {
  namespace fs = std::filesystem;
  static const MemoryLoader example = [] {
    MemoryLoader made;
    for (const auto& entry : fs::directory_iterator(fs::path(CAIRN_ROOT) / "examples/recipes")) {
      std::ifstream file(entry.path(), std::ios::binary);
      made.files[entry.path().filename().string()] = {std::istreambuf_iterator<char>(file), {}};
    }
    return made;
  }();
  static const Plan plan = [] {
    auto loader = example;
    const auto compiled = compile("recipes.eval", loader, standard_library());
    return make_plan(compiled.program, "recipes.eval", "", compiled.bound, compiled.items);
  }();
  auto loader = example;
  loader.block = 1 + bytes.size() % 977;
  loader.files[std::string(name)] = std::string(bytes);
  RunOptions options;
  options.answers = std::string(name);
  options.out = "/dev/null";
  options.threads = 1;
  Diagnostics mistakes;
  const auto result = run(plan, options, {loader, standard_library(), "/tmp"}, mistakes);
  promise(result.has_value() != mistakes.any_errors(), "a run has a result, or a mistake is told");
}

void fuzz_recorded(std::string_view bytes) { run_with("answers.jsonl", bytes); }

void fuzz_log(std::string_view bytes) { run_with("run.jsonl", bytes); }

void fuzz_reply(std::string_view bytes) {
  const program::Scale scales[] = {
      {.verdicts = {{"yes", {}}, {"no", {}}}},
      {.verdicts = {{"very good", 1.0}, {"so so", 0.5}, {"not applicable", std::nullopt}}},
      {.verdicts = {}, .numeric = true, .low = 1, .high = 5},
  };
  for (const auto& scale : scales) {
    const auto read = read_reply(bytes, scale);
    if (const auto* unreadable = std::get_if<Unreadable>(&read))
      promise(!unreadable->why.empty(), "what cannot be read says why");
  }
}

constexpr std::array targets = {
    FuzzTarget{"answer", fuzz_answer, "examples", ".jsonl"},
    FuzzTarget{"condition", fuzz_condition, "tests/fuzz/conditions", ".txt"},
    FuzzTarget{"eval", fuzz_eval, "examples", ".eval"},
    FuzzTarget{"format", fuzz_format, "examples", ".eval"},
    FuzzTarget{"items", fuzz_items, "examples", ".jsonl"},
    FuzzTarget{"log", fuzz_log, "examples/recipes", ".jsonl"},
    FuzzTarget{"plan", fuzz_plan, "examples", ".eval"},
    FuzzTarget{"recorded", fuzz_recorded, "examples/recipes", ".jsonl"},
    FuzzTarget{"reply", fuzz_reply, "examples", ".jsonl"},
};

// Plans to begin with: those of the examples.
std::string plan_of(const std::filesystem::path& eval) {
  DiskLoader loader;
  const auto compiled = compile(eval.string(), loader, standard_library());
  if (!compiled.program.eval || compiled.diagnostics.any_errors()) return "{}";
  return to_json(make_plan(compiled.program, eval.filename().string(), eval.parent_path().string(),
                           compiled.bound, compiled.items));
}

// The log of a run with these answers; empty if they are no answers.
std::string log_of(const std::filesystem::path& answers) {
  namespace fs = std::filesystem;
  const auto log = fs::temp_directory_path() / fmt::format("cairn-fuzz-{}.jsonl", ::getpid());
  DiskLoader loader;
  const auto eval = answers.parent_path() / "recipes.eval";
  const auto compiled = compile(eval.string(), loader, standard_library());
  const auto plan = make_plan(compiled.program, eval.filename().string(),
                              eval.parent_path().string(), compiled.bound, compiled.items);
  RunOptions options;
  options.answers = answers.string();
  options.out = log;
  Diagnostics mistakes;
  run(plan, options, {loader, standard_library(), fs::temp_directory_path()}, mistakes);
  std::ifstream file(log, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  fs::remove(log);
  return text;
}

}  // namespace

std::span<const FuzzTarget> fuzz_targets() { return targets; }

std::vector<std::string> seeds_of(const FuzzTarget& target) {
  std::vector<std::filesystem::path> paths;
  const auto folder = std::filesystem::path(CAIRN_ROOT) / target.seed_folder;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.path().extension() == target.seed_ending) paths.push_back(entry.path());
  std::ranges::sort(paths);
  std::vector<std::string> seeds;
  for (const auto& path : paths) {
    if (target.run == fuzz_plan) {
      seeds.push_back(plan_of(path));
      continue;
    }
    if (target.run == fuzz_log) {
      if (auto log = log_of(path); !log.empty()) seeds.push_back(std::move(log));
      continue;
    }
    std::ifstream file(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    // One condition a line makes a seed of its own.
    if (target.seed_ending != ".txt") {
      seeds.push_back(std::move(text));
      continue;
    }
    for (std::size_t at = 0; at < text.size();) {
      const auto end = std::min(text.find('\n', at), text.size());
      seeds.push_back(text.substr(at, end - at));
      at = end + 1;
    }
  }
  if (seeds.empty()) seeds.emplace_back("{}");
  return seeds;
}

}  // namespace cairn
