#include "runtime/asking/sample_asking.h"

#include <fmt/format.h>

#include <algorithm>

#include "lang/fill_template.h"
#include "lang/overloaded.h"
#include "runtime/asking/judge_call.h"
#include "runtime/evidence/reply.h"
#include "runtime/models/endpoint.h"

namespace cairn {
namespace {

template <class T>
const T* block_named(const std::vector<T>& all, const std::string& name) {
  const auto found =
      std::ranges::find_if(all, [&](const T& one) { return one.heading.name == name; });
  return found == all.end() ? nullptr : &*found;
}

// One reply of a judge, in one order.
struct JudgeReply {
  bool pending = false;
  Value text;                    // Missing if there is none.
  std::optional<Value> verdict;  // Mirrored, of the swapped order.
  std::string why_none;
  std::string key;
  double cost = 0;
  bool cached = false;
  std::string model;
};

std::optional<double> judge_temperature(const program::Judge& judge) {
  if (judge.temperature) return judge.temperature;
  return judge.samples == 1 ? std::optional(0.0) : judge.model.temperature;
}

// Asks one vote on one element, in the orders it wants.
class Voting {
 public:
  Voting(const AskingWorld& world, const JudgeQuestion& question, const AskedModel& model,
         Replies& replies)
      : world_(world), question_(question), model_(model), replies_(replies) {}

  // A failure: the request cannot be made, for any vote.
  Result<JudgeReply> reply(AskedOrder order, std::size_t vote) {
    question_.order = order;
    auto request = judge_request(question_, world_.library, world_.media);
    if (!request) return request.error();
    const auto& settings = question_.judge->model;
    const Request parameters = request_for(settings, vote);
    request->model = parameters.model;
    request->temperature = judge_temperature(*question_.judge);
    request->top_p = parameters.top_p;
    request->max_tokens = parameters.max_tokens;
    request->seed = parameters.seed;
    request->effort = parameters.effort;
    return twice(*request, vote);
  }

 private:
  // A reply without a verdict is asked for once more.
  Result<JudgeReply> twice(const Request& request, std::size_t vote) {
    double cost = 0;
    JudgeReply made;
    for (const auto which : {vote, vote + asked_once_more}) {
      auto one = once(request, which);
      if (!one) return one;
      made = *std::move(one);
      cost += made.cost;
      made.cost = cost;
      if (made.pending || made.text.is_missing() || readable(made)) break;
    }
    return made;
  }

  Result<JudgeReply> once(const Request& request, std::size_t which) {
    auto call = world_.asker.prepare(model_, request, which);
    if (!call) return call.error();
    JudgeReply made{.key = call->key};
    const Answered* answered = replies_.find(*std::move(call));
    if (!answered) {
      made.pending = true;
    } else if (const auto* failure = std::get_if<CallFailure>(answered)) {
      made.why_none = failure->what;
    } else {
      const auto& stored = std::get<StoredReply>(*answered);
      made.cost = stored.cost_usd.value_or(0);
      made.cached = stored.cached;
      made.model = stored.reply.model;
      made.text = Value(stored.reply.text);
    }
    return made;
  }

  bool readable(JudgeReply& reply) const {
    const auto read = read_reply(*reply.text.as<std::string>(), question_.asked->scale);
    const auto* found = std::get_if<ReadVerdict>(&read);
    if (!found) return false;
    if (question_.order == AskedOrder::swapped) reply.verdict = mirrored(found->verdict);
    return true;
  }

