#include <fmt/format.h>

#include <algorithm>

#include "lang/check_context.h"
#include "lang/format.h"

namespace cairn {
namespace {

struct EvalChecker {
  Context& context;
  const Declared& declared;
  BlockView view{*declared.block};
  SettingReader read{context, view, declared.module};

  // What metrics need to know; the rest once checks are there.
  void basics() {
    program::Eval eval{.heading = heading_of(declared)};
    eval.samples = static_cast<int>(read.whole("samples", 1, 1'000'000).value_or(1));
    eval.seed = read.whole("seed", 0, 1LL << 53).value_or(0);
    eval.answers_path = read.file("answers").value_or("");
    context.program.eval = std::move(eval);
  }

  void rest() {
    auto& eval = *context.program.eval;
    eval.about = read.text("about").value_or("");
    eval.owner = read.text("owner").value_or("");
    if (const auto* prompt = view.expr("prompt"))
      if (const auto* found = context.refer("prompt", *prompt, 0)) eval.prompt = found->name;
    if (const auto* model = view.expr("model")) eval.model = check_model(context, declared, *model);
    eval.unanswered_at_most = read.share("unanswered at most").value_or(0.02);
    eval.budget_usd = read.amount("budget", Unit::usd);
    answer(eval);
    slices(eval);
    group_by(eval);
    report(eval);
    if (const auto* goal = view.expr("goal"))
      eval.goal = explained(context, *goal, check_goal(context, *goal, MetricScope::eval));
  }

  void answer(program::Eval& eval) {
    const auto* written = view.expr("answer");
    if (!written) return;
    int next_slot = 0;
    auto environment = item_environment(context, 0, next_slot);
    add_answer_scope(environment);
    environment.where = "`answer:`";
    environment.guardable = false;
    eval.answer = check_wanted(context, environment, *written, type_of(Type::Kind::text), "answer");
  }

  static bool can_slice(const Type& type) {
    switch (type.kind) {
      case Type::Kind::text:
      case Type::Kind::number:
      case Type::Kind::yes_no:
      case Type::Kind::anything:
      case Type::Kind::unknown:
        return true;
      default:
        return false;
    }
  }

  std::optional<Expr> item_field(const syntax::Expr& written, std::string_view key) {
    int next_slot = 0;
    auto environment = item_environment(context, 0, next_slot);
    environment.where = fmt::format("`{}`, which names item fields", key);
    environment.guardable = false;
    // Items without the field make a part of their own.
    environment.in_define = key == "slices";
    Expr field = check_expression(context, environment, written);
    if (can_slice(field.type)) return field;
    context.report(DiagnosticKind::wrong_value, written.at, key, "a text, a number or yes/no",
                   "a " + to_string(field.type));
    return std::nullopt;
  }

  void slices(program::Eval& eval) {
    const auto* written = view.expr("slices");
    if (!written) return;
    const auto one = [&](const syntax::Expr& element) {
      const auto name = spelled(element);
      if (!name.starts_with("item.")) {
        if (const auto* found = context.refer("slice", element, 0))
          eval.slices.push_back(found->name);
        return;
      }
      if (!item_field(element, "slices")) return;
      context.program.slices.push_back({.heading = {.name = name, .title = {}, .at = element.at},
                                        .field = name.substr(5),
                                        .when = {}});
      eval.slices.push_back(name);
    };
    for (const auto& element : elements_of(context, *written, "slices")) one(element);
  }

  void group_by(program::Eval& eval) {
    const auto* written = view.expr("group by");
    if (!written) return;
    const auto name = spelled(*written);
    if (!name.starts_with("item.")) {
      context
          .report(DiagnosticKind::wrong_value, written->at, "group by", "an item field",
                  fmt::format("`{}`", context.text(written->at)))
          .with_help("write `group by: item.…`");
      return;
    }
    if (item_field(*written, "group by")) eval.group_by = name.substr(5);
  }

  void report(program::Eval& eval) {
    const auto* written = view.expr("report");
    const auto add = [&](const syntax::Expr& element) {
      // The name scripts read it by: it does not change with the layout.
      eval.report.push_back({format(element), check_metric(context, element, MetricScope::eval)});
    };
    if (written)
      for (const auto& element : elements_of(context, *written, "report")) add(element);
    if (eval.report.empty())
      eval.report.push_back({"score", Expr{view.name_at(),
                                           type_of(Type::Kind::number),
                                           MetricRef{.text = "score", .name = "score"},
                                           {}}});
  }
};

void check_slices(Context& context) {
  for (const auto& [name, declared] : context.declared["slice"]) {
    const BlockView view(*declared.block);
    SettingReader read{context, view, declared.module};
    program::Slice made{.heading = heading_of(declared)};
    if (!read.required("when")) continue;
    int next_slot = 0;
    auto environment = item_environment(context, declared.module, next_slot);
    environment.where = "a slice, which sees only the item";
    environment.guardable = false;
    // A slice leaves out items that lack the field.
    environment.in_define = true;
    if (const auto* when = view.expr("when"))
      made.when = check_condition(context, environment, *when);
    context.program.slices.push_back(std::move(made));
  }
}

}  // namespace

void check_eval_basics(Context& context) {
  for (const auto& [name, declared] : context.declared["eval"])
    EvalChecker{context, declared}.basics();
}

void check_eval(Context& context) {
  check_slices(context);
  const auto& evals = context.declared["eval"];
  if (evals.empty()) return;
  const auto& declared = evals.begin()->second;
  EvalChecker{context, declared}.rest();
  // Checks that could not be read have been reported.
  const auto& file = context.modules.front().file;
  const auto is_check = [](const syntax::Block& block) { return block.keyword.id == "check"; };
  if (!file.incomplete && std::ranges::none_of(file.blocks, is_check))
    context.report(DiagnosticKind::no_checks, declared.block->name->at)
        .with_help("add a `check` block: what must hold of an answer?");
  const bool any_block = !context.declared["item"].empty() || !context.declared["items"].empty();
  if (!any_block)
    context.report(DiagnosticKind::no_items, declared.block->name->at)
        .with_help("add `items … { from: file(\"items.jsonl\") }` or `item` blocks");
}

}  // namespace cairn
