// The HTML report as bytes: the same each time, with nothing in its data that HTML would
// take for its own; and the document that it holds. How it looks and what it does is
// looked at in a browser: tests/browser.
#include <doctest/doctest.h>

#include <algorithm>

#include "lang/data/json.h"
#include "runtime/report/report.h"
#include "tests/planned.h"

using namespace cairn;

namespace {

constexpr std::string_view hostile =
    "</script><script>alert(1)</script><!--<img src=x "
    "onerror=alert(1)>&amp;\xe2\x80\xa8\xe2\x80\xa9"
    " {{script}} {{data}}";

const std::string eval = R"(cairn 1

eval soups "Soups <b>" {
  prompt: ask
  answers: file("answers.jsonl")
}

prompt ask {
  user: "Write about {{item.text}}"
}

item onion {
  text: "onions"
}

check nice "It is nice" {
  panel: cooks
  question: "Is this nice?"
}

check short {
  require: word_count(answer) <= 20
}

panel cooks {
  raters: 3
  protocol: "Read it once."
}
)";

Plan soup_plan() {
  MemoryLoader loader;
  loader.files["x.eval"] = eval;
  loader.files["answers.jsonl"] = "";
  const auto made = compile("x.eval", loader, standard_library());
  REQUIRE_FALSE(made.diagnostics.any_errors());
  return make_plan(made.program, "x.eval", "/home/somebody/soups", made.bound, made.items);
}

// An item of one sample, with what `nice` and `short` say of it.
LoggedItem soup(std::string id, std::string_view answer, Outcome nice, Outcome brief) {
  LoggedItem made;
  made.scored.id = made.scored.group = std::move(id);
  ScoredSample sample;
  sample.checks = {{std::move(nice), {}, {}}, {std::move(brief), {}, {}}};
  made.scored.samples.push_back(std::move(sample));
  made.fields.fields.emplace_back("text", "onions");
  LoggedAnswer given;
  given.turns = {std::string(answer)};
  given.evidence.push_back(row(R"({"check":"nice","vote":0,"reply":"a reply","verdict":"yes"})"));
  made.answers.push_back(std::move(given));
  return made;
}

RunReport soups() {
  RunReport report;
  auto& run = report.run;
  run.id = run.summary.run = "0f3a12cd";
  run.plan = soup_plan();
  run.counts = {true, true};
  run.summary.eval = "soups";
  run.summary.title = "Soups <b>";
  run.summary.score = 0.5;
  for (const auto* name : {"nice", "short"}) {
    CheckSummary check;
    check.name = name;
    check.failures = {{"the answer says \"a secret\"", 1, {"onion"}}};
    run.summary.checks.push_back(check);
  }
  run.items = {soup("onion", hostile, Scored{0, false, "a secret reason"}, Scored{1, true, ""}),
               soup("leek", "plain", Scored{1, true, ""}, Scored{1, true, ""}),
               soup("pea", "open", Unanswered{0, 1, "no rating"}, NotApplicable{})};
  return report;
}

// What the page holds, as it stands in it.
std::string_view data_in(std::string_view page) {
  constexpr std::string_view begins = R"(id="data">)";
  const auto from = page.find(begins) + begins.size();
  return page.substr(from, page.find("</script>", from) - from);
}

std::size_t count_in(std::string_view text, std::string_view wanted) {
  std::size_t count = 0;
  for (auto at = text.find(wanted); at != text.npos; at = text.find(wanted, at + 1)) ++count;
  return count;
}

// A step is a key, or the place in a list.
const Value& part(const Value& value, std::string_view key) {
  REQUIRE(value.as<Record>());
  const auto* found = value.as<Record>()->find(key);
  REQUIRE_MESSAGE(found, key);
  return *found;
}
const Value& part(const Value& value, std::size_t place) {
  REQUIRE(value.as<List>());
  REQUIRE(place < value.as<List>()->size());
  return (*value.as<List>())[place];
}

Value document(const ReportChoices& choices = {}) {
  const auto parsed = parse_json(json_report(soups(), choices));
  REQUIRE(parsed);
  return parsed.value;
}

std::vector<std::string> ids_in(const Value& items) {
  std::vector<std::string> ids;
  for (const auto& item : *items.as<List>()) ids.push_back(*part(item, "id").as<std::string>());
  return ids;
}

}  // namespace

TEST_CASE("HTML report: the same run gives the same bytes") {
  CHECK(html_report(soups(), {}) == html_report(soups(), {}));
  CHECK(html_report(soups(), {}).find("/home/somebody") == std::string::npos);
}

