#include "lang/describe_plan.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "lang/block_named.h"
#include "lang/check_context.h"
#include "lang/evaluate.h"
#include "lang/item_sources.h"
#include "lang/operations.h"
#include "lang/overloaded.h"
#include "lang/words.h"

namespace cairn {
namespace {

std::string number(std::size_t count) {
  auto text = counted(count, "");
  text.resize(text.find(' '));
  return text;
}

class Describer {
 public:
  Describer(const Plan& plan, const PlanFacts& facts, const program::Library& library,
            std::string_view costs)
      : plan_(plan), facts_(facts), library_(library), costs_(costs) {}

  std::string all() {
    heading();
    steps();
    out_ += costs_;
    judges();
    programs();
    defaults();
    return std::move(out_);
  }

 private:
  template <class... Args>
  void line(fmt::format_string<Args...> text, Args&&... args) {
    out_ += fmt::format(text, std::forward<Args>(args)...);
    out_ += '\n';
  }

  std::size_t samples() const { return static_cast<std::size_t>(plan_.eval.samples); }

  void heading() {
    const auto& heading = plan_.eval.heading;
    line("{}", heading.title.empty() ? heading.name : heading.title);
    line("{} · {} · {} for each item", counted(plan_.items, "item"),
         counted(plan_.checks.size(), "check"),
         plan_.eval.answers_path.empty() ? counted(samples(), "answer")
                                         : std::string("as many answers as were recorded"));
    const auto skipped = std::ranges::count_if(
        plan_.inline_items, [](const auto& item) { return item.skip.has_value(); });
    for (const auto& item : plan_.inline_items)
      if (item.skip) line("  left out: {} ({})", item.heading.name, *item.skip);
    if (skipped > 0) line("");
    line("answers {} · score {}\n", plan_.hashes.answers, plan_.hashes.score);
  }

  // --- who is asked how often -----------------------------------------------------

  void steps() {
    line("  {:<28} {:>10}  {}", "Step", "Calls", "Who");
    answers();
    for (const auto& [check, hash] : plan_.checks) step(check);
    line("");
    if (plan_.eval.answers_path.empty()) return;
    line("  What is recorded beside the answers is not asked again. What nobody can be asked,");
    line("  such as people who have not rated yet, stays unanswered and never passes.");
    line("");
  }

  void answers() {
    if (!plan_.eval.answers_path.empty()) {
      line("  {:<28} {:>10}  recorded in {}", "answers", "-", plan_.eval.answers_path);
      return;
    }
    const auto model =
        plan_.eval.model ? plan_.eval.model->id : std::string("the model under test");
    line("  {:<28} {:>10}  {}", "answers", number(plan_.items * samples()), model);
  }

  // Answers a check looks at, where that can be known before they are there.
  std::size_t answers_of(const program::Check& check) const {
    const auto found = facts_.applicable.find(check.heading.name);
    return (found == facts_.applicable.end() ? plan_.items : found->second) * samples();
  }

  // How often somebody is asked: answers, or elements, times votes and orders.
  std::string calls(const program::Check& check, std::size_t each) const {
    if (!check.for_each) return number(answers_of(check) * each);
    const auto found = facts_.elements.find(check.heading.name);
    if (found == facts_.elements.end()) return "unknown";
    return number(found->second * samples() * each);
  }

  std::string multiplied(const program::Check& check, std::size_t votes, bool both) const {
    std::string text;
    if (check.for_each) text += fmt::format(", once for each {}", check.for_each->variable.name);
    if (votes > 1) text += fmt::format(", {} votes", votes);
    if (both) text += ", in both orders";
    return text;
  }

  void step(const program::Check& check) {
    const auto [count, who] = std::visit(
        Overloaded{
            [&](const program::NoEvidence&) {
              return std::pair<std::string, std::string>("-", "this machine");
            },
            [&](const program::ByJudge& by) { return judge_step(check, by); },
            [&](const program::ByTool& by) {
              return std::pair(calls(check, 1),
                               fmt::format("tool {}{}", by.tool, multiplied(check, 1, false)));
            },
            [&](const program::ByReward& by) {
              return std::pair(calls(check, 1), fmt::format("reward model {}{}", by.reward,
                                                            multiplied(check, 1, false)));
            },
            [&](const program::ByEmbedding& by) {
              return std::pair(calls(check, 1), fmt::format("embedding {}{}", by.embedding,
                                                            multiplied(check, 1, false)));
            },
            [&](const program::ByPanel& by) { return panel_step(by); },
        },
        check.evidence);
    line("  {:<28} {:>10}  {}{}", check.heading.name, count, who, applies(check));
  }

  std::string applies(const program::Check& check) const {
    std::string text;
    if (const auto found = facts_.applicable.find(check.heading.name);
        found != facts_.applicable.end() && found->second < plan_.items)
      text += fmt::format(" ({} of {} items)", found->second, plan_.items);
    if (!check.needs.empty())
      text += fmt::format(" (where {} passed)", fmt::join(check.needs, " and "));
    return text;
  }

  std::pair<std::string, std::string> judge_step(const program::Check& check,
                                                 const program::ByJudge& by) const {
    const auto* judge = block_named(plan_.judges, by.judge);
    const auto votes = judge ? static_cast<std::size_t>(judge->samples) : 1;
    const bool both = by.asked.compare_with && by.asked.both_orders;
    const auto model = judge ? judge->model.id : std::string();
    return {
        calls(check, votes * (both ? 2 : 1)),
        fmt::format("judge {}{}{}", by.judge, model == by.judge ? "" : fmt::format(" ({})", model),
                    multiplied(check, votes, both))};
  }

