// The Markdown report as cmark-gfm, GitHub's own renderer, reads it: nothing of a
// stranger is alive in it, tables keep their cells, and it never outgrows a comment.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <string_view>

#include "runtime/report/markdown_text.h"
#include "tests/runtime/report/reports.h"
#include "tests/runtime/report/run_tool.h"

using namespace cairn;

namespace {

constexpr std::size_t comment_limit = 65'536;

std::string rendered(const std::string& markdown) {
  return output_of(
      "cmark-gfm --unsafe -e table -e autolink -e strikethrough -e tagfilter "
      "-e footnotes -e tasklist",
      markdown);
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

void check_nothing_is_alive(const std::string& html) {
  for (const auto* tag : {"<a ", "<img", "<script", "<b>", "<del>", "<em>", "<h1", "<h2", "<hr",
                          "<blockquote", "<pre", "<ol", "<input", "<sup"})
    CHECK_MESSAGE(!contains(html, tag), tag);
  // GitHub's own search for names and issues, in text outside of code.
  std::string outside;
  bool code = false;
  for (std::size_t i = 0; i < html.size(); ++i) {
    if (std::string_view(html).substr(i).starts_with("<code>")) code = true;
    if (std::string_view(html).substr(i).starts_with("</code>")) code = false;
    if (!code) outside += html[i];
  }
  for (std::size_t i = 0; i + 1 < outside.size(); ++i) {
    const bool mark = outside[i] == '@' || outside[i] == '#';
    if (mark)
      CHECK_MESSAGE(static_cast<unsigned char>(outside[i + 1]) == 0xE2, outside.substr(i, 20));
  }
  CHECK(!contains(outside, "://"));
  CHECK(!contains(outside, "www."));
  CHECK(!contains(html, "\x1b"));
  CHECK(!contains(html, "\xE2\x80\xAE"));
}

// Every row of every table has as many cells as its head, and no more.
void check_tables(const std::string& markdown) {
  std::size_t cells = 0;  // Of the row before.
  for (std::size_t begin = 0; begin < markdown.size();) {
    const auto end = std::min(markdown.find('\n', begin), markdown.size());
    const auto line = std::string_view(markdown).substr(begin, end - begin);
    begin = end + 1;
    if (!line.starts_with("|")) {
      // A line right under a table would be one of its rows.
      if (cells > 0) CHECK_MESSAGE(line.empty(), line);
      cells = 0;
      continue;
    }
    const auto here = count_of(line, "|");
    if (cells > 0) CHECK_MESSAGE(here == cells, line);
    cells = here;
  }
}

}  // namespace

TEST_CASE("texts of strangers are text in Markdown") {
  struct Case {
    std::string about, text, markdown;
  };
  const Case cases[] = {
      {"plain", "The soup is hot, isn't it?", "The soup is hot, isn't it?"},
      {"a name", "ask @ana", "ask @&#8203;ana"},
      {"issues", "#1 and GH-2", "#&#8203;1 and GH&#8203;-2"},
      {"an address", "http://a.b www.a.b", "http:&#8203;//a.b www&#8203;.a.b"},
      {"a commit", "at deadbeef1", "at d&#8203;eadbeef1"},
      {"a word that is none", "defaced 1234567", "defaced 1234567"},
      {"emphasis", "*a* _b_ ~c~", "\\*a\\* \\_b\\_ \\~c\\~"},
      {"HTML", "<b>&amp;", "&lt;b&gt;&amp;amp;"},
      {"a cell's end", "a|b\\|", "a&#124;b\\\\&#124;"},
      {"a list", "- a", "\\- a"},
      {"a numbered list", "12. a", "12\\. a"},
      {"a number", "12 a", "12 a"},
      {"lines", " a\n\tb\r\nc ", "a  b c"},
      {"control", "a\x1b[0m", "a&lt;U+001B&gt;\\[0m"},
      {"a picture's name", "at 16:40:00 :tada:", "at 16:40:00 :&#8203;tada:"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    CHECK(markdown_text(c.text) == c.markdown);
  }
  CHECK(markdown_code("item-1") == "`item-1`");
  CHECK(markdown_code("a|b") == "a&#124;b");
  CHECK(markdown_code("a`b") == "a\\`b");
  CHECK(markdown_code("") == "");
}

TEST_CASE("the Markdown report: the verdict first, then the evidence") {
  const auto text = markdown_report(small_report(), {});
  CAPTURE(text);
  CHECK(text.starts_with("<!-- cairn: recipes -->\n\n### ❌ Goal not met: "));
  CHECK(contains(text, "short 75.0% (at least 80% wanted)"));
  CHECK(contains(text, "for other items like these"));
  CHECK(contains(text, "| `short` | 75.0% |"));
  CHECK(contains(text, "untested: it has no examples"));
  CHECK(contains(text, "51 words in \"Fry it\" are more than 50 (`stew`)"));
  CHECK(contains(text, "the judge gave nothing usable"));
  CHECK(contains(text, "`cairn report e63f9c76 --format html --open`"));
  CHECK(text.find("Goal not met") < text.find("| Check |"));
  CHECK(text.find("| Check |") < text.find("Why answers failed"));
  check_tables(text);
}

TEST_CASE("the Markdown report quotes no answer where it is to be left out") {
  const auto text = markdown_report(small_report(), {.redact = true});
  CHECK(!contains(text, "Fry it"));
  CHECK(contains(text, "Goal not met"));
  CHECK(contains(text, "`stew`"));
}

TEST_CASE("the Markdown report says how the run compares") {
  auto report = small_report();
  RunComparison comparison;
  comparison.before = "9c1e";
  comparison.items = 4;
  comparison.verdict = ComparisonVerdict::worse;
  comparison.score = PairedDifference{.items = 4,
                                      .groups = 4,
                                      .before = 1,
                                      .after = 0.75,
                                      .difference = -0.25,
                                      .error = 0.1,
                                      .interval = Interval{-0.5, 0},
                                      .p = 0.04};
  comparison.broke = {{"stew", 1, 0}};
  comparison.checks.push_back({.name = "layout",
                               .verdict = ComparisonVerdict::not_comparable,
                               .why_not = "its question | changed"});
  comparison.checks.push_back({.name = "short",
                               .verdict = ComparisonVerdict::worse,
                               .before = 1,
                               .after = 0.75,
                               .difference = comparison.score,
                               .p_adjusted = 0.04,
                               .broke = {{"stew", 1, 0}}});
  report.comparison = comparison;
  auto text = markdown_report(report, {});
  CAPTURE(text);
  CHECK(contains(text, "#### Compared with run `9c1e`: worse"));
  CHECK(contains(text, "Score 100% → 75.0%: -25.0 points (-50.0 to +0.0), p = 0.040"));
  CHECK(contains(text, "- broke 1 item: `stew`"));
  CHECK(contains(text, "| `short` | 100% | 75.0% | 0 | 1 | **worse**, p = 0.040 |"));
  CHECK(text.find("| `short` | 100%") < text.find("| `layout` | –"));
  check_tables(text);
  report.comparison->comparable = false;
  report.comparison->why_not = "the check `layout` asks something else";
  text = markdown_report(report, {});
  CHECK(contains(text, "Not comparable with run `9c1e`"));
}

TEST_CASE("nothing of a stranger is alive in a rendered report") {
  if (!has_tool("cmark-gfm")) {
    MESSAGE("cmark-gfm is not installed: how reports are rendered is not tested");
    return;
  }
  for (const auto& text : hostile_texts())
    for (const auto& markdown : {markdown_text(text), markdown_code(text)}) {
      CAPTURE(markdown);
      check_nothing_is_alive(rendered(markdown + "\n"));
      check_nothing_is_alive(rendered("- " + markdown + "\n"));
      const auto cell = rendered("| a | b |\n|---|---|\n| " + markdown + " | x |\n");
      CHECK(count_of(cell, "<td>") == 2);
      CHECK(contains(cell, "<td>x</td>"));
    }
  const auto text = markdown_report(hostile_report(), {});
  CHECK(text.size() <= comment_limit);
  check_tables(text);
  auto html = rendered(text);
  // What is the report's own.
  for (const auto* own : {"<!-- cairn: recipes -->"})
    if (const auto at = html.find(own); at != html.npos) html.erase(at, std::string(own).size());
  check_nothing_is_alive(html);
}

TEST_CASE("what a text says is still there when it is rendered") {
  if (!has_tool("cmark-gfm")) return;
  const std::string text = "a*b_c [d](e) #1 @f <g> & h|i \\ j $k$ 1. l";
  auto html = rendered(markdown_text(text) + "\n");
  for (const std::string_view none : {"\xE2\x80\x8B", "<p>", "</p>", "\n"})
    for (auto at = html.find(none); at != html.npos; at = html.find(none))
      html.erase(at, none.size());
  CHECK(html == "a*b_c [d](e) #1 @f &lt;g&gt; &amp; h|i \\ j $k$ 1. l");
}

TEST_CASE("the Markdown report fits a comment, and its verdict is never what goes") {
  struct Case {
    std::string about, text;
    std::size_t checks;
  };
  const Case cases[] = {
      {"plain texts", "it has words", 3},
      {"long texts", std::string(20'000, 'x'), 3},
      {"texts that grow", std::string(5'000, '@'), 3},
      {"control characters", std::string(5'000, '\x01'), 3},
      {"many checks", std::string(2'000, '|'), 1'000},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    std::vector<MadeItem> made;
    for (std::size_t i = 0; i < 5'000; ++i)
      made.push_back({c.text.substr(0, 200) + std::to_string(i),
                      c.text.substr(0, 100) + std::to_string(i % 500),
                      c.text,
                      {failed(c.text + std::to_string(i)), left_open(c.text), measured(1)}});
    auto report = report_of(small_eval, made);
    auto& summary = report.run.summary;
    for (std::size_t i = summary.checks.size(); i < c.checks; ++i) {
      auto check = summary.checks[0];
      check.name = c.text.substr(0, 100) + std::to_string(i);
      check.score = 0.99;
      summary.checks.push_back(check);
    }
    for (std::size_t i = 0; i < 500; ++i) summary.notes.push_back(c.text);
    const auto text = markdown_report(report, {});
    CHECK(text.size() <= comment_limit);
    CHECK(text.size() > 3'000);
    CHECK(contains(text, "### ❌ Goal not met: "));
    CHECK(contains(text, "| Check |"));
    CHECK(contains(text, "| `short` | 0% |"));
    CHECK(contains(text, "untested: it has no examples"));
    CHECK(contains(text, "more notes\n"));
    CHECK(contains(text, "more items\n"));
    CHECK(contains(text, "Why answers failed"));
    CHECK(contains(text, "`cairn report e63f9c76"));
    check_tables(text);
  }
}

TEST_CASE("the verdict in a line") {
  struct Case {
    std::string about;
    Summary summary;
    std::string line;
  };
  const auto with = [](std::optional<double> score, std::vector<GoalCondition> conditions,
                       Met met) {
    Summary made;
    made.score = score;
    if (!conditions.empty()) made.goal = Goal{"", met, std::move(conditions)};
    return made;
  };
  auto early = with(0.9, {}, Met::met);
  early.notes = {"tools ran without a sandbox", "ended after 3 of 12 items: the budget is spent"};
  const Case cases[] = {
      {"no goal", with(0.863, {}, Met::met), "Score 86.3%, no goal"},
      {"met", with(0.9, {{"score >= 90%", 0.9, Met::met, ""}}, Met::met), "Goal met"},
      {"not met", with(0.863, {{"score >= 90%", 0.863, Met::not_met, "it is 86.3%"}}, Met::not_met),
       "Goal not met: score 86.3% (at least 90% wanted)"},
      {"a slice",
       with(0.9, {{"score[item.c is \"a\"].low > 90%", 0.5, Met::not_met, ""}}, Met::not_met),
       "Goal not met: score[item.c is \"a\"].low 50.0% (more than 90% wanted)"},
      {"turned round", with(0.9, {{"90% <= score", 0.8, Met::not_met, ""}}, Met::not_met),
       "Goal not met: score 80.0% (at least 90% wanted)"},
      {"no comparison",
       with(0.9, {{"score >= 90% or a >= 1%", {}, Met::not_met, "it is 80%; it is 0%"}},
            Met::not_met),
       "Goal not met: score >= 90% or a >= 1%: it is 80%; it is 0%"},
      {"of four",
       with(0.5,
            {{"a >= 90%", 0.5, Met::not_met, ""},
             {"b < 1%", 0.5, Met::not_met, ""},
             {"c > 1%", 0, Met::not_met, ""},
             {"d is 1%", 0, Met::not_met, ""}},
            Met::not_met),
       "Goal not met: a 50.0% (at least 90% wanted); b 50.0% (less than 1% wanted); "
       "c 0% (more than 1% wanted); and 1 more condition"},
      {"not measured",
       with(0.9,
            {{"score >= 90%", 0.9, Met::could_not_measure, "`layout` is untested"},
             {"score < 99%", 0.9, Met::could_not_measure, "`layout` is untested"}},
            Met::could_not_measure),
       "Could not be measured: `layout` is untested"},
      {"nothing scored", with({}, {}, Met::met), "Could not be measured: nothing could be scored"},
      {"ended early", early,
       "Could not be measured: ended after 3 of 12 items: the budget is spent"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    CHECK(verdict_line(c.summary) == c.line);
  }
}
