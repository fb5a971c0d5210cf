#include "runtime/evidence/recorded.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "lang/overloaded.h"
#include "tests/planned.h"

using namespace cairn;

namespace {

const std::string eval = R"(cairn 1

eval recipes {
  answers: file("answers.jsonl")
  seed: 1
}

item soup { ingredients: ["egg", "salt", "flour"] }
item cake { ingredients: ["egg"] }
item tea { ingredients: ["leaf"] }

check layout {
  judge: grader
  question: "Is every ingredient listed first?"
}

check rubric {
  judge: grader
  for each: ingredient in item.ingredients
  question: "Is {{ingredient}} listed?"
  combine: share
}

check clear {
  judge: three
  question: "How clear is it?"
  scores: 1 to 5
}

check better {
  judge: grader
  question: "Is it better?"
  compare with: "Mix all."
}

check solved {
  reward: scorer
  score: scaled(reward, -2, 2)
}

check alike {
  embedding: embedder
  compare with: "Mix all."
  require: similarity >= 0.9
}

check compiles {
  tool: compiler
  require: exit_code is 0 and time < 3 seconds
}

check pleasant {
  panel: cooks
  question: "Would you cook it?"
}

check pretty {
  panel: few
  question: "How pretty is it?"
  scores: 1 to 5
}

judge grader {
  model: "a/b"
}

judge three {
  model: "a/b"
  samples: 3
  decide by: median
}

reward scorer {
  model: "a/b"
}

embedding embedder {
  model: "a/b"
}

tool compiler {
  run: "true"
}

panel cooks {
  raters: 3
  protocol: "Read it."
}

panel few {
  raters: 2
  rate: 1
  protocol: "Read it."
}
)";

const Plan& plan() {
  static const Plan made = planned(eval);
  return made;
}

const PanelItems& items() {
  static const PanelItems made = [] {
    PanelItems all(plan());
    for (const auto* id : {"soup", "cake", "tea"}) all.add(id);
    return all;
  }();
  return made;
}

std::string in_words(const Gathered& gathered) {
  return std::visit(Overloaded{
                        [](const Evidence& evidence) {
                          std::string text;
                          for (const auto& [name, value] : evidence.found)
                            text += (text.empty() ? "" : " ") + std::string(to_string(name)) + "=" +
                                    shown(value);
                          return text;
                        },
                        [](const AnswerFailed& failed) { return "failed: " + failed.why; },
                        [](const Open& open) { return "open: " + open.why; },
                        [](const NobodyAsked& nobody) { return "nobody: " + nobody.why; },
                    },
                    gathered);
}

struct Asked {
  std::string_view check;
  std::string row;
  std::string said;
  std::size_t element = 0, elements = 1;
  std::string item = "soup";
  std::size_t sample = 0;
};

std::string asked(const Asked& c) {
  const TrustReport trust;
  RecordedEvidence evidence(plan(), check_of(plan(), c.check), trust, items());
  const Record line = row(c.row);
  evidence.sample(line, c.item, c.sample);
  return in_words(evidence.gather({c.element, c.elements}));
}

void check_all(const std::vector<Asked>& cases) {
  for (const auto& c : cases) {
    CAPTURE(c.check);
    CAPTURE(c.row);
    CHECK(asked(c) == c.said);
  }
}

std::string drawn() {
  for (const auto* id : {"soup", "cake", "tea"})
    if (items().rates("few", id)) return id;
  return {};
}

