#include <fmt/format.h>

#include <algorithm>

#include "lang/operations.h"
#include "runtime/asking/sample_asking.h"
#include "runtime/recorded/recorded_row.h"
#include "runtime/reply.h"
#include "runtime/runner.h"
#include "runtime/tools/tool_evidence.h"

namespace cairn {
namespace {

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == text.npos; }

const Value no_reply_read = missing("nothing reads it");

bool has_failed(const CheckResult& result) {
  const auto* scored = std::get_if<Scored>(&result.outcome);
  return scored && !scored->passed;
}

bool is_open(const CheckResult& result) {
  return std::holds_alternative<Unanswered>(result.outcome);
}

std::string label_of(const Value* value) {
  if (!value || value->is_missing()) return {};
  return value->as<Media>() ? value->as<Media>()->path : printed(*value);
}

// Pairs of votes on one element that could be read; notes are in order of element.
Votes votes_in(const std::vector<EvidenceNote>& notes) {
  Votes votes;
  for (std::size_t i = 0; i < notes.size(); ++i) {
    const Value* one = notes[i].fields.find("verdict");
    if (!one || one->is_missing()) continue;
    for (std::size_t k = i + 1; k < notes.size() && notes[k].element == notes[i].element; ++k) {
      const Value* other = notes[k].fields.find("verdict");
      if (!other || other->is_missing()) continue;
      ++votes.pairs;
      if (same(*one, *other)) ++votes.agreeing;
    }
  }
  return votes;
}

}  // namespace

struct Scorer::State {
  explicit State(const Runner& made) : runner(made), evaluator(*made.prepared_) {
    const auto& checks = made.plan_->checks;
    for (std::size_t i = 0; i < checks.size(); ++i) {
      const bool asks = !std::holds_alternative<program::NoEvidence>(checks[i].check.evidence);
      evidence.push_back(asks ? std::make_unique<RecordedEvidence>(*made.plan_, checks[i].check,
                                                                   made.rules_.trust[i],
                                                                   *made.rules_.rated)
                              : nullptr);
    }
    notes.evidence.resize(checks.size());
    if (made.rules_.tools) tools.emplace(*made.rules_.tools);
  }

  void read(const RecordedSample& recorded);
  void see();
  CheckResult check(std::size_t index, const std::vector<CheckResult>& results);
  CheckResult without_reply(std::size_t index);
  std::optional<CheckResult> spared(std::size_t index, const std::vector<CheckResult>& results);
  CheckResult score(std::size_t index);
  void score_by_vote(ScoredSample& made);

  const Runner& runner;
  Evaluator evaluator;
  std::vector<std::unique_ptr<RecordedEvidence>> evidence;
  SampleNotes notes;

  // Of the item.
  std::string id;
  Value item, prompt;
  // Of the sample.
  const Record* row = nullptr;
  std::size_t place = 0;
  AnswerFacts facts;
  const Value* whole = nullptr;    // The whole reply, in the row; missing if there is none.
  const Value* answers = nullptr;  // All turns.
  Value none, one_turn, reply, judged, own;
  std::string no_reply;
  Scope scope;
  Orders orders = Orders::not_asked;  // Of the check that was scored last.
  Replies* replies = nullptr;
  double asked_usd = 0;  // What judges and the like cost.
  std::optional<ToolSession> tools;
};

Scorer::Scorer(const Runner& runner) : state_(std::make_unique<State>(runner)) {}
Scorer::~Scorer() = default;

const SampleNotes& Scorer::notes() const { return state_->notes; }

const Scope& Scorer::scope() const { return state_->scope; }

