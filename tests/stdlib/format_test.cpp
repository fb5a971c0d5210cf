#include "stdlib/native/format.h"

#include <doctest/doctest.h>

#include "stdlib/native/markdown.h"
#include "tests/stdlib/layout_answers.h"
#include "tests/stdlib/native_words.h"

using namespace cairn;

namespace {

std::string json_of(const Records& records) {
  std::string out;
  for (const auto& record : records) out += shown(Value(record), 400);
  return out;
}

// "a | b"; line breaks are "\n".
std::string one_line(std::string_view text) { return in_one_line(Texts{std::string(text)}); }

}  // namespace

TEST_CASE("parts, steps, bullets and code are found however an answer is laid out") {
  CHECK(layout_answers.size() >= 60);
  for (const auto& one : layout_answers) {
    const std::string about(one.about);
    CAPTURE(about);
    CHECK(one_line(in_one_line(section(one.answer, one.title))) == one.section);
    CHECK(in_one_line(numbered_steps(one.answer)) == one.steps);
    CHECK(in_one_line(bullets(one.answer)) == one.bullets);
    CHECK(in_one_line(code(one.answer, std::nullopt)) == one.code);
  }
}

TEST_CASE("a language is known by the names people give it") {
  const std::string_view text =
      "```c++\na\n```\n```CPP\nb\n```\n```python3\nc\n```\n```{.py}\nd\n```\n"
      "```js title=x\ne\n```\n```\nf\n```\n";
  const struct {
    const char* language;
    const char* found;
  } cases[] = {
      {"cpp", "a | b"}, {"C++", "a | b"}, {"python", "c | d"}, {"javascript", "e"}, {"rust", ""}};
  for (const auto& c : cases) {
    const std::string language(c.language);
    CAPTURE(language);
    CHECK(in_one_line(code(text, c.language)) == c.found);
  }
  CHECK(in_one_line(code(text, std::nullopt)) == "a | b | c | d | e | f");
}

TEST_CASE("headings, links, bold words and what is outside of code") {
  const struct {
    std::string about, found, expected;
  } cases[] = {
      {"headings", in_one_line(headings("# A *b* `c`\n\nTwo\nlines\n---\n\n### D ###\n")),
       "A b c | Two lines | D"},
      {"a number in a heading stays", in_one_line(headings("## 1. Soup\n## - Tea\n")),
       "1. Soup | - Tea"},
      {"no heading", in_one_line(headings("#hash\n\n    # code\n")), ""},
      {"links of every kind",
       in_one_line(links("[a](http://a.example \"t\") <https://b.example> www.c.example, "
                         "(http://d.example/x_(y)) [e][1] ![p](http://p.example)\n\n"
                         "[1]: http://e.example\n")),
       "http://a.example | https://b.example | www.c.example | http://d.example/x_(y) | "
       "http://e.example"},
      {"addresses with underscores", in_one_line(links("http://a.example/b_c_d?e=f&g=h.")),
       "http://a.example/b_c_d?e=f&g=h"},
      {"no link in code", in_one_line(links("`http://a.example`\n\n```\nwww.b.example\n```\n")),
       ""},
      {"a word is no address", in_one_line(links("xhttp://a.example www. http://")), ""},
      {"bold", in_one_line(bold("**a** __b__ *c* **d *e* f** `**g**` 2**3**4")),
       "a | b | d e f | 3"},
      {"bold in lists and tables", in_one_line(bold("- **a**: x\n\n| **b** |\n|---|\n| c |\n")),
       "a | b"},
      {"not bold", in_one_line(bold("a ** b ** c \\*\\*d\\*\\*")), ""},
      {"outside of code", outside_code("a\n```\nb\n```\nc `d`\n"), "a\nc `d`\n"},
      {"no code", outside_code("a\r\nb"), "a\r\nb"},
      {"all is code", outside_code("```\nb"), ""},
      {"tables", json_of(tables("| a | a |\n|:--|--:|\n| 1 | x \\| y |\n| 2 |\n\ntext\n")),
       "{ \"columns\": [ \"a\", \"a 2\" ], \"rows\": [ { \"a\": \"1\", "
       "\"a 2\": \"x | y\" }, { \"a\": \"2\", \"a 2\": \"\" } ] }"},
      {"a table right behind a line", json_of(tables("See:\na | b\n--|--\n1 | 2\n")),
       "{ \"columns\": [ \"a\", \"b\" ], \"rows\": [ { \"a\": \"1\", "
       "\"b\": \"2\" } ] }"},
      {"no table", json_of(tables("a | b\nc | d\n")), ""},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    CHECK(c.found == c.expected);
  }
}

TEST_CASE("a document is read again when the text is another one") {
  const std::string one = "# a\n", other = "# b\n";
  CHECK(in_one_line(headings(one)) == "a");
  CHECK(in_one_line(headings(other)) == "b");
  CHECK(in_one_line(headings(one)) == "a");
}

// Each of these would run into the time limit if any place were looked at again and
// again, and some would end the program: cmark-gfm 0.29 alone takes minutes for them.
TEST_CASE("hostile texts take time that grows with their length") {
  const std::size_t size = 200'000;
  const auto repeated = [&](std::string_view piece) {
    std::string out;
    while (out.size() < size) out += piece;
    return out;
  };
  std::vector<std::string> texts;
  for (const char* piece : {"> ",
                            ">",
                            "- ",
                            "1. ",
                            "* - + ",
                            "[",
                            "]",
                            "![[]()",
                            "[a](",
                            "[a](b",
                            "<",
                            "a <? ",
                            "a <!A ",
                            "a <![CDATA[ ",
                            "<a b='",
                            "**x ",
                            "*a _b ",
                            "`",
                            "|",
                            "|a",
                            "|-",
                            "# a\n",
                            "### Step 1\n",
                            "**1. a**\n",
                            "a:\n\n",
                            "a\n\n",
                            "```\n",
                            "~~~\na\n",
                            "- a\n",
                            "•",
                            "(1) ",
                            "\\",
                            "&",
                            "[a]: b\n",
                            "[^a]: b\n",
                            "\n",
                            "\xFF",
                            "www.",
                            "http://a("})
    texts.push_back(repeated(piece));
  texts.push_back(repeated(">") + "a\n" + repeated("> a\n"));
  texts.push_back(repeated("- ") + "a\n" + repeated("\n"));
  texts.push_back(repeated("|a") + "\n" + repeated("|-") + "\n" + repeated("|\n"));
  texts.push_back("[a]: " + repeated("x") + "\n\n" + repeated("[a]"));
  std::string nested;
  for (std::size_t depth = 0; nested.size() < size; ++depth)
    nested += std::string(2 * depth, ' ') + "- a\n";
  texts.push_back(nested);
  for (const auto& text : texts) {
    const std::string begin = text.substr(0, 12);
    CAPTURE(begin);
    CHECK(headings(text).size() <= text.size());
    CHECK(bullets(text).size() <= text.size());
    CHECK(numbered_steps(text).size() <= text.size());
    CHECK(code(text, "cpp").size() <= text.size());
    CHECK(outside_code(text).size() <= text.size() + 1);
    CHECK(tables(text).size() <= text.size());
    CHECK(links(text).size() <= text.size());
    CHECK(bold(text).size() <= text.size());
    section(text, "a");
  }
}
