// A `tool` block: the files it starts from, its command and what it keeps; and how
// checks and other tools name one.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "lang/check_context.h"
#include "lang/template.h"
#include "lang/words.h"

namespace cairn {
namespace {

constexpr std::string_view library_prefix = "std.";
constexpr double longest_seconds = 3600;
constexpr double least_bytes = 16e6, most_bytes = 1e12;

// What is wrong with a name inside a tool's folder, as what to do about it.
std::string_view wrong_with(std::string_view name) {
  if (name.front() == '/') return "it starts in the tool's own folder: leave the `/` before it out";
  if (name.back() == '/') return "a file is meant: leave the `/` behind it out";
  if (name.find_first_of("*?\n") != name.npos) return "names are not expanded: write each of them";
  while (!name.empty()) {
    const auto slash = std::min(name.find('/'), name.size());
    const auto part = name.substr(0, slash);
    if (part == "..") return "nothing outside of the tool's folder can be named: leave `..` out";
    if (part == "." || part.empty()) return "write it without `./`";
    name.remove_prefix(std::min(slash + 1, name.size()));
  }
  return {};
}

class ToolChecker {
 public:
  ToolChecker(Context& context, const Declared& declared)
      : context_(context), declared_(declared), view_(*declared.block) {}

  program::Tool check() {
    program::Tool made{.heading = heading_of(declared_)};
    int next_slot = 24;
    auto environment = scope(made, next_slot);
    read_.required("run");
    made.run = read_.command("run");
    after(made);
    for (const auto& entry : declared_.block->entries) file(entry, environment, made);
    if (const auto* input = view_.expr("input")) {
      made.input = text(environment, *input, "input");
      refuse_placeholders(context_, *input, made.takes, filled_in_nowhere);
    }
    keep(made);
    limits(made);
    made.network = read_.yes_no("network").value_or(false);
    return made;
  }

 private:
  static constexpr std::string_view filled_in_nowhere =
      "nothing is filled in here: write `join([\"…\", item.x], \"\")`, or `raw` before the text";

  Environment scope(program::Tool& made, int& next_slot) {
    auto environment = item_environment(context_, declared_.module, next_slot);
    if (context_.is_library) environment.scope.clear();  // It knows no eval's items.
    add_answer_scope(environment);
    environment.where = "a tool";
    const auto* takes = view_.find("takes");
    environment.lost_names = takes && !std::holds_alternative<syntax::Parameters>(takes->value);
    for (const auto& one : read_parameters(context_, view_)) {
      if (one.optional)
        context_.report(DiagnosticKind::bad_type, one.at, "optional")
            .with_help("a tool is handed everything it takes: leave `optional` out");
      const Local local{next_slot++, one.name};
      made.takes.push_back(local);
      environment.variables.push_back({local, one.type, {}});
    }
    return environment;
  }

  void after(program::Tool& made) {
    const auto* written = view_.expr("after");
    const auto first = written ? refer_tool(context_, *written, declared_.module) : std::nullopt;
    if (!first) return;
    made.after = first->name;
    if (!first->takes.empty())
      context_
          .report(DiagnosticKind::does_not_go_with, written->at, "after",
                  "a tool that takes arguments")
          .with_help(first->name.starts_with(library_prefix)
                         ? "nobody hands them over here: run both commands in one tool"
                         : fmt::format("nobody hands them over here: run both commands in one "
                                       "tool, or leave `takes:` of `{}` out",
                                       first->name));
  }

  void file(const syntax::Entry& entry, Environment& environment, program::Tool& made) {
    const auto* setting = std::get_if<syntax::Setting>(&entry);
    if (!setting || setting->key.id != "file" || !setting->argument) return;
    const auto* name = std::get_if<syntax::Text>(&setting->argument->node);
    if (!name) return;
    is_sound(name->value, setting->argument->at, files_);
    const auto* written = std::get_if<syntax::Expr>(&setting->value);
    if (!written) return;
    const auto* call = std::get_if<syntax::Call>(&written->node);
    if (call && call->function.id == "file") {
      const auto path = file_path(context_, *written, "file");
      const auto text =
          path ? read_named_file(context_, declared_.module, *path, written->at) : std::nullopt;
      made.files.push_back(
          {name->value,
           {written->at, type_of(Type::Kind::text), Constant{Value(text.value_or(""))}, {}}});
      return;
    }
    refuse_placeholders(context_, *written, made.takes, filled_in_nowhere);
    made.files.push_back({name->value, text(environment, *written, "file")});
  }

