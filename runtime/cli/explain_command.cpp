// `cairn explain`: the page of a code, a block, a setting, a word or a function;
// `cairn functions`: the functions by subject.
#include <fmt/format.h>

#include <algorithm>

#include "lang/explain.h"
#include "lang/nearest.h"
#include "lang/utf8.h"
#include "runtime/cli/commands.h"
#include "stdlib/stdlib.h"

namespace cairn {
namespace {

struct Asked {
  std::string name;
  std::vector<std::string> pages;
  std::vector<std::string> rest;  // What stands behind the name.
};

// `passes at` is one name, `sentences "A text."` a name and a text: as many words
// as mean something together.
Asked asked(const std::vector<std::string>& words) {
  for (auto count = words.size(); count > 0; --count) {
    std::string name;
    for (std::size_t i = 0; i < count; ++i) name += (i == 0 ? "" : " ") + words[i];
    auto pages = explain(name, standard_library_with_examples());
    const auto behind = words.begin() + static_cast<std::ptrdiff_t>(count);
    if (!pages.empty()) return {std::move(name), std::move(pages), {behind, words.end()}};
  }
  return {words.front(), {}, {}};
}

int refuse_unknown(const std::string& name, const Terminal& terminal) {
  const auto meant = nearest(name, explained_names(standard_library_with_examples()));
  terminal.refuse(fmt::format("there is nothing called `{}`", name),
                  meant.empty() ? std::string("type a code such as E0303, a block such as `check`, "
                                              "or one of `cairn functions`")
                                : fmt::format("did you mean `{}`?", meant));
  return exit_code::nothing_run;
}

// The function, tried on a text.
int try_function(const Asked& asked, const Terminal& terminal) {
  const auto& functions = standard_library_with_examples().functions;
  const auto function = functions.find(asked.name);
  if (function == functions.end() || asked.rest.size() > 1) {
    terminal.refuse(function == functions.end()
                        ? fmt::format("`{}` is no function that could be tried on `{}`", asked.name,
                                      asked.rest.front())
                        : "a function is tried on one text",
                    "put the text in quotes: `cairn explain sentences \"A text. Another.\"`");
    return exit_code::nothing_run;
  }
  const auto result =
      tried_on(function->second, standard_library_with_examples(), asked.rest.front());
  if (!result) {
    terminal.refuse(result.error().what);
    return exit_code::nothing_run;
  }
  terminal.out.print(fmt::format("{}\n\n{}", signature_of(function->second), printable(*result)));
  return exit_code::done;
}

std::string cut(const std::string& line, std::size_t most) {
  if (static_cast<std::size_t>(width_of(line)) <= most) return line;
  std::string out;
  std::size_t width = 1;  // Of the mark at its end.
  for (std::size_t at = 0; at < line.size();) {
    const auto length = code_point_length(std::string_view(line).substr(at));
    const auto one = std::string_view(line).substr(at, length);
    width += static_cast<std::size_t>(width_of(one));
    if (width > most) break;
    out += one;
    at += length;
  }
  return out + "…";
}

std::string call_of(const program::Function& function) {
  std::string parameters;
  for (const auto& one : function.parameters)
    if (!one.optional) parameters += (parameters.empty() ? "" : ", ") + one.name;
  return fmt::format("{}({})", function.name, parameters);
}

std::string subject(std::string_view file, std::size_t width) {
  std::vector<const program::Function*> functions;
  std::size_t widest = 0;
  for (const auto& [name, function] : standard_library_with_examples().functions) {
    if (!function.file.ends_with("/" + std::string(file))) continue;
    functions.push_back(&function);
    widest = std::max(widest, call_of(function).size());
  }
  auto text = fmt::format("{}\n", file.substr(0, file.find('.')));
  for (const auto* function : functions)
    text += cut(fmt::format("  {:{}}  {}", call_of(*function), widest, summary_of(*function)),
                std::max<std::size_t>(width, 60)) +
            "\n";
  return functions.empty() ? std::string() : text + "\n";
}

}  // namespace

int run_explain(const CommandLine& typed, Terminal& terminal) {
  const auto found = asked(typed.words);
  if (found.pages.empty()) return refuse_unknown(found.name, terminal);
  if (!found.rest.empty()) return try_function(found, terminal);
  std::string text;
  for (const auto& page : found.pages) text += (text.empty() ? "" : "\n") + page;
  terminal.out.print(text);
  return exit_code::done;
}

int run_functions(const CommandLine&, Terminal& terminal) {
  std::string text;
  for (const auto& file : stdlib_files()) text += subject(file.name, terminal.width);
  terminal.out.print(text + "More: cairn explain FUNCTION\n");
  return exit_code::done;
}

}  // namespace cairn
