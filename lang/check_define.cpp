#include <fmt/format.h>

#include <utility>

#include "lang/blocks.h"
#include "lang/check_call.h"
#include "lang/check_context.h"
#include "lang/data/json.h"
#include "lang/evaluate.h"
#include "lang/operations.h"

namespace cairn {
namespace {

struct DefineChecker {
  Context& context;
  std::size_t module;
  std::map<std::string, program::Function, std::less<>>& functions;
  std::vector<std::string> open = {};  // Names being checked, for circles.
  bool circle_found = false;

  std::vector<const syntax::Block*> blocks(std::string_view keyword) const {
    std::vector<const syntax::Block*> out;
    for (const auto& block : context.modules[module].file.blocks)
      if (block.keyword.id == keyword && block.name) out.push_back(&block);
    return out;
  }

  Environment environment(const program::Function& function, int& next_slot) {
    Environment made;
    made.next_slot = &next_slot;
    made.functions = &functions;
    made.module = module;
    made.in_define = true;
    made.where = fmt::format("`{}`, which sees only what it takes", function.name);
    for (const auto& parameter : function.parameters)
      made.variables.push_back({Local{next_slot++, parameter.name}, parameter.type, {}});
    return made;
  }

  // Functions a body calls, checked first so that they can be inlined.
  void check_called(const syntax::Expr& expr) {
    if (const auto* call = std::get_if<syntax::Call>(&expr.node))
      for (const auto* block : blocks("define"))
        if (block->name->id == call->function.id) check(*block, call->function.at);
    for (const auto& operand : expr.operands) check_called(operand);
  }

  void check(const syntax::Block& block, Span asked_at) {
    const auto& name = block.name->id;
    if (std::find(open.begin(), open.end(), name) != open.end()) {
      std::string circle;
      for (const auto& one : open) circle += one + " → ";
      context.report(DiagnosticKind::define_circle, asked_at, circle + name)
          .with_help("say it without calling itself; there are no loops but `… of x in list: …`");
      circle_found = true;
      return;
    }
    if (functions.contains(name)) return;
    open.push_back(name);
    program::Function function = declare(block);
    const BlockView view(block);
    SettingReader reader{context, view, module};
    if (const auto* value = reader.required("value") ? view.expr("value") : nullptr) {
      check_called(*value);
      if (std::exchange(circle_found, false)) {
        open.pop_back();
        return give_up(block, std::move(function));
      }
      int next_slot = 0;
      auto scope = environment(function, next_slot);
      const auto* takes = view.find("takes");
      if (takes && !std::holds_alternative<syntax::Parameters>(takes->value)) {
        open.pop_back();
        return give_up(block, std::move(function));
      }
      function.body = check_expression(context, scope, *value);
      function.gives = function.body->type;
      function.gives.may_be_missing = false;
    }
    open.pop_back();
    if (!function.body) return give_up(block, std::move(function));
    functions.emplace(name, std::move(function));
  }

  // What could not be checked can be called with anything and gives anything, so
  // that its mistake is told once.
  void give_up(const syntax::Block& block, program::Function function) {
    function.body = Expr{block.name->at, {}, Constant{}, {}};
    functions.emplace(block.name->id, std::move(function));
  }

  program::Function declare(const syntax::Block& block) {
    const BlockView view(block);
    SettingReader reader{context, view, module};
    return {.name = block.name->id,
            .about = reader.text("about").value_or(""),
            .parameters = read_parameters(context, view),
            .gives = {},
            .gives_like = {},
            .body = std::nullopt,
            .examples = {},
            .file = context.sources[context.modules[module].file.id].path(),
            .at = block.name->at};
  }

  void check_native(const syntax::Block& block) {
    program::Function function = declare(block);
    const BlockView view(block);
    SettingReader reader{context, view, module};
    const auto* gives = view.expr("gives");
    const std::string written = gives ? spelled(*gives) : "";
    if (written.starts_with("element of ") || written.starts_with("same as "))
      function.gives_like = written;
    else
      function.gives = parse_type(written);
    if (function.gives_like.empty() && function.gives.kind == Type::Kind::unknown)
      context.report(DiagnosticKind::bad_type, gives ? gives->at : block.name->at, written);
    function.version = static_cast<int>(reader.whole("version", 1, 1'000'000).value_or(1));
    functions.emplace(function.name, std::move(function));
  }

