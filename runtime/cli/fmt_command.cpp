// `cairn fmt`: the one layout of a `.eval` file.
#include <fmt/format.h>

#include "lang/format.h"
#include "lang/parse.h"
#include "lang/render_diagnostic.h"
#include "runtime/cli/commands.h"
#include "runtime/cli/files.h"
#include "runtime/cli/messages.h"

namespace cairn {
namespace {

struct Formatted {
  std::string before, after;
};

// Nothing, after saying why, where the file cannot be read or holds a mistake:
// it is then left as it is. Data files are not looked at, nor what it uses.
std::optional<Formatted> formatted(const std::string& path, const Terminal& terminal) {
  auto bytes = path == "-" ? Result<std::string>(read_standard_input()) : read_file(path);
  if (!bytes) {
    terminal.refuse(bytes.error().what);
    return std::nullopt;
  }
  Compilation read;
  read.sources.add(read_source(path, *bytes, 0, read.diagnostics));
  const auto file = parse(read.sources[0], 0, read.diagnostics);
  if (read.diagnostics.any_errors()) {
    terminal.err.print(listed_messages(read, terminal.err, terminal));
    terminal.err.print(fmt::format("{}: {}. The file was left as it is.\n", path,
                                   count_in_words(read.diagnostics)));
    return std::nullopt;
  }
  Formatted made{.before = *std::move(bytes), .after = format(file)};
  // A line that shifts its text is no longer seen once the text is laid out.
  if (made.before != made.after) terminal.err.print(listed_messages(read, terminal.err, terminal));
  return made;
}

// False, after saying why, if the file cannot be written.
bool put(const std::string& path, const Formatted& made, const CommandLine& typed,
         const Terminal& terminal) {
  if (path == "-" || typed.has("--stdout")) {
    terminal.out.print(made.after);
    return true;
  }
  if (made.before == made.after) return true;
  const auto written = write_file(path, made.after);
  if (!written) terminal.refuse(written.error().what);
  if (written && !terminal.quiet) terminal.err.print(fmt::format("{}: laid out\n", path));
  return written.has_value();
}

std::string_view shown_name(const std::string& path) {
  return path == "-" ? std::string_view("standard input") : std::string_view(path);
}

}  // namespace

int run_fmt(const CommandLine& typed, Terminal& terminal) {
  if (typed.has("--check") && typed.has("--stdout")) {
    terminal.refuse("`--check` and `--stdout` do not go together",
                    "`--check` only says which files would change");
    return exit_code::nothing_run;
  }
  const auto files = eval_files(typed.words, terminal);
  if (!files) return exit_code::nothing_run;
  bool sound = true;
  std::string would_change;
  for (const auto& path : *files) {
    const auto made = formatted(path, terminal);
    if (!made)
      sound = false;
    else if (!typed.has("--check"))
      sound = put(path, *made, typed, terminal) && sound;
    else if (made->before != made->after)
      would_change += fmt::format("{}\n", shown_name(path));
  }
  terminal.out.print(would_change);
  if (!would_change.empty())
    terminal.err.print("help: these files would change; type `cairn fmt` and their names\n");
  if (!sound) return exit_code::nothing_run;
  return would_change.empty() ? exit_code::done : exit_code::not_met;
}

}  // namespace cairn
