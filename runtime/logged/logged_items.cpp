#include "runtime/logged/logged_items.h"

#include <algorithm>

#include "runtime/logged/log_records.h"

namespace cairn {
namespace {

std::vector<ElementResult> elements_in(const Record& verdict) {
  std::vector<ElementResult> made;
  const Value* value = verdict.find("elements");
  const auto* all = value ? value->as<List>() : nullptr;
  if (!all) return made;
  for (const auto& one : *all)
    if (const auto* element = one.as<Record>())
      made.push_back({text_in_log(*element, "element"), outcome_in_log(*element)});
  return made;
}

std::vector<Said> said_in(const Record& verdict) {
  std::vector<Said> made;
  const Value* value = verdict.find("said");
  const auto* all = value ? value->as<List>() : nullptr;
  if (!all) return made;
  for (const auto& one : *all)
    if (const auto* pair = one.as<Record>())
      made.push_back({text_in_log(*pair, "said"), text_in_log(*pair, "should_say")});
  return made;
}

}  // namespace

LoggedItems::LoggedItems(const Plan& plan) {
  for (std::size_t i = 0; i < plan.checks.size(); ++i)
    checks_.emplace(plan.checks[i].check.heading.name, i);
  no_verdict_.outcome = Unanswered{0, 1, "the log has no verdict of it"};
}

void LoggedItems::take(Record record) {
  auto id = text_in_log(record, "item");
  if (id.empty()) return;
  const auto kind = text_in_log(record, "record");
  auto& item = item_named(std::move(id));
  if (kind == "item") {
    const Value* fields = record.find("fields");
    if (fields && fields->as<Record>()) item.fields = *fields->as<Record>();
    item.scored.index = number_in_log(record, "index")
                            ? place_in_log(record, "index")
                            : static_cast<std::size_t>(&item - items_.data());
    return;
  }
  constexpr std::string_view kinds[] = {"answer", "verdict", "evidence", "rating", "label"};
  if (std::ranges::find(kinds, kind) == std::end(kinds)) return;
  const auto place = sample_place(item, place_in_log(record, "sample"));
  auto& into = item.answers[place];
  into.answered = into.answered || kind == "answer" || kind == "verdict";
  if (kind == "answer")
    answer(into, std::move(record));
  else if (kind == "verdict")
    verdict(item.scored.samples[place], record);
  else if (kind == "evidence")
    into.evidence.push_back(std::move(record));
  else if (kind == "rating")
    into.ratings.push_back(std::move(record));
  else if (kind == "label")
    into.labels.push_back(std::move(record));
}

LoggedItem& LoggedItems::item_named(std::string id) {
  if (last_ < items_.size() && items_[last_].scored.id == id) return items_[last_];
  const auto [found, added] = places_.emplace(id, items_.size());
  if (added) items_.emplace_back().scored.id = std::move(id);
  last_ = found->second;
  return items_[last_];
}

std::size_t LoggedItems::sample_place(LoggedItem& item, std::size_t sample) {
  auto& answers = item.answers;
  const auto found = std::ranges::lower_bound(answers, sample, {}, &LoggedAnswer::sample);
  const auto place = static_cast<std::size_t>(found - answers.begin());
  if (found != answers.end() && found->sample == sample) return place;
  answers.insert(found, LoggedAnswer{})->sample = sample;
  ScoredSample scored;
  scored.checks.assign(checks_.size(), no_verdict_);
  item.scored.samples.insert(item.scored.samples.begin() + static_cast<std::ptrdiff_t>(place),
                             std::move(scored));
  return place;
}

void LoggedItems::answer(LoggedAnswer& into, Record record) {
  into.turns.clear();
  if (const Value* turns = record.find("turns"); turns && turns->as<List>()) {
    for (const auto& turn : *turns->as<List>())
      if (const auto* text = turn.as<std::string>()) into.turns.push_back(*text);
  } else if (const Value* text = record.find("text"); text && text->as<std::string>()) {
    into.turns.push_back(*text->as<std::string>());
  }
  into.error = text_in_log(record, "error");
  into.model = text_in_log(record, "model");
  into.finish_reason = text_in_log(record, "finish_reason");
  into.cost_usd = number_in_log(record, "cost");
  into.seconds = number_in_log(record, "seconds");
  const Value* cached = record.find("cached");
  into.cached = cached && cached->as<bool>() && *cached->as<bool>();
}

void LoggedItems::verdict(ScoredSample& into, const Record& record) {
  const auto check = checks_.find(text_in_log(record, "check"));
  if (check == checks_.end()) return;
  into.checks[check->second] = {outcome_in_log(record), elements_in(record), said_in(record)};
}

// Samples that only evidence, ratings or labels speak of.
void LoggedItems::drop_unanswered(LoggedItem& item) const {
  for (std::size_t i = item.answers.size(); i-- > 0;) {
    if (item.answers[i].answered) continue;
    const auto at = static_cast<std::ptrdiff_t>(i);
    item.answers.erase(item.answers.begin() + at);
    item.scored.samples.erase(item.scored.samples.begin() + at);
  }
}

std::vector<LoggedItem> LoggedItems::finish() {
  for (auto& item : items_) drop_unanswered(item);
  for (auto& item : items_)
    for (std::size_t i = 0; i < item.answers.size(); ++i) {
      auto& facts = item.scored.samples[i].facts;
      const auto& answer = item.answers[i];
      facts.failed = answer.turns.empty();
      facts.cost_usd = answer.cost_usd;
      facts.model = answer.model;
    }
  std::ranges::stable_sort(items_, {}, [](const LoggedItem& one) { return one.scored.index; });
  return std::move(items_);
}

}  // namespace cairn