std::string mistakes_of(const std::string& json) {
  Diagnostics diagnostics;
  check_recorded(plan(), row(json), {.path = "answers.jsonl", .line = 7}, diagnostics);
  std::string text;
  for (const auto& one : diagnostics.all()) {
    CHECK(one.data);
    CHECK(one.data->line == 7);
    text += std::string(code_of(one.kind)) + " " + one.message + "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("a judge's recorded verdicts and replies") {
  check_all({
      {"layout", R"({"verdicts": {"layout": "yes"}})", "verdict=\"yes\" reason=\"\""},
      {"layout", R"({"replies": {"layout": "It is.\nverdict: no"}})",
       "verdict=\"no\" reason=\"It is.\""},
      {"layout", R"({"replies": {"layout": "… yes"}})", "verdict=\"yes\" reason=\"\""},
      {"layout", R"({"verdicts": {"layout": null}})", "open: the judge gave nothing usable"},
      {"layout", R"({"replies": {"layout": null}})", "open: the judge gave no reply"},
      {"layout", R"({"replies": {"layout": "Who knows."}})",
       "open: no line of the reply is a verdict; it ends \"Who knows.\""},
      {"layout", R"({"answer": "x"})",
       "open: no judge was asked, and the recorded answers hold no verdict of `layout`"},
      {"layout", R"({"verdicts": {"clear": 3}})",
       "open: no judge was asked, and the recorded answers hold no verdict of `layout`"},
      {"layout", R"({"verdicts": {"layout": "maybe"}})",
       "open: its verdict is \"maybe\", which is not `yes` or `no`"},
      // Both: the verdict was read already, the reply has the reason.
      {"layout", R"({"verdicts": {"layout": "yes"}, "replies": {"layout": "Fine.\nverdict: yes"}})",
       "verdict=\"yes\" reason=\"Fine.\""},
  });
}

TEST_CASE("votes") {
  check_all({
      {"layout", R"({"verdicts": {"layout": ["yes", "no", "yes"]}})",
       "verdict=\"yes\" reason=\"\""},
      {"layout", R"({"verdicts": {"layout": ["yes", "no"]}})",
       "open: the votes are tied: 1 \"yes\", 1 \"no\""},
      {"layout", R"({"verdicts": {"layout": ["yes", null]}})", "verdict=\"yes\" reason=\"\""},
      {"layout", R"({"verdicts": {"layout": ["yes", null, null]}})",
       "open: only 1 of 3 votes gives a verdict: the judge gave nothing usable"},
      {"layout", R"({"verdicts": {"layout": [null, null]}})",
       "open: none of 2 votes gives a verdict: the judge gave nothing usable"},
      {"layout", R"({"replies": {"layout": ["verdict: no", "Hm.", "Late.\nverdict: no"]}})",
       "verdict=\"no\" reason=\"\""},
      {"clear", R"({"verdicts": {"clear": [1, 5, 4]}})", "verdict=4 reason=\"\""},
      {"clear", R"({"verdicts": {"clear": [1, 4]}})", "verdict=2.5 reason=\"\""},
      {"clear", R"({"verdicts": {"clear": 4}})", "verdict=4 reason=\"\""},
      {"clear", R"({"replies": {"clear": "Clear.\nscore: 3"}})", "verdict=3 reason=\"Clear.\""},
      {"clear", R"({"verdicts": {"clear": 7}})",
       "open: its verdict is 7, which is not a whole number from 1 to 5"},
  });
}

TEST_CASE("elements") {
  const std::string three = R"({"verdicts": {"rubric": ["yes", null, ["no", "no", "yes"]]}})";
  check_all({
      {"rubric", three, "verdict=\"yes\" reason=\"\"", 0, 3},
      {"rubric", three, "open: the judge gave nothing usable", 1, 3},
      {"rubric", three, "verdict=\"no\" reason=\"\"", 2, 3},
      {"rubric", three, "open: 3 verdicts were recorded, but there are 2 elements", 0, 2},
      {"rubric", R"({"verdicts": {"rubric": null}})", "open: the judge gave nothing usable", 1, 3},
      {"rubric", R"({"replies": {"rubric": ["… yes", "… no"]}})", "verdict=\"no\" reason=\"\"", 1,
       2},
      {"rubric", R"({"verdicts": {"rubric": "yes"}})",
       "open: one verdict was recorded where each element has its own", 0, 1},
  });
}

TEST_CASE("both orders of a comparison") {
  const auto orders = [](const std::string& json) {
    const TrustReport trust;
    RecordedEvidence evidence(plan(), check_of(plan(), "better"), trust, items());
    const Record line = row(json);
    evidence.sample(line, "soup", 0);
    evidence.gather({0, 1});
    return evidence.orders();
  };
  check_all({
      {"better", R"({"verdicts": {"better": {"first": "better", "swapped": "better"}}})",
       "verdict=\"better\" reason=\"\""},
      {"better", R"({"verdicts": {"better": {"first": "better", "swapped": "worse"}}})",
       R"(verdict="same" reason="\"better\" in the first order, \"worse\" in the swapped one…")"},
      {"better", R"({"verdicts": {"better": {"first": "better", "swapped": null}}})",
       "open: in the swapped order: the judge gave nothing usable"},
      {"better", R"({"verdicts": {"better": {"first": "better"}}})",
       "open: only one of the two orders was asked"},
      {"better", R"({"verdicts": {"better": "same"}})", "verdict=\"same\" reason=\"\""},
      {"better",
       R"({"replies": {"better": {"first": "Long.\nverdict: worse", "swapped": "verdict: worse"}}})",
       "verdict=\"worse\" reason=\"Long.\""},
  });
  CHECK(orders(R"({"verdicts": {"better": {"first": "better", "swapped": "better"}}})") ==
        Orders::agreed);
  CHECK(orders(R"({"verdicts": {"better": {"first": "better", "swapped": "same"}}})") ==
        Orders::flipped);
  CHECK(orders(R"({"verdicts": {"better": "same"}})") == Orders::not_asked);
  CHECK(orders(R"({"verdicts": {"better": {"first": "better", "swapped": null}}})") ==
        Orders::not_asked);
}

TEST_CASE("what machines gave") {
  check_all({
      {"solved", R"({"verdicts": {"solved": {"reward": 1.3}}})", "reward=1.3"},
      {"solved", R"({"verdicts": {"solved": null}})",
       "open: the reward of `solved` was asked for and could not be used"},
      {"solved", "{}",
       "open: no reward model was asked, and the recorded answers hold no reward of "
       "`solved`"},
      {"alike", R"({"verdicts": {"alike": {"similarity": 0.93}}})", "similarity=0.93"},
      {"alike", "{}",
       "open: no embedding was asked for, and the recorded answers hold no similarity "
       "of `alike`"},
      {"compiles",
       R"({"verdicts": {"compiles": {"exit_code": 0, "stdout": "a", "time": 1.5, "timed_out": false}}})",
       "exit_code=0 stdout=\"a\" time=1.5 seconds timed_out=no"},
      {"compiles", "{}",
       "open: its tool was not run (`--allow-tools` lets it), and the recorded answers hold no result of `compiles`"},
  });
}

TEST_CASE("people: their ratings of the first sample") {
  const auto ratings = [](const std::vector<std::string>& answers) {
    std::string text = "{\"ratings\": [";
    for (std::size_t i = 0; i < answers.size(); ++i)
      text += (i > 0 ? "," : "") + std::string(R"({"check": "pleasant", "rater": "r)") +
              std::to_string(i) + R"(", "answer": ")" + answers[i] + "\"}";
    return text + "]}";
  };
  const auto verdict = [&](const std::vector<std::string>& answers) {
    const std::string said = asked({"pleasant", ratings(answers), ""});
    return said.substr(0, said.find(" ratings="));
  };
  CHECK(verdict({"yes", "no", "yes"}) == "verdict=\"yes\"");
  CHECK(verdict({"Yes", "NO ", "yes"}) == "verdict=\"yes\"");
  CHECK(verdict({"yes", "no", "can't tell"}) == "open: the ratings are tied: 1 \"yes\", 1 \"no\"");
  CHECK(verdict({"yes", "can't tell", "can't tell"}) ==
        "open: only 1 of 3 ratings gives a verdict: `can't tell` is no vote");
  CHECK(verdict({"yes", "no"}) == "open: 2 of 3 ratings are in");
  CHECK(verdict({}) == "open: 0 of 3 ratings are in");
  CHECK(asked({"pleasant", "{}", "", 0, 1, "soup", 1}) ==
        "nobody: people rate only the first sample of an item");
}

TEST_CASE("people: a panel rates the items that are drawn") {
  const std::string item = drawn();
  REQUIRE_FALSE(item.empty());
  CHECK(items().count("few") == 1);
  CHECK(items().count("cooks") == 3);
  const std::string two =
      R"({"ratings": [{"check": "pretty", "rater": "a", "answer": 4},
                      {"check": "pretty", "rater": "b", "answer": 5}]})";
  for (const auto* id : {"soup", "cake", "tea"}) {
    const std::string said = asked({"pretty", two, "", 0, 1, id});
    CAPTURE(said);
    if (id == item)
      CHECK(said.starts_with("verdict=4.5 "));
    else
      CHECK(said == "nobody: the panel rates 1 of 3 items, and this is none of them");
  }
}

