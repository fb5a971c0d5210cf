// `cairn try`: one answer through every check, with the values under what failed.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "lang/item_sources.h"
#include "lang/nearest.h"
#include "lang/utf8.h"
#include "lang/words.h"
#include "runtime/cli/commands.h"
#include "runtime/cli/files.h"
#include "runtime/cli/messages.h"
#include "runtime/cli/planning.h"
#include "runtime/cli/run_arguments.h"
#include "runtime/cli/style.h"
#include "runtime/cli/tool_permission.h"
#include "runtime/disk_loader.h"
#include "runtime/report/phrases.h"
#include "runtime/report/tried.h"
#include "runtime/run_options.h"
#include "stdlib/stdlib.h"

namespace cairn {
namespace {

// The answer that is tried. The line break that editors put at the end of a file
// is not the answer's.
std::optional<std::string> answer_of(const CommandLine& typed, const Terminal& terminal) {
  std::string text;
  if (typed.words.size() > 1) {
    auto read = read_file(typed.words[1]);
    if (!read) {
      terminal.refuse(read.error().what);
      return std::nullopt;
    }
    text = *std::move(read);
  } else if (typed.words[0] == "-") {
    terminal.refuse("standard input is the eval here, so the answer cannot be",
                    "name a file with the answer: `cairn try - ANSWER.txt`");
    return std::nullopt;
  } else {
    if (isatty(STDIN_FILENO))
      terminal.err.print("Type the answer; end with Ctrl-D on a line of its own.\n");
    text = read_standard_input();
  }
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
  if (!find_broken_utf8(text)) return text;
  terminal.refuse("the answer is not valid UTF-8", "save it as UTF-8");
  return std::nullopt;
}

// The item that was named, or the only one; and what there is.
struct FoundItem {
  std::optional<Item> item;
  std::size_t all = 0;
  std::vector<std::string> first_ids;
};

FoundItem find_item(const Plan& plan, const std::string& path, std::string_view id,
                    Loader& loader) {
  constexpr std::size_t most_named = 5;
  FoundItem found;
  Diagnostics diagnostics;  // Compiled without a mistake a moment ago.
  std::vector<ItemSource> sources;
  for (const auto& file : plan.items_files)
    sources.emplace_back(loader, item_options(file, path, plan.eval.seed,
                                              standard_library().natives, Filtered::yes));
  for_each_item(plan.inline_items, sources, diagnostics, [&](const Item& item, std::string_view) {
    ++found.all;
    if (found.first_ids.size() < most_named) found.first_ids.push_back(item.id);
    const bool wanted = id.empty() ? found.all == 1 : item.id == id;
    if (wanted) found.item = item;
    if (id.empty() && found.all > 1) found.item.reset();
    return id.empty() || !wanted;
  });
  return found;
}

std::string ids_of(const FoundItem& found) {
  std::string text;
  for (const auto& id : found.first_ids)
    text += fmt::format("{}`{}`", text.empty() ? "" : ", ", id);
  return found.all > found.first_ids.size() ? text + ", …" : text;
}

// False after saying that there is no such check.
bool keep_named(std::string_view name, const Plan& plan, std::vector<TriedCheck>& tried,
                const Terminal& terminal) {
  if (name.empty()) return true;
  std::vector<std::string_view> names;
  for (const auto& one : plan.checks) names.push_back(one.check.heading.name);
  if (std::ranges::count(names, name) == 0) {
    const auto meant = nearest(name, names);
    terminal.refuse(
        fmt::format("there is no check called `{}`", name),
        meant.empty() ? "`cairn plan` lists them all" : fmt::format("did you mean `{}`?", meant));
    return false;
  }
  std::erase_if(tried, [name](const TriedCheck& one) { return one.name != name; });
  return true;
}

void say_cost(std::size_t calls, double most_usd, const Terminal& terminal) {
  if (calls == 0 || terminal.quiet) return;
  terminal.err.print(fmt::format(
      "asking {}{}\n", counted(calls, "call"),
      most_usd > 0 ? fmt::format(", at most {}", in_dollars(most_usd)) : std::string()));
}

std::string heading(const std::string& path, const FoundItem& found, const std::string& answer,
                    const Terminal& terminal) {
  const auto dot = terminal.unicode ? " · " : " - ";
  std::string text = printable(path);
  if (found.item) text += fmt::format("{}item {}", dot, printable(found.item->id));
  return text + fmt::format("{}an answer of {}\n\n", dot, counted(answer.size(), "byte"));
}

}  // namespace

int run_try(const CommandLine& typed, Terminal& terminal) {
  const auto& path = typed.words[0];
  const auto loader = loader_for(path);
  const auto plan = plan_or_say(path, *loader, terminal);
  if (!plan) return exit_code::nothing_run;
  const auto id = typed.value("--item");
  const auto found = find_item(*plan, path, id, *loader);
  if (!id.empty() && !found.item) {
    terminal.refuse(fmt::format("there is no item `{}`", id),
                    fmt::format("there are {}", ids_of(found)));
    return exit_code::nothing_run;
  }
  const auto style = style_of(terminal);
  auto chosen = options_of(typed, terminal);
  if (!chosen) return exit_code::nothing_run;
  RunOptions options;
  options.allow_tools = chosen->allow_tools;
  options.allow_network = chosen->allow_network;
  options.sandbox = chosen->sandbox;
  if (typed.has("--check")) options.only = {std::string(typed.value("--check"))};
  Diagnostics diagnostics;
  // A check that is named alone is asked about alone.
  const auto only = plan_for(*plan, options, diagnostics);
  if (only) ask_for_permission(only->plan, options, terminal);
  const auto answer = answer_of(typed, terminal);
  if (!answer) return exit_code::nothing_run;
  const auto asking =
      only ? asking_for(only->plan, options, *loader, project_of(plan->folder), diagnostics)
           : nullptr;
  const auto tools =
      only ? tools_for(only->plan, options, *loader, project_of(plan->folder), diagnostics)
           : nullptr;
  for (const auto& one : diagnostics.all())
    terminal.refuse(one.message, one.help.empty() ? std::string_view() : one.help.front());
  if (diagnostics.any_errors()) return exit_code::nothing_run;
  auto tried = try_answer(
      only->plan,
      {.item = found.item,
       .answer = *answer,
       .asking = asking.get(),
       .tools = tools.get(),
       .before_asking = [&](std::size_t calls, double usd) { say_cost(calls, usd, terminal); },
       .width = std::max<std::size_t>(terminal.width, 20) - 4,
       .rulers = terminal.unicode ? Rulers::lines : Rulers::ascii},
      standard_library());
  if (!tried) {
    terminal.refuse(tried.error().what);
    return exit_code::nothing_run;
  }
  if (!keep_named(typed.value("--check"), *plan, *tried, terminal)) return exit_code::nothing_run;
  terminal.out.print(heading(path, found, *answer, terminal) + report(*tried, style));
  if (!found.item)
    terminal.out.print(
        fmt::format("\nChecks that read the item need one: `--item ID`, such as {}\n",
                    printable(ids_of(found))));
  return exit_code::done;
}

}  // namespace cairn
