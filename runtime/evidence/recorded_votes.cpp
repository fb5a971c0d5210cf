#include "runtime/evidence/recorded_votes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lang/words.h"
#include "runtime/evidence/reply.h"
#include "runtime/evidence/reply_lines.h"
#include "stdlib/native/unicode.h"

namespace cairn {
namespace {

const Value* element_in(const Value* recorded, std::size_t element) {
  const auto* list = recorded ? recorded->as<List>() : nullptr;
  return list && element < list->size() ? &(*list)[element] : nullptr;
}

std::size_t length_of(const Value& value) {
  const auto* list = value.as<List>();
  return list ? list->size() : 1;
}

// A vote on its own: one verdict or one reply.
Vote single(const RecordedOf& recorded, const program::Scale& scale) {
  const auto* text = recorded.reply ? recorded.reply->as<std::string>() : nullptr;
  if (recorded.verdict) {
    if (recorded.verdict->is_missing())
      return {.verdict = {}, .reason = {}, .why = "the judge gave nothing usable"};
    Vote vote{.verdict = allowed_verdict(*recorded.verdict, scale), .reason = {}, .why = {}};
    if (!vote.verdict)
      vote.why = fmt::format("its verdict is {}, which is not {}", shown(*recorded.verdict, 40),
                             allowed_verdicts(scale));
    if (text)
      if (auto read = read_reply(*text, scale); std::holds_alternative<ReadVerdict>(read))
        vote.reason = std::get<ReadVerdict>(std::move(read)).reason;
    return vote;
  }
  if (!text) return {.verdict = {}, .reason = {}, .why = "the judge gave no reply"};
  auto read = read_reply(*text, scale);
  if (auto* unreadable = std::get_if<Unreadable>(&read))
    return {.verdict = {}, .reason = {}, .why = std::move(unreadable->why)};
  auto& found = std::get<ReadVerdict>(read);
  return {.verdict = std::move(found.verdict), .reason = std::move(found.reason), .why = {}};
}

RecordedOf order_of(const RecordedOf& both, std::string_view order) {
  const auto in = [order](const Value* value) {
    const auto* record = value ? value->as<Record>() : nullptr;
    return record ? record->find(order) : nullptr;
  };
  return {.verdict = in(both.verdict), .reply = in(both.reply)};
}

void note(Record& notes, std::string_view name, const Value* value) {
  if (value) notes.fields.emplace_back(name, *value);
}

RecordedVote compared(const RecordedOf& recorded, const program::Scale& scale) {
  const auto first = order_of(recorded, "first"), swapped = order_of(recorded, "swapped");
  if (first.any() && swapped.any())
    return compared_votes(single(first, scale), single(swapped, scale));
  RecordedVote made;
  made.vote.why = "only one of the two orders was asked";
  return made;
}

RecordedVote vote_of(const RecordedOf& recorded, const program::Asked& asked) {
  const auto is_record = [](const Value* value) { return value && value->as<Record>(); };
  RecordedVote made;
  if (asked.compare_with && asked.both_orders &&
      (is_record(recorded.verdict) || is_record(recorded.reply)))
    made = compared(recorded, asked.scale);
  else
    made.vote = single(recorded, asked.scale);
  note(made.note, "reply", recorded.reply);
  // Verdicts of both orders are kept as they are: what they come to hides a flip.
  const bool both = is_record(recorded.verdict);
  made.note.fields.emplace_back("verdict",
                                both ? *recorded.verdict : made.vote.verdict.value_or(Value()));
  return made;
}

}  // namespace

RecordedVote compared_votes(const Vote& first, const Vote& swapped) {
  RecordedVote made;
  made.vote = first;
  if (!first.verdict || !swapped.verdict) {
    made.vote.verdict.reset();
    made.vote.why =
        !first.verdict ? first.why : fmt::format("in the swapped order: {}", swapped.why);
  } else if (same(*first.verdict, *swapped.verdict)) {
    made.orders = Orders::agreed;
  } else {
    made.orders = Orders::flipped;
    made.vote.verdict = Value("same");
    made.vote.reason = fmt::format("{} in the first order, {} in the swapped one",
                                   shown(*first.verdict), shown(*swapped.verdict));
  }
  return made;
}

std::optional<Value> allowed_verdict(const Value& written, const program::Scale& scale) {
  if (scale.numeric) {
    const auto* number = written.as<Number>();
    const bool fits = number && number->value >= scale.low && number->value <= scale.high &&
                      number->value == std::floor(number->value);
    return fits ? std::optional(Value(number->value)) : std::nullopt;
  }
  const auto* text = written.as<std::string>();
  const auto found = std::ranges::find_if(
      scale.verdicts, [text](const auto& v) { return text && v.label == *text; });
  return found == scale.verdicts.end() ? std::nullopt : std::optional(Value(found->label));
}

std::optional<Value> rated_verdict(const Value& written, const program::Scale& scale) {
  const auto* text = written.as<std::string>();
  return text ? verdict_in(*text, scale) : allowed_verdict(written, scale);
}

bool is_cannot_tell(const Value& written) {
  const auto* text = written.as<std::string>();
  if (!text) return false;
  const std::string said = folded(undecorated(plain(*text)));
  return said == "can't tell" || said == "cannot tell" || said == "cant tell";
}

const program::Asked* asked_by(const program::Evidence& evidence) {
  if (const auto* judge = std::get_if<program::ByJudge>(&evidence)) return &judge->asked;
  if (const auto* panel = std::get_if<program::ByPanel>(&evidence)) return &panel->asked;
  return nullptr;
}

Result<RecordedOf> of_element(const RecordedOf& recorded, std::size_t element,
                              std::size_t elements) {
  for (const auto* value : {recorded.verdict, recorded.reply}) {
    if (!value || value->is_missing()) continue;
    const auto* list = value->as<List>();
    if (!list) return Failure{"one verdict was recorded where each element has its own"};
    if (list->size() != elements)
      return Failure{fmt::format(
          "{} recorded, but there {} {}",
          list->size() == 1 ? "1 verdict was" : fmt::format("{} verdicts were", list->size()),
          elements == 1 ? "is" : "are", counted(elements, "element"))};
  }
  RecordedOf made{.verdict = element_in(recorded.verdict, element),
                  .reply = element_in(recorded.reply, element)};
  // null for all elements is null for each.
  if (!made.verdict && recorded.verdict) made.verdict = recorded.verdict;
  if (!made.reply && recorded.reply) made.reply = recorded.reply;
  return made;
}

std::vector<RecordedVote> recorded_votes(const RecordedOf& recorded, const program::Asked& asked) {
  const Value& leading = recorded.verdict ? *recorded.verdict : *recorded.reply;
  if (!leading.as<List>()) return {vote_of(recorded, asked)};
  std::vector<RecordedVote> votes;
  for (std::size_t i = 0; i < length_of(leading); ++i)
    votes.push_back(vote_of(
        {.verdict = element_in(recorded.verdict, i), .reply = element_in(recorded.reply, i)},
        asked));
  return votes;
}

Gathered evidence_of(const std::vector<RecordedVote>& votes, const program::Asked& asked,
                     std::optional<program::DecideBy> written) {
  if (votes.empty()) return Open{"the recorded answers hold an empty list of votes"};
  std::vector<Vote> cast;
  for (const auto& one : votes) cast.push_back(one.vote);
  auto decided = decide_votes(cast, decided_by(written, asked.scale), "votes");
  if (auto* open = std::get_if<Open>(&decided)) return std::move(*open);
  auto& voted = std::get<Voted>(decided);
  Evidence evidence;
  evidence.found.emplace_back(ScopeName::verdict, std::move(voted.verdict));
  evidence.found.emplace_back(ScopeName::reason, Value(std::move(voted.reason)));
  return evidence;
}

}  // namespace cairn
