#include "runtime/evidence/recorded.h"

#include <fmt/format.h>

#include <algorithm>

#include "lang/block_named.h"
#include "lang/overloaded.h"
#include "lang/words.h"
#include "runtime/evidence/recorded_votes.h"
#include "runtime/evidence/tool_record.h"

namespace cairn {
namespace {

const Value* field_of(const Record& line, std::string_view table, std::string_view check) {
  const Value* found = line.find(table);
  const auto* record = found ? found->as<Record>() : nullptr;
  return record ? record->find(check) : nullptr;
}

std::string text_in(const Record& record, std::string_view name) {
  const Value* found = record.find(name);
  return found && !found->is_missing() && !found->as<Media>() ? printed(*found) : std::string();
}

}  // namespace

struct RecordedEvidence::State {
  const Plan& plan;
  const program::Check& check;
  const TrustReport& trust;
  const PanelItems& items;
  std::optional<program::DecideBy> decide_by;
  const Record* line = nullptr;
  std::string_view item;
  std::size_t sample = 0;
  std::optional<std::size_t> only_vote;
  Orders orders = Orders::not_asked;
  std::vector<EvidenceNote> notes;

  Open not_asked(std::string_view who, std::string_view what) const {
    return {fmt::format("{}, and the recorded answers hold no {} of `{}`", who, what,
                        check.heading.name)};
  }

  // --- judges -------------------------------------------------------------------

  Gathered by_judge(const program::ByJudge& judge, std::vector<RecordedVote> votes,
                    std::size_t element) {
    if (only_vote && votes.size() > 1) {
      if (*only_vote >= votes.size()) return Open{"there is no such vote"};
      return evidence_of({std::move(votes[*only_vote])}, judge.asked, decide_by);
    }
    for (std::size_t i = 0; i < votes.size(); ++i) {
      if (votes[i].orders == Orders::flipped ||
          (votes[i].orders == Orders::agreed && orders == Orders::not_asked))
        orders = votes[i].orders;
      notes.push_back({.element = element, .vote = i, .fields = std::move(votes[i].note)});
    }
    return evidence_of(votes, judge.asked, decide_by);
  }

  // --- what machines gave ---------------------------------------------------------

  // The record of one element, or why there is none that can be used.
  std::variant<const Record*, Open> machine(const RecordedOf& recorded, std::size_t element,
                                            std::string_view what) {
    const auto* record = recorded.verdict->as<Record>();
    if (record) {
      notes.push_back({.element = element, .vote = 0, .fields = *record});
      return record;
    }
    notes.push_back({.element = element, .vote = 0, .fields = {}});
    return Open{fmt::format("the {} of `{}` was asked for and could not be used", what,
                            check.heading.name)};
  }

  Gathered by_tool(const RecordedOf& recorded, std::size_t element) {
    auto found = machine(recorded, element, "result");
    if (auto* open = std::get_if<Open>(&found)) return std::move(*open);
    return tool_evidence(*std::get<const Record*>(found), check);
  }

  Gathered by_number(const RecordedOf& recorded, std::size_t element, ScopeName place) {
    auto found = machine(recorded, element, to_string(place));
    if (auto* open = std::get_if<Open>(&found)) return std::move(*open);
    const Value* value = std::get<const Record*>(found)->find(to_string(place));
    if (!value || !value->as<Number>())
      return Open{fmt::format("no `{}` was recorded", to_string(place))};
    Evidence evidence;
    evidence.found.emplace_back(place, *value);
    return evidence;
  }

  // --- all that was recorded of the check -------------------------------------------

  RecordedOf in_row() const {
    RecordedOf recorded{.verdict = field_of(*line, "verdicts", check.heading.name)};
    if (std::holds_alternative<program::ByJudge>(check.evidence))
      recorded.reply = field_of(*line, "replies", check.heading.name);
    return recorded;
  }

  Open nobody_asked() const {
    return std::visit(Overloaded{
                          [&](const program::ByTool&) {
                            return not_asked("its tool was not run (`--allow-tools` lets it)",
                                             "result");
                          },
                          [&](const program::ByReward&) {
                            return not_asked("no reward model was asked", "reward");
                          },
                          [&](const program::ByEmbedding&) {
                            return not_asked("no embedding was asked for", "similarity");
                          },
                          [&](const auto&) { return not_asked("no judge was asked", "verdict"); },
                      },
                      check.evidence);
  }

  Gathered read(const RecordedOf& given, std::size_t element) {
    return std::visit(
        Overloaded{
            [&](const program::ByJudge& judge) {
              return by_judge(judge, recorded_votes(given, judge.asked), element);
            },
            [&](const program::ByTool&) { return by_tool(given, element); },
            [&](const program::ByReward&) { return by_number(given, element, ScopeName::reward); },
            [&](const program::ByEmbedding&) {
              return by_number(given, element, ScopeName::similarity);
            },
            [](const auto&) -> Gathered { return Evidence{}; },
        },
        check.evidence);
  }