ScoredItem Scorer::begin(Item item, std::size_t index) {
  State& state = *state_;
  const Plan& plan = *state.runner.plan_;
  state.id = item.id;
  state.item = Value(std::move(item.fields));
  state.scope = {};
  state.scope[ScopeName::item] = &state.item;
  state.evaluator.sample(state.scope);
  if (state.runner.reads_prompt_)
    state.prompt = rendered_prompt(plan, state.scope, state.runner.natives_);
  const Record& fields = *state.item.as<Record>();
  ScoredItem made{.index = index, .id = std::move(item.id)};
  made.group = plan.eval.group_by.empty() ? made.id : label_of(fields.find(plan.eval.group_by));
  if (made.group.empty()) made.group = made.id;
  for (const auto& [slice, when] : state.runner.slices_) {
    auto& value = made.slices.emplace_back();
    if (when) {
      if (truth_of(state.evaluator.evaluate(*when)) == Truth::yes) value = "";
    } else if (const Value* field = fields.find(slice->field); field && !field->is_missing()) {
      value = label_of(field);
    }
  }
  for (const auto id : state.runner.picked_)
    made.picked.push_back(truth_of(state.evaluator.evaluate(id)) == Truth::yes);
  return made;
}

const Scope& Scorer::item_scope() const {
  State& state = *state_;
  state.scope = {};
  state.scope[ScopeName::item] = &state.item;
  return state.scope;
}

ScoredSample Scorer::sample(const RecordedSample& recorded, std::size_t place, Replies* replies) {
  State& state = *state_;
  state.place = place;
  state.replies = replies;
  state.asked_usd = 0;
  if (state.tools) state.tools->begin();
  state.read(recorded);
  state.see();
  ScoredSample made;
  made.checks.resize(state.evidence.size());
  if (state.runner.compares_) made.orders.assign(state.evidence.size(), Orders::not_asked);
  if (state.runner.votes_) made.votes.resize(state.evidence.size());
  for (const auto index : state.runner.order_) {
    state.notes.evidence[index].clear();
    state.orders = Orders::not_asked;
    made.checks[index] = state.check(index, made.checks);
    if (state.runner.compares_) made.orders[index] = state.orders;
    if (state.runner.votes_) made.votes[index] = votes_in(state.notes.evidence[index]);
  }
  if (state.runner.votes_) state.score_by_vote(made);
  made.facts = std::move(state.facts);
  if (state.asked_usd > 0) made.facts.cost_usd = made.facts.cost_usd.value_or(0) + state.asked_usd;
  return made;
}

void Scorer::State::read(const RecordedSample& recorded) {
  row = &recorded.row;
  facts = {};
  const Value* one = row->find("answer");
  const Value* turns = row->find("answers");
  const auto* list = turns ? turns->as<List>() : nullptr;
  const Value* last = list && !list->empty() ? &list->back() : one;
  facts.failed = !last || !last->as<std::string>();
  facts.model = text_in(*row, "model");
  no_reply.clear();
  if (facts.failed) {
    const auto why = text_in(*row, "error");
    no_reply = why.empty() ? "no reply" : fmt::format("no reply: {}", why);
    none = missing(no_reply);
  } else {
    facts.empty = is_blank(*last->as<std::string>());
  }
  whole = facts.failed ? &none : last;
  answers = list ? turns : &none;
  if (!list && !facts.failed && runner.reads_answers_) {
    one_turn = Value(List{*whole});
    answers = &one_turn;
  }
  const Value* given = row->find("reply");
  const auto* record = given ? given->as<Record>() : nullptr;
  reply = runner.reads_reply_ ? reply_of(*row) : no_reply_read;
  if (!record) return;
  if (facts.model.empty()) facts.model = text_in(*record, "model");
  facts.refused = text_in(*record, "finish_reason") == "refused";
  facts.cut_short = text_in(*record, "finish_reason") == "length";
  const Value* cost = record->find("cost");
  if (cost && cost->as<Number>()) facts.cost_usd = cost->as<Number>()->value;
}

void Scorer::State::see() {
  scope[ScopeName::answer] = whole;
  scope[ScopeName::answers] = answers;
  scope[ScopeName::reply] = &reply;
  scope[ScopeName::prompt] = runner.reads_prompt_ ? &prompt : nullptr;
  evaluator.sample(scope);
  if (!runner.answer_ || facts.failed) return;
  judged = evaluator.evaluate(*runner.answer_);
  scope[ScopeName::answer] = &judged;
  evaluator.rescope(ScopeName::answer, &judged);
}

