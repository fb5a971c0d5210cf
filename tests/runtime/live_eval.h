// An eval that asks one model and one judge, and a server that plays both, for tests of
// runs that ask.
#pragma once

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>
#include <string_view>

#include "lang/data/json.h"
#include "tests/project.h"
#include "tests/server/replies.h"
#include "tests/server/scripted_server.h"

namespace cairn::live {

inline constexpr std::string_view eval_text = R"(cairn 1

eval x {
  prompt: ask
  model: "openai/under-test"
}

prompt ask {
  user: "Write about {{item.id}}."
}

items topics {
  from: file("items.jsonl")
}

check short {
  require: word_count(answer) <= 50
}

check good {
  judge: grader
  question: "Is it about {{item.id}}?"
  example right_one { item { id: "tea" } answer: "good one" expect: pass }
  example right_two { item { id: "tea" } answer: "good two" expect: pass }
  example wrong_one { item { id: "tea" } answer: "bad one" expect: fail }
  example wrong_two { item { id: "tea" } answer: "bad two" expect: fail }
}

judge grader {
  model: "openai/judge"
}
)";

inline Environment environment_of(const std::string& url) {
  return [url](std::string_view name) -> std::string {
    if (name == "OPENAI_API_KEY") return "sk-secret-of-the-test";
    return name == "OPENAI_BASE_URL" ? url + "/v1" : "";
  };
}

inline void write_items(const Project& project, std::size_t count) {
  std::string rows;
  for (std::size_t i = 0; i < count; ++i) rows += fmt::format("{{\"id\": \"item{}\"}}\n", i);
  project.write("items.jsonl", rows);
}

// What every request asked, as JSON.
inline std::string text_in(const Seen& seen, std::string_view field) {
  const auto json = parse_json(seen.body);
  const auto* record = json.value.as<Record>();
  const Value* value = record ? record->find(field) : nullptr;
  return value && !value->is_missing() ? to_json(*value) : std::string();
}

inline bool is_judge(const Seen& seen) { return text_in(seen, "model") == "\"judge\""; }

// Answers "good …", judges by the word "bad" in what is judged.
inline Scripted honest(const Seen& seen) {
  if (!is_judge(seen)) return chat_reply({.text = "good words", .model = "under-test-2026"});
  const bool bad = seen.body.find("\\nbad ") != std::string::npos;
  return chat_reply({.text = bad ? R"({"reason":"it is bad","verdict":"no"})"
                                 : R"({"reason":"it is good","verdict":"yes"})"});
}

struct Counts {
  std::size_t answers = 0, judged = 0;
};
inline Counts counts_of(const ScriptedServer& server) {
  Counts counts;
  for (const auto& seen : server.seen()) ++(is_judge(seen) ? counts.judged : counts.answers);
  return counts;
}

}  // namespace cairn::live
