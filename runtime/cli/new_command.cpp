// `cairn new`: a folder with an eval that runs at once, or the settings of git
// and editors for evals in a repository that exists.
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>

#include <array>
#include <filesystem>

#include "lang/blocks.h"
#include "lang/names.h"
#include "runtime/cli/commands.h"
#include "runtime/cli/files.h"
#include "runtime/cli/new_files.h"

extern char** environ;

namespace cairn {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view stands_for_name = "my_eval";

struct Placed {
  std::string path;       // Below the new folder.
  bool settings = false;  // Of git or an editor: also written by `--git`.
};

// Where an embedded file goes: "dot.gitignore" is ".gitignore".
Placed place_of(std::string_view name, std::string_view eval) {
  if (name.starts_with("dot.")) return {std::string(name.substr(3)), true};
  if (name.starts_with("vscode.")) return {".vscode/" + std::string(name.substr(7)), true};
  std::string path(name);
  if (path.starts_with(stands_for_name)) path.replace(0, stands_for_name.size(), eval);
  return {path, false};
}

std::string filled(std::string_view text, std::string_view eval) {
  std::string out(text);
  for (auto at = out.find(stands_for_name); at != out.npos;
       at = out.find(stands_for_name, at + eval.size()))
    out.replace(at, stands_for_name.size(), eval);
  return out;
}

// The lines of `wanted` that `has` lacks, added at its end.
std::string with_lines(std::string has, std::string_view wanted) {
  if (!has.empty() && !has.ends_with('\n')) has += '\n';
  while (!wanted.empty()) {
    const auto end = wanted.find('\n');
    const auto line = std::string(wanted.substr(0, end)) + "\n";
    if (!has.starts_with(line) && has.find("\n" + line) == has.npos) has += line;
    wanted.remove_prefix(end == wanted.npos ? wanted.size() : end + 1);
  }
  return has;
}

bool write_or_say(const fs::path& path, std::string_view text, const Terminal& terminal) {
  std::error_code failed;
  fs::create_directories(path.parent_path(), failed);
  const auto written = write_file(path.string(), text);
  if (!written) terminal.refuse(written.error().what, "choose another folder, or make room");
  return written.has_value();
}

// A hunk of `git diff` then names the check or block it stands in.
bool set_diff_driver(const std::string& folder) {
  std::string pattern =
      "^[[:space:]]*((eval|check|judge|items|item|prompt|panel|tool|slice|define|example)"
      "[[:space:]].*)$";
  std::array<std::string, 7> words = {"git",   "-C", folder, "config", "diff.cairn.xfuncname",
                                      pattern, ""};
  std::array<char*, 7> argv{};
  for (std::size_t i = 0; i + 1 < words.size(); ++i) argv[i] = words[i].data();
  pid_t child = 0;
  if (posix_spawnp(&child, "git", nullptr, nullptr, argv.data(), environ) != 0) return false;
  int status = 0;
  return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

int add_settings(const std::string& folder, const Terminal& terminal) {
  std::error_code ignored;
  if (!fs::exists(fs::path(folder) / ".git", ignored)) {
    terminal.refuse(fmt::format("{} is not the top of a git repository", folder),
                    "type `git init` there first, or name the folder that has `.git`");
    return exit_code::nothing_run;
  }
  for (const auto& file : new_files()) {
    const auto placed = place_of(file.name, {});
    if (!placed.settings) continue;
    const auto path = fs::path(folder) / placed.path;
    const bool by_lines = placed.path.starts_with(".git");
    if (!by_lines && fs::exists(path, ignored)) {
      terminal.out.print(fmt::format("kept {}; add to it: {}", path.string(), file.text));
      continue;
    }
    const auto has = read_file(path.string());
    const auto text = by_lines ? with_lines(has ? *has : "", file.text) : std::string(file.text);
    if (!write_or_say(path, text, terminal)) return exit_code::nothing_run;
    terminal.out.print(fmt::format("wrote {}\n", path.string()));
  }
  if (!set_diff_driver(folder))
    terminal.out.print(
        "could not run `git config diff.cairn.xfuncname …`; diffs work without it\n");
  return exit_code::done;
}

// Why `name` cannot name an eval; empty if it can.
std::string refusal_of_name(std::string_view name) {
  if (!is_name(name)) return "a name is of small letters, digits and `_`, and begins with a letter";
  return is_reserved(name) ? "it is a word of the language" : "";
}

std::string name_to_type(std::string_view name) {
  auto made = name_from(name);
  if (made.empty() || is_reserved(made)) made = "my_" + (made.empty() ? "eval" : made);
  return made;
}

}  // namespace

int run_new(const CommandLine& typed, Terminal& terminal) {
  if (typed.has("--git")) {
    if (typed.words.empty()) return add_settings(std::string(typed.value("--git")), terminal);
    terminal.refuse("`--git` adds settings to a repository that exists, without a new eval",
                    "type `cairn new --git .` or `cairn new NAME`");
    return exit_code::nothing_run;
  }
  if (typed.words.empty()) {
    terminal.refuse("`cairn new` needs a name", "type `cairn new my_eval`");
    return exit_code::nothing_run;
  }
  const auto folder = fs::path(typed.words[0]).lexically_normal();
  const auto name = (folder.has_filename() ? folder : folder.parent_path()).filename().string();
  if (const auto why = refusal_of_name(name); !why.empty()) {
    terminal.refuse(fmt::format("`{}` cannot name an eval: {}", name, why),
                    fmt::format("type `cairn new {}`", name_to_type(name)));
    return exit_code::nothing_run;
  }
  std::error_code ignored;
  if (fs::exists(folder, ignored) && !fs::is_empty(folder, ignored)) {
    terminal.refuse(fmt::format("{} is there already", folder.string()),
                    "choose another name; nothing was written");
    return exit_code::nothing_run;
  }
  for (const auto& file : new_files())
    if (!write_or_say(folder / place_of(file.name, name).path, filled(file.text, name), terminal))
      return exit_code::nothing_run;
  const auto eval = (folder / (name + ".eval")).string();
  terminal.out.print(
      fmt::format("made {0}\n\n  cairn run {1}      one number, and why\n"
                  "  cairn check {1}    every mistake, as you write\n",
                  folder.string(), eval));
  return exit_code::done;
}

}  // namespace cairn
