#include "runtime/cache/stored_reply.h"

#include "lang/data/json.h"
#include "runtime/cache/journal.h"
#include "runtime/models/finish.h"

namespace cairn {
namespace {

void put_name(std::string& out, std::string_view name) {
  if (out.back() != '{') out += ',';
  out += '"';
  out += name;
  out += "\":";
}

void put_text(std::string& out, std::string_view name, std::string_view text) {
  if (text.empty()) return;
  put_name(out, name);
  append_json_string(out, text);
}

void put_number(std::string& out, std::string_view name, std::optional<double> number) {
  if (!number) return;
  put_name(out, name);
  append_json(out, Value(*number));
}

void put_count(std::string& out, std::string_view name, std::optional<long long> count) {
  if (count) put_number(out, name, static_cast<double>(*count));
}

void put_flag(std::string& out, std::string_view name, bool flag) {
  if (!flag) return;
  put_name(out, name);
  out += "true";
}

void put_calls(std::string& out, const std::vector<ToolCall>& calls) {
  if (calls.empty()) return;
  put_name(out, "tool_calls");
  out += '[';
  for (const auto& call : calls) {
    if (out.back() != '[') out += ',';
    out += '{';
    put_text(out, "id", call.id);
    put_text(out, "name", call.name);
    put_text(out, "arguments", call.arguments);
    out += '}';
  }
  out += ']';
}

void put_reply(std::string& out, const Reply& reply) {
  out += '{';
  put_name(out, "text");
  append_json_string(out, reply.text);
  put_calls(out, reply.tool_calls);
  put_text(out, "finish", to_string(reply.finish));
  put_text(out, "detail", reply.finish_detail);
  put_flag(out, "filtered", reply.filtered);
  put_flag(out, "too_long", reply.too_long);
  put_text(out, "model", reply.model);
  put_text(out, "id", reply.id);
  put_text(out, "fingerprint", reply.fingerprint);
  put_count(out, "in", reply.usage.in);
  put_count(out, "out", reply.usage.out);
  put_count(out, "cached", reply.usage.cached);
  put_count(out, "thoughts", reply.usage.thoughts);
  put_number(out, "number", reply.number);
  out += '}';
}

// --- back ---------------------------------------------------------------------

std::string stored_text(const Record& record, std::string_view name) {
  const Value* value = record.find(name);
  const auto* text = value ? value->as<std::string>() : nullptr;
  return text ? *text : std::string();
}

std::optional<double> stored_number(const Record& record, std::string_view name) {
  const Value* value = record.find(name);
  const auto* number = value ? value->as<Number>() : nullptr;
  return number ? std::optional(number->value) : std::nullopt;
}

std::optional<long long> stored_count(const Record& record, std::string_view name) {
  const auto number = stored_number(record, name);
  return number ? std::optional(static_cast<long long>(*number)) : std::nullopt;
}

bool stored_flag(const Record& record, std::string_view name) {
  const Value* value = record.find(name);
  const auto* flag = value ? value->as<bool>() : nullptr;
  return flag && *flag;
}

std::vector<ToolCall> stored_calls(const Record& record) {
  std::vector<ToolCall> calls;
  const Value* value = record.find("tool_calls");
  const auto* list = value ? value->as<List>() : nullptr;
  if (!list) return calls;
  for (const auto& one : *list)
    if (const auto* call = one.as<Record>())
      calls.push_back(
          {stored_text(*call, "id"), stored_text(*call, "name"), stored_text(*call, "arguments")});
  return calls;
}

Reply reply_in(const Record& record) {
  return {.text = stored_text(record, "text"),
          .tool_calls = stored_calls(record),
          .finish = finish_named(stored_text(record, "finish")),
          .filtered = stored_flag(record, "filtered"),
          .too_long = stored_flag(record, "too_long"),
          .finish_detail = stored_text(record, "detail"),
          .model = stored_text(record, "model"),
          .id = stored_text(record, "id"),
          .fingerprint = stored_text(record, "fingerprint"),
          .usage = {.in = stored_count(record, "in"),
                    .out = stored_count(record, "out"),
                    .cached = stored_count(record, "cached"),
                    .thoughts = stored_count(record, "thoughts")},
          .number = stored_number(record, "number")};
}

}  // namespace

std::string journal_line(std::string_view key, const StoredReply& stored) {
  std::string out = Journal::line_begin(key, may_be_reused(stored));
  out.pop_back();
  put_text(out, "time", stored.time);
  put_number(out, "seconds", stored.seconds);
  put_number(out, "tries", stored.tries);
  put_number(out, "cost", stored.cost_usd);
  put_name(out, "reply");
  put_reply(out, stored.reply);
  out += "}\n";
  return out;
}

bool may_be_reused(const StoredReply& stored) {
  return !stored.reply.filtered && stored.reply.finish != Finish::length;
}

std::optional<StoredReply> read_journal_line(std::string_view line) {
  const auto json = parse_json(line);
  const auto* record = json.value.as<Record>();
  const Value* given = record ? record->find("reply") : nullptr;
  const auto* reply = given ? given->as<Record>() : nullptr;
  if (!reply) return std::nullopt;
  return StoredReply{.reply = reply_in(*reply),
                     .time = stored_text(*record, "time"),
                     .seconds = stored_number(*record, "seconds").value_or(0),
                     .tries = static_cast<int>(stored_count(*record, "tries").value_or(1)),
                     .cost_usd = stored_number(*record, "cost")};
}

}  // namespace cairn
