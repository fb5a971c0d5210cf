#include "runtime/log_lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "lang/data/json.h"
#include "lang/overloaded.h"
#include "runtime/recorded/recorded_row.h"

namespace cairn {
namespace {

void append_key(std::string& out, std::string_view key) {
  if (out.back() != '{') out += ',';
  out += '"';
  out += key;
  out += "\":";
}

void append_text(std::string& out, std::string_view key, std::string_view text) {
  append_key(out, key);
  append_json_string(out, text);
}

void append_number(std::string& out, std::string_view key, double number) {
  append_key(out, key);
  if (number == 0 || number == 1) {
    out += number == 0 ? '0' : '1';
  } else if (!std::isfinite(number)) {
    out += "null";
  } else {
    append_json(out, Value(number));
  }
}

void append_value(std::string& out, std::string_view key, const Value* value) {
  if (!value || value->is_missing()) return;
  append_key(out, key);
  append_json(out, *value);
}

// A document in one line, whatever its layout.
void append_document(std::string& out, std::string_view key, std::string_view json) {
  append_key(out, key);
  append_json(out, parse_json(json).value);
}

void append_outcome(std::string& out, const Outcome& outcome) {
  std::visit(Overloaded{
                 [&](const Scored& scored) {
                   append_text(out, "outcome", scored.passed ? "passed" : "failed");
                   append_number(out, "score", scored.score);
                   if (!scored.why.empty()) append_text(out, "why", scored.why);
                 },
                 [&](const Measured& measured) {
                   append_text(out, "outcome", "measured");
                   append_number(out, "value", measured.value);
                 },
                 [&](const Unanswered& open) {
                   append_text(out, "outcome", "unanswered");
                   append_number(out, "low", open.low);
                   append_number(out, "high", open.high);
                   append_text(out, "why", open.why);
                 },
                 [&](const NotApplicable& out_of) {
                   append_text(out, "outcome", "not_applicable");
                   if (!out_of.why.empty()) append_text(out, "why", out_of.why);
                 },
             },
             outcome);
}

}  // namespace

void append_run(std::string& out, const RunHeader& header, const Plan& plan) {
  out += R"({"record":"run","schema":"cairn.run/1")";
  append_text(out, "run", header.id);
  append_text(out, "time", header.time);
  append_text(out, "cairn", CAIRN_VERSION);
  append_text(out, "eval", plan.eval.heading.name);
  out += R"(,"hashes":{)";
  append_text(out, "score", plan.hashes.score);
  append_text(out, "answers", plan.hashes.answers);
  out += R"(},"labels":{)";
  for (const auto& [key, value] : header.labels) {
    if (out.back() != '{') out += ',';
    append_json_string(out, key);
    out += ':';
    append_json_string(out, value);
  }
  out += R"(},"argv":[)";
  for (const auto& word : header.argv) {
    if (out.back() != '[') out += ',';
    append_json_string(out, word);
  }
  out += ']';
  append_text(out, "answers", header.answers);
  if (header.asked) out += R"(,"asked":true)";
  append_document(out, "plan", to_json(plan));
  out += "}\n";
}

void append_example(std::string& out, const Record& row) {
  out += R"({"record":"example")";
  for (const auto& [name, value] : row.fields) {
    if (name == "record") continue;
    out += ',';
    append_json_string(out, name);
    out += ':';
    append_json(out, value);
  }
  out += "}\n";
}

void append_note(std::string& out, std::string_view text) {
  out += R"({"record":"note")";
  append_text(out, "text", text);
  out += "}\n";
}

void append_summary(std::string& out, const Summary& summary) {
  out += R"({"record":"summary")";
  append_document(out, "summary", to_json(summary));
  out += "}\n";
}

LogLines::LogLines(const Plan& plan) : plan_(plan) {
  for (const auto& planned : plan.checks) {
    std::string text = R"(,"check":)";
    append_json_string(text, planned.check.heading.name);
    checks_.push_back(std::move(text));
  }
}

void LogLines::begin(std::string& out, std::string_view record, std::uint32_t sample) const {
  out += R"({"record":")";
  out += record;
  out += "\",";
  out += item_;
  out += R"(,"sample":)";
  char digits[16];
  const auto end = std::to_chars(digits, digits + sizeof digits, sample).ptr;
  out.append(digits, end);
}

