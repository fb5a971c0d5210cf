#include "runtime/asking/sample_asking.h"

#include <fmt/format.h>

#include <algorithm>

#include "lang/block_named.h"
#include "lang/fill_template.h"
#include "lang/overloaded.h"
#include "runtime/asking/judge_call.h"
#include "runtime/evidence/reply.h"
#include "runtime/models/endpoint.h"

namespace cairn {
namespace {

// One reply of a judge, in one order.
struct JudgeReply {
  bool pending = false;
  bool failed = false;  // The call did; the judge said nothing.
  Value text;           // Missing if there is none.
  Vote vote;            // Of the answer, also in the swapped order.
  std::string key, model;
  double cost = 0;
  bool cached = false;
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
  JudgeReply twice(const Request& request, std::size_t vote) {
    double cost = 0;
    JudgeReply made;
    for (const auto which : {vote, vote + asked_once_more}) {
      made = once(request, which);
      cost += made.cost;
      made.cost = cost;
      if (made.pending || made.text.is_missing() || made.vote.verdict) break;
    }
    return made;
  }

  JudgeReply once(const Request& request, std::size_t which) {
    auto call = Asker::prepare(model_, request, which);
    JudgeReply made{.key = call.key};
    const Answered* answered = replies_.find(std::move(call));
    if (!answered) {
      made.pending = true;
    } else if (const auto* failure = std::get_if<CallFailure>(answered)) {
      made.vote.why = failure->what;
      made.failed = true;
    } else {
      const auto& stored = std::get<StoredReply>(*answered);
      made.cost = stored.cost_usd.value_or(0);
      made.cached = stored.cached;
      made.model = stored.reply.model;
      made.text = Value(stored.reply.text);
      read(stored.reply.text, made.vote);
    }
    return made;
  }

  void read(const std::string& text, Vote& vote) const {
    auto reply = read_reply(text, question_.asked->scale);
    if (auto* unreadable = std::get_if<Unreadable>(&reply)) {
      vote.why = std::move(unreadable->why);
      return;
    }
    auto& found = std::get<ReadVerdict>(reply);
    const bool swapped = question_.order == AskedOrder::swapped;
    vote.verdict = swapped ? mirrored(found.verdict) : std::move(found.verdict);
    vote.reason = std::move(found.reason);
  }

  const AskingWorld& world_;
  JudgeQuestion question_;
  const AskedModel& model_;
  Replies& replies_;
};

void note_reply(Record& note, const JudgeReply& reply) {
  note.fields.emplace_back("request", Value(reply.key));
  if (!reply.model.empty()) note.fields.emplace_back("model", Value(reply.model));
  if (reply.cost > 0) note.fields.emplace_back("cost", Value(reply.cost));
  if (reply.cached) note.fields.emplace_back("cached", Value(true));
}

RecordedVote vote_of_one(JudgeReply reply) {
  RecordedVote made{.vote = std::move(reply.vote)};
  made.note.fields.emplace_back("reply", std::move(reply.text));
  made.note.fields.emplace_back("verdict", made.vote.verdict.value_or(Value()));
  note_reply(made.note, reply);
  return made;
}

// Verdicts of both orders are kept as they are: what they come to hides a flip.
RecordedVote vote_of_both(JudgeReply first, JudgeReply swapped) {
  auto made = compared_votes(first.vote, swapped.vote);
  Record texts, verdicts;
  texts.fields.emplace_back("first", std::move(first.text));
  texts.fields.emplace_back("swapped", std::move(swapped.text));
  if (first.vote.verdict) verdicts.fields.emplace_back("first", *first.vote.verdict);
  if (swapped.vote.verdict) verdicts.fields.emplace_back("swapped", *swapped.vote.verdict);
  made.note.fields.emplace_back("reply", Value(std::move(texts)));
  made.note.fields.emplace_back("verdict",
                                verdicts.fields.empty() ? Value() : Value(std::move(verdicts)));
  note_reply(made.note, first);
  made.note.fields.emplace_back("swapped_request", Value(swapped.key));
  return made;
}

}  // namespace

const Answered* Replies::find(PreparedCall call) {
  const auto found = here_.find(call.key);
  if (found != here_.end()) {
    if (std::holds_alternative<CallFailure>(found->second)) ++failures_;
    return &found->second;
  }
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
  for (const auto& [key, call] : wanted_) sum += Asker::most_usd(call);
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
  const bool anew = world_.rejudge && std::holds_alternative<program::ByJudge>(check().evidence);
  if (!anew && recorded_.holds_any()) return recorded_.gather(element);
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
  const auto* provider = (*model)->endpoint.provider;
  const bool forced = provider && provider->takes_schema;
  const JudgeQuestion question{
      .check = &check(),
      .asked = &by.asked,
      .judge = judge,
      .scope = element.scope,
      .element = element.value,
      .schema = forced ? std::string_view(world_.schemas[check_]) : std::string_view()};
  Voting voting(world_, question, **model, replies_);
  const bool both = by.asked.compare_with && by.asked.both_orders;
  const auto votes = static_cast<std::size_t>(judge->samples);
  std::vector<RecordedVote> cast;
  bool pending = false, any_said = false;
  for (std::size_t vote = 0; vote < votes; ++vote) {
    auto first = voting.reply(AskedOrder::first, vote);
    if (!first) return Open{first.error().what};
    pending = pending || first->pending;
    any_said = any_said || !first->failed;
    cost_ += first->cost;
    if (!both) {
      cast.push_back(vote_of_one(*std::move(first)));
      continue;
    }
    auto swapped = voting.reply(AskedOrder::swapped, vote);
    if (!swapped) return Open{swapped.error().what};
    pending = pending || swapped->pending;
    any_said = any_said || !swapped->failed;
    cost_ += swapped->cost;
    cast.push_back(vote_of_both(*std::move(first), *std::move(swapped)));
  }
  if (pending) return Open{"the judge has not answered yet"};
  // Nothing is kept of it, so that whoever scores this again may ask again.
  if (!any_said) return Open{cast.front().vote.why};
  return recorded_.take(std::move(cast), element.index);
}

Gathered AskedEvidence::by_number(const program::Model& settings, ModelRequest request,
                                  std::string_view name, const AskedElement& element) {
  const auto model = world_.asker.model(settings);
  if (!model) return Open{model.error().what};
  auto call = Asker::prepare(**model, std::move(request), 0);
  Record note;
  note.fields.emplace_back("request", Value(call.key));
  const Answered* answered = replies_.find(std::move(call));
  if (!answered) return Open{"no reply has come yet"};
  if (const auto* failure = std::get_if<CallFailure>(answered)) return Open{failure->what};
  const auto& stored = std::get<StoredReply>(*answered);
  cost_ += stored.cost_usd.value_or(0);
  if (!stored.reply.number) return Open{"the reply holds no number"};
  Record given;
  given.fields.emplace_back(name, Value(*stored.reply.number));
  const Value value(std::move(given));
  auto gathered = recorded_.read({.verdict = &value}, element.index);
  recorded_.annotate(note);
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
