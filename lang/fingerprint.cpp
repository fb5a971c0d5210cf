#include "lang/fingerprint.h"

#include <algorithm>

#include "lang/block_named.h"
#include "lang/data/digest.h"
#include "lang/data/json.h"
#include "lang/plan_write.h"

namespace cairn {
namespace {

// Parts in a fixed order, so that the order of blocks in the file is nothing.
class Hash {
 public:
  template <class T>
  void add(std::string_view key, T part) {
    record_.fields.emplace_back(std::string(key), written_value(part, Notes::dropped));
  }
  std::string digits() const { return digest_of(to_json(Value(record_))).hex().substr(0, 16); }

 private:
  Record record_;
};

// A judge decides by its model, prompt and votes; whether it is trusted is
// another question.
void add_decider(Hash& hash, const Plan& plan, const program::Evidence& evidence) {
  if (const auto* by = std::get_if<program::ByJudge>(&evidence)) {
    if (const auto* judge = block_named(plan.judges, by->judge)) {
      auto copy = *judge;
      copy.heading = {};
      copy.trust = {};
      hash.add("judge", copy);
    }
  } else if (const auto* people = std::get_if<program::ByPanel>(&evidence)) {
    if (const auto* panel = block_named(plan.panels, people->panel)) {
      auto copy = *panel;
      copy.heading = {};
      copy.trust = {};
      copy.trust_written = false;
      hash.add("panel", copy);
    }
  } else if (const auto* reward = std::get_if<program::ByReward>(&evidence)) {
    if (const auto* model = block_named(plan.rewards, reward->reward)) hash.add("reward", *model);
  } else if (const auto* embedding = std::get_if<program::ByEmbedding>(&evidence)) {
    if (const auto* model = block_named(plan.embeddings, embedding->embedding))
      hash.add("embedding", *model);
  } else if (const auto* tool = std::get_if<program::ByTool>(&evidence)) {
    const auto* next = block_named(plan.tools, tool->tool);
    for (std::size_t steps = 0; next && steps <= plan.tools.size(); ++steps) {
      hash.add("tool", *next);
      next = block_named(plan.tools, next->after);
    }
  }
}

template <class T, class Key>
std::vector<T> sorted(std::vector<T> all, const Key& key) {
  std::ranges::sort(all, {}, key);
  return all;
}

}  // namespace

std::string check_hash(const Plan& plan, const program::Check& check) {
  Hash hash;
  auto own = check;
  own.heading = {};
  own.weight = 1;
  own.must_pass = false;
  own.needs = {};
  own.examples = {};
  own.area = {};
  hash.add("check", own);
  add_decider(hash, plan, check.evidence);
  if (plan.eval.answer && !check.answer) hash.add("answer", *plan.eval.answer);
  return hash.digits();
}

Hashes hashes_of(const Plan& plan) {
  Hash answers;
  if (plan.prompt) answers.add("prompt", *plan.prompt);
  answers.add("inline_items", sorted(plan.inline_items, [](const program::InlineItem& item) {
                return item.heading.name;
              }));
  answers.add("items_files", sorted(plan.items_files, [](const program::ItemsFile& items) {
                return items.heading.name;
              }));
  std::vector<std::string> contents;
  for (const auto& bound : plan.bound) contents.push_back(bound.hash);
  std::ranges::sort(contents);
  answers.add("contents", contents);
  answers.add("seed", plan.eval.seed);

  Hash score;
  const auto checks =
      sorted(plan.checks, [](const PlannedCheck& one) { return one.check.heading.name; });
  for (const auto& [check, hash] : checks) {
    score.add("name", check.heading.name);
    score.add("hash", hash);
    score.add("weight", check.weight);
    score.add("must_pass", check.must_pass);
    score.add("needs", sorted(check.needs, [](const std::string& need) { return need; }));
    score.add("combine", check.combine);
  }
  return {.answers = answers.digits(), .score = score.digits()};
}

}  // namespace cairn