CheckResult Scorer::State::check(std::size_t index, const std::vector<CheckResult>& results) {
  if (facts.failed) return without_reply(index);
  const auto& prepared = runner.checks_[index];
  if (!prepared.answer) {
    if (auto result = spared(index, results)) return *std::move(result);
    return score(index);
  }
  // In a check's own `answer:` the word means the whole reply.
  const Value* before = scope[ScopeName::answer];
  evaluator.rescope(ScopeName::answer, whole);
  own = evaluator.evaluate(*prepared.answer);
  scope[ScopeName::answer] = &own;
  evaluator.rescope(ScopeName::answer, &own);
  auto result = spared(index, results);
  if (!result) result = score(index);
  scope[ScopeName::answer] = before;
  evaluator.rescope(ScopeName::answer, before);
  return *std::move(result);
}

CheckResult Scorer::State::without_reply(std::size_t index) {
  const auto& prepared = runner.checks_[index];
  if (prepared.when && prepared.when_sees_only_the_item)
    if (auto out = excluded(prepared, evaluator)) return {.outcome = *std::move(out)};
  return {.outcome = Unanswered{0, 1, no_reply}};
}

// What is known of it without asking: a check that it needs failed, or is open.
std::optional<CheckResult> Scorer::State::spared(std::size_t index,
                                                 const std::vector<CheckResult>& results) {
  const std::string* failed = nullptr;
  const std::string* open = nullptr;
  for (const auto need : runner.needs_[index]) {
    const auto& name = runner.plan_->checks[need].check.heading.name;
    if (!failed && has_failed(results[need])) failed = &name;
    if (!open && is_open(results[need])) open = &name;
  }
  if (!failed && !open) return std::nullopt;
  if (auto out = excluded(runner.checks_[index], evaluator))
    return CheckResult{.outcome = *std::move(out)};
  if (failed)
    return CheckResult{.outcome =
                           Scored{0, false, fmt::format("it needs `{}`, which failed", *failed)}};
  return CheckResult{
      .outcome = Unanswered{0, 1, fmt::format("it needs `{}`, which is unanswered", *open)}};
}

// All checks once more for each vote, of which that one alone counts.
void Scorer::State::score_by_vote(ScoredSample& made) {
  std::size_t votes = 0;
  for (const auto& all : notes.evidence)
    for (const auto& note : all) votes = std::max(votes, note.vote + 1);
  if (votes < 2) return;
  const auto kept = notes;
  const double paid = asked_usd;
  // One vote may open the way to a check that nobody asked, for good reason.
  if (replies) replies->ask_no_more(true);
  for (std::size_t vote = 0; vote < votes; ++vote) {
    for (const auto& source : evidence)
      if (source) source->count_only(vote);
    auto& results = made.by_vote.emplace_back(made.checks.size());
    for (const auto index : runner.order_) results[index] = check(index, results);
  }
  for (const auto& source : evidence)
    if (source) source->count_only(std::nullopt);
  if (replies) replies->ask_no_more(false);
  notes = kept;
  asked_usd = paid;
}

CheckResult Scorer::State::score(std::size_t index) {
  RecordedEvidence* source = evidence[index].get();
  if (source) source->sample(*row, id, place);
  const auto* asking = replies ? runner.rules_.asking : nullptr;
  const auto& checked = runner.plan_->checks[index].check;
  std::optional<AskedEvidence> asked;
  std::optional<ToolEvidence> run;
  EvidenceSource* from = source;
  if (tools && std::holds_alternative<program::ByTool>(checked.evidence))
    from = &run.emplace(checked, *source, *tools);
  else if (asking && source)
    from = &asked.emplace(*asking, index, *source, *replies, asked_usd);
  auto result = score_check(runner.checks_[index], evaluator, scope, from);
  if (run && replies && tools->runner().interrupted()) replies->stop();
  if (source) {
    notes.evidence[index] = source->notes();
    orders = source->orders();
  }
  return result;
}

}  // namespace cairn
