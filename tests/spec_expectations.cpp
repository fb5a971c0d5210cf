#include "tests/spec_expectations.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "lang/explain_values.h"

namespace cairn {
namespace {

constexpr std::size_t page_width = 100;

bool is_code(std::string_view text) {
  if (text.size() < 6 || std::string_view("EWR").find(text[0]) == text.npos) return false;
  return std::all_of(text.begin() + 1, text.begin() + 5,
                     [](unsigned char byte) { return std::isdigit(byte) != 0; }) &&
         text[5] == ' ';
}

bool is_expectation(std::string_view line) {
  if (!line.starts_with('#')) return false;
  const auto begin = line.find_first_not_of(' ', 1);
  if (begin == line.npos) return false;
  line.remove_prefix(begin);
  if (line.starts_with("= ") || line == "|" || line.starts_with("| ")) return begin > 1;
  const auto marks = std::min(line.find_first_not_of("^~"), line.size());
  line.remove_prefix(marks);
  if (line.starts_with(' ')) line.remove_prefix(1);
  return is_code(line);
}

// Lines with their line breaks.
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

// "#     " up to `column`, where something is to stand.
std::string indented(std::size_t column) {
  return column < 2 ? "# " : "#" + std::string(column - 2, ' ');
}

struct Marked {
  std::size_t line = 1, column = 1;
  std::string marks;  // With the `#` before them.
};

// A span that goes on below its line is marked up to the line's end and counted.
Marked marked(const SourceFile& source, Span at, char mark) {
  const auto begin = source.locate(at.begin);
  const auto line_end =
      std::min<std::size_t>(source.text().find('\n', at.begin), source.text().size());
  const auto end = std::min<std::size_t>(at.end, line_end);
  const auto inside = source.text().substr(at.begin, end - std::min<std::size_t>(at.begin, end));
  const auto width = std::max<std::size_t>(1, characters(inside));
  Marked made{.line = static_cast<std::size_t>(begin.line),
              .column = static_cast<std::size_t>(begin.column)};
  made.marks = made.column == 1 ? "#" + std::string(width - 1, mark)
                                : indented(made.column) + std::string(width, mark);
  return made;
}

std::string place_in(const Diagnostic& diagnostic) {
  const auto& data = diagnostic.data;
  if (!data) return {};
  std::string place = data->path;
  if (data->line > 0) place += fmt::format(":{}", data->line);
  if (data->column > 0) place += fmt::format(":{}", data->column);
  return place + " ";
}

std::string lines_below(const SourceFile& source, Span at) {
  const int more = source.locate(at.end).line - source.locate(at.begin).line;
  return more > 0 ? fmt::format(" (and {} lines below)", more) : "";
}

void expect_one(const Diagnostic& diagnostic, const Sources& sources, Expectations& expected) {
  const auto code = code_of(diagnostic.kind);
  const auto& source = sources[diagnostic.at.file];
  auto mark = marked(source, diagnostic.at, '^');
  auto place = place_in(diagnostic);
  if (diagnostic.at.file != 0) {
    place = fmt::format("{}:{}:{} {}", source.path(), mark.line, mark.column, place);
    mark = {.line = 0, .column = 1, .marks = "#"};
  }
  auto& lines = expected[mark.line];
  lines.push_back(fmt::format("{} {} {}{}{}{}", mark.marks, code, place, diagnostic.message,
                              diagnostic.label.empty() ? "" : " | " + diagnostic.label,
                              diagnostic.at.file == 0 ? lines_below(source, diagnostic.at) : ""));
  const auto help_column = characters(mark.marks) + 2;
  for (const auto& help : diagnostic.help)
    lines.push_back(fmt::format("{}= {}", indented(help_column), help));
}

void expect_others(const Diagnostic& diagnostic, const Sources& sources, Expectations& expected) {
  const auto code = code_of(diagnostic.kind);
  for (const auto& other : diagnostic.others) {
    const auto& source = sources[other.at.file];
    auto mark = marked(source, other.at, '~');
    if (other.at.file != 0)
      expected[0].push_back(
          fmt::format("# {} {}:{} {}", code, source.path(), mark.line, other.text));
    else
      expected[mark.line].push_back(fmt::format("{} {} {}", mark.marks, code, other.text));
  }
}

// The line on which an example says that it is to fail; nothing if it says so nowhere.
std::size_t line_of_expectation(const SourceFile& source, const program::Example& example) {
  const auto at = source.text().find("expect:", example.heading.at.begin);
  return at == std::string_view::npos
             ? 0
             : static_cast<std::size_t>(source.locate(static_cast<std::uint32_t>(at)).line);
}

Scope scope_of(const program::Example& example) {
  constexpr std::pair<std::string_view, ScopeName> names[] = {
      {"answer", ScopeName::answer}, {"answers", ScopeName::answers}, {"item", ScopeName::item},
      {"prompt", ScopeName::prompt}, {"reply", ScopeName::reply},
  };
  Scope scope;
  for (const auto& [name, place] : names)
    if (const auto* value = example.given.find(name)) scope[place] = value;
  return scope;
}

}  // namespace

std::string without_expectations(std::string_view text) {
  std::string out;
  for (const auto line : lines_of(text)) {
    auto plain = line;
    while (plain.ends_with('\n') || plain.ends_with('\r')) plain.remove_suffix(1);
    if (!is_expectation(plain)) out += line;
  }
  return out;
}

void expect_diagnostics(const Compilation& compiled, Expectations& expected) {
  for (const auto& diagnostic : compiled.diagnostics.sorted())
    expect_one(diagnostic, compiled.sources, expected);
  for (const auto& diagnostic : compiled.diagnostics.sorted())
    expect_others(diagnostic, compiled.sources, expected);
}

void expect_explanations(const Compilation& compiled, NativeTable natives, Expectations& expected) {
  for (const auto& check : compiled.program.checks) {
    const auto* require = std::get_if<program::Require>(&check.rule);
    if (require == nullptr || check.for_each) continue;
    for (const auto& example : check.examples) {
      if (example.expect != program::Example::Expect::fail) continue;
      const auto shown =
          explain_values(require->condition, scope_of(example), natives, {}, page_width - 4);
      const auto line = line_of_expectation(compiled.sources[0], example);
      for (const auto& text : shown) expected[line].push_back("#   | " + text);
    }
  }
}

std::string with_expectations(std::string_view text, const Expectations& expected) {
  std::string out;
  std::size_t number = 0;
  const auto put = [&](std::size_t line) {
    const auto found = expected.find(line);
    if (found == expected.end()) return;
    for (const auto& comment : found->second) {
      if (!out.empty() && out.back() != '\n') out += '\n';
      out += comment + "\n";
    }
  };
  for (const auto line : lines_of(text)) {
    out += line;
    put(++number);
  }
  put(0);
  // A message may stand behind the last line break.
  if (!expected.empty() && expected.rbegin()->first > number) put(expected.rbegin()->first);
  return out;
}

}  // namespace cairn
