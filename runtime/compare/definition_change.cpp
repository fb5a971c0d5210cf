#include "runtime/compare/definition_change.h"

#include <fmt/format.h>

#include <algorithm>

#include "lang/block_named.h"
#include "lang/data/json.h"
#include "lang/plan_write.h"
#include "lang/score_check.h"
#include "runtime/compare/field_change.h"

namespace cairn {
namespace {

template <class T>
Record written_block(T block) {  // A copy: archives take what they describe by reference.
  return *written_value(block, Notes::dropped).template as<Record>();
}

template <class T>
std::string written_text(const T& part) {
  auto copy = part;
  return to_json(written_value(copy, Notes::dropped));
}

// --- one check ------------------------------------------------------------------------

std::string quoted_source(const Explained& part) { return fmt::format("`{}`", part.source); }

std::string rule_in_words(const program::Rule& rule) {
  const auto text = quoted_source(computed_by(rule));
  const auto* says = std::get_if<program::Says>(&rule);
  return says ? text + " should say " + quoted_source(says->should_say) : text;
}

void add_rule_change(const program::Check& a, const program::Check& b,
                     std::vector<std::string>& found) {
  if (written_text(a.rule) == written_text(b.rule)) return;
  if (a.rule.index() != b.rule.index()) {
    using Names = Kinds<program::Rule>;
    found.push_back(
        change_in_words("kind of rule", Names::all[a.rule.index()], Names::all[b.rule.index()]));
    return;
  }
  const auto from = rule_in_words(a.rule), to = rule_in_words(b.rule);
  found.push_back(from == to ? "what a define or a function of its rule does"
                             : change_in_words("rule", from, to));
}

void add_when_change(const program::Check& a, const program::Check& b,
                     std::vector<std::string>& found) {
  const bool same_when = a.when && b.when ? written_text(a.when->expr) == written_text(b.when->expr)
                                          : !a.when && !b.when;
  if (same_when) return;
  const auto words = [](const std::optional<Explained>& when) {
    return when ? quoted_source(*when) : std::string("always");
  };
  found.push_back(change_in_words("when", words(a.when), words(b.when)));
}

// Without what is said elsewhere or decides no verdict.
Record rest_of(program::Check check) {
  check.heading = {};
  check.rule = program::Require{};
  check.when = {};
  check.weight = 1;
  check.must_pass = false;
  check.needs = {};
  check.examples = {};
  check.area = {};
  return written_block(std::move(check));
}

// --- who decides ------------------------------------------------------------------------

// A judge or a panel decides the same whether it is trusted or not.
template <class Block>
Record decider_of(Block block) {
  block.heading = {};
  if constexpr (requires { block.trust; }) block.trust = {};
  if constexpr (requires { block.trust_written; }) block.trust_written = false;
  return written_block(std::move(block));
}

template <class Block>
void add_decider_changes(std::string_view what, const std::vector<Block>& before,
                         const std::vector<Block>& after, std::vector<std::string>& found) {
  for (const auto& now : after) {
    const auto* then = block_named(before, now.heading.name);
    if (!then) continue;
    for (const auto& change : field_changes(decider_of(*then), decider_of(now)))
      found.push_back(fmt::format("{} `{}`: {}", what, now.heading.name, change));
  }
}

std::vector<std::string> decider_changes(const Plan& before, const Plan& after) {
  std::vector<std::string> found;
  add_decider_changes("judge", before.judges, after.judges, found);
  add_decider_changes("panel", before.panels, after.panels, found);
  add_decider_changes("tool", before.tools, after.tools, found);
  add_decider_changes("reward", before.rewards, after.rewards, found);
  add_decider_changes("embedding", before.embeddings, after.embeddings, found);
  return found;
}

std::string decider_named(const program::Evidence& evidence) {
  if (const auto* by = std::get_if<program::ByJudge>(&evidence))
    return fmt::format("judge `{}`", by->judge);
  if (const auto* by = std::get_if<program::ByPanel>(&evidence))
    return fmt::format("panel `{}`", by->panel);
  if (const auto* by = std::get_if<program::ByTool>(&evidence))
    return fmt::format("tool `{}`", by->tool);
  if (const auto* by = std::get_if<program::ByReward>(&evidence))
    return fmt::format("reward `{}`", by->reward);
  if (const auto* by = std::get_if<program::ByEmbedding>(&evidence))
    return fmt::format("embedding `{}`", by->embedding);
  return {};
}

// Of a check whose own fields are the same: its decider, or which part of an answer
// the whole eval reads.
std::string outside_change(const Plan& before, const Plan& after, const program::Check& check) {
  const bool reads_evals_answer = !check.answer;
  const auto eval_answer = [](const Plan& plan) {
    return plan.eval.answer ? written_text(*plan.eval.answer) : std::string();
  };
  if (reads_evals_answer && eval_answer(before) != eval_answer(after))
    return "what the eval's `answer:` reads";
  const auto decider = decider_named(check.evidence);
  return decider.empty() ? "definition" : decider;
}

// --- what the score is made of ----------------------------------------------------------

void add_place_in_score(const program::Check& a, const program::Check& b,
                        std::vector<std::string>& found) {
  const auto add = [&](std::string_view what, const std::string& from, const std::string& to) {
    if (from != to)
      found.push_back(
          fmt::format("check `{}`: {}", b.heading.name, change_in_words(what, from, to)));
  };
  const auto yes_no = [](bool truth) { return std::string(truth ? "yes" : "no"); };
  const auto names = [](std::vector<std::string> needs) {
    std::ranges::sort(needs);
    std::string text;
    for (const auto& need : needs) text += (text.empty() ? "" : ", ") + need;
    return text.empty() ? "none" : text;
  };
  add("weight", shortest(a.weight), shortest(b.weight));
  add("must pass", yes_no(a.must_pass), yes_no(b.must_pass));
  add("needs", names(a.needs), names(b.needs));
}

// --- what is answered -------------------------------------------------------------------

void add_prompt_changes(const Plan& before, const Plan& after, std::vector<std::string>& found) {
  if (before.eval.prompt != after.eval.prompt)
    found.push_back(change_in_words("the prompt", before.eval.prompt, after.eval.prompt));
  if (!before.prompt || !after.prompt) return;
  for (const auto& change :
       field_changes(written_block(*before.prompt), written_block(*after.prompt)))
    found.push_back(fmt::format("prompt `{}`: {}", after.eval.prompt, change));
}

void add_items_changes(const Plan& before, const Plan& after, std::vector<std::string>& found) {
  for (const auto& now : after.bound)
    for (const auto& then : before.bound)
      if (then.path == now.path && then.hash != now.hash)
        found.push_back(fmt::format("the contents of `{}`", now.path));
  if (written_text(before.inline_items) != written_text(after.inline_items))
    found.emplace_back("the items in the file itself");
  if (before.items_files.size() != after.items_files.size())
    found.emplace_back("which files items are read from");
  for (const auto& now : after.items_files)
    if (const auto* then = block_named(before.items_files, now.heading.name))
      for (const auto& change : field_changes(written_block(*then), written_block(now)))
        found.push_back(fmt::format("items `{}`: {}", now.heading.name, change));
}

void add_eval_changes(const program::Eval& before, const program::Eval& after,
                      std::vector<std::string>& found) {
  const auto add = [&](std::string_view what, const std::string& from, const std::string& to) {
    if (from != to) found.push_back(change_in_words(what, from, to));
  };
  add("samples", std::to_string(before.samples), std::to_string(after.samples));
  add("seed", std::to_string(before.seed), std::to_string(after.seed));
  const auto group = [](const program::Eval& eval) {
    return eval.group_by.empty() ? std::string("none") : "item." + eval.group_by;
  };
  add("group by", group(before), group(after));
  if (!before.model || !after.model) return;
  for (const auto& change : field_changes(decider_of(*before.model), decider_of(*after.model)))
    found.push_back("the model: " + change);
}

}  // namespace

std::vector<MatchedCheck> matched_checks(const Plan& before, const Plan& after) {
  std::vector<MatchedCheck> made(after.checks.size());
  std::vector<bool> taken(before.checks.size());
  const auto match = [&](const auto& alike) {
    for (std::size_t i = 0; i < after.checks.size(); ++i)
      for (std::size_t j = 0; j < before.checks.size() && !made[i].before; ++j)
        if (!taken[j] && alike(before.checks[j], after.checks[i])) {
          made[i].before = j;
          taken[j] = true;
        }
  };
  match([](const PlannedCheck& a, const PlannedCheck& b) {
    return a.check.heading.name == b.check.heading.name;
  });
  match([](const PlannedCheck& a, const PlannedCheck& b) { return a.hash == b.hash; });
  for (std::size_t i = 0; i < made.size(); ++i) made[i].after = i;
  for (std::size_t j = 0; j < taken.size(); ++j)
    if (!taken[j]) made.push_back({j, std::nullopt});
  return made;
}

std::vector<std::string> verdict_changes(const Plan& before, const PlannedCheck& a,
                                         const Plan& after, const PlannedCheck& b) {
  if (a.hash == b.hash) return {};
  std::vector<std::string> found;
  add_rule_change(a.check, b.check, found);
  add_when_change(a.check, b.check, found);
  for (auto& change : field_changes(rest_of(a.check), rest_of(b.check)))
    found.push_back(std::move(change));
  if (found.empty()) found.push_back(outside_change(before, after, b.check));
  return found;
}

std::vector<std::string> score_changes(const Plan& before, const Plan& after) {
  auto found = decider_changes(before, after);
  const auto deciders_changed = !found.empty();
  for (const auto& [in_before, in_after] : matched_checks(before, after)) {
    if (!in_before || !in_after) {
      const auto& one = in_after ? after.checks[*in_after] : before.checks[*in_before];
      found.push_back(
          fmt::format("check `{}` was {}", one.check.heading.name, in_after ? "added" : "removed"));
      continue;
    }
    const auto& a = before.checks[*in_before];
    const auto& b = after.checks[*in_after];
    if (a.check.heading.name != b.check.heading.name)
      found.push_back(
          fmt::format("check `{}` is called `{}` now", a.check.heading.name, b.check.heading.name));
    for (const auto& change : verdict_changes(before, a, after, b))
      if (!deciders_changed || change != decider_named(b.check.evidence))
        found.push_back(fmt::format("check `{}`: {}", b.check.heading.name, change));
    add_place_in_score(a.check, b.check, found);
  }
  return found;
}

std::vector<std::string> answer_changes(const Plan& before, const Plan& after) {
  std::vector<std::string> found;
  add_prompt_changes(before, after, found);
  add_items_changes(before, after, found);
  add_eval_changes(before.eval, after.eval, found);
  return found;
}

}  // namespace cairn
