// Examples of checks: what they give, what they expect, and, where a check needs
// nobody's judgement, whether it comes out so.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "lang/check_context.h"
#include "lang/data/json.h"
#include "lang/data/rows.h"
#include "lang/decide.h"
#include "lang/evaluate.h"

namespace cairn {
namespace {

constexpr std::string_view given_names[] = {"answer", "answers", "item", "prompt", "reply"};

struct ExampleChecker {
  Context& context;
  program::Check& check;
  const Declared& declared;

  std::string element_name() const {
    return check.for_each ? check.for_each->variable.name : std::string();
  }

  void from_block(const syntax::Block& block) {
    program::Example made{.heading = {.name = block.name ? block.name->id : "",
                                      .title = {},
                                      .at = block.name ? block.name->at : block.keyword.at}};
    for (const auto& other : check.examples)
      if (other.heading.name == made.heading.name)
        context
            .report(DiagnosticKind::duplicate_name, made.heading.at, "examples", made.heading.name)
            .with_other(other.heading.at, "the first one is here")
            .with_help("give one of them another name");
    const syntax::Setting* expected = nullptr;
    for (const auto& entry : block.entries)
      if (const auto* setting = std::get_if<syntax::Setting>(&entry))
        if (setting->key.id == "expect") expected = setting;
    const Record written = data_record(context, block, declared.module);
    for (const auto& [name, value] : written.fields) take(made, name, value, block);
    if (!expected) {
      context.report(DiagnosticKind::missing_setting, made.heading.at, "`example`", "expect")
          .with_help("say what the check must say: `expect: pass` or `expect: fail`");
      return;
    }
    const Value* value = written.find("expect");
    if (!value || !set_expectation(made, *value, expected->value_at)) return;
    check.examples.push_back(std::move(made));
  }

  void take(program::Example& made, const std::string& name, const Value& value,
            const syntax::Block& block) {
    if (name == "expect") return;
    if (name == "because") {
      if (const auto* text = value.as<std::string>()) made.because = *text;
    } else if (name == "id") {
      return;
    } else if (std::ranges::count(given_names, std::string_view(name))) {
      made.given.fields.emplace_back(name, value);
    } else if (name == element_name()) {
      made.element = value;
    } else {
      report_unknown_given(name, block);
    }
  }

  void report_unknown_given(const std::string& name, const syntax::Block& block) {
    Span at = block.keyword.at;
    for (const auto& entry : block.entries) {
      if (const auto* setting = std::get_if<syntax::Setting>(&entry)) {
        if (setting->key.id == name) at = setting->key.at;
      } else if (std::get<syntax::Block>(entry).keyword.id == name) {
        at = std::get<syntax::Block>(entry).keyword.at;
      }
    }
    auto& diagnostic = context.report(DiagnosticKind::not_in_scope, at, name, "an example");
    std::vector<std::string_view> known = {"answer", "answers", "item",
                                           "reply",  "expect",  "because"};
    const std::string element = element_name();
    if (!element.empty()) known.push_back(element);
    suggest(diagnostic, name, known);
    if (diagnostic.help.empty())
      diagnostic.with_help(fmt::format("fields of the item stand in `item {{ {}: … }}`", name));
  }

  const program::Scale* scale() const {
    if (const auto* judge = std::get_if<program::ByJudge>(&check.evidence))
      return &judge->asked.scale;
    if (const auto* panel = std::get_if<program::ByPanel>(&check.evidence))
      return &panel->asked.scale;
    return nullptr;
  }

  bool set_expectation(program::Example& made, const Value& value, Span at) {
    using Expect = program::Example::Expect;
    const auto* text = value.as<std::string>();
    const auto* number = value.as<Number>();
    std::string label = text ? *text : std::string();
    if (const auto* truth = value.as<bool>()) label = *truth ? "yes" : "no";
    if (label == "pass" || label == "fail") {
      made.expect = label == "pass" ? Expect::pass : Expect::fail;
      made.passing = label == "pass";
      return true;
    }
    if (label == "not applicable") {
      made.expect = Expect::not_applicable;
      return true;
    }
    const auto* allowed = scale();
    if (number && allowed && allowed->numeric) label = shortest(number->value);
    if (number && (!allowed || !allowed->numeric) && number->value >= 0 && number->value <= 1) {
      made.expect = Expect::share;
      made.share = number->value;
      made.passing = made.share >= check.passes_at;
      return true;
    }
    if (allowed && is_allowed(*allowed, label, number)) {
      made.expect = Expect::verdict;
      made.verdict = label;
      made.passing = passes_with(value, label, *allowed);
      return true;
    }
    auto& diagnostic = context.report(DiagnosticKind::bad_expectation, at, shown(value, 30));
    std::vector<std::string> known = {"pass", "fail", "not applicable"};
    if (allowed)
      for (const auto& verdict : allowed->verdicts) known.push_back(verdict.label);
    suggest(diagnostic, label, {known.begin(), known.end()});
    diagnostic.with_help(fmt::format("it can be: {}, or a share such as 50%", listed(known)));
    return false;
  }

  static bool is_allowed(const program::Scale& scale, const std::string& label,
                         const Number* number) {
    if (scale.numeric) return number && number->value >= scale.low && number->value <= scale.high;
    return std::ranges::count(scale.verdicts, label, &program::AllowedVerdict::label) > 0;
  }

  // Whether the check would pass with this verdict; what else the rule reads is
  // taken from the example.
  bool passes_with(const Value& value, const std::string& label,
                   const program::Scale& scale) const {
    const Value verdict = scale.numeric ? value : Value(label);
    Scope scope;
    scope[ScopeName::verdict] = &verdict;
    const auto decided = decide_rule(check, scope, context.library.natives, {});
    return decided.passed;
  }

