// What was typed, held against the rows of the table.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "lang/nearest.h"
#include "runtime/cli/command.h"

namespace cairn {
namespace {

// Known to every command.
constexpr std::array common_options = {
    Option{"--color", "auto|always|never", "when to use colour (auto)"},
    Option{"--ascii", "", "plain characters instead of lines and marks"},
    Option{"--quiet", "", "no progress"},
    Option{"--help", "", "this help"},
};

// Words in capitals stand for what the user makes up: "FILE|RUN".
bool is_choice(std::string_view value) {
  const auto made_up = [](char c) { return c == ' ' || (c >= 'A' && c <= 'Z'); };
  return value.find('|') != value.npos && std::ranges::none_of(value, made_up);
}

bool allowed(std::string_view choices, std::string_view typed) {
  for (std::size_t at = 0; at <= choices.size();) {
    const auto end = std::min(choices.find('|', at), choices.size());
    if (choices.substr(at, end - at) == typed) return true;
    at = end + 1;
  }
  return false;
}

const Option* find_option(const Command& command, std::string_view name) {
  for (const auto& option : command.options)
    if (option.name == name) return &option;
  for (const auto& option : common_options)
    if (option.name == name) return &option;
  return nullptr;
}

std::vector<std::string_view> option_names(const Command& command) {
  std::vector<std::string_view> names;
  for (const auto& option : command.options) names.push_back(option.name);
  for (const auto& option : common_options) names.push_back(option.name);
  return names;
}

// Everything that is refused is refused with what to type next.
bool refuse_unknown(const Command& command, const std::vector<std::string>& words,
                    const Terminal& terminal) {
  for (const auto& word : words) {
    if (word.size() < 2 || word[0] != '-') continue;
    const auto name = word.substr(0, word.find('='));
    const auto* option = find_option(command, name);
    if (option == nullptr) {
      const auto meant = nearest(name, option_names(command));
      terminal.refuse(fmt::format("`cairn {}` has no option `{}`", command.name, name),
                      meant.empty()
                          ? fmt::format("type `cairn {} --help` to see those it has", command.name)
                          : fmt::format("did you mean `{}`?", meant));
      return true;
    }
    if (!option->later.empty()) {
      terminal.refuse(fmt::format("`{}` is not built yet: {}", name, option->later));
      return true;
    }
  }
  return false;
}

void declare(CLI::App& app, const Option& option, CommandLine& made) {
  const std::string name(option.name);
  if (option.value.empty()) {
    app.add_flag_callback(name, [&made, name] { made.options[name]; });
    return;
  }
  auto* added = app.add_option_function<std::vector<std::string>>(
      name, [&made, name](const std::vector<std::string>& values) { made.options[name] = values; });
  if (option.value.starts_with('[')) {  // It may stand alone.
    added->expected(0, 1)->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    return;
  }
  // One value each time it is typed: what stands behind it is a word.
  added->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)->allow_extra_args(false);
}

bool check_values(const Command& command, const CommandLine& made, const Terminal& terminal) {
  for (const auto& [name, values] : made.options) {
    const auto* option = find_option(command, name);
    if (values.size() > 1 && !option->repeatable) {
      terminal.refuse(fmt::format("`{}` is given {} times", name, values.size()), "give it once");
      return false;
    }
    for (const auto& value : values) {
      if (!is_choice(option->value) || allowed(option->value, value)) continue;
      terminal.refuse(fmt::format("`{}` cannot be `{}`", name, value),
                      fmt::format("it is one of {}", option->value));
      return false;
    }
  }
  const auto count = static_cast<int>(made.words.size());
  // What may stand alone takes the word behind it: `cairn run --resume x.eval`.
  for (const auto& [name, values] : made.options)
    if (count < command.least_words && find_option(command, name)->value.starts_with('[') &&
        !values.empty()) {
      terminal.refuse(
          fmt::format("`{}` took `{}` for itself, so there is no {}", name, values.back(),
                      command.takes),
          fmt::format("write it last: `cairn {} {} {}`", command.name, values.back(), name));
      return false;
    }
  if (count < command.least_words || (command.most_words >= 0 && count > command.most_words)) {
    terminal.refuse(count < command.least_words
                        ? fmt::format("`cairn {}` needs {}", command.name, command.takes)
                        : fmt::format("`cairn {}` takes no `{}`", command.name, made.words.back()),
                    fmt::format("type `cairn {} {}`", command.name, command.takes));
    return false;
  }
  return true;
}

std::string describe(const Option& option) {
  auto left = std::string(option.name);
  if (!option.value.empty()) left += " " + std::string(option.value);
  if (left.size() > 26) return fmt::format("  {}\n  {:26}  {}\n", left, "", option.help);
  return fmt::format("  {:26}  {}\n", left, option.help);
}

}  // namespace