  // `example { value: EXPR expect: EXPR }`
  void check_tried(const syntax::Block& block) {
    const auto found = functions.find(block.name->id);
    if (found == functions.end()) return;
    auto used = context.used;  // What only its own examples ask for is not used.
    for (const auto* example : BlockView(block).nested("example")) {
      const BlockView view(*example);
      SettingReader reader{context, view, module};
      const bool whole = reader.required("value") && reader.required("expect");
      if (!whole || !view.expr("value") || !view.expr("expect")) continue;
      int next_slot = 0;
      Environment scope;
      scope.next_slot = &next_slot;
      scope.functions = &functions;
      scope.module = module;
      scope.in_define = true;
      scope.where = "an example of a function";
      program::Function::Tried tried{
          .heading = {.name = example->name ? example->name->id : "",
                      .title = {},
                      .at = example->name ? example->name->at : example->keyword.at},
          .value = check_expression(context, scope, *view.expr("value")),
          .expect = check_expression(context, scope, *view.expr("expect")),
          .source = std::string(context.text(view.expr("value")->at))};
      found->second.examples.push_back(std::move(tried));
    }
    context.used = std::move(used);
  }

  // What a define of the eval says of itself must hold; the library's is tested.
  void try_examples() {
    for (const auto* block : blocks("define"))
      if (const auto found = functions.find(block->name->id); found != functions.end())
        for (const auto& tried : found->second.examples) try_example(tried);
  }

  // Of a list its elements: two lists that differ may be equally long.
  static std::string in_words(const Value& value) {
    constexpr std::size_t width = 60;
    if (!value.as<List>()) return shown(value, width);
    auto text = to_json(value);
    return text.size() <= width ? text : shown(value, width) + fmt::format(", {}", text);
  }

  void try_example(const program::Function::Tried& tried) {
    const auto value = evaluate_once(tried.value, {}, context.library.natives);
    const auto expected = evaluate_once(tried.expect, {}, context.library.natives);
    if (same(value, expected)) return;
    context
        .report(DiagnosticKind::example_differs, tried.heading.at, tried.heading.name,
                fmt::format("be {}", in_words(expected)), fmt::format("is {}", in_words(value)))
        .with_help(fmt::format("change what it expects, or the function: `{}`", tried.source));
  }
};

// What every file declares is known before an example of any is read.
void check_all(std::vector<DefineChecker> files) {
  for (auto& file : files)
    if (file.context.is_library)  // Elsewhere it is a mistake that has been told.
      for (const auto* block : file.blocks("native")) file.check_native(*block);
  for (auto& file : files)
    for (const auto* block : file.blocks("define")) file.check(*block, block->name->at);
  for (auto& file : files)
    for (const std::string_view kind : {"native", "define"})
      for (const auto* block : file.blocks(kind)) file.check_tried(*block);
}

}  // namespace

std::vector<program::Parameter> read_parameters(Context& context, const BlockView& view) {
  std::vector<program::Parameter> out;
  const auto* setting = view.find("takes");
  const auto* written = setting ? std::get_if<syntax::Parameters>(&setting->value) : nullptr;
  if (!written) return out;
  for (const auto& one : written->all) {
    Type type = parse_type(one.type);
    if (type.kind == Type::Kind::unknown)
      context.report(DiagnosticKind::bad_type, one.type_at, one.type)
          .with_help("types are: text, number, yes/no, record, media, anything, list of …");
    if (is_reserved(one.name.id))
      context.report(DiagnosticKind::reserved_name, one.name.at, one.name.id)
          .with_help("choose another name");
    for (const auto& other : out)
      if (other.name == one.name.id)
        context.report(DiagnosticKind::duplicate_name, one.name.at, "parameters", one.name.id)
            .with_other(other.at, "the first one is here")
            .with_help("give one of them another name");
    out.push_back({one.name.id, std::move(type), one.optional, one.name.at});
  }
  return out;
}

void check_defines(Context& context, std::size_t module) {
  auto& functions = context.functions_of(module);
  if (module == 0)
    for (const auto& use : context.modules.front().uses)
      for (const auto& [name, function] : context.functions_of(use.module))
        functions.emplace(use.alias + "." + name, function);
  check_all({DefineChecker{context, module, functions}});
}

void try_examples_of_defines(Context& context) {
  if (!context.program_is_sound()) return;
  for (std::size_t module = 0; module < context.modules.size(); ++module)
    DefineChecker{context, module, context.functions_of(module)}.try_examples();
}

void check_library(Context& context) {
  std::vector<DefineChecker> files;
  for (std::size_t module = 0; module < context.modules.size(); ++module)
    files.push_back(DefineChecker{context, module, context.program.defines});
  check_all(std::move(files));
}

}  // namespace cairn
