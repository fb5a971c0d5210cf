#include "runtime/evidence/recorded.h"

#include <fmt/format.h>

#include <algorithm>

#include "lang/overloaded.h"
#include "lang/words.h"
#include "runtime/evidence/recorded_votes.h"

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

// Names of a tool's record, and where conditions see them.
struct ToolField {
  std::string_view name;
  ScopeName place;
};
constexpr ToolField tool_fields[] = {
    {"exit_code", ScopeName::exit_code}, {"stdout", ScopeName::stdout_text},
    {"stderr", ScopeName::stderr_text},  {"time", ScopeName::time},
    {"timed_out", ScopeName::timed_out},
};

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
  Orders orders = Orders::not_asked;
  std::vector<EvidenceNote> notes;

  Open not_asked(std::string_view who, std::string_view what) const {
    return {fmt::format("{} yet, and the recorded answers hold no {} of `{}`", who, what,
                        check.heading.name)};
  }

  // --- judges -------------------------------------------------------------------

  Gathered by_judge(const program::ByJudge& judge, std::size_t element, std::size_t elements) {
    RecordedOf recorded{.verdict = field_of(*line, "verdicts", check.heading.name),
                        .reply = field_of(*line, "replies", check.heading.name)};
    if (!recorded.any()) return not_asked("judges cannot be asked", "verdict");
    if (check.for_each) {
      const auto own = of_element(recorded, element, elements);
      if (!own) return Open{own.error().what};
      recorded = *own;
    }
    auto votes = recorded_votes(recorded, judge.asked);
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
  std::variant<const Record*, Open> machine(std::size_t element, std::size_t elements,
                                            std::string_view who, std::string_view what) {
    RecordedOf recorded{.verdict = field_of(*line, "verdicts", check.heading.name)};
    if (!recorded.any()) return not_asked(who, what);
    if (check.for_each) {
      const auto own = of_element(recorded, element, elements);
      if (!own) return Open{own.error().what};
      recorded = *own;
    }
    const auto* record = recorded.verdict->as<Record>();
    if (record) {
      notes.push_back({.element = element, .vote = 0, .fields = *record});
      return record;
    }
    notes.push_back({.element = element, .vote = 0, .fields = {}});
    return Open{fmt::format("the {} of `{}` was asked for and could not be used", what,
                            check.heading.name)};
  }

  Gathered by_tool(std::size_t element, std::size_t elements) {
    auto found = machine(element, elements, "tools cannot be run", "result");
    if (auto* open = std::get_if<Open>(&found)) return std::move(*open);
    Evidence evidence;
    for (const auto& [name, place] : tool_fields) {
      const Value* value = std::get<const Record*>(found)->find(name);
      if (!value || value->is_missing()) continue;
      const auto* seconds = place == ScopeName::time ? value->as<Number>() : nullptr;
      evidence.found.emplace_back(place,
                                  seconds ? Value(Amount{seconds->value, Unit::seconds}) : *value);
    }
    return evidence;
  }

  Gathered by_number(std::size_t element, std::size_t elements, ScopeName place,
                     std::string_view who) {
    auto found = machine(element, elements, who, to_string(place));
    if (auto* open = std::get_if<Open>(&found)) return std::move(*open);
    const Value* value = std::get<const Record*>(found)->find(to_string(place));
    if (!value || !value->as<Number>())
      return Open{fmt::format("no `{}` was recorded", to_string(place))};
    Evidence evidence;
    evidence.found.emplace_back(place, *value);
    return evidence;
  }

  // --- people ---------------------------------------------------------------------

  const program::Panel* panel_named(std::string_view name) const {
    const auto found = std::ranges::find_if(
        plan.panels, [name](const auto& panel) { return panel.heading.name == name; });
    return found == plan.panels.end() ? nullptr : &*found;
  }

  Gathered by_panel(const program::ByPanel& by) {
    const auto* panel = panel_named(by.panel);
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

Gathered RecordedEvidence::gather(std::size_t element, std::size_t elements) {
  auto& state = *state_;
  return std::visit(
      Overloaded{
          [](const program::NoEvidence&) -> Gathered { return Evidence{}; },
          [&](const program::ByJudge& judge) { return state.by_judge(judge, element, elements); },
          [&](const program::ByTool&) { return state.by_tool(element, elements); },
          [&](const program::ByReward&) {
            return state.by_number(element, elements, ScopeName::reward,
                                   "reward models cannot be asked");
          },
          [&](const program::ByEmbedding&) {
            return state.by_number(element, elements, ScopeName::similarity,
                                   "embedding models cannot be asked");
          },
          [&](const program::ByPanel& panel) { return state.by_panel(panel); },
      },
      state.check.evidence);
}

Orders RecordedEvidence::orders() const { return state_->orders; }

const std::vector<EvidenceNote>& RecordedEvidence::notes() const { return state_->notes; }

}  // namespace cairn
