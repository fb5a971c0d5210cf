// Who else is asked, and how: conversations, media, reward models, embeddings,
// programs.
#include <doctest/doctest.h>

#include "tests/runtime/live_eval.h"

using namespace cairn;
using namespace cairn::live;

TEST_CASE("a conversation goes turn by turn, and functions are offered") {
  const Project project;
  project.write("x.eval", R"(cairn 1

eval x {
  prompt: talk
  model: "openai/under-test"
}

prompt talk {
  system: "Be brief."
  offers: file("tools.json")
  turn hello {
    user: "Hello, I am {{item.id}}."
  }
  turn order {
    user: "Order tea."
  }
}

item ann { }

check orders {
  require: some call in reply.tool_calls: (call.name is "order" and call.valid is yes and call.turn is 2)
}

check greets {
  require: first(answers) contains "ann" and answer contains "tea"
}
)");
  project.write("tools.json", R"([{"name":"order","description":"orders",
    "parameters":{"type":"object","properties":{"what":{"type":"string"}},"required":["what"]}}])");
  ScriptedServer server([](const Seen& seen) {
    if (seen.body.find("Order tea") == std::string::npos) return chat_reply({.text = "Hi ann"});
    return chat_reply({.text = "tea it is", .tools = {{"c1", "order", R"({"what":"tea"})"}}});
  });
  const auto ran = run_eval(project, {}, environment_of(server.url()));
  REQUIRE_MESSAGE(ran.result.has_value(), fmt::format("{}", fmt::join(ran.mistakes, "; ")));
  CHECK(ran.result->summary.checks[0].passed == 1);
  CHECK(ran.result->summary.checks[1].passed == 1);
  const auto seen = server.seen();
  REQUIRE(seen.size() == 2);
  CHECK(text_in(seen[1], "messages").find("Hi ann") != std::string::npos);
}

TEST_CASE("reward models and embeddings are asked") {
  const Project project;
  project.write("x.eval", R"(cairn 1

eval x {
  answers: file("a.jsonl")
}

item a { reference: "hot soup" }

check pleasant {
  reward: taste
  score: scaled(reward, -1, 3)
  passes at: 50%
}

check alike {
  embedding: near
  compare with: item.reference
  require: similarity >= 0.9
}

reward taste {
  model: "vllm/skywork"
}

embedding near {
  model: "openai/text-embedding-3-small"
}
)");
  project.write("a.jsonl", "{\"item\":\"a\",\"answer\":\"warm soup\"}\n");
  ScriptedServer server([](const Seen& seen) -> Scripted {
    if (seen.path.ends_with("/embeddings")) return embedding_reply({{1, 0}, {0.95, 0.3}});
    return {
        .body =
            R"({"object":"list","data":[{"index":0,"label":"LABEL_0","probs":[2.0],"num_classes":1}]})"};
  });
  const auto environment = [&](std::string_view name) -> std::string {
    if (name == "OPENAI_API_KEY") return "k";
    return name == "OPENAI_BASE_URL" || name == "VLLM_BASE_URL" ? server.url() + "/v1" : "";
  };
  const auto ran = run_eval(project, {}, environment);
  REQUIRE_MESSAGE(ran.result.has_value(), fmt::format("{}", fmt::join(ran.mistakes, "; ")));
  CHECK(ran.result->summary.checks[0].score == 0.75);
  CHECK(ran.result->summary.checks[1].passed == 1);
}

TEST_CASE("pictures are sent, and what a provider cannot take is told before anything is asked") {
  const Project project;
  project.write("x.eval", R"(cairn 1

eval x {
  prompt: look
  model: "openai/under-test"
}

prompt look {
  user: "What is it?"
  attach: item.file
}

items seen {
  from: file("items.jsonl")
  media: [file]
}

check says_something {
  require: answer is not empty
}
)");
  project.write("p.png", "not really a picture");
  project.write("v.mp4", "not really a video");
  project.write("items.jsonl",
                "{\"id\":\"picture\",\"file\":\"p.png\"}\n{\"id\":\"video\",\"file\":\"v.mp4\"}\n");
  ScriptedServer server(honest);
  const auto ran = run_eval(project, {}, environment_of(server.url()));
  CHECK_FALSE(ran.result.has_value());
  REQUIRE(ran.mistakes.size() == 1);
  CHECK(ran.mistakes[0] ==
        "R0111 0 `openai/under-test` cannot be asked: openai takes no video, and item `video` "
        "attaches one (1 of 2 items)");
  CHECK(server.requests() == 0);
  const auto pictures = run_eval(project, {.items = {"picture"}}, environment_of(server.url()));
  REQUIRE_MESSAGE(pictures.result.has_value(),
                  fmt::format("{}", fmt::join(pictures.mistakes, "; ")));
  CHECK(pictures.result->summary.checks[0].passed == 1);
  CHECK(server.seen().front().body.find("data:image/png;base64,bm90IHJlYWxseSBhIHBpY3R1cmU=") !=
        std::string::npos);
}

TEST_CASE("a program under test runs only if it is allowed") {
  const Project project;
  project.write("x.eval", R"(cairn 1

eval x {
  prompt: ask
  model: mine
}

prompt ask {
  user: "Say {{item.id}}."
}

model mine {
  run: "sh app.sh"
}

item tea { }

check says {
  require: answer contains "Say tea."
}
)");
  project.write("app.sh", "cat\n");
  const auto nothing = [](std::string_view) { return std::string(); };
  const auto refused = run_eval(project, {}, nothing);
  REQUIRE(refused.mistakes.size() == 1);
  CHECK(refused.mistakes[0] == "R0116 0 model `mine` is a program: `sh app.sh`");
  const auto ran = run_eval(project, {.allow_tools = true}, nothing);
  REQUIRE_MESSAGE(ran.result.has_value(), fmt::format("{}", fmt::join(ran.mistakes, "; ")));
  CHECK(ran.result->summary.checks[0].passed == 1);
  CHECK(ran.result->summary.model == "mine (sh)");
}