  // Rows of `examples: file(…)`: the same keys as a block, `example` is the name.
  void from_file(const std::string& path, Span at) {
    const auto& named_in = context.sources[context.modules[declared.module].file.id].path();
    const auto resolved = context.loader.resolve(named_in, path);
    if (!resolved) {
      context.report(DiagnosticKind::unreadable_file, at, resolved.error().what);
      return;
    }
    const auto rows = open_rows(context.loader, *resolved, {.at = at}, context.diagnostics);
    while (auto row = rows ? rows->next() : std::nullopt) from_row(*row, at);
  }

  void from_row(const Row& row, Span at) {
    program::Example made{
        .heading = {.name = fmt::format("line_{}", row.line), .title = {}, .at = at}};
    const Value* expected = nullptr;
    for (const auto& [name, value] : row.fields.fields) {
      if (value.is_missing()) continue;
      if (name == "expect")
        expected = &value;
      else if ((name == "example" || name == "name") && value.as<std::string>())
        made.heading.name = *value.as<std::string>();
      else if (name == "because" && value.as<std::string>())
        made.because = *value.as<std::string>();
      else if (name == element_name())
        made.element = value;
      else if (std::ranges::count(given_names, std::string_view(name)))
        made.given.fields.emplace_back(name, value);
      else
        context
            .report(DiagnosticKind::not_in_scope, at, name,
                    fmt::format("line {} of the examples", row.line))
            .with_help("a row has: example, answer, answers, item, reply, expect, because");
    }
    if (!expected) {
      context
          .report(DiagnosticKind::missing_setting, at, fmt::format("`example` (line {})", row.line),
                  "expect")
          .with_help("give each row `\"expect\": \"pass\"` or `\"expect\": \"fail\"`");
      return;
    }
    if (set_expectation(made, *expected, at)) check.examples.push_back(std::move(made));
  }

  // Whom the examples are put to can be shown all that the question shows.
  void lacks_what_is_asked() {
    const auto* judge = std::get_if<program::ByJudge>(&check.evidence);
    if (!judge) return;
    std::set<std::string> shown;
    for (const auto& part : judge->asked.question.parts)
      if (const auto* expr = std::get_if<Expr>(&part)) item_fields_of(*expr, shown);
    if (judge->asked.compare_with) item_fields_of(*judge->asked.compare_with, shown);
    for (const auto& expr : judge->asked.attach) item_fields_of(expr, shown);
    for (const auto& example : check.examples) {
      const Value* given = example.given.find("item");
      const auto* item = given ? given->as<Record>() : nullptr;
      for (const auto& field : shown)
        if (!item || !item->find(field))
          context
              .report(DiagnosticKind::example_lacks, example.heading.at, example.heading.name,
                      field)
              .with_help(fmt::format("give it: `item {{ {}: … }}`", field));
    }
  }

  static void item_fields_of(const Expr& expr, std::set<std::string>& fields) {
    const auto* field = std::get_if<FieldOf>(&expr.node);
    const auto* whose = field && !expr.operands.empty()
                            ? std::get_if<InScope>(&expr.operands.front().node)
                            : nullptr;
    if (whose && whose->name == ScopeName::item) fields.insert(field->name);
    for (const auto& operand : expr.operands) item_fields_of(operand, fields);
  }

  // Checks that need nobody: their examples are tried now.
  void try_free() {
    if (!std::holds_alternative<program::NoEvidence>(check.evidence)) return;
    for (const auto& example : check.examples) {
      const auto outcome = decide_example(check, example, context.library.natives);
      if (comes_out_as_expected(check, example, outcome)) continue;
      auto& diagnostic =
          context.report(DiagnosticKind::example_differs, example.heading.at, example.heading.name,
                         in_words(example.expect, example), in_words(outcome));
      if (!outcome.why.empty()) diagnostic.with_help(outcome.why);
    }
  }

  static std::string in_words(program::Example::Expect expect, const program::Example& example) {
    switch (expect) {
      case program::Example::Expect::pass:
        return "pass";
      case program::Example::Expect::fail:
        return "fail";
      case program::Example::Expect::not_applicable:
        return "not apply";
      case program::Example::Expect::verdict:
        return fmt::format("be `{}`", example.verdict);
      case program::Example::Expect::share:
        return fmt::format("score {}%", shortest(example.share * 100));
    }
    return {};
  }

  static std::string in_words(const Decided& outcome) {
    if (outcome.not_applicable) return "does not apply";
    if (outcome.score > 0 && outcome.score < 1)
      return fmt::format("scores {}%", shortest(outcome.score * 100));
    return outcome.passed ? "passes" : "fails";
  }
};

}  // namespace

void check_examples(Context& context, program::Check& check, const Declared& declared) {
  ExampleChecker checker{context, check, declared};
  const BlockView view(*declared.block);
  const auto errors_before = context.diagnostics.errors();
  for (const auto* block : view.nested("example")) checker.from_block(*block);
  SettingReader read{context, view, declared.module};
  if (const auto path = read.file("examples"))
    checker.from_file(*path, view.find("examples")->value_at);
  if (std::holds_alternative<program::Measure>(check.rule) && !check.examples.empty())
    context
        .report(DiagnosticKind::does_not_go_with, check.examples.front().heading.at, "example",
                "`measure`")
        .with_help("a measure neither passes nor fails: leave the example out");
  else if (context.diagnostics.errors() == errors_before && context.program_is_sound())
    checker.try_free();
  checker.lacks_what_is_asked();
}

}  // namespace cairn
