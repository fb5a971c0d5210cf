#include "runtime/asking/answer_asking.h"

#include <fmt/format.h>

#include "runtime/models/finish.h"

namespace cairn {
namespace {

Record row_of_sample(const std::string& item, std::size_t sample) {
  Record row;
  row.fields.emplace_back("item", Value(item));
  row.fields.emplace_back("sample", Value(static_cast<double>(sample)));
  return row;
}

// The sum where every turn has a number.
class Sum {
 public:
  void add(std::optional<double> number) {
    if (number)
      sum_ += *number;
    else
      whole_ = false;
  }
  void put(Record& record, std::string_view name) const {
    if (whole_) record.fields.emplace_back(name, Value(sum_));
  }

 private:
  double sum_ = 0;
  bool whole_ = true;
};

std::optional<double> as_number(std::optional<long long> count) {
  return count ? std::optional(static_cast<double>(*count)) : std::nullopt;
}

// The turns of one sample as they come in.
class Turns {
 public:
  explicit Turns(const Offers& offers) : offers_(offers) {}

  void add(const std::string& key, const StoredReply& stored) {
    const auto& reply = stored.reply;
    texts.push_back(reply.text);
    seconds_.add(stored.seconds);
    cost_.add(stored.cost_usd);
    in_.add(as_number(reply.usage.in));
    out_.add(as_number(reply.usage.out));
    for (const auto& call : reply.tool_calls) calls_.push_back(offers_.checked(call, texts.size()));
    model_ = reply.model;
    finish_ = reply.finish;
    cached_ = cached_ || stored.cached;
    requests_.emplace_back(key);
  }

  void finish(Record& row, bool conversation) && {
    row.fields.emplace_back("model", Value(model_));
    if (conversation) {
      List all;
      for (const auto& text : texts) all.emplace_back(text);
      row.fields.emplace_back("answers", Value(std::move(all)));
    } else {
      row.fields.emplace_back("answer", Value(texts.back()));
    }
    row.fields.emplace_back("reply", Value(reply()));
    row.fields.emplace_back("requests", Value(std::move(requests_)));
    if (cached_) row.fields.emplace_back("cached", Value(true));
  }

  std::vector<std::string> texts;

 private:
  Record reply() {
    Record made, tokens;
    seconds_.put(made, "time");
    cost_.put(made, "cost");
    in_.put(tokens, "in");
    out_.put(tokens, "out");
    if (!tokens.fields.empty()) made.fields.emplace_back("tokens", Value(std::move(tokens)));
    made.fields.emplace_back("finish_reason", Value(to_string(finish_)));
    if (!calls_.empty()) made.fields.emplace_back("tool_calls", Value(std::move(calls_)));
    return made;
  }

  const Offers& offers_;
  Sum seconds_, cost_, in_, out_;
  List calls_, requests_;
  std::string model_;
  Finish finish_ = Finish::stop;
  bool cached_ = false;
};

}  // namespace

AnswerAsking::AnswerAsking(const Plan& plan, Asker& asker, const AskedModel& model)
    : plan_(plan), asker_(asker), model_(model), offers_(plan.prompt->offers_json) {}

Request AnswerAsking::request(std::vector<Message> messages, std::size_t sample) const {
  Request made = request_for(model_.settings, sample);
  made.messages = std::move(messages);
  made.offers_json = plan_.prompt->offers_json;
  made.schema_json = plan_.prompt->reply_schema_json;
  made.json = plan_.prompt->reply_as_json;
  made.stop = plan_.prompt->stop;
  made.sample = sample;
  return made;
}

std::optional<Record> AnswerAsking::row(const std::vector<ScriptLine>& script,
                                        const std::string& item, std::size_t sample,
                                        Replies& replies) const {
  const auto all = model_turns(script);
  Turns turns(offers_);
  while (turns.texts.size() < all) {
    auto asked = request(messages_at(script, turns.texts), sample);
    if (!model_.settings.run.empty()) asked.item = item;
    auto call = Asker::prepare(model_, std::move(asked), sample);
    const std::string key = call.key;
    const Answered* answered = replies.find(std::move(call));
    if (!answered) return std::nullopt;
    if (const auto* failure = std::get_if<CallFailure>(answered))
      return row_without_answer(item, sample, failure->what);
    turns.add(key, std::get<StoredReply>(*answered));
  }
  Record row = row_of_sample(item, sample);
  std::move(turns).finish(row, !plan_.prompt->turns.empty());
  return row;
}

Record row_without_answer(const std::string& item, std::size_t sample, const std::string& why) {
  Record row = row_of_sample(item, sample);
  row.fields.emplace_back("error", Value(why));
  return row;
}

}  // namespace cairn