  // --- people ---------------------------------------------------------------------

  Gathered by_panel(const program::ByPanel& by) {
    const auto* panel = block_named(plan.panels, by.panel);
    if (sample > 0) return NobodyAsked{"people rate only the first sample of an item"};
    if (!items.rates(by.panel, item))
      return NobodyAsked{fmt::format("the panel rates {} of {} items, and this is none of them",
                                     items.count(by.panel), items.all())};
    if (trust.trust == Trust::waiting)
      return Open{fmt::format("waiting for ratings: {}", trust.why)};
    List ratings;
    std::vector<Vote> votes;
    collect(by, ratings, votes);
    const auto wanted = static_cast<std::size_t>(panel ? panel->raters : 1);
    if (votes.size() < wanted)
      return Open{fmt::format("{} of {} are in", votes.size(), counted(wanted, "rating"))};
    auto decided = decide_votes(votes, decided_by(decide_by, by.asked.scale), "ratings");
    if (auto* open = std::get_if<Open>(&decided)) return std::move(*open);
    Evidence evidence;
    evidence.found.emplace_back(ScopeName::verdict, std::get<Voted>(decided).verdict);
    evidence.found.emplace_back(ScopeName::ratings, Value(std::move(ratings)));
    return evidence;
  }

  void collect(const program::ByPanel& by, List& ratings, std::vector<Vote>& votes) const {
    const Value* all = line->find("ratings");
    const auto* list = all ? all->as<List>() : nullptr;
    if (!list) return;
    for (const auto& one : *list) {
      const auto* rating = one.as<Record>();
      if (!rating || text_in(*rating, "check") != check.heading.name) continue;
      const std::string answer = text_in(*rating, "answer");
      Record shown_to_conditions;
      shown_to_conditions.fields = {{"rater", Value(text_in(*rating, "rater"))},
                                    {"answer", Value(answer)}};
      ratings.push_back(Value(std::move(shown_to_conditions)));
      const Value* written = rating->find("answer");
      Vote vote;
      if (written) vote.verdict = rated_verdict(*written, by.asked.scale);
      if (!vote.verdict) vote.why = fmt::format("`{}` is no vote", answer);
      votes.push_back(std::move(vote));
    }
  }
};

RecordedEvidence::RecordedEvidence(const Plan& plan, const program::Check& check,
                                   const TrustReport& trust, const PanelItems& items)
    : state_(std::make_unique<State>(State{plan, check, trust, items})) {
  const auto take = [&](const auto& all, std::string_view name) {
    for (const auto& one : all)
      if (one.heading.name == name) state_->decide_by = one.decide_by;
  };
  if (const auto* judge = std::get_if<program::ByJudge>(&check.evidence))
    take(plan.judges, judge->judge);
  if (const auto* panel = std::get_if<program::ByPanel>(&check.evidence))
    take(plan.panels, panel->panel);
}

RecordedEvidence::~RecordedEvidence() = default;

void RecordedEvidence::sample(const Record& line, std::string_view item, std::size_t sample) {
  state_->line = &line;
  state_->item = item;
  state_->sample = sample;
  state_->orders = Orders::not_asked;
  state_->notes.clear();
}

Gathered RecordedEvidence::gather(const AskedElement& element) {
  auto& state = *state_;
  if (std::holds_alternative<program::NoEvidence>(state.check.evidence)) return Evidence{};
  if (const auto* panel = std::get_if<program::ByPanel>(&state.check.evidence))
    return state.by_panel(*panel);
  auto recorded = state.in_row();
  if (!recorded.any()) return state.nobody_asked();
  if (state.check.for_each) {
    const auto own = of_element(recorded, element.index, element.of);
    if (!own) return Open{own.error().what};
    recorded = *own;
  }
  return state.read(recorded, element.index);
}

void RecordedEvidence::count_only(std::optional<std::size_t> vote) { state_->only_vote = vote; }

bool RecordedEvidence::holds_any() const { return state_->in_row().any(); }

Gathered RecordedEvidence::read(const RecordedOf& given, std::size_t element) {
  return state_->read(given, element);
}

Gathered RecordedEvidence::take(std::vector<RecordedVote> votes, std::size_t element) {
  return state_->by_judge(std::get<program::ByJudge>(state_->check.evidence), std::move(votes),
                          element);
}

void RecordedEvidence::annotate(const Record& fields) {
  if (state_->notes.empty()) return;
  auto& note = state_->notes.back().fields.fields;
  note.insert(note.end(), fields.fields.begin(), fields.fields.end());
}

Orders RecordedEvidence::orders() const { return state_->orders; }

const std::vector<EvidenceNote>& RecordedEvidence::notes() const { return state_->notes; }

}  // namespace cairn
