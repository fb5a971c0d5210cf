// Judges, panels, tools, reward models, embeddings and models.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "lang/check_context.h"
#include "lang/words.h"

namespace cairn {
namespace {

program::DecideBy decide_by_named(std::string_view word) {
  if (word == "mean") return program::DecideBy::mean;
  return word == "median" ? program::DecideBy::median : program::DecideBy::majority;
}

struct DeciderChecker {
  Context& context;
  const Declared& declared;
  BlockView view{*declared.block};
  SettingReader read{context, view, declared.module};

  // Several may name one model: its mistakes are said once.
  program::Model model_block() {
    const auto known = context.models_read.find(declared.name);
    if (known != context.models_read.end()) return known->second;
    return context.models_read[declared.name] = read_model_block();
  }

  program::Model read_model_block() {
    program::Model made{.heading = heading_of(declared)};
    made.id = read.text("id").value_or("");
    made.run = read.command("run");
    if (view.find("id") && view.find("run"))
      context.report(DiagnosticKind::does_not_go_with, view.find("run")->key.at, "run", "`id`")
          .with_help("a model is a provider's (`id`) or a program (`run`): leave one of them out");
    if (!view.find("id") && !view.find("run")) read.required("id");
    check_id(made.id, view.expr("id"));
    made.effort = read.label("effort").value_or("");
    made.temperature = read.number("temperature", 0, 10);
    made.top_p = read.number("top p", 0, 1);
    made.max_tokens = read.whole("max tokens", 1, 100'000'000);
    made.seed = read.whole("seed", 0, 1LL << 53);
    made.concurrency = read.whole("concurrency", 1, 100'000);
    made.base_url = read.text("base url").value_or("");
    made.api_key_variable = environment_variable();
    made.price_in = read.amount("price in", Unit::usd);
    made.price_out = read.amount("price out", Unit::usd);
    made.timeout_seconds = read.amount("timeout", Unit::seconds);
    return made;
  }

  void check_id(const std::string& id, const syntax::Expr* written) {
    if (!written || id.empty() || id.find('/') != std::string::npos) return;
    context
        .report(DiagnosticKind::wrong_value, written->at, "model", "a provider and a name",
                fmt::format("`{}`", id))
        .with_help(fmt::format("write `\"provider/{}\"`, such as `\"openai/{}\"`", id, id));
  }

  std::string environment_variable() {
    const auto* expr = view.expr("api key");
    if (!expr) return {};
    const auto* call = std::get_if<syntax::Call>(&expr->node);
    const auto* name = call && call->function.id == "env" && expr->operands.size() == 1
                           ? std::get_if<syntax::Text>(&expr->operands.front().node)
                           : nullptr;
    if (name) return name->value;
    context
        .report(DiagnosticKind::wrong_value, expr->at, "api key", "the name of a variable",
                "something else")
        .with_help("keys never stand in a file: write `api key: env(\"MY_KEY\")`");
    return {};
  }

  // `model:` of a judge, reward or embedding: a model block, or an id in quotes.
  program::Model model() {
    if (!read.required("model")) return {};
    const auto* written = view.expr("model");
    return written ? model_named(*written) : program::Model{};
  }

  program::Model model_named(const syntax::Expr& written) {
    if (const auto* id = std::get_if<syntax::Text>(&written.node)) {
      check_id(id->value, &written);
      return {.heading = {.name = {}, .title = {}, .at = written.at}, .id = id->value};
    }
    const auto* found = context.refer("model", written, declared.module);
    return found ? DeciderChecker{context, *found}.model_block() : program::Model{};
  }

  program::Trust trust(MetricScope scope, std::string_view fallback) {
    program::Trust made;
    made.because = read.text("because").value_or("");
    const auto* written = view.expr("trust when");
    if (!written) {
      if (view.find("because"))
        context
            .report(DiagnosticKind::does_not_go_with, view.find("because")->key.at, "because",
                    "a condition on trust")
            .with_help("it gives the reason for `trust when: always`");
      if (!fallback.empty()) made.when = agreement_of_80_percent();
      return made;
    }
    if (spelled(*written) == "always") {
      if (made.because.empty())
        context.report(DiagnosticKind::always_without_reason, written->at)
            .with_help("add a line `because: \"…\"` that says why nobody has to look");
      return made;
    }
    made.when = explained(context, *written, check_goal(context, *written, scope));
    return made;
  }

  static Explained agreement_of_80_percent() {
    Expr metric{
        {}, type_of(Type::Kind::number), MetricRef{.text = "agreement", .name = "agreement"}, {}};
    Expr limit{{}, type_of(Type::Kind::number), Constant{Value(0.8)}, {}};
    Expr made{{}, type_of(Type::Kind::yes_no), Comparison{.op = Comparison::Op::at_least}, {}};
    made.operands.push_back(std::move(metric));
    made.operands.push_back(std::move(limit));
    return {.expr = std::move(made), .source = "agreement >= 80%"};
  }

  std::optional<program::DecideBy> decide_by() {
    const auto word = read.label("decide by");
    return word ? std::optional(decide_by_named(*word)) : std::nullopt;
  }

  program::Judge judge() {
    program::Judge made{.heading = heading_of(declared)};
    made.model = model();
    made.samples = static_cast<int>(read.whole("samples", 1, 1000).value_or(1));
    made.decide_by = decide_by();
    made.temperature = read.number("temperature", 0, 10);
    made.trust = trust(MetricScope::judge, "agreement >= 80%");
    if (made.samples > 1 && made.temperature == 0.0)
      context
          .report(DiagnosticKind::votes_at_zero, view.find("temperature")->value_at, made.samples)
          .with_help("leave `temperature` out, or ask once");
    judge_prompt(made);
    return made;
  }

  // A judge's own prompt; the elements it may show are those of the checks that use it.
  void judge_prompt(program::Judge& made) {
    const auto* written = view.expr("prompt");
    if (!written) return;
    if (auto named = library_prompt(*written)) {
      made.prompt = *std::move(named);
      return;
    }
    int next_slot = 24;
    auto environment = item_environment(context, declared.module, next_slot);
    add_answer_scope(environment);
    for (const auto* name : {"question", "how_to_answer", "compare_with"})
      environment.scope.emplace(name, type_of(Type::Kind::text));
    add_elements(environment, next_slot);
    environment.where = "a judge's prompt";
    made.prompt = check_template(context, environment, *written, declared.module);
    if (made.prompt && !mentions_how_to_answer(*made.prompt))
      context.report(DiagnosticKind::no_how_to_answer, written->at)
          .with_help(
              "put `{{how_to_answer}}` at its end: it becomes the reply format and the "
              "allowed verdicts");
  }

  // `prompt: std.faithful`. Empty, but there, if it names none: that is reported.
  std::optional<Template> library_prompt(const syntax::Expr& written) {
    const auto name = spelled(written);
    if (!name.starts_with("std.")) return std::nullopt;
    const auto& prompts = context.library.judge_prompts;
    const auto found = prompts.find(std::string_view(name).substr(4));
    if (found != prompts.end()) return found->second.text;
    std::vector<std::string> names;
    for (const auto& [one, prompt] : prompts) names.push_back("std." + one);
    context
        .report(DiagnosticKind::wrong_value, written.at, "prompt",
                "a text or a prompt of the library", fmt::format("`{}`", name))
        .with_help(fmt::format("the library has {}", listed(names)));
    return Template{};
  }

  // The `for each` variables of the checks that name this judge.
  void add_elements(Environment& environment, int& next_slot) {
    for (const auto& [name, check] : context.declared["check"]) {
      const BlockView its(*check.block);
      const auto* judge = its.expr("judge");
      const auto* each = its.find("for each");
      if (!judge || !each || spelled(*judge) != declared.name) continue;
      if (const auto* loop = std::get_if<syntax::ForEach>(&each->value))
        if (std::ranges::none_of(environment.variables, [&](const auto& one) {
              return one.local.name == loop->variable.id;
            }))
          environment.variables.push_back(
              {Local{next_slot++, loop->variable.id}, type_of(Type::Kind::anything), {}});
    }
  }

  static bool mentions_how_to_answer(const Template& prompt) {
    return std::ranges::any_of(prompt.parts, [](const auto& part) {
      const auto* expr = std::get_if<Expr>(&part);
      const auto* name = expr ? std::get_if<InScope>(&expr->node) : nullptr;
      return name && name->name == ScopeName::how_to_answer;
    });
  }

  program::Panel panel() {
    program::Panel made{.heading = heading_of(declared)};
    made.raters = static_cast<int>(read.whole("raters", 1, 1000).value_or(3));
    if (const auto rate = read.whole("rate", 1, 1'000'000'000))
      made.rate = static_cast<std::size_t>(*rate);
    made.decide_by = decide_by();
    made.trust = trust(MetricScope::panel, "");
    made.trust_written = view.find("trust when") != nullptr;
    if (!read.required("protocol")) return made;
    int next_slot = 0;
    auto environment = item_environment(context, declared.module, next_slot);
    add_answer_scope(environment);
    environment.where = "a protocol";
    environment.guardable = false;
    if (const auto* written = view.expr("protocol"))
      made.protocol =
          check_template(context, environment, *written, declared.module).value_or(Template{});
    return made;
  }

  program::Reward reward() {
    program::Reward made{.heading = heading_of(declared)};
    made.model = model();
    if (const auto* written = view.expr("reads")) {
      int next_slot = 0;
      auto environment = item_environment(context, declared.module, next_slot);
      add_answer_scope(environment);
      environment.where = "a reward's `reads`";
      made.reads = check_template(context, environment, *written, declared.module);
    }
    return made;
  }

  program::Embedding embedding() { return {.heading = heading_of(declared), .model = model()}; }
};

bool is_asked_for(const Context& context, std::string_view kind, const Declared& declared) {
  return context.used.contains(fmt::format("{} {}", kind, declared.name));
}

// The file's own, or of used files those that something asks for.
enum class Whose { own, brought };

void for_all(Context& context, std::string_view kind, Whose whose, const auto& make) {
  if (const auto names = context.declared.find(kind); names != context.declared.end())
    for (const auto& [name, declared] : names->second)
      if (whose == Whose::own ? declared.module == 0
                              : declared.module != 0 && is_asked_for(context, kind, declared))
        make(DeciderChecker{context, declared});
}

void check_those(Context& context, Whose whose) {
  auto& program = context.program;
  for_all(context, "judge", whose, [&](DeciderChecker c) { program.judges.push_back(c.judge()); });
  for_all(context, "panel", whose, [&](DeciderChecker c) { program.panels.push_back(c.panel()); });
  for_all(context, "reward", whose,
          [&](DeciderChecker c) { program.rewards.push_back(c.reward()); });
  for_all(context, "embedding", whose,
          [&](DeciderChecker c) { program.embeddings.push_back(c.embedding()); });
}

// One may run after another one, which is then asked for too.
void check_those_tools(Context& context, Whose whose) {
  auto& tools = context.program.tools;
  const auto is_there = [&](const Declared& declared) {
    return std::ranges::any_of(
        tools, [&](const auto& tool) { return tool.heading.name == declared.name; });
  };
  for (bool more = true; std::exchange(more, false);)
    for_all(context, "tool", whose, [&](const DeciderChecker& c) {
      if (is_there(c.declared)) return;
      auto made = check_tool(context, c.declared);  // May add tools of the library.
      tools.push_back(std::move(made));
      more = true;
    });
}

}  // namespace

program::Model check_model(Context& context, const Declared& eval, const syntax::Expr& written) {
  return DeciderChecker{context, eval}.model_named(written);
}

void check_deciders(Context& context) {
  for (const auto& [name, declared] : context.declared["model"])
    context.program.models.push_back(DeciderChecker{context, declared}.model_block());
  check_those(context, Whose::own);
  check_those_tools(context, Whose::own);
}

void check_brought_deciders(Context& context) {
  check_those(context, Whose::brought);
  check_those_tools(context, Whose::brought);
  check_tool_chains(context);
}

void check_library_judges(Context& context, program::Library& library) {
  for (std::size_t module = 0; module < context.modules.size(); ++module) {
    for (const auto& block : context.modules[module].file.blocks) {
      const BlockView view(block);
      const auto* written = view.expr("prompt");
      if (view.kind() != "judge" || !written || !block.name) continue;
      Environment environment{.where = "a judge's prompt"};
      for (const auto* name : {"prompt", "answer", "question", "how_to_answer", "compare_with"})
        environment.scope.emplace(name, type_of(Type::Kind::text));
      const auto* title = block.title ? std::get_if<syntax::Text>(&block.title->node) : nullptr;
      library.judge_prompts[block.name->id] = {
          .title = title ? title->value : std::string(),
          .text = check_template(context, environment, *written, module).value_or(Template{})};
    }
  }
}

}  // namespace cairn
