// Exchanges with aimock in every format it knows: it was not written by us, so it does
// not share our misreadings.
#include <doctest/doctest.h>

#include "tests/runtime/aimock_run.h"

using namespace cairn;

namespace {

constexpr std::string_view right_key = "right-key-of-the-test";

// Two judges, of whom one says its verdict in JSON and the other in a last line.
constexpr std::string_view guests = R"(cairn 1

eval x {
  prompt: greet
  model: "PROVIDER/MODEL"
}

prompt greet {
  system: "You keep a small inn."
  user: "Greet {{item.id}}."
}

item ann { }
item bob { }

check counted {
  require: reply.tokens.in is 31 and reply.tokens.out is 17 and reply.finish_reason is stop
}

check warm {
  judge: by_json
  question: "Is the guest welcome?"
  example warm_one { answer: "Come in." expect: pass }
  example warm_two { answer: "Good evening, dear guest." expect: pass }
  example cold_one { answer: "Go away." expect: fail }
  example cold_two { answer: "Go away at once." expect: fail }
}

check kind {
  judge: by_line
  question: "Is it kind?"
  example kind_one { answer: "Come in." expect: pass }
  example kind_two { answer: "Good evening, dear guest." expect: pass }
  example rude_one { answer: "Go away." expect: fail }
  example rude_two { answer: "Go away at once." expect: fail }
}

judge by_json {
  model: "PROVIDER/judge-json"
}

judge by_line {
  model: "PROVIDER/judge-line"
}
)";

constexpr std::string_view weather = R"(cairn 1

eval x {
  prompt: ask
  model: "PROVIDER/MODEL"
}

prompt ask {
  offers: file("tools.json")
  user: "How cold is it in {{item.id}}?"
}

item oslo { }
item nowhere { }

check calls {
  require: some call in reply.tool_calls: (call.name is "get_weather" and call.valid is yes)
}

check named {
  require: some call in reply.tool_calls: call.arguments.city is "Oslo"
}

check finished {
  require: reply.finish_reason is tool_calls
}
)";

constexpr std::string_view tools = R"([{
  "name": "get_weather", "description": "The weather of a city",
  "parameters": {
    "type": "object",
    "properties": {"city": {"type": "string"}, "days": {"type": "integer"}},
    "required": ["city"]
  }
}])";

constexpr std::string_view likeness = R"(cairn 1

eval x {
  prompt: greet
  model: "PROVIDER/MODEL"
}

prompt greet {
  user: "Greet {{item.id}}."
}

item same { expected: "Good evening and welcome." }
item other { expected: "We are closed." }

check close {
  embedding: near
  compare with: item.expected
  require: similarity >= 0.9
}

embedding near {
  model: "PROVIDER/embedder"
}
)";

// What all checks come to, in the order of the eval: "warm 1-0-1 the judge …", which are
// passed, failed and unanswered, and why.
std::string outcomes(const Summary& summary) {
  std::vector<std::string> all;
  for (const auto& check : summary.checks) {
    all.push_back(
        fmt::format("{} {}-{}-{}", check.name, check.passed, check.failed, check.unanswered));
    for (const auto& open : check.open) all.back() += " " + open.why;
  }
  return fmt::format("{}", fmt::join(all, ", "));
}

// A run that nothing may stop or refuse.
RunResult run_by(const MockedProvider& provider, const Aimock& mock, const Project& project,
                 std::string_view text) {
  project.write("x.eval", eval_for(provider, std::string(text)));
  project.write("tools.json", tools);
  const auto ran = run_eval(project, {}, environment_of(provider, mock, std::string(right_key)));
  REQUIRE_MESSAGE(ran.result.has_value(), fmt::format("{}", fmt::join(ran.mistakes, "; ")));
  CHECK(ran.result->stopped == "");
  return *ran.result;
}

std::optional<Aimock> started() {
  return started_aimock("guests.json", {"--api-key", std::string(right_key)});
}

}  // namespace

TEST_CASE("aimock: answers and judges come through in every format") {
  const auto mock = started();
  if (!mock) return;
  for (const auto& provider : mocked_providers) {
    CAPTURE(provider.name);
    const Project project;
    const auto result = run_by(provider, *mock, project, guests);
    const auto& summary = result.summary;
    CHECK(outcomes(summary) == "counted 2-0-0, warm 1-1-0, kind 1-1-0");
    CHECK(summary.model.ends_with("/" + std::string(provider.model)));
    CHECK(summary.exit_code == 0);
    for (const auto& check : {summary.checks[1], summary.checks[2]}) {
      CHECK_MESSAGE(check.trust.trust == Trust::trusted, check.trust.why);
      CHECK(check.trust.examples == 4);
    }
    CHECK(written_by_run(project).find(right_key) == std::string::npos);
  }
}

TEST_CASE("aimock: calls of functions come through in every format") {
  const auto mock = started();
  if (!mock) return;
  for (const auto& provider : mocked_providers) {
    CAPTURE(provider.name);
    const Project project;
    const auto result = run_by(provider, *mock, project, weather);
    CHECK(outcomes(result.summary) == "calls 1-1-0, named 1-1-0, finished 2-0-0");
  }
}

// aimock has embeddings in OpenAI's format alone: those that it was told nothing of are
// numbers made of the text, so that only the same text is close.
TEST_CASE("aimock: embeddings tell the same text from another") {
  const auto mock = started();
  if (!mock) return;
  for (const auto& provider : mocked_providers) {
    if (find_provider(provider.name)->embeddings_path.empty()) continue;
    CAPTURE(provider.name);
    const Project project;
    const auto result = run_by(provider, *mock, project, likeness);
    CHECK(outcomes(result.summary) == "close 1-1-0");
  }
}
