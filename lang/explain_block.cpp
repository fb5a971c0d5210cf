// A block with its settings; a setting with the blocks that have it.
#include <fmt/format.h>

#include <algorithm>

#include "lang/explain_pages.h"
#include "lang/words.h"

namespace cairn {
namespace {

std::string_view in_words(Form form) {
  switch (form) {
    case Form::text:
      return "a text, or file(\"…\")";
    case Form::template_:
      return "a text with {{placeholders}}, or file(\"…\")";
    case Form::expression:
      return "a value, as in a condition";
    case Form::condition:
      return "a condition: yes or no";
    case Form::number:
      return "a number";
    case Form::whole:
      return "a whole number";
    case Form::share:
      return "a share, such as 80%";
    case Form::duration:
      return "a length of time, such as 20 seconds";
    case Form::size:
      return "a size, such as 512 MB";
    case Form::money:
      return "money, such as 2.50 USD";
    case Form::yes_no:
      return "yes or no";
    case Form::file:
      return "file(\"…\")";
    case Form::environment:
      return "env(\"NAME\")";
    case Form::command:
      return "a command: a text, or a list of texts";
    case Form::texts:
      return "a list of texts";
    case Form::names:
      return "a list of columns";
    case Form::fields:
      return "a list of item fields and slices";
    case Form::metrics:
      return "a list of metrics";
    case Form::goal:
      return "a condition on metrics";
    case Form::media:
      return "media(\"…\"), a field that is media, or a list of these";
    case Form::tool_call:
      return "the name of a `tool`, with its arguments: run_test(test)";
    case Form::for_each:
      return "a name, `in`, and a list: step in numbered_steps(answer)";
    case Form::range:
      return "two whole numbers: 1 to 5";
    case Form::parameters:
      return "a list of types and names: [text passage, number most]";
    case Form::verdicts:
      return "a list of labels, each with a share if wished: [yes 100%, no 0%]";
    case Form::name:
      return "a name";
    case Form::type:
      return "a type: text, number, yes/no, record, list of text, …";
    case Form::data:
      return "data: a text, a number, yes, no, a list of these";
    case Form::label:
    case Form::reference:
    case Form::references:
    case Form::combine:
      break;
  }
  return {};
}

std::string what_it_takes(const SettingInfo& setting) {
  switch (setting.form) {
    case Form::label:
      return "one of: " + comma_list(words_of(setting.detail));
    case Form::combine:
      return "one of: " + comma_list(words_of(setting.detail)) + ", or at least 90%";
    case Form::reference:
      return fmt::format("the name of a `{}`{}", setting.detail,
                         setting.detail == "model" ? ", or a model's id in quotes" : "");
    case Form::references:
      return fmt::format("a list of names of `{}` blocks", setting.detail);
    default:
      return std::string(in_words(setting.form));
  }
}

std::string value_of(const SettingInfo& setting) {
  auto text = what_it_takes(setting);
  if (!setting.fallback.empty()) text += fmt::format("; if not given: {}", setting.fallback);
  if (setting.repeatable) text += "; may stand several times";
  return text;
}

std::string header_of(const BlockInfo& block) {
  if (block.name == "use") return "use \"path.eval\" as name";
  return fmt::format("{}{} {{ … }}", block.name, block.needs_name ? " name \"Title\"" : "");
}

// "`check`, `define`"
std::string quoted_names(const std::vector<std::string_view>& names) {
  std::string out;
  for (const auto name : names) out += fmt::format("{}`{}`", out.empty() ? "" : ", ", name);
  return out;
}

std::vector<std::string_view> inner_blocks(std::string_view outer) {
  std::vector<std::string_view> names;
  for (const auto& block : block_infos())
    if (const auto inside = words_of(block.inside); std::ranges::count(inside, outer) > 0)
      names.push_back(block.name);
  return names;
}

}  // namespace

std::string block_page(const BlockInfo& block) {
  auto page = fmt::format("{}\n\n  {}\n", header_of(block), block.help);
  if (!block.inside.empty())
    page += fmt::format("  it stands inside {}\n", quoted_names(words_of(block.inside)));
  if (const auto inner = inner_blocks(block.name); !inner.empty())
    page += fmt::format("  blocks inside it: {}\n", quoted_names(inner));
  const auto settings = settings_of(block.name);
  if (settings.empty()) return page;
  std::size_t widest = 0;
  for (const auto& setting : settings) widest = std::max(widest, setting.key.size());
  page += "\nSettings:\n";
  for (const auto& setting : settings)
    page += fmt::format("  {0:{1}}  {2}\n  {3:{1}}  {4}\n", setting.key, widest, setting.help, "",
                        value_of(setting));
  if (settings.front().any_key && block.name != "example")
    page += fmt::format("  {:{}}  every further key is a field of yours\n", "…", widest);
  return page;
}

std::string setting_page(std::string_view key) {
  std::string page;
  for (const auto& setting : setting_infos()) {
    if (setting.key != key) continue;
    page += fmt::format("{}{}: in `{}`\n  {}\n  {}\n", page.empty() ? "" : "\n", key, setting.block,
                        setting.help, value_of(setting));
  }
  return page;
}

}  // namespace cairn
