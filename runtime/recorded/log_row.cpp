#include "runtime/recorded/log_row.h"

#include <algorithm>
#include <map>

#include "lang/data/json.h"
#include "runtime/recorded/recorded_row.h"

namespace cairn {
namespace {

void put(Record& record, std::string_view name, const Value* value) {
  if (value && !value->is_missing()) record.fields.emplace_back(std::string(name), *value);
}

std::size_t number_in(const Record& record, std::string_view field) {
  const Value* value = record.find(field);
  const auto* number = value ? value->as<Number>() : nullptr;
  return number && number->value >= 0 ? static_cast<std::size_t>(number->value) : 0;
}

Record reply_of_log(const Record& answer) {
  constexpr std::pair<std::string_view, std::string_view> names[] = {
      {"tool_calls", "tool_calls"},
      {"time", "seconds"},
      {"finish_reason", "finish_reason"},
      {"cost", "cost"},
      {"tokens", "usage"},
  };
  Record reply;
  for (const auto& [ours, logged] : names) put(reply, ours, answer.find(logged));
  return reply;
}

// The fields of an evidence record that say what was found.
Record found_in(const Record& evidence) {
  constexpr std::string_view places[] = {"record",          "item",  "sample",  "check", "element",
                                         "elements",        "vote",  "request", "model", "cost",
                                         "swapped_request", "cached"};
  Record found;
  for (const auto& field : evidence.fields)
    if (std::ranges::find(places, std::string_view(field.first)) == std::end(places))
      found.fields.push_back(field);
  return found;
}

// Of one check: what was found, by element and vote.
struct Found {
  std::map<std::size_t, std::map<std::size_t, Record>> votes;
  std::size_t elements = 0;  // How many there were, of a `for each` check.

  bool several_votes() const {
    return std::ranges::any_of(votes, [](const auto& one) {
      return !one.second.empty() && one.second.rbegin()->first > 0;
    });
  }
};

// One value of each vote: alone, as a list of votes, of elements, or of both.
template <class Pick>
Value laid_out(const Found& found, const Pick& pick) {
  const bool several = found.several_votes();
  const auto element = [&](std::size_t index) -> Value {
    const auto at = found.votes.find(index);
    if (at == found.votes.end() || at->second.empty()) return {};
    if (!several) return pick(at->second.begin()->second);
    List votes;
    for (std::size_t vote = 0; vote <= at->second.rbegin()->first; ++vote) {
      const auto one = at->second.find(vote);
      votes.push_back(one == at->second.end() ? Value() : pick(one->second));
    }
    return Value(std::move(votes));
  };
  if (found.elements == 0) return element(0);
  List elements;
  for (std::size_t index = 0; index < found.elements; ++index) elements.push_back(element(index));
  return Value(std::move(elements));
}

Value field_or_null(const Record& record, std::string_view name) {
  const Value* value = record.find(name);
  return value ? *value : Value();
}

// A judge's replies are read anew; its verdicts stand beside them, unless one could
// not be read from its reply: then the reply says why.
void add_judged(const Found& found, const std::string& check, Record& replies, Record& verdicts) {
  bool all_replied = true, any_replied = false, any_unread = false, both_orders = false;
  for (const auto& [element, votes] : found.votes) {
    for (const auto& [vote, fields] : votes) {
      const bool replied = !field_or_null(fields, "reply").is_missing();
      all_replied = all_replied && replied;
      any_replied = any_replied || replied;
      both_orders = both_orders || field_or_null(fields, "reply").as<Record>();
      any_unread = any_unread || field_or_null(fields, "verdict").is_missing();
    }
  }
  if (any_replied)
    replies.fields.emplace_back(
        check, laid_out(found, [](const Record& one) { return field_or_null(one, "reply"); }));
  // In the swapped order a reply speaks of the other text; its verdict is mirrored.
  if (all_replied && any_unread && !both_orders) return;
  verdicts.fields.emplace_back(
      check, laid_out(found, [](const Record& one) { return field_or_null(one, "verdict"); }));
}

void add_evidence(const Plan& plan, const std::map<std::string, Found>& evidence, Record& row) {
  Record replies, verdicts;
  for (const auto& [check, hash] : plan.checks) {
    const auto& name = check.heading.name;
    const auto found = evidence.find(name);
    if (found == evidence.end()) continue;
    if (std::holds_alternative<program::ByJudge>(check.evidence))
      add_judged(found->second, name, replies, verdicts);
    else
      verdicts.fields.emplace_back(name, laid_out(found->second, [](const Record& one) {
                                     return one.fields.empty() ? Value() : Value(one);
                                   }));
  }
  if (!replies.fields.empty()) row.fields.emplace_back("replies", Value(std::move(replies)));
  if (!verdicts.fields.empty()) row.fields.emplace_back("verdicts", Value(std::move(verdicts)));
}

Record answer_of(const Record& record) {
  Record row;
  put(row, "item", record.find("item"));
  put(row, "sample", record.find("sample"));
  put(row, "answer", record.find("text"));
  put(row, "answers", record.find("turns"));
  put(row, "error", record.find("error"));
  put(row, "model", record.find("model"));
  if (auto reply = reply_of_log(record); !reply.fields.empty())
    row.fields.emplace_back("reply", Value(std::move(reply)));
  return row;
}

}  // namespace

Record row_of_log(const Plan& plan, std::string_view lines) {
  std::vector<Record> records;
  while (!lines.empty()) {
    const auto end = lines.find('\n');
    auto json = parse_json(lines.substr(0, end));
    if (auto* record = std::get_if<Record>(&json.value.data)) records.push_back(std::move(*record));
    lines.remove_prefix(end == lines.npos ? lines.size() : end + 1);
  }
  return row_of_log(plan, records);
}

Record row_of_log(const Plan& plan, const std::vector<Record>& records) {
  Record row;
  std::map<std::string, Found> evidence;
  List ratings;
  for (const auto& record : records) {
    const auto kind = text_in(record, "record");
    if (kind == "answer") {
      row = answer_of(record);
    } else if (kind == "evidence") {
      auto& found = evidence[std::string(text_in(record, "check"))];
      found.votes[number_in(record, "element")][number_in(record, "vote")] = found_in(record);
      found.elements = std::max(found.elements, number_in(record, "elements"));
    } else if (kind == "rating") {
      Record rating;
      for (const auto name : {"check", "rater", "answer"}) put(rating, name, record.find(name));
      ratings.emplace_back(std::move(rating));
    }
  }
  add_evidence(plan, evidence, row);
  if (!ratings.empty()) row.fields.emplace_back("ratings", Value(std::move(ratings)));
  return row;
}

}  // namespace cairn
