// The commands of `cairn`, each a row: what it is called, takes and does.
//
// Help, completion and the refusal of unknown options are made of these rows;
// nothing is said about a command anywhere else.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/cli/terminal.h"

namespace cairn {

struct Option {
  std::string_view name;   // "--format"
  std::string_view value;  // "pretty|short|json"; empty: a switch.
  std::string_view help;
  bool repeatable = false;
  // Not built yet: typing it is refused with this sentence.
  std::string_view later = {};
};

// What was typed behind a command.
struct CommandLine {
  std::vector<std::string> words;  // Paths and names.
  std::map<std::string, std::vector<std::string>, std::less<>> options;
  std::vector<std::string> argv;  // All of it, for the log.

  bool has(std::string_view option) const { return options.find(option) != options.end(); }
  // The last one typed, or an empty text.
  std::string_view value(std::string_view option) const;
  std::span<const std::string> values(std::string_view option) const;
};

namespace exit_code {
inline constexpr int done = 0;
inline constexpr int not_met = 1;
inline constexpr int nothing_run = 2;
inline constexpr int not_measured = 3;
}  // namespace exit_code

struct Command {
  std::string_view name;
  std::string_view takes;  // "PATH…"
  std::string_view about;  // One line.
  std::string_view more;   // Further lines of its help; may be empty.
  int least_words = 0, most_words = 0;
  std::span<const Option> options;
  int (*run)(const CommandLine&, Terminal&);
};

// In the order in which a new user meets them.
std::span<const Command> commands();

// Commands that the design has and this version does not: the sentence to say.
std::string_view later_command(std::string_view name);

// Runs what was typed; the program's exit code.
int run_command_line(std::vector<std::string> argv, Terminal& terminal);

std::string overview(const Terminal& terminal);
std::string help_of(const Command& command);

}  // namespace cairn
