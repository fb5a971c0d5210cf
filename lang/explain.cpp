#include "lang/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "lang/explain_pages.h"
#include "lang/metrics.h"
#include "lang/vocabulary.h"
#include "lang/words.h"

namespace cairn {
namespace {

std::string with_blanks(std::string_view name) {
  std::string out(name);
  std::ranges::replace(out, '_', ' ');
  return out;
}

// Markdown as it reads in a terminal: code further right, under the name of its file.
std::string plain(std::string_view markdown) {
  std::string out;
  bool code = false;
  while (!markdown.empty()) {
    const auto end = std::min(markdown.find('\n'), markdown.size());
    auto line = markdown.substr(0, end);
    markdown.remove_prefix(std::min(end + 1, markdown.size()));
    if (line.starts_with("```")) {
      code = !code;
      const auto info = words_of(line.substr(3));
      if (code && info.size() > 1 && info.back().find('.') != info.back().npos)
        out += fmt::format("\n  {}:\n", info.back());
      continue;
    }
    if (!code && line.starts_with('#')) line.remove_prefix(line.find(' ') + 1);
    out += line.empty() ? "\n" : fmt::format("{}{}\n", code ? "    " : "", line);
  }
  return out;
}

std::string code_page(std::string_view name) {
  std::string file(name);
  std::ranges::transform(file, file.begin(), [](unsigned char c) { return std::toupper(c); });
  file += ".md";
  for (const auto& page : explain_files())
    if (page.name == file) return plain(page.text);
  return {};
}

std::string word_page(std::string_view name) {
  for (const auto& info : word_infos())
    if (info.word == name)
      return fmt::format("{}\n\n  {}\n\n  {}\n", info.word, info.help, info.sample);
  return {};
}

// Where a metric can be named.
std::string place_of(MetricOf of) {
  switch (of) {
    case MetricOf::eval:
      return "in `report:` and `goal:`";
    case MetricOf::judge:
      return "in `trust when:` of a `judge`";
    case MetricOf::panel:
      return "in `trust when:` of a `panel`, and behind the name of its check";
    case MetricOf::measure:
      return "behind the name of a check with `measure:`";
    case MetricOf::labels:
      return "behind the name of a check with `says:`";
    case MetricOf::judged:
      return "behind the name of a check with a judge";
  }
  return {};
}

std::string metric_page(std::string_view name) {
  std::string page;
  for (const auto& info : metric_infos())
    if (info.name == name)
      page += fmt::format("{}{}: a metric, {}\n  {}\n", page.empty() ? "" : "\n", info.name,
                          place_of(info.of), info.help);
  return page;
}

// `std.yes_no`: what a judge is sent, with its placeholders.
std::string judge_prompt_page(std::string_view name, const program::Library& library) {
  constexpr std::string_view prefix = "std.";
  if (!name.starts_with(prefix)) return {};
  const auto found = library.judge_prompts.find(name.substr(prefix.size()));
  if (found == library.judge_prompts.end()) return {};
  std::string text;
  for (const auto& part : found->second.text.parts) {
    if (const auto* plain = std::get_if<std::string>(&part)) text += *plain;
    const auto* expr = std::get_if<Expr>(&part);
    const auto* shown = expr ? std::get_if<InScope>(&expr->node) : nullptr;
    if (shown) text += fmt::format("{{{{{}}}}}", to_string(shown->name));
  }
  return fmt::format("{}: a judge's prompt, {}\n  in a judge: `prompt: {}`\n\n{}\n", name,
                     found->second.title, name, indented(text, 2));
}

// `std.python_passes`: a tool as the library writes it.
std::string library_tool_page(std::string_view name, const program::Library& library) {
  for (const auto& [bare, tool] : library.tools)
    if (tool.tool.heading.name == name)
      return fmt::format("{}: a tool of the library, {}\n  in a check: `tool: {}`\n\n{}\n",
                         call_of(tool), tool.tool.heading.title, call_of(tool),
                         indented(tool.source, 2));
  return {};
}

// Behind the page of the block `tool`.
std::string library_tools(const program::Library& library) {
  std::string page = "The library's, for `tool:` of a check and `after:`:\n";
  for (const auto& [bare, tool] : library.tools)
    page += fmt::format("  {}\n    {}\n", call_of(tool), tool.tool.heading.title);
  return page;
}

std::string reserved_page(std::string_view name) {
  if (!is_reserved(name)) return {};
  return fmt::format(
      "`{}` is a word of the language, or kept for a later one: no block, variable or "
      "parameter\ncan be called so. As a field of items it is ordinary.\n",
      name);
}

}  // namespace

std::string call_of(const program::LibraryTool& tool) {
  std::string taken;
  for (const auto& one : tool.takes)
    taken += fmt::format("{}{}", taken.empty() ? "" : ", ", one.name);
  const auto& name = tool.tool.heading.name;
  return taken.empty() ? name : fmt::format("{}({})", name, taken);
}

std::string indented(std::string_view text, std::size_t blanks) {
  std::string out;
  bool begin = true;
  for (const char byte : text) {
    if (begin && byte != '\n') out.append(blanks, ' ');
    out += byte;
    begin = byte == '\n';
  }
  return out;
}

std::vector<std::string> explain(std::string_view name, const program::Library& library) {
  std::vector<std::string> pages;
  const auto add = [&](std::string page) {
    if (!page.empty()) pages.push_back(std::move(page));
  };
  const auto spaced = with_blanks(name);
  add(code_page(name));
  if (const auto* block = find_block(name)) add(block_page(*block));
  if (name == "tool") add(library_tools(library));
  add(setting_page(spaced));
  add(word_page(spaced));
  if (spaced != name) add(word_page(name));
  add(metric_page(name));
  add(judge_prompt_page(name, library));
  add(library_tool_page(name, library));
  auto called = std::string(name);
  std::ranges::replace(called, ' ', '_');
  if (const auto found = library.functions.find(called); found != library.functions.end())
    add(function_page(found->second, library));
  if (pages.empty()) add(reserved_page(name));
  return pages;
}

std::vector<std::string_view> explained_names(const program::Library& library) {
  std::vector<std::string_view> names;
  for (const auto& page : explain_files())
    names.push_back(page.name.substr(0, page.name.find('.')));
  for (const auto& block : block_infos()) names.push_back(block.name);
  for (const auto& setting : setting_infos()) names.push_back(setting.key);
  for (const auto& info : word_infos()) names.push_back(info.word);
  for (const auto& info : metric_infos()) names.push_back(info.name);
  for (const auto& [name, function] : library.functions) names.push_back(name);
  for (const auto& [name, tool] : library.tools) names.push_back(tool.tool.heading.name);
  return names;
}

}  // namespace cairn
