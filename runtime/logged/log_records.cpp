#include "runtime/logged/log_records.h"

namespace cairn {

std::string text_in_log(const Record& record, std::string_view field) {
  const Value* value = record.find(field);
  const auto* text = value ? value->as<std::string>() : nullptr;
  return text ? *text : std::string();
}

std::optional<double> number_in_log(const Record& record, std::string_view field) {
  const Value* value = record.find(field);
  const auto* number = value ? value->as<Number>() : nullptr;
  return number ? std::optional(number->value) : std::nullopt;
}

std::size_t place_in_log(const Record& record, std::string_view field) {
  constexpr double most = 1e9;
  const double number = number_in_log(record, field).value_or(0);
  return number > 0 && number < most ? static_cast<std::size_t>(number) : 0;
}

LogHead log_head(const Record& run) {
  LogHead head{.id = text_in_log(run, "run"),
               .time = text_in_log(run, "time"),
               .eval = text_in_log(run, "eval"),
               .cairn = text_in_log(run, "cairn"),
               .hash_score = {},
               .hash_answers = {},
               .labels = {}};
  const Value* hashes = run.find("hashes");
  if (const auto* both = hashes ? hashes->as<Record>() : nullptr) {
    head.hash_score = text_in_log(*both, "score");
    head.hash_answers = text_in_log(*both, "answers");
  }
  const Value* labels = run.find("labels");
  if (const auto* all = labels ? labels->as<Record>() : nullptr)
    for (const auto& [key, value] : all->fields)
      if (const auto* text = value.as<std::string>()) head.labels.emplace_back(key, *text);
  return head;
}

Outcome outcome_in_log(const Record& verdict) {
  const auto outcome = text_in_log(verdict, "outcome");
  if (outcome == "passed" || outcome == "failed")
    return Scored{number_in_log(verdict, "score").value_or(0), outcome == "passed",
                  text_in_log(verdict, "why")};
  if (outcome == "measured") return Measured{number_in_log(verdict, "value").value_or(0)};
  if (outcome == "not_applicable") return NotApplicable{text_in_log(verdict, "why")};
  return Unanswered{number_in_log(verdict, "low").value_or(0),
                    number_in_log(verdict, "high").value_or(1), text_in_log(verdict, "why")};
}

}  // namespace cairn
