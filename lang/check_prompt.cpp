#include <fmt/format.h>

#include "lang/check_call.h"
#include "lang/check_context.h"

namespace cairn {
namespace {

struct PromptChecker {
  Context& context;
  const Declared& declared;
  int next_slot = 0;
  Environment environment = item_environment(context, declared.module, next_slot);

  std::optional<Template> text(const BlockView& view, std::string_view key) {
    const auto* written = view.expr(key);
    return written ? check_template(context, environment, *written, declared.module) : std::nullopt;
  }

  std::vector<Expr> attached(const BlockView& view) {
    std::vector<Expr> out;
    const auto* written = view.expr("attach");
    if (!written) return out;
    const auto one = [&](const syntax::Expr& element) {
      out.push_back(
          check_wanted(context, environment, element, type_of(Type::Kind::media), "attach"));
    };
    if (std::holds_alternative<syntax::ListOf>(written->node))
      for (const auto& element : written->operands) one(element);
    else
      one(*written);
    return out;
  }

  program::Turn turn(const syntax::Block& block) {
    const BlockView view(block);
    program::Turn made;
    const auto variables = environment.variables.size();
    if (const auto* setting = view.find("for each"))
      if (const auto* each = std::get_if<syntax::ForEach>(&setting->value))
        made.for_each = open_for_each(context, environment, *each);
    made.user = text(view, "user");
    made.assistant = text(view, "assistant");
    made.attach = attached(view);
    environment.variables.resize(variables);
    if (!view.find("user"))
      context.report(DiagnosticKind::missing_setting, view.name_at(), "`turn`", "user")
          .with_help("write what the user says: `user: \"…\"`");
    return made;
  }

  program::Prompt check() {
    const BlockView view(*declared.block);
    environment.where = "a prompt, which sees only the item";
    environment.guardable = false;
    SettingReader reader{context, view, declared.module};
    program::Prompt made{.heading = heading_of(declared)};
    made.system = text(view, "system");
    made.user = text(view, "user");
    if (const auto* messages = view.expr("messages"))
      made.messages = check_wanted(context, environment, *messages,
                                   list_of(type_of(Type::Kind::anything)), "messages");
    made.attach = attached(view);
    for (const auto* block : view.nested("turn")) made.turns.push_back(turn(*block));
    made.offers_json = reader.file_text("offers");
    made.reply_schema_json = reader.file_text("reply schema");
    made.stop = reader.texts("stop");
    made.reply_as_json = reader.label("reply format").has_value();
    one_way_to_ask(view, made);
    return made;
  }

  void one_way_to_ask(const BlockView& view, const program::Prompt& made) {
    const auto* user = view.find("user");
    const auto* messages = view.find("messages");
    if (messages && user)
      context.report(DiagnosticKind::does_not_go_with, messages->key.at, "messages", "`user`")
          .with_help("the messages hold the user's words already: leave one of them out");
    if (!made.turns.empty() && (user || messages))
      context
          .report(DiagnosticKind::does_not_go_with, (user ? user : messages)->key.at,
                  user ? "user" : "messages", "`turn`")
          .with_help("write the first message as a `turn` too");
    if (!user && !messages && made.turns.empty())
      context.report(DiagnosticKind::missing_setting, view.name_at(), "`prompt`", "user")
          .with_help("write what is sent: `user: \"…\"`");
  }
};

}  // namespace

program::ForEach open_for_each(Context& context, Environment& environment,
                               const syntax::ForEach& written) {
  check_new_name(context, environment, written.variable);
  Expr list = check_expression(context, environment, written.list);
  Type element = type_of(Type::Kind::anything);
  if (list.type.kind == Type::Kind::list && !list.type.element.empty()) {
    element = list.type.element.front();
  } else if (!fits(list_of(type_of(Type::Kind::anything)), list.type)) {
    auto& diagnostic =
        context.report(DiagnosticKind::not_a_list, written.list.at, "a " + to_string(list.type));
    if (list.type.kind == Type::Kind::text)
      diagnostic.with_help(fmt::format("take it apart first: `sentences({0})`, `lines({0})`",
                                       context.text(written.list.at)));
    element = {};
  }
  const Local variable{(*environment.next_slot)++, written.variable.id};
  environment.variables.push_back({variable, element, {}});
  program::ForEach made{.variable = variable, .list = std::move(list), .of_the_item = false};
  made.of_the_item = speaks_only_of_item(made.list, environment);
  if (made.of_the_item) environment.variables.back().list = made.list;
  return made;
}

void check_prompts(Context& context) {
  const auto names = context.declared.find("prompt");
  if (names == context.declared.end()) return;
  for (const auto& [name, declared] : names->second)
    if (declared.module == 0 || context.used.contains("prompt " + declared.name))
      context.program.prompts.push_back(PromptChecker{context, declared}.check());
}

}  // namespace cairn