  Expr text(Environment& environment, const syntax::Expr& written, std::string_view key) {
    Expr made = check_expression(context_, environment, written);
    if (fits(type_of(Type::Kind::text), made.type)) return made;
    context_
        .report(DiagnosticKind::wrong_value, made.at, key, "a text", "a " + to_string(made.type))
        .with_help(fits(list_of(type_of(Type::Kind::text)), made.type)
                       ? fmt::format("write `join({}, \"\\n\")`, an element a line",
                                     context_.text(made.at))
                       : "hand over a text: write it as one in your items");
    return made;
  }

  void keep(program::Tool& made) {
    const auto* written = view_.expr("keep");
    if (!written) return;
    made.keep = read_.texts("keep");
    const auto one = [&](const syntax::Expr& element) {
      const auto* text = std::get_if<syntax::Text>(&element.node);
      if (text || !spelled(element).empty())
        is_sound(text ? text->value : spelled(element), element.at, kept_);
    };
    if (!std::holds_alternative<syntax::ListOf>(written->node)) return one(*written);
    for (const auto& element : written->operands) one(element);
  }

  // A name of `file` or `keep`: inside of the folder, and there once.
  void is_sound(const std::string& name, Span at, std::map<std::string, Span>& seen) {
    if (name.find_first_not_of(' ') == std::string::npos) {
      context_.report(DiagnosticKind::no_name, at, "file")
          .with_help("write its name between the quotes, such as `\"answer.txt\"`");
      return;
    }
    if (const auto help = wrong_with(name); !help.empty()) {
      context_.report(DiagnosticKind::bad_tool_file, at, name).with_help(std::string(help));
      return;
    }
    for (const auto& [other, place] : seen) {
      const bool inside = name.starts_with(other + "/") || other.starts_with(name + "/");
      if (other == name)
        context_.report(DiagnosticKind::duplicate_name, at, "files", name)
            .with_other(place, "the first one is here")
            .with_help("give one of them another name, or take it out");
      else if (inside)
        context_.report(DiagnosticKind::bad_tool_file, at, name)
            .with_other(place, fmt::format("`{}` stands here", other))
            .with_help("one name is a folder in the other: give the file another name");
      if (other == name || inside) return;
    }
    seen.emplace(name, at);
  }

  void limits(program::Tool& made) {
    made.timeout_seconds = read_.amount("timeout", Unit::seconds).value_or(10);
    if (made.timeout_seconds <= 0 || made.timeout_seconds > longest_seconds)
      out_of_range("timeout", "more than 0 seconds and at most 1 hour", "20 seconds");
    made.memory_bytes = read_.amount("memory", Unit::bytes).value_or(512e6);
    if (made.memory_bytes < least_bytes || made.memory_bytes > most_bytes)
      out_of_range("memory", "from 16 MB to 1000 GB", "512 MB");
  }

  void out_of_range(std::string_view key, std::string_view range, std::string_view sample) {
    const auto at = view_.expr(key)->at;
    context_.report(DiagnosticKind::out_of_range, at, key, range, context_.text(at))
        .with_help(fmt::format("write an amount such as `{}: {}`", key, sample));
  }