std::string_view CommandLine::value(std::string_view option) const {
  const auto found = options.find(option);
  return found == options.end() || found->second.empty() ? std::string_view()
                                                         : found->second.back();
}

std::span<const std::string> CommandLine::values(std::string_view option) const {
  const auto found = options.find(option);
  return found == options.end() ? std::span<const std::string>()
                                : std::span<const std::string>(found->second);
}

std::string help_of(const Command& command) {
  auto text = fmt::format("cairn {} {}\n\n{}\n", command.name, command.takes, command.about);
  if (!command.more.empty()) text += fmt::format("\n{}\n", command.more);
  text += "\nOptions:\n";
  for (const auto& option : command.options)
    if (option.later.empty()) text += describe(option);
  for (const auto& option : common_options) text += describe(option);
  return text;
}

int run_command_line(std::vector<std::string> argv, Terminal& terminal) {
  if (argv.empty() || argv[0] == "--help" || argv[0] == "-h" || argv[0] == "help") {
    terminal.out.print(overview(terminal));
    return exit_code::done;
  }
  if (argv[0] == "--version" || argv[0] == "-V" || argv[0] == "version") {
    terminal.out.print("cairn " CAIRN_VERSION ", edition 1 of the language\n");
    return exit_code::done;
  }
  const auto found = std::ranges::find(commands(), argv[0], &Command::name);
  if (found == commands().end()) {
    const auto later = later_command(argv[0]);
    std::vector<std::string_view> names;
    for (const auto& command : commands()) names.push_back(command.name);
    const auto meant = nearest(argv[0], names);
    if (!later.empty())
      terminal.refuse(fmt::format("`cairn {}` is not built yet: {}", argv[0], later));
    else
      terminal.refuse(fmt::format("there is no command `{}`", argv[0]),
                      meant.empty() ? std::string("type `cairn` to see the commands")
                                    : fmt::format("did you mean `cairn {}`?", meant));
    return exit_code::nothing_run;
  }
  std::vector<std::string> words(argv.begin() + 1, argv.end());
  if (std::ranges::find(words, "--help") != words.end() ||
      std::ranges::find(words, "-h") != words.end()) {
    terminal.out.print(help_of(*found));
    return exit_code::done;
  }
  if (refuse_unknown(*found, words, terminal)) return exit_code::nothing_run;
  CommandLine made{.words = {}, .options = {}, .argv = argv};
  CLI::App app;
  app.set_help_flag();
  for (const auto& option : found->options) declare(app, option, made);
  for (const auto& option : common_options)
    if (option.name != "--help") declare(app, option, made);
  app.add_option("words", made.words);
  try {
    std::ranges::reverse(words);  // As CLI11 takes them.
    app.parse(words);
  } catch (const CLI::ParseError& error) {
    terminal.refuse(error.what(), fmt::format("type `cairn {} --help`", found->name));
    return exit_code::nothing_run;
  }
  if (!check_values(*found, made, terminal)) return exit_code::nothing_run;
  const auto width = terminal.width;
  terminal =
      open_terminal(made.has("--color") ? made.value("--color") : "auto", made.has("--ascii"));
  terminal.width = width;
  terminal.quiet = made.has("--quiet");
  return found->run(made, terminal);
}

}  // namespace cairn
