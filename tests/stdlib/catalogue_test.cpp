// The catalogue in stdlib/README.md is made of the declarations. With CAIRN_UPDATE
// set, this test writes it instead.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include "lang/explain.h"
#include "stdlib/native/sentence.h"
#include "stdlib/stdlib.h"

using namespace cairn;

namespace {

constexpr const char* readme = CAIRN_ROOT "/stdlib/README.md";
constexpr std::string_view begin_mark = "<!-- catalogue -->\n",
                           end_mark = "<!-- end of catalogue -->";

std::string call_of(const program::Function& function) {
  std::string out = function.name + "(";
  for (const auto& parameter : function.parameters)
    out += fmt::format("{}{}{} {}", out.ends_with('(') ? "" : ", ",
                       parameter.optional ? "optional " : "", to_string(parameter.type),
                       parameter.name);
  return out + ")";
}

std::string first_sentence(const std::string& about) {
  const auto all = sentences(about);
  std::string first = all.empty() ? "" : all.front();
  for (auto at = first.find('|'); at != first.npos; at = first.find('|', at + 2))
    first.insert(at, "\\");
  return first;
}

std::string row_of(const program::Function& function) {
  return fmt::format("| `{}` | {} | {} |\n", call_of(function),
                     function.gives_like.empty() ? to_string(function.gives) : function.gives_like,
                     first_sentence(function.about));
}

std::string tools() {
  std::string rows;
  for (const auto& entry : standard_library_with_examples().tools)
    rows += fmt::format("| `{}` | {} | {} |\n", cairn::call_of(entry.second),
                        entry.second.tool.heading.title, first_sentence(entry.second.about));
  return "\n### `tools.eval`\n\n| tool | | |\n|---|---|---|\n" + rows;
}

std::string catalogue() {
  std::map<std::string, std::string> tables;  // By the file that declares them.
  for (const auto& entry : standard_library_with_examples().functions) {
    const auto& path = entry.second.file;
    tables[path.substr(path.rfind('/') + 1)] += row_of(entry.second);
  }
  std::string out;
  for (const auto& table : tables)
    out += fmt::format("\n### `{}`\n\n| function | gives | |\n|---|---|---|\n{}", table.first,
                       table.second);
  return out + tools() + "\n";
}

}  // namespace

TEST_CASE("the catalogue in stdlib/README.md is fresh") {
  std::ifstream file(readme);
  std::stringstream read;
  read << file.rdbuf();
  const std::string text = read.str();
  const auto begin = text.find(begin_mark), end = text.find(end_mark);
  REQUIRE(begin != text.npos);
  REQUIRE(end != text.npos);
  const auto behind = begin + begin_mark.size();
  const auto fresh = text.substr(0, behind) + catalogue() + text.substr(end);
  if (std::getenv("CAIRN_UPDATE") != nullptr) {
    std::ofstream(readme) << fresh;
    return;
  }
  INFO("run it with CAIRN_UPDATE=1 in the environment to bring it up to date");
  CHECK(text == fresh);
}