  Context& context_;
  const Declared& declared_;
  BlockView view_;
  SettingReader read_{context_, view_, declared_.module};
  std::map<std::string, Span> files_, kept_;
};

// Where `{{name` begins and `}}` ends, if `name` is one that a template could show.
std::optional<std::pair<std::size_t, std::size_t>> placeholder_in(std::string_view text,
                                                                  const std::vector<Local>& takes) {
  constexpr std::string_view shown[] = {"item", "answer", "answers", "prompt", "reply"};
  for (auto begin = text.find("{{"); begin != text.npos; begin = text.find("{{", begin + 1)) {
    const auto end = text.find("}}", begin);
    if (end == text.npos) return std::nullopt;
    auto name = text.substr(begin + 2, end - begin - 2);
    name.remove_prefix(std::min(name.find_first_not_of(' '), name.size()));
    name = name.substr(0, name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_"));
    const bool taken = std::ranges::count(takes, name, &Local::name) > 0;
    if (taken || std::ranges::count(shown, name) > 0) return std::pair(begin, end + 2);
  }
  return std::nullopt;
}

// A tool of the library becomes one of the program's where something asks for it.
void bring_in(program::Program& program, const program::LibraryTool& asked) {
  const auto& name = asked.tool.heading.name;
  if (std::ranges::none_of(program.tools,
                           [&](const auto& one) { return one.heading.name == name; }))
    program.tools.push_back(asked.tool);
}

std::optional<NamedTool> tool_of_library(Context& context, const syntax::Expr& reference,
                                         const std::string& name) {
  const auto& tools = context.library.tools;
  const auto found = tools.find(std::string_view(name).substr(library_prefix.size()));
  if (found != tools.end()) {
    bring_in(context.program, found->second);
    return NamedTool{name, found->second.takes};
  }
  std::vector<std::string> names;
  for (const auto& [one, tool] : tools) names.push_back(tool.tool.heading.name);
  auto& diagnostic = context.report(DiagnosticKind::unknown_name, reference.at, "tool", name);
  suggest(diagnostic, name, {names.begin(), names.end()});
  if (diagnostic.help.empty())
    diagnostic.with_help(fmt::format("the library has {}", listed(names)));
  return std::nullopt;
}

// `tool: "g++ answer.cpp"`, and a tool of the library without `std.` before it.
bool meant_otherwise(Context& context, const syntax::Expr& reference, const std::string& name) {
  if (context.find("tool", name)) return false;
  if (const auto* command = std::get_if<syntax::Text>(&reference.node);
      command && command->value.find(' ') != std::string::npos) {
    context.report(DiagnosticKind::unknown_name, reference.at, "tool", context.text(reference.at))
        .with_help(fmt::format("a command has a block of its own: `tool NAME {{`, and in it "
                               "`run: {}`",
                               context.text(reference.at)));
    return true;
  }
  if (!context.library.tools.contains(name)) return false;
  const auto better = std::string(library_prefix) + name;
  context.report(DiagnosticKind::unknown_name, reference.at, "tool", name)
      .with_help(fmt::format("the library's is called `{}`", better))
      .with_fix({fmt::format("change it to `{}`", better), {{reference.at, better}}, false});
  return true;
}

}  // namespace

program::Tool check_tool(Context& context, const Declared& declared) {
  return ToolChecker(context, declared).check();
}

std::optional<NamedTool> refer_tool(Context& context, const syntax::Expr& reference,
                                    std::size_t module) {
  const auto name = spelled(reference);
  if (name.starts_with(library_prefix)) return tool_of_library(context, reference, name);
  if (module == 0 && meant_otherwise(context, reference, name)) return std::nullopt;
  const auto* found = context.refer("tool", reference, module);
  if (!found) return std::nullopt;
  NamedTool made{.name = found->name};
  const BlockView view(*found->block);
  if (const auto* takes = view.find("takes"))
    if (const auto* parameters = std::get_if<syntax::Parameters>(&takes->value))
      for (const auto& one : parameters->all)
        made.takes.push_back({one.name.id, parse_type(one.type), false, one.at});
  return made;
}

void refuse_placeholders(Context& context, const syntax::Expr& written,
                         const std::vector<Local>& takes, std::string_view help) {
  for (const auto& operand : written.operands) refuse_placeholders(context, operand, takes, help);
  const auto* text = std::get_if<syntax::Text>(&written.node);
  if (!text || text->raw) return;
  const auto found = placeholder_in(text->value, takes);
  if (!found) return;
  const auto [begin, end] = *found;
  context
      .report(DiagnosticKind::bad_placeholder,
              place_in_file(*text, static_cast<std::uint32_t>(begin),
                            static_cast<std::uint32_t>(end), written.at),
              text->value.substr(begin, end - begin))
      .with_help(std::string(help));
}

void check_tool_chains(Context& context) {
  const auto& tools = context.program.tools;
  const auto named = [&](std::string_view name) {
    return std::ranges::find_if(tools, [&](const auto& tool) { return tool.heading.name == name; });
  };
  std::set<std::string> told;
  for (const auto& tool : tools) {
    std::set<std::string> chain = {tool.heading.name};
    std::string shown = tool.heading.name;
    auto next = named(tool.after);
    for (; next != tools.end(); next = named(next->after)) {
      shown += " → " + next->heading.name;
      if (!chain.insert(next->heading.name).second) break;
    }
    // A circle is told at its first tool; those that only lead into it are not part of it.
    if (next == tools.end() || next->heading.name != tool.heading.name) continue;
    if (!told.insert(*chain.begin()).second) continue;
    context.report(DiagnosticKind::wrong_tool_chain, tool.heading.at, shown)
        .with_help("leave one `after:` out");
  }
}

void check_library_tools(Context& context, program::Library& library) {
  for (std::size_t module = 0; module < context.modules.size(); ++module)
    for (const auto& block : context.modules[module].file.blocks) {
      const BlockView view(block);
      if (view.kind() != "tool" || !block.name) continue;
      const Declared declared{&block, module, std::string(library_prefix) + block.name->id};
      program::LibraryTool made{.tool = check_tool(context, declared),
                                .takes = read_parameters(context, view),
                                .about = {},
                                .source = std::string(context.text(block.at)),
                                .file = context.sources[context.modules[module].file.id].path()};
      made.about = SettingReader{context, view, module}.text("about").value_or("");
      library.tools.emplace(block.name->id, std::move(made));
    }
}

}  // namespace cairn
