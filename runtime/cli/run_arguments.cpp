#include "runtime/cli/run_arguments.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdlib>

#include "runtime/cli/tool_permission.h"
#include "runtime/runs.h"
#include "runtime/tools/setup.h"
#include "stdlib/stdlib.h"

namespace cairn {
namespace {

std::optional<long long> whole(const CommandLine& typed, std::string_view option, long long least,
                               const Terminal& terminal, bool& sound) {
  if (!typed.has(option)) return std::nullopt;
  const auto text = typed.value(option);
  long long number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size() && number >= least) return number;
  terminal.refuse(fmt::format("`{}` cannot be `{}`", option, text),
                  fmt::format("it is a whole number{}",
                              least > 0 ? fmt::format(" from {}", least) : std::string()));
  sound = false;
  return std::nullopt;
}

// "2.50", also "$2.50" and "2.50 USD".
std::optional<double> money(const CommandLine& typed, std::string_view option,
                            const Terminal& terminal, bool& sound) {
  if (!typed.has(option)) return std::nullopt;
  const auto written = typed.value(option);
  auto text = written;
  if (text.starts_with('$')) text.remove_prefix(1);
  if (text.ends_with("USD")) text.remove_suffix(3);
  while (text.ends_with(' ')) text.remove_suffix(1);
  double sum = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), sum);
  if (error == std::errc() && end == text.data() + text.size() && sum > 0) return sum;
  terminal.refuse(fmt::format("`{}` cannot be `{}`", option, written),
                  "it is a sum of US dollars: `--budget 2.50`");
  sound = false;
  return std::nullopt;
}

}  // namespace

std::optional<RunOptions> options_of(const CommandLine& typed, const Terminal& terminal) {
  bool sound = true;
  const auto list = [&](std::string_view option) {
    const auto values = typed.values(option);
    return std::vector<std::string>(values.begin(), values.end());
  };
  RunOptions options{.answers = std::string(typed.value("--answers")),
                     .answers_only = typed.has("--answers-only"),
                     .answers_item = std::string(typed.value("--answers-item")),
                     .answers_text = std::string(typed.value("--answers-text")),
                     .only = list("--only"),
                     .items = list("--item")};
  if (const auto take = whole(typed, "--take", 1, terminal, sound))
    options.take = static_cast<std::size_t>(*take);
  if (const auto samples = whole(typed, "--samples", 1, terminal, sound))
    options.samples = static_cast<std::size_t>(*samples);
  options.seed = whole(typed, "--seed", 0, terminal, sound);
  for (const auto& label : typed.values("--label")) {
    const auto equals = label.find('=');
    if (equals == label.npos || equals == 0) {
      terminal.refuse(fmt::format("`--label` cannot be `{}`", label),
                      "write it as `--label KEY=VALUE`");
      return std::nullopt;
    }
    options.labels.emplace_back(label.substr(0, equals), label.substr(equals + 1));
  }
  options.ask_model = typed.has("--model");
  options.allow_tools = typed.has("--allow-tools");
  options.allow_network = typed.has("--allow-network");
  if (typed.has("--sandbox")) options.sandbox = sandbox_level_named(typed.value("--sandbox"));
  options.anyway = typed.has("--anyway");
  if (const auto width = whole(typed, "--concurrency", 1, terminal, sound))
    options.concurrency = static_cast<std::size_t>(*width);
  if (const auto votes = whole(typed, "--judge-samples", 2, terminal, sound))
    options.judge_samples = static_cast<std::size_t>(*votes);
  options.budget_usd = money(typed, "--budget", terminal, sound);
  if (typed.has("--cache")) options.cache = *cache_mode_named(typed.value("--cache"));
  if (typed.has("--resume")) options.resume = std::string(typed.value("--resume"));
  options.out = typed.value("--out");
  options.record = typed.value("--record");
  options.argv = typed.argv;
  if (!sound) return std::nullopt;
  return options;
}

Environment process_environment() {
  return [](std::string_view name) {
    const char* value = std::getenv(std::string(name).c_str());
    return std::string(value ? value : "");
  };
}

std::unique_ptr<AskingRun> asking_for(const Plan& plan, const RunOptions& options, Loader& loader,
                                      const std::filesystem::path& project,
                                      Diagnostics& diagnostics) {
  const auto id = new_run_id();
  const std::filesystem::path journal = "/dev/null";  // Without the cache nothing is kept.
  auto opened = AskingRun::open(
      plan, AskingRun::Answers::recorded, options,
      {loader, standard_library(), project, process_environment(), own_price_file(project)},
      {id, journal, false}, nullptr, diagnostics);
  return opened ? *std::move(opened) : nullptr;
}

std::unique_ptr<ToolRunner> tools_for(const Plan& plan, const RunOptions& options, Loader& loader,
                                      const std::filesystem::path& project,
                                      Diagnostics& diagnostics) {
  if (!options.allow_tools) return nullptr;
  const RunWorld world{.loader = loader,
                       .library = standard_library(),
                       .project = project,
                       .guard = guard_program()};
  auto opened = open_tools(plan, options, world, {new_run_id(), "/dev/null"}, diagnostics);
  return opened ? *std::move(opened) : nullptr;
}

std::string own_price_file(const std::filesystem::path& project) {
  if (const char* named = std::getenv("CAIRN_PRICES"); named && *named) return named;
  std::error_code ignored;
  const auto path = project / ".cairn" / "prices.json";
  return std::filesystem::exists(path, ignored) ? path.string() : std::string();
}

}  // namespace cairn