TEST_CASE("people: while ratings lack, all verdicts of the panel are open") {
  TrustReport trust;
  trust.trust = Trust::waiting;
  trust.why = "3 of 9 ratings are missing";
  RecordedEvidence evidence(plan(), check_of(plan(), "pleasant"), trust, items());
  const Record line = row("{}");
  evidence.sample(line, "soup", 0);
  CHECK(in_words(evidence.gather({0, 1})) ==
        "open: waiting for ratings: 3 of 9 ratings are missing");
}

TEST_CASE("what the log keeps") {
  const TrustReport trust;
  RecordedEvidence evidence(plan(), check_of(plan(), "layout"), trust, items());
  const Record line = row(R"({"replies": {"layout": ["verdict: yes", "Hm."]}})");
  evidence.sample(line, "soup", 0);
  evidence.gather({0, 1});
  REQUIRE(evidence.notes().size() == 2);
  CHECK(to_json(Value(evidence.notes()[0].fields)) ==
        R"({"reply":"verdict: yes","verdict":"yes"})");
  CHECK(to_json(Value(evidence.notes()[1].fields)) == R"({"reply":"Hm.","verdict":null})");
  CHECK(evidence.notes()[1].vote == 1);
}

TEST_CASE("mistakes in recorded evidence are named with their line") {
  struct Case {
    std::string row, mistakes;
  };
  const Case cases[] = {
      {R"({"item": "soup", "answer": "x", "verdicts": {"layout": "yes", "clear": [1, null],
           "rubric": ["yes", ["no", null]], "better": {"first": "same", "swapped": null},
           "solved": {"reward": 1}, "alike": {"similarity": 1}, "compiles": {"exit_code": 1}},
           "replies": {"layout": "…"}, "reply": {"time": 1},
           "ratings": [{"check": "pleasant", "rater": "a", "answer": "can't tell"}]})",
       ""},
      {R"({"verdicts": {"layuot": "yes"}})",
       "E0190 `verdicts` speaks of a check `layuot`, and there is none\n"},
      {R"({"verdicts": {"pleasant": "yes"}})",
       "E0191 `verdicts` speaks of `pleasant`, which asks people\n"},
      {R"({"replies": {"compiles": "yes"}})",
       "E0191 `replies` speaks of `compiles`, which asks no judge\n"},
      {R"({"verdicts": {"layout": "Yes"}})",
       "E0192 `verdicts.layout` is \"Yes\", which is no verdict of this check\n"},
      {R"({"verdicts": {"layout": true}})",
       "E0192 `verdicts.layout` is yes, which is no verdict of this check\n"},
      {R"({"verdicts": {"clear": [1, 6]}})",
       "E0192 `verdicts.clear[2]` is 6, which is no verdict of this check\n"},
      {R"({"verdicts": {"rubric": ["yes", "maybe"]}})",
       "E0192 `verdicts.rubric[2]` is \"maybe\", which is no verdict of this check\n"},
      {R"({"verdicts": {"rubric": "yes"}})",
       "E0193 `verdicts.rubric` must be a list, but this is a text\n"},
      {R"({"verdicts": ["yes"]})", "E0193 `verdicts` must be a record, but this is a list\n"},
      {R"({"verdicts": {"layout": {"first": "yes", "swapped": "no"}}})",
       "E0193 `verdicts.layout` must be a verdict, but this is a record\n"},
      {R"({"verdicts": {"layout": []}})",
       "E0193 `verdicts.layout` must be a list of votes, but this is an empty list\n"},
      {R"({"replies": {"layout": 1}})",
       "E0193 `replies.layout` must be the text of a reply, but this is a number\n"},
      {R"({"replies": {"better": "same"}})",
       "E0193 `replies.better` must be a record of both orders, but this is a text\n"},
      {R"({"verdicts": {"better": {"first": "same", "second": "same"}}})",
       "E0196 `second` means nothing in verdicts.better\n"},
      {R"({"verdicts": {"solved": 1}})",
       "E0193 `verdicts.solved` must be a record, but this is a number\n"},
      {R"({"verdicts": {"solved": {"score": 1}}})",
       "E0196 `score` means nothing in verdicts.solved\n"},
      {R"({"verdicts": {"compiles": {"exit_code": "0"}}})",
       "E0193 `verdicts.compiles.exit_code` must be a number, but this is a text\n"},
      {R"({"ratings": {"pleasant": "yes"}})",
       "E0193 `ratings` must be a list, but this is a record\n"},
      {R"({"ratings": [{"check": "pleasant", "answer": "yes"}]})",
       "E0194 `ratings[1]` is without `rater`\n"},
      {R"({"sample": 1, "ratings": [{"check": "pleasant", "rater": "a", "answer": "yes"}]})",
       "E0194 `ratings` is of another sample than the first\n"},
      {R"({"ratings": [{"check": "layout", "rater": "a", "answer": "yes"}]})",
       "E0191 `ratings[1]` speaks of `layout`, which asks no panel\n"},
      {R"({"ratings": [{"check": "pleasant", "rater": "a", "answer": "perhaps"}]})",
       "E0192 `ratings[1].answer` is \"perhaps\", which is no verdict of this check\n"},
      {R"({"ratings": [{"check": "pleasant", "rater": "a", "answer": "yes"},
                       {"check": "pleasant", "rater": "a", "answer": "no"}]})",
       "E0195 `a` rates this answer twice for `pleasant`\n"},
      {R"({"verdict": {"layout": "yes"}})", "E0196 `verdict` means nothing in a recorded answer\n"},
      {R"({"check": "layout", "example": "nobody", "verdict": "yes"})",
       "E0197 `layout` has no example called `nobody`\n"},
      {R"({"check": "layout", "verdict": "yes"})",
       "E0193 `example` must be a name, but this is missing\n"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.row);
    CHECK(mistakes_of(c.row) == c.mistakes);
  }
}

TEST_CASE("words have no mean") {
  const auto mistakes = [](const std::string& verdicts) {
    MemoryLoader loader;
    loader.files["x.eval"] =
        "eval e {\n}\n\nitem soup { word: \"egg\" }\n\ncheck clear {\n  judge: three\n"
        "  question: \"Is it clear?\"\n" +
        verdicts + "}\n\njudge three {\n  model: \"a/b\"\n  decide by: mean\n}\n";
    const auto made = compile("x.eval", loader, standard_library());
    std::string text;
    for (const auto& one : made.diagnostics.all())
      if (severity_of(one.kind) == Severity::error) text += one.message + "\n";
    return text;
  };
  CHECK(mistakes("  scores: 1 to 5\n") == "");
  CHECK(mistakes("") == "`decide by: mean` does not go with verdicts that are words\n");
}
