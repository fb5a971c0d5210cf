// Servers that break and servers that refuse, played by aimock: what nobody answered is
// never a bad answer, and a wrong key is told once.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "lang/data/json.h"
#include "tests/runtime/aimock_run.h"

using namespace cairn;

namespace {

constexpr std::string_view inn = R"(cairn 1

eval x {
  prompt: greet
  model: "PROVIDER/MODEL"
}

prompt greet {
  user: "Greet {{item.id}}."
}

items guests {
  from: file("items.jsonl")
}

check greets {
  require: answer starts with "Good evening"
}

check warm {
  judge: by_line
  question: "Is the guest welcome?"
}

judge by_line {
  model: "PROVIDER/judge-line"
  trust when: always
  because: "a test"
}
)";

void write_inn(const Project& project, const MockedProvider& provider, std::size_t guests) {
  project.write("x.eval", eval_for(provider, std::string(inn)));
  std::string rows;
  for (std::size_t i = 0; i < guests; ++i) rows += fmt::format("{{\"id\": \"guest{}\"}}\n", i);
  project.write("items.jsonl", rows);
}

std::string field(const Record& record, std::string_view name) {
  const Value* value = record.find(name);
  const auto* text = value ? value->as<std::string>() : nullptr;
  return text ? *text : std::string();
}

// The records of a kind in a log.
std::vector<Record> records(const std::string& log, std::string_view kind) {
  std::vector<Record> found;
  for (std::size_t at = 0; at < log.size();) {
    const auto end = std::min(log.find('\n', at), log.size());
    auto json = parse_json(std::string_view(log).substr(at, end - at));
    if (const auto* record = json.value.as<Record>(); record && field(*record, "record") == kind)
      found.push_back(*record);
    at = end + 1;
  }
  return found;
}

// Every item has an answer or the reason why not, and every verdict that could not be
// had has one too.
void check_nothing_is_lost(const std::string& log, std::size_t items) {
  std::set<std::string> named;
  for (const auto& answer : records(log, "answer")) {
    named.insert(field(answer, "item"));
    CHECK(field(answer, "text").empty() != field(answer, "error").empty());
  }
  CHECK(named.size() == items);
  const auto verdicts = records(log, "verdict");
  CHECK(verdicts.size() == 2 * items);
  for (const auto& verdict : verdicts)
    if (field(verdict, "outcome") == "unanswered") CHECK_FALSE(field(verdict, "why").empty());
}

std::size_t sum_of(const std::vector<Reason>& reasons) {
  std::size_t sum = 0;
  for (const auto& one : reasons) {
    CHECK_FALSE(one.why.empty());
    CHECK_FALSE(one.items.empty());
    sum += one.count;
  }
  return sum;
}

}  // namespace

TEST_CASE("aimock: what breaks on the way is never a bad answer") {
  // Each call fails three times in ten. Few of them by a 429, which holds all up for a second.
  const auto mock =
      started_aimock("guests.json", {"--chaos-drop", "0.1", "--chaos-malformed", "0.1",
                                     "--chaos-ratelimit", "0.01", "--chaos-disconnect", "0.09"});
  if (!mock) return;
  constexpr std::size_t guests = 60;
  for (const std::size_t which : {0U, 2U, 3U}) {  // openai, anthropic, gemini
    const auto& provider = mocked_providers[which];
    CAPTURE(provider.name);
    const Project project;
    write_inn(project, provider, guests);
    std::size_t tried_again = 0;
    RunOptions options;
    options.progress = [&](const RunState& state) {
      if (state.asking) tried_again = state.asking->caller.tried_again;
    };
    const auto ran = run_with(project, environment_of(provider, *mock, "any"),
                              {.most_tries = 3, .first_wait = 0.01}, options);
    CHECK(tried_again > 0);
    CHECK(ran.stopped == "");
    CHECK(ran.summary.answers == guests);
    for (const auto& check : ran.summary.checks) {
      CHECK(check.passed + check.unanswered == guests);
      CHECK(check.passed > guests / 2);
      CHECK(check.failed == 0);
      CHECK(sum_of(check.open) == check.unanswered);
    }
    check_nothing_is_lost(project.read(ran.log), guests);
  }
}

TEST_CASE("aimock: a server that always asks to slow down is given up") {
  const auto mock = started_aimock("guests.json", {"--chaos-ratelimit", "1"});
  if (!mock) return;
  const Project project;
  write_inn(project, mocked_providers[0], 4);
  const auto ran = run_with(project, environment_of(mocked_providers[0], *mock, "any"),
                            {.most_rate_tries = 2, .first_wait = 0.01});
  CHECK(ran.summary.exit_code == 3);
  for (const auto& check : ran.summary.checks) {
    CHECK(check.unanswered == 4);
    REQUIRE(check.open.size() == 1);
    CHECK(check.open[0].why.find("slow down") != std::string::npos);
  }
  check_nothing_is_lost(project.read(ran.log), 4);
}

TEST_CASE("aimock: a key that is not accepted is told once, and never shown") {
  const auto mock = started_aimock("guests.json", {"--api-key", "the-right-key"});
  if (!mock) return;
  constexpr std::string_view wrong_key = "wrong-key-of-the-test";
  for (const auto& provider : mocked_providers) {
    CAPTURE(provider.name);
    const Project project;
    write_inn(project, provider, 5);
    const auto ran = run_with(project, environment_of(provider, *mock, std::string(wrong_key)), {});
    CHECK(ran.summary.exit_code == 3);
    CHECK(ran.stopped.find(provider.key_variable) != std::string::npos);
    const auto naming = [&](const std::string& note) {
      return note.find(provider.key_variable) != std::string::npos;
    };
    CHECK(std::ranges::count_if(ran.summary.notes, naming) == 1);
    for (const auto& note : ran.summary.notes) CHECK(note.find(wrong_key) == std::string::npos);
    const auto written = written_by_run(project);
    CHECK_FALSE(written.empty());
    CHECK(written.find(wrong_key) == std::string::npos);
  }
}