void LogLines::item(std::string& out, std::string_view id, std::size_t index,
                    const Record& fields) {
  item_ = R"("item":)";
  append_json_string(item_, id);
  out += R"({"record":"item",)";
  out += item_;
  out += fmt::format(R"(,"index":{},"fields":{{)", index);
  for (const auto& [name, value] : fields.fields) {
    if (!std::ranges::binary_search(plan_.item_fields, name)) continue;
    if (out.back() != '{') out += ',';
    append_json_string(out, name);
    out += ':';
    append_json(out, value);
  }
  out += "}}\n";
}

void LogLines::answer(std::string& out, const RecordedSample& recorded) {
  begin(out, "answer", recorded.sample);
  const Record& row = recorded.row;
  append_value(out, "text", row.find("answer"));
  append_value(out, "turns", row.find("answers"));
  append_value(out, "error", row.find("error"));
  const Value* given = row.find("reply");
  const auto* reply = given ? given->as<Record>() : nullptr;
  const Value* model = row.find("model");
  if ((!model || model->is_missing()) && reply) model = reply->find("model");
  append_value(out, "model", model);
  if (reply) {
    append_value(out, "usage", reply->find("tokens"));
    append_value(out, "cost", reply->find("cost"));
    append_value(out, "seconds", reply->find("time"));
    append_value(out, "finish_reason", reply->find("finish_reason"));
    append_value(out, "tool_calls", reply->find("tool_calls"));
  }
  append_value(out, "requests", row.find("requests"));
  append_value(out, "cached", row.find("cached"));
  out += "}\n";
}

void LogLines::evidence(std::string& out, const RecordedSample& recorded, const SampleNotes& notes,
                        const std::vector<CheckResult>& results) {
  for (std::size_t check = 0; check < notes.evidence.size(); ++check) {
    for (const auto& note : notes.evidence[check]) {
      begin(out, "evidence", recorded.sample);
      out += checks_[check];
      append_number(out, "element", static_cast<double>(note.element));
      if (!results[check].elements.empty())
        append_number(out, "elements", static_cast<double>(results[check].elements.size()));
      append_number(out, "vote", static_cast<double>(note.vote));
      for (const auto& [name, value] : note.fields.fields) {
        append_key(out, name);
        append_json(out, value);
      }
      out += "}\n";
    }
  }
}

void LogLines::ratings(std::string& out, const RecordedSample& recorded) {
  const Value* given = recorded.row.find("ratings");
  const auto* ratings = given ? given->as<List>() : nullptr;
  if (!ratings) return;
  for (const auto& one : *ratings) {
    const auto* rating = one.as<Record>();
    if (!rating) continue;
    begin(out, "rating", recorded.sample);
    for (const auto& [name, value] : rating->fields) append_value(out, name, &value);
    out += "}\n";
  }
}

void LogLines::verdicts(std::string& out, const RecordedSample& recorded,
                        const std::vector<CheckResult>& results) {
  for (std::size_t check = 0; check < results.size(); ++check) {
    begin(out, "verdict", recorded.sample);
    out += checks_[check];
    verdict(out, results[check]);
    out += "}\n";
  }
}

void LogLines::verdict(std::string& out, const CheckResult& result) const {
  append_outcome(out, result.outcome);
  if (!result.elements.empty()) {
    out += R"(,"elements":[)";
    for (const auto& element : result.elements) {
      if (out.back() != '[') out += ',';
      out += '{';
      append_text(out, "element", element.element);
      append_outcome(out, element.outcome);
      out += '}';
    }
    out += ']';
  }
  if (result.said.empty()) return;
  out += R"(,"said":[)";
  for (const auto& pair : result.said) {
    if (out.back() != '[') out += ',';
    out += '{';
    append_text(out, "said", pair.said);
    append_text(out, "should_say", pair.should_say);
    out += '}';
  }
  out += ']';
}

void append_recorded(std::string& out, const Record& row) {
  append_json(out, Value(row));
  out += '\n';
}

}  // namespace cairn