TEST_CASE("HTML report: no text can end its script, begin another, or break a line of it") {
  const auto page = html_report(soups(), {});
  const auto data = data_in(page);
  for (const auto* mark : {"<", ">", "&", "\xe2\x80\xa8", "\xe2\x80\xa9"})
    CHECK(data.find(mark) == data.npos);
  CHECK(count_in(page, "<script") == 2);
  CHECK(count_in(page, "</script>") == 2);
  CHECK(count_in(page, "<!--") == 0);
  CHECK(page.find("<title>Soups &#60;b&#62; ") != page.npos);
}

TEST_CASE("HTML report: its data is the JSON report, and gives each answer back") {
  const auto parsed = parse_json(data_in(html_report(soups(), {})));
  REQUIRE(parsed);
  CHECK(to_json(parsed.value) + "\n" == json_report(soups(), {}));
  const auto& sample = part(part(part(part(parsed.value, "items"), 0), "samples"), 0);
  CHECK(*part(part(sample, "turns"), 0).as<std::string>() == hostile);
}

TEST_CASE("HTML report: its policy names the one script by its hash, and allows no request") {
  const auto page = html_report(soups(), {});
  CHECK(page.find("content=\"default-src 'none'; script-src 'sha256-") != page.npos);
  CHECK(page.find("base-uri 'none'; form-action 'none'") != page.npos);
  CHECK(page.find("http://") == page.find("http://www.w3.org/2000/svg"));
  CHECK(page.find("https://") == page.npos);
  CHECK(page.find("innerHTML") == page.npos);
}

TEST_CASE("JSON report: checks with their rule or question, in the order of the plan") {
  const auto made = document();
  const auto& checks = part(made, "checks");
  CHECK(*part(part(checks, 0), "question").as<std::string>() == "Is this nice?");
  CHECK(*part(part(checks, 0), "asked_of").as<std::string>() == "cooks");
  CHECK(*part(part(checks, 1), "rule").as<std::string>() == "word_count(answer) <= 20");
  CHECK(*part(part(part(made, "plan"), "prompt"), "user").as<std::string>() ==
        "Write about {{item.text}}");
}

TEST_CASE("JSON report: failed_only leaves items that some check failed or left open") {
  CHECK(ids_in(part(document(), "items")) == std::vector<std::string>{"onion", "leek", "pea"});
  const auto some = document({.failed_only = true});
  CHECK(ids_in(part(some, "items")) == std::vector<std::string>{"onion", "pea"});
  CHECK(part(part(some, "choices"), "items_left_out").as<Number>()->value == 1);
  // Drawn of some of the items, a sheet would say nothing of all.
  CHECK(part(some, "spot_check").is_missing());
}

TEST_CASE("JSON report: redact leaves no word of an answer, a reply or a reason") {
  const auto all = json_report(soups(), {});
  const auto redacted = json_report(soups(), {.redact = true});
  for (const auto* secret : {"onerror", "plain", "a reply", "a secret reason", "a secret"}) {
    CAPTURE(secret);
    CHECK(all.find(secret) != all.npos);
    CHECK(redacted.find(secret) == redacted.npos);
  }
  const auto made = document({.redact = true});
  const auto& sample = part(part(part(part(made, "items"), 0), "samples"), 0);
  CHECK(*part(part(part(sample, "verdicts"), 0), "outcome").as<std::string>() == "failed");
  CHECK(*part(part(part(sample, "evidence"), 0), "verdict").as<std::string>() == "yes");
}

TEST_CASE("spot check: the draw does not depend on the order of the items, nor on the others") {
  RunReport many;
  many = soups();
  many.run.items.clear();
  for (int i = 0; i < 40; ++i)
    many.run.items.push_back(
        soup("soup " + std::to_string(i), "", Scored{1, true, ""}, Scored{1, true, ""}));
  const auto drawn = [](const RunReport& report) {
    const auto parsed = parse_json(json_report(report, {}));
    return to_json(part(part(parsed.value, "spot_check"), "checks"));
  };
  const auto once = drawn(many);
  CHECK(count_in(once, "\"item\"") == 20);
  std::ranges::reverse(many.run.items);
  CHECK(drawn(many) == once);
  const auto limits = part(part(document(), "spot_check"), "limits");
  // Clopper and Pearson: of 10 confirmed out of 10, 0.025^(1/10).
  CHECK(part(part(limits, 9), 10).as<Number>()->value == doctest::Approx(0.6915).epsilon(0.0001));
  CHECK(part(part(limits, 9), 8).as<Number>()->value == doctest::Approx(0.4439).epsilon(0.0001));
}
