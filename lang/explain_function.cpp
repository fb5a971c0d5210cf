// A function of the library: how it is called, what it does, and examples.
#include <fmt/format.h>

#include <algorithm>

#include "lang/evaluate.h"
#include "lang/explain_pages.h"
#include "lang/words.h"

namespace cairn {
namespace {

constexpr std::size_t most_shown = 400;

// A list is shown with an element a line.
std::string in_lines(const Value& value) {
  if (const auto* absent = value.as<Missing>()) return "missing: " + absent->why + "\n";
  const auto* list = value.as<List>();
  if (!list) return shown(value, most_shown) + "\n";
  auto text = counted(list->size(), "element") + "\n";
  for (std::size_t i = 0; i < list->size(); ++i)
    text += fmt::format("{:>4}  {}\n", i + 1, shown((*list)[i], most_shown));
  return text;
}

Value value_for(const program::Function& function, const program::Library& library,
                std::string_view text) {
  const Value given(text);
  if (function.body)
    return evaluate_once(*function.body, {}, library.natives,
                         {{Local{0, function.parameters.front().name}, given}});
  const auto* native = find_native(library.natives, function.name);
  const Value* const arguments[] = {&given};
  return native == nullptr ? missing("it is not in this program")
                           : native->call(Arguments(arguments));
}

bool takes_one_text(const program::Function& function) {
  const auto& parameters = function.parameters;
  return !parameters.empty() && fits(type_of(Type::Kind::text), parameters.front().type) &&
         std::all_of(parameters.begin() + 1, parameters.end(),
                     [](const program::Parameter& one) { return one.optional; });
}

}  // namespace

std::string signature_of(const program::Function& function) {
  std::string parameters;
  for (const auto& one : function.parameters)
    parameters += fmt::format("{}{}{} {}", parameters.empty() ? "" : ", ",
                              one.optional ? "optional " : "", to_string(one.type), one.name);
  return fmt::format("{}({}) gives {}", function.name, parameters,
                     function.gives_like.empty() ? to_string(function.gives) : function.gives_like);
}

std::string summary_of(const program::Function& function) {
  std::string line = function.about;
  std::ranges::replace(line, '\n', ' ');
  const auto end = line.find(". ");
  return end == line.npos ? line : line.substr(0, end + 1);
}

std::string function_page(const program::Function& function, const program::Library& library) {
  auto page = fmt::format("{}\n\n{}\n", signature_of(function), indented(function.about, 2));
  if (!function.examples.empty()) page += "\nExamples:\n";
  for (const auto& example : function.examples) {
    const auto expected = evaluate_once(example.expect, {}, library.natives);
    page += fmt::format("  {}\n    is {}\n", indented(example.source, 2).substr(2),
                        expected.is_missing() ? "missing" : shown(expected, most_shown));
  }
  return page + fmt::format("\nFrom {}.\n", function.file);
}

Result<std::string> tried_on(const program::Function& function, const program::Library& library,
                             std::string_view text) {
  if (takes_one_text(function)) return in_lines(value_for(function, library, text));
  return Failure{
      fmt::format("`{}` does not take one text, so it cannot be tried here", function.name)};
}

}  // namespace cairn