  const AskingWorld& world_;
  JudgeQuestion question_;
  const AskedModel& model_;
  Replies& replies_;
};

// What a row of recorded answers would hold of a vote.
struct VoteGiven {
  Value reply, verdict;
  bool has_verdict = false;
  Record note;
};

void note_reply(Record& note, const JudgeReply& reply) {
  note.fields.emplace_back("request", Value(reply.key));
  if (!reply.model.empty()) note.fields.emplace_back("model", Value(reply.model));
  if (reply.cost > 0) note.fields.emplace_back("cost", Value(reply.cost));
  if (reply.cached) note.fields.emplace_back("cached", Value(true));
}

VoteGiven vote_of_one(JudgeReply reply) {
  VoteGiven made{.reply = std::move(reply.text)};
  note_reply(made.note, reply);
  return made;
}

VoteGiven vote_of_both(JudgeReply first, JudgeReply swapped) {
  VoteGiven made;
  Record texts, verdicts;
  note_reply(made.note, first);
  made.note.fields.emplace_back("swapped_request", Value(swapped.key));
  texts.fields.emplace_back("first", std::move(first.text));
  texts.fields.emplace_back("swapped", std::move(swapped.text));
  made.reply = Value(std::move(texts));
  if (swapped.verdict) {
    verdicts.fields.emplace_back("swapped", *std::move(swapped.verdict));
    made.verdict = Value(std::move(verdicts));
    made.has_verdict = true;
  }
  return made;
}

}  // namespace

const Answered* Replies::find(PreparedCall call) {
  const auto found = here_.find(call.key);
  if (found != here_.end()) return &found->second;
  if (auto stored = asker_.find(call.key))
    return &here_.emplace(call.key, *std::move(stored)).first->second;
  if (holds_) return nullptr;
  ++lacking_;
  wanted_.try_emplace(call.key, std::move(call));
  return nullptr;
}

void Replies::take(const std::string& key, Answered answered) {
  if (const auto* failure = std::get_if<CallFailure>(&answered))
    any_stopped_ = any_stopped_ || failure->kind == CallFailure::Kind::stopped ||
                   failure->kind == CallFailure::Kind::fatal;
  here_.insert_or_assign(key, std::move(answered));
}

double Replies::most_usd() const {
  double sum = 0;
  for (const auto& [key, call] : wanted_) sum += call.most_usd;
  return sum;
}

std::vector<PreparedCall> Replies::take_wanted() {
  std::vector<PreparedCall> wanted;
  for (auto& [key, call] : wanted_) wanted.push_back(std::move(call));
  wanted_.clear();
  return wanted;
}

const program::Check& AskedEvidence::check() const { return world_.plan.checks[check_].check; }

Gathered AskedEvidence::gather(const AskedElement& element) {
  if (recorded_.holds_any()) return recorded_.gather(element);
  if (!world_.spared[check_].empty()) return Open{world_.spared[check_]};
  return std::visit(Overloaded{
                        [&](const program::ByJudge& by) { return by_judge(by, element); },
                        [&](const program::ByReward& by) { return by_reward(by, element); },
                        [&](const program::ByEmbedding& by) { return by_embedding(by, element); },
                        [&](const auto&) { return recorded_.gather(element); },
                    },
                    check().evidence);
}

Gathered AskedEvidence::by_judge(const program::ByJudge& by, const AskedElement& element) {
  const auto* judge = block_named(world_.plan.judges, by.judge);
  if (!judge) return Open{fmt::format("there is no judge `{}`", by.judge)};
  const auto model = world_.asker.model(judge->model);
  if (!model) return Open{model.error().what};
  const JudgeQuestion question{
      .check = &check(),
      .asked = &by.asked,
      .judge = judge,
      .scope = element.scope,
      .element = element.value,
      .forced = (*model)->endpoint.provider && (*model)->endpoint.provider->takes_schema};
  Voting voting(world_, question, **model, replies_);
  const bool both = by.asked.compare_with && by.asked.both_orders;
  const auto votes = static_cast<std::size_t>(judge->samples);
  List replies, verdicts;
  std::vector<Record> notes;
  bool pending = false, any_verdict = false;
  std::string why_none;
  for (std::size_t vote = 0; vote < votes; ++vote) {
    auto first = voting.reply(AskedOrder::first, vote);
    if (!first) return Open{first.error().what};
    std::optional<JudgeReply> swapped;
    if (both) {
      auto other = voting.reply(AskedOrder::swapped, vote);
      if (!other) return Open{other.error().what};
      swapped = *std::move(other);
    }
    pending = pending || first->pending || (swapped && swapped->pending);
    cost_ += first->cost + (swapped ? swapped->cost : 0);
    if (!first->why_none.empty()) why_none = first->why_none;
    if (swapped && !swapped->why_none.empty()) why_none = swapped->why_none;
    auto given = swapped ? vote_of_both(*std::move(first), *std::move(swapped))
                         : vote_of_one(*std::move(first));
    replies.push_back(std::move(given.reply));
    verdicts.push_back(std::move(given.verdict));
    any_verdict = any_verdict || given.has_verdict;
    notes.push_back(std::move(given.note));
  }
  if (pending) return Open{"the judge has not answered yet"};
  if (votes == 1 && !why_none.empty()) return Open{why_none};
  const Value reply = votes == 1 ? std::move(replies.front()) : Value(std::move(replies));
  const Value verdict = votes == 1 ? std::move(verdicts.front()) : Value(std::move(verdicts));
  auto gathered =
      recorded_.read({.verdict = any_verdict ? &verdict : nullptr, .reply = &reply}, element.index);
  recorded_.annotate(element.index, notes);
  return gathered;
}

Gathered AskedEvidence::by_number(const program::Model& settings, ModelRequest request,
                                  std::string_view name, const AskedElement& element) {
  const auto model = world_.asker.model(settings);
  if (!model) return Open{model.error().what};
  auto call = world_.asker.prepare(**model, std::move(request), 0);
  if (!call) return Open{call.error().what};
  Record note;
  note.fields.emplace_back("request", Value(call->key));
  const Answered* answered = replies_.find(*std::move(call));
  if (!answered) return Open{"no reply has come yet"};
  if (const auto* failure = std::get_if<CallFailure>(answered)) return Open{failure->what};
  const auto& stored = std::get<StoredReply>(*answered);
  cost_ += stored.cost_usd.value_or(0);
  if (!stored.reply.number) return Open{"the reply holds no number"};
  Record given;
  given.fields.emplace_back(name, Value(*stored.reply.number));
  const Value value(std::move(given));
  auto gathered = recorded_.read({.verdict = &value}, element.index);
  recorded_.annotate(element.index, {note});
  return gathered;
}

Gathered AskedEvidence::by_reward(const program::ByReward& by, const AskedElement& element) {
  const auto* reward = block_named(world_.plan.rewards, by.reward);
  if (!reward) return Open{fmt::format("there is no reward model `{}`", by.reward)};
  RewardRequest request{.model = std::string(model_of(reward->model.id))};
  const Scope& scope = *element.scope;
  if (reward->reads) {
    std::vector<std::pair<Local, Value>> bound;
    if (element.value && check().for_each)
      bound.emplace_back(check().for_each->variable, *element.value);
    auto filled = fill_template(*reward->reads, scope, world_.library.natives, bound);
    if (auto* why = std::get_if<Missing>(&filled)) return Open{why->why};
    request.reads = std::get<std::string>(std::move(filled));
  } else {
    const Value* prompt = scope[ScopeName::prompt];
    if (prompt && !prompt->is_missing())
      request.messages.push_back({.role = Message::Role::user, .text = printed(*prompt)});
    request.messages.push_back(
        {.role = Message::Role::assistant, .text = printed(*scope[ScopeName::answer])});
  }
  return by_number(reward->model, std::move(request), "reward", element);
}

Gathered AskedEvidence::by_embedding(const program::ByEmbedding& by, const AskedElement& element) {
  const auto* embedding = block_named(world_.plan.embeddings, by.embedding);
  if (!embedding) return Open{fmt::format("there is no embedding `{}`", by.embedding)};
  std::vector<std::pair<Local, Value>> bound;
  if (element.value && check().for_each)
    bound.emplace_back(check().for_each->variable, *element.value);
  const Value other = evaluate_once(by.compare_with, *element.scope, world_.library.natives, bound);
  EmbeddingRequest request{.model = std::string(model_of(embedding->model.id)),
                           .text = printed(*(*element.scope)[ScopeName::answer]),
                           .other = printed(other)};
  return by_number(embedding->model, std::move(request), "similarity", element);
}

}  // namespace cairn