  std::pair<std::string, std::string> panel_step(const program::ByPanel& by) const {
    const auto* panel = block_named(plan_.panels, by.panel);
    if (!panel) return {"-", by.panel};
    const auto rated = std::min(panel->rate.value_or(plan_.items), plan_.items);
    return {
        number(rated * static_cast<std::size_t>(panel->raters)),
        fmt::format("panel {}: {} raters × {}", by.panel, panel->raters, counted(rated, "item"))};
  }

  // --- the rest ---------------------------------------------------------------------

  void judges() {
    for (const auto& [check, hash] : plan_.checks) {
      const auto* by = std::get_if<program::ByJudge>(&check.evidence);
      const auto* judge = by ? block_named(plan_.judges, by->judge) : nullptr;
      if (!judge) continue;
      line("  {} counts when {}: {} beside it", check.heading.name,
           judge->trust.when ? judge->trust.when->source
                             : fmt::format("asked (always: {})", judge->trust.because),
           counted(check.examples.size(), "example"));
    }
    if (!plan_.judges.empty()) line("");
  }

  void programs() {
    if (!plan_.tools.empty())
      line("  Programs it would run, in a sandbox, if `--allow-tools` lets it");
    for (const auto& tool : plan_.tools) program(tool);
    if (!plan_.tools.empty()) line("");
    models_that_are_programs();
  }

  void program(const program::Tool& tool) {
    line("    {}: {}", tool.heading.name, as_command(tool.run));
    std::vector<std::string> more;
    if (!tool.after.empty()) more.push_back(fmt::format("after `{}`", tool.after));
    if (!tool.files.empty()) {
      std::vector<std::string_view> names;
      for (const auto& file : tool.files) names.push_back(file.name);
      more.push_back(fmt::format("with {}", comma_list(names)));
    }
    if (!tool.keep.empty()) more.push_back(fmt::format("keeps {}", fmt::join(tool.keep, ", ")));
    more.push_back(fmt::format("at most {} and {}",
                               printed(Value(Amount{tool.timeout_seconds, Unit::seconds})),
                               shortest(tool.memory_bytes / 1e6) + " MB"));
    if (tool.network) more.emplace_back("with the network, if `--allow-network` lets it");
    line("      {}", fmt::join(more, "; "));
  }

  void models_that_are_programs() {
    std::vector<const program::Model*> models;
    if (plan_.eval.model) models.push_back(&*plan_.eval.model);
    const auto add = [&](const auto& blocks) {
      for (const auto& one : blocks) models.push_back(&one.model);
    };
    add(plan_.judges);
    add(plan_.rewards);
    add(plan_.embeddings);
    std::erase_if(models, [](const auto* model) { return model->run.empty(); });
    if (models.empty()) return;
    line("  Programs it would ask, with your rights, if `--allow-tools` lets it");
    for (const auto* model : models) line("    {}", as_command(model->run));
    line("");
  }

  void defaults() {
    if (plan_.defaults.empty()) return;
    line("  Defaults used");
    std::string where;
    for (const auto& one : plan_.defaults) {
      if (one.where != where) line("    {}", one.where);
      where = one.where;
      line("      {}: {}", one.setting, one.value);
    }
  }

  const Plan& plan_;
  const PlanFacts& facts_;
  const program::Library& library_;
  std::string_view costs_;
  std::string out_;
};

// Expressions of checks that speak only of the item, prepared once.
struct Counted {
  std::string check;
  std::optional<ExprId> when, list;
};

bool only_of_item(const Expr& expr) {
  Environment nothing;
  return speaks_only_of_item(expr, nothing);
}

}  // namespace

PlanFacts facts_of(const Plan& plan, Loader& loader, const program::Library& library) {
  PlanFacts facts;
  Preparer preparer(library.natives);
  std::vector<Counted> all;
  for (const auto& [check, hash] : plan.checks) {
    Counted one{.check = check.heading.name, .when = {}, .list = {}};
    if (check.when && only_of_item(check.when->expr))
      if (const auto id = preparer.add(check.when->expr)) one.when = *id;
    if (check.for_each && check.for_each->of_the_item)
      if (const auto id = preparer.add(check.for_each->list)) one.list = *id;
    all.push_back(std::move(one));
  }
  const auto prepared = std::move(preparer).finish();
  Evaluator evaluator(*prepared);
  std::vector<ItemSource> sources;
  const std::string named_in = plan.folder.empty() ? plan.file : plan.folder + "/" + plan.file;
  for (const auto& items : plan.items_files)
    sources.emplace_back(
        loader, item_options(items, named_in, plan.eval.seed, library.natives, Filtered::yes));
  Diagnostics unseen;
  for_each_item(plan.inline_items, sources, unseen, [&](const Item& item, std::string_view) {
    if (!facts.first_item) facts.first_item = item.fields;
    const Value record(item.fields);
    Scope scope;
    scope[ScopeName::item] = &record;
    evaluator.sample(scope);
    for (const auto& one : all) {
      const bool applies = !one.when || truth_of(evaluator.evaluate(*one.when)) == Truth::yes;
      if (one.when) facts.applicable[one.check] += applies ? 1 : 0;
      if (!one.list || !applies) continue;
      if (const auto* list = evaluator.evaluate(*one.list).as<List>())
        facts.elements[one.check] += list->size();
    }
    return true;
  });
  return facts;
}

std::string describe_plan(const Plan& plan, const PlanFacts& facts, const program::Library& library,
                          std::string_view costs) {
  return Describer(plan, facts, library, costs).all();
}

}  // namespace cairn
