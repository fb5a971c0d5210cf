// Warnings: what is allowed and probably not meant.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "lang/check_context.h"
#include "lang/evaluate.h"
#include "lang/item_sources.h"
#include "lang/operations.h"
#include "lang/words.h"

namespace cairn {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

// Verbs that begin a question: two of them joined by "and" ask two things.
constexpr std::array<std::string_view, 16> question_verbs = {
    "is",   "are", "was",   "were", "does",  "do",     "did",  "has",
    "have", "can", "could", "will", "would", "should", "must", "may"};

bool begins_question(std::string_view rest) {
  const auto word = rest.substr(0, rest.find_first_of(" ,.?"));
  return std::ranges::count(question_verbs, word) > 0;
}

// Where the second question starts: " and " before a verb, or a second "?".
std::optional<std::size_t> second_question(const std::string& text) {
  if (const auto mark = text.find('?'); mark != std::string::npos)
    if (const auto again = text.find('?', mark + 1); again != std::string::npos) return mark + 1;
  if (!begins_question(text)) return std::nullopt;
  for (const std::string_view joint : {" and ", " and, ", ", and ", " or "})
    for (auto at = text.find(joint); at != std::string::npos; at = text.find(joint, at + 1)) {
      const auto rest = std::string_view(text).substr(at + joint.size());
      if (begins_question(rest)) return at + joint.find_first_not_of(" ,");
      // "Are all ingredients listed and the quantities right?"
      if (joint == " and " && rest.starts_with("the ") && text.starts_with("are ") &&
          rest.find(' ', 4) != rest.npos && std::string_view(text).substr(0, at).ends_with("ed"))
        return at + 1;
    }
  return std::nullopt;
}

void lint_questions(Context& context) {
  for (const auto& [name, declared] : context.declared["check"]) {
    if (declared.module != 0) continue;
    const auto* question = BlockView(*declared.block).expr("question");
    const auto* text = question ? std::get_if<syntax::Text>(&question->node) : nullptr;
    if (!text) continue;
    const auto second = second_question(lower(text->value));
    if (!second) continue;
    Span at = question->at;
    if (text->form == syntax::Text::Form::quoted && !text->runs.empty()) {
      at.begin = text->runs.front().in_file + static_cast<std::uint32_t>(*second);
      at.end = std::min(question->at.end, at.begin + 3);
    }
    context.report(DiagnosticKind::two_questions, at)
        .with_label("the second question starts here")
        .with_help("split it: when it fails you cannot tell which half failed");
  }
}

const program::Judge* judge_of(const Context& context, const program::Check& check) {
  const auto* by = std::get_if<program::ByJudge>(&check.evidence);
  if (!by) return nullptr;
  for (const auto& judge : context.program.judges)
    if (judge.heading.name == by->judge) return &judge;
  return nullptr;
}

void lint_judges(Context& context) {
  const auto& eval = context.program.eval;
  for (const auto& judge : context.program.judges)
    if (eval && eval->model && !judge.model.id.empty() && judge.model.id == eval->model->id)
      context.report(DiagnosticKind::judge_is_under_test, judge.heading.at, judge.heading.name)
          .with_help("models favour their own answers: let another one judge");
  for (const auto& check : context.program.checks) {
    const auto* judge = judge_of(context, check);
    if (!judge || !judge->trust.when || !check.examples.empty()) continue;
    context.report(DiagnosticKind::judge_without_examples, check.heading.at, check.heading.name)
        .with_help(
            "add at least four examples, some that pass and some that fail: "
            "`example good { answer: \"…\" expect: pass }`");
  }
}

// Whether an expression reads this field of the item.
bool reads(const Expr& expr, const std::string& field) {
  if (const auto* of = std::get_if<FieldOf>(&expr.node))
    if (of->name == field && std::holds_alternative<InScope>(expr.operands.front().node))
      return true;
  return std::ranges::any_of(expr.operands,
                             [&](const Expr& operand) { return reads(operand, field); });
}

void collect_fields(const Expr& expr, std::vector<std::string>& fields) {
  if (const auto* of = std::get_if<FieldOf>(&expr.node))
    if (const auto* name = std::get_if<InScope>(&expr.operands.front().node);
        name && name->name == ScopeName::item && !std::ranges::count(fields, of->name))
      fields.push_back(of->name);
  for (const auto& operand : expr.operands) collect_fields(operand, fields);
}

// A field whose value the answer must equal is the golden answer.
void golden_fields(const Expr& expr, std::vector<std::string>& fields) {
  const auto* comparison = std::get_if<Comparison>(&expr.node);
  if (comparison && comparison->op == Comparison::Op::is)
    for (std::size_t i = 0; i < 2; ++i) {
      const auto& side = expr.operands[i];
      const auto& other = expr.operands[1 - i];
      std::vector<std::string> of_other;
      collect_fields(other, of_other);
      if (std::holds_alternative<FieldOf>(side.node) && of_other.empty() &&
          !std::holds_alternative<Constant>(other.node))
        collect_fields(side, fields);
    }
  for (const auto& operand : expr.operands) golden_fields(operand, fields);
}

void lint_golden(Context& context) {
  const auto& program = context.program;
  if (!program.eval || program.eval->prompt.empty()) return;
  std::vector<std::string> golden;
  for (const auto& check : program.checks) {
    if (const auto* require = std::get_if<program::Require>(&check.rule))
      golden_fields(require->condition.expr, golden);
    if (const auto* says = std::get_if<program::Says>(&check.rule))
      collect_fields(says->should_say.expr, golden);
  }
  for (const auto& prompt : program.prompts) {
    if (prompt.heading.name != program.eval->prompt) continue;
    for (const auto* text : {&prompt.system, &prompt.user}) {
      if (!*text) continue;
      for (const auto& part : (*text)->parts)
        if (const auto* expr = std::get_if<Expr>(&part))
          for (const auto& field : golden)
            if (reads(*expr, field))
              context.report(DiagnosticKind::golden_in_prompt, expr->at, "item." + field)
                  .with_help("a model that is shown the answer only has to copy it");
    }
  }
}

// What has to be counted over all items: empty lists, checks that none reaches.
struct Reach {
  const program::Check* check = nullptr;
  std::optional<ExprId> list, when;
  std::size_t empty = 0, reached = 0;
};

void lint_reach(Context& context) {
  Preparer preparer(context.library.natives);
  std::vector<Reach> reaches;
  const auto add = [&](const Expr& expr) -> std::optional<ExprId> {
    const auto id = preparer.add(expr);
    return id ? std::optional(*id) : std::nullopt;
  };
  for (const auto& check : context.program.checks) {
    Environment nothing;
    Reach reach{.check = &check, .list = {}, .when = {}};
    if (check.for_each && check.for_each->of_the_item) reach.list = add(check.for_each->list);
    if (check.when && speaks_only_of_item(check.when->expr, nothing))
      reach.when = add(check.when->expr);
    if (reach.list || reach.when) reaches.push_back(reach);
  }
  if (reaches.empty()) return;
  const auto prepared = std::move(preparer).finish();
  Evaluator evaluator(*prepared);
  Diagnostics unseen;
  for_each_item(context.program.inline_items, context.item_sources, unseen,
                [&](const Item& item, std::string_view) {
                  const Value record(item.fields);
                  Scope scope;
                  scope[ScopeName::item] = &record;
                  evaluator.sample(scope);
                  for (auto& reach : reaches) {
                    if (reach.when && truth_of(evaluator.evaluate(*reach.when)) != Truth::yes)
                      continue;
                    const auto* list =
                        reach.list ? evaluator.evaluate(*reach.list).as<List>() : nullptr;
                    if (list && list->empty())
                      ++reach.empty;
                    else
                      ++reach.reached;
                  }
                  return true;
                });
  for (const auto& reach : reaches) {
    if (reach.reached == 0)
      context.report(DiagnosticKind::unreachable_check, reach.check->heading.at)
          .with_help(reach.when ? "its `when:` holds for none of your items"
                                : "its list is empty in all of your items");
    else if (reach.empty > 0)
      context
          .report(DiagnosticKind::sometimes_empty, reach.check->for_each->list.at, reach.empty,
                  context.items, context.text(reach.check->for_each->list.at))
          .with_help("there the check does not apply; if that is meant, say so with `when:`");
  }
}

// Blocks of the eval's own file that nothing asks for. A file without an eval is
// a library, where nothing needs to be used.
void lint_unused(Context& context) {
  if (!context.program.eval) return;
  for (const std::string_view kind :
       {"judge", "panel", "tool", "reward", "embedding", "prompt", "model", "slice", "define"})
    for (const auto& [name, declared] : context.declared[std::string(kind)])
      if (declared.module == 0 && !context.used.contains(fmt::format("{} {}", kind, name)))
        context.report(DiagnosticKind::unused_block, declared.block->name->at, kind, name)
            .with_help("name it where it is meant, or take it out");
}

// `after:` a tool that leaves nothing behind.
void lint_tools(Context& context) {
  for (const auto& [name, declared] : context.declared["tool"]) {
    const auto& tools = context.program.tools;
    const auto named = [&](std::string_view wanted) {
      return std::ranges::find_if(tools,
                                  [&](const auto& tool) { return tool.heading.name == wanted; });
    };
    const auto* after = BlockView(*declared.block).expr("after");
    const auto tool = named(name);
    if (!after || tool == tools.end()) continue;
    const auto first = named(tool->after);
    if (first == tools.end() || !first->keep.empty()) continue;
    context.report(DiagnosticKind::nothing_kept, after->at, first->heading.name, name)
        .with_help(fmt::format("write `keep: [\"…\"]` in `{}`, with the files it is to leave",
                               first->heading.name));
  }
}

}  // namespace

void lint(Context& context) {
  lint_questions(context);
  lint_judges(context);
  if (context.diagnostics.any_errors()) return;
  lint_unused(context);
  lint_tools(context);
  lint_golden(context);
  if (context.items_known) lint_reach(context);
}

}  // namespace cairn
