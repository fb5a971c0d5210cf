// How values are read: every pair of forms that begin alike, and what is refused.
#include "lang/parse.h"

#include <doctest/doctest.h>

#include "lang/overloaded.h"
#include "tests/lang/dump_expression.h"

namespace cairn {
namespace {

struct Case {
  std::string written;
  std::string read;  // As dump() shows it, or the code of the one mistake.
};

// `setting` of a block `opening { … }`, dumped; the codes if there are mistakes.
std::string parsed(const std::string& opening, const std::string& setting) {
  const SourceFile source("test.eval", opening + " {\n  " + setting + "\n}\n");
  Diagnostics diagnostics;
  const auto file = parse(source, 0, diagnostics);
  std::string codes;
  for (const auto& found : diagnostics.all()) codes += std::string(code_of(found.kind)) + " ";
  if (!codes.empty()) return codes.substr(0, codes.size() - 1);
  REQUIRE(file.blocks.size() == 1);
  REQUIRE(file.blocks[0].entries.size() == 1);
  const auto& value = std::get<syntax::Setting>(file.blocks[0].entries[0]).value;
  const auto made = Overloaded{
      [](const syntax::Expr& expr) { return dump(expr); },
      [](const syntax::ForEach& each) { return each.variable.id + " in " + dump(each.list); },
      [](const syntax::AtLeast& least) { return "at least " + dump(least.amount); },
      [](const syntax::Range& range) { return dump(range.low) + " to " + dump(range.high); },
      [](const syntax::Parameters& parameters) {
        std::string out;
        for (const auto& one : parameters.all) out += one.type + ":" + one.name.id + " ";
        return out;
      },
      [](const syntax::Verdicts& verdicts) {
        std::string out;
        for (const auto& one : verdicts.all)
          out += one.label + (one.share ? "=" + one.share->written : "") + " ";
        return out;
      },
      [](const syntax::Data& data) { return dump(data.value); },
      [](const syntax::Unread&) { return std::string("unread"); },
  };
  return std::visit(made, value);
}

}  // namespace

TEST_CASE("forms that begin alike are told apart") {
  const Case cases[] = {
      {"(a\n + b) > 3", "{({a + b}) > 3}"},
      {"[a\n - b]", "[a, {-b}]"},
      {"[a\n -b, d\n e]", "[a, {-b}, d, e]"},
      {"[a,\n b,\n]", "[a, b]"},
      {"[]", "[]"},
      {"a is present", "{a present}"},
      {"a is not missing", "{a not missing}"},
      {"a is empty", "{a empty}"},
      {"no x in l: c", "{no x in l: c}"},
      {"not no x in l: c", "{not {no x in l: c}}"},
      {"verdict is no", "{verdict is no}"},
      {"verdict is no and x is y", "{{verdict is no} and {x is y}}"},
      {"verdict is one of [yes, no]", "{verdict one of [yes, no]}"},
      {"verdict is not one of [yes, no]", "{verdict not one of [yes, no]}"},
      {"[no\n maybe]", "[no, maybe]"},
      {"no x in l: a and b", "E0222"},
      {"(no x in l: a) and b", "{({no x in l: a}) and b}"},
      {"no x in l: (a and b)", "{no x in l: ({a and b})}"},
      {"d and no x in l: a", "{d and {no x in l: a}}"},
      {"every x in l: some y in x: y > 2", "{every x in l: {some y in x: {y > 2}}}"},
      {"every x in l:\n  x > 2", "{every x in l: {x > 2}}"},
      {"sum of x in l: x.n >= 2", "{{sum x in l: x.n} >= 2}"},
      {"average of x in l: word_count(x) <= 5", "{{average x in l: word_count(x)} <= 5}"},
      {"count of x in l: x > 3 >= 2", "E0221"},
      {"(count of x in l: x > 3) >= 2", "{({count x in l: {x > 3}}) >= 2}"},
      {"count of x in l: is_url(x) >= 2", "{count x in l: {is_url(x) >= 2}}"},
      {"share of x in l: c and d", "E0222"},
      {"list of x in l where x > 1: x.n", "{list x in l where {x > 1}: x.n}"},
      {"list of x in l", "{list x in l}"},
      {"list of x in l where some y in x: y > 2: x.n",
       "{list x in l where {some y in x: {y > 2}}: x.n}"},
      {"at least 90% of x in l: c", "{at least 90% x in l: c}"},
      {"at least 2 of x in l: c", "{at least 2 x in l: c}"},
      {"at least 0.9 of x in l: c", "{at least 0.9 x in l: c}"},
      {"at most 2 of x in l: c", "{at most 2 x in l: c}"},
      {"exactly 3 of x in l: c", "{exactly 3 x in l: c}"},
      {"score[item.cuisine is \"thai\"] >= 70%", "{score[{item.cuisine is \"thai\"}] >= 70%}"},
      {"score[thai].low >= 70%", "{score[thai].low >= 70%}"},
      {"score[cuisine = \"thai\"]", "E0206"},
      {"pass@1 >= 60% and pass@5 >= 85%", "{{pass@1 >= 60%} and {pass@5 >= 85%}}"},
      {"pass^3 >= 5%", "{pass^3 >= 5%}"},
      {"pass >= 3", "{pass >= 3}"},
      {"pass @1", "E0232"},
      {"answer matches \"\\d+\"", "E0105"},
      {"answer matches raw \"\\d+\"", "{answer matches raw \"\\d+\"}"},
      {"item.type is \"a\"", "{item.type is \"a\"}"},
      {"item.Name is 3", "{item.Name is 3}"},
      {"item.\"Recipe Name\" is 3", "{item.\"Recipe Name\" is 3}"},
      {"item.in is 3", "{item.in is 3}"},
      {"item.is is 3", "{item.is is 3}"},
      {"starts starts with \"x\"", "{starts starts with \"x\"}"},
      {"1 < x < 5", "E0221"},
      {"a is b is c", "E0221"},
      {"answer is \"a\" or \"b\"", "E0224"},
      {"answer contains any of [\"a\", \"b\"]", "{answer contains any of [\"a\", \"b\"]}"},
      {"a is b\n and c is d", "{{a is b} and {c is d}}"},
      {"a is b and\n c is d", "{{a is b} and {c is d}}"},
      {"a is not not b", "E0219"},
      {"not a is b", "E0225"},
      {"not (a is b)", "{not ({a is b})}"},
      {"not a < b", "{not {a < b}}"},
      {"not_ready is yes", "{not_ready is yes}"},
      {"sum + 1", "{sum + 1}"},
      {"count(l) is 3", "{count(l) is 3}"},
      {"list", "list"},
      {"share > 2", "{share > 2}"},
      {"some", "E0219"},
      {"at is 3", "{at is 3}"},
      {"average(l) > 3", "{average(l) > 3}"},
      {"20 seconds * 2", "{20 seconds * 2}"},
      {"3 seconds", "3 seconds"},
      {"x * 20 seconds <= y", "{{x * 20 seconds} <= y}"},
      {"80% of x", "E0232"},
      {"5 USD", "5 USD"},
      {"- 5", "{-5}"},
      {"-x.n * 2", "{{-x.n} * 2}"},
      {"a - -b", "{a - {-b}}"},
      {"a - b - c", "{{a - b} - c}"},
      {"a + b * c", "{a + {b * c}}"},
      {"item.list[0]", "item.list[0]"},
      {"f(\n a,\n b\n)", "f(a, b)"},
      {"first(code(answer, \"cpp\"))", "first(code(answer, \"cpp\"))"},
      {"a.b.c", "a.b.c"},
      {"words_per_sentence(section(answer, \"Instructions\")) <= 15",
       "{words_per_sentence(section(answer, \"Instructions\")) <= 15}"},
      {"exit_code is 0 and trim(stdout) is test.expect",
       "{{exit_code is 0} and {trim(stdout) is test.expect}}"},
      {"a or b and not c or d", "E0223"},
      {"a or (b and not c) or d", "{a or ({b and {not c}}) or d}"},
      {"1 - share of x in l: c", "{1 - {share x in l: c}}"},
      {"largest of x in l: x.n - smallest of y in m: y.n <= 2",
       "{{largest x in l: {x.n - {smallest y in m: y.n}}} <= 2}"},
      {"every x in l: x is empty or y", "E0222"},
      {"answer mentions ingredient", "{answer mentions ingredient}"},
      {"reply.seconds <= 5 and reply.cost <= 0.01 USD",
       "{{reply.seconds <= 5} and {reply.cost <= 0.01 USD}}"},
      {"fleiss_kappa.low >= 0.6", "{fleiss_kappa.low >= 0.6}"},
      {"if is 3", "{if is 3}"},
      {"1.5.2", "E0214"},
      {"12abc", "E0214"},
      {"a is 80 %", "E0215"},
      // Later than the trial.
      {"a does not contain \"x\"", "{a not contains \"x\"}"},
      {"a does not mention any of [\"x\"]", "{a not mentions any of [\"x\"]}"},
      {"a does not start with \"x\"", "{a not starts with \"x\"}"},
      {"a contains none of [\"x\"] ignoring case", "{a contains none of ignoring case [\"x\"]}"},
      {"a is \"x\" ignoring case", "{a is ignoring case \"x\"}"},
      {"a is not \"x\" ignoring case", "{a not is ignoring case \"x\"}"},
      {"a is one of [\"x\"] ignoring case", "{a one of ignoring case [\"x\"]}"},
      {"ignoring is 3", "{ignoring is 3}"},
      {"a contains any", "{a contains any}"},
      {"a contains any of b", "{a contains any of b}"},
      {"a == b && c", "E0206 E0206"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.written);
    CHECK(parsed("check x", "require: " + c.written) == c.read);
  }
}

TEST_CASE("a key of the next line is not an `or` of this one") {
  const SourceFile source("test.eval", "item x {\n  a: b\n  or: 3\n  and: 4\n}\n");
  Diagnostics diagnostics;
  const auto file = parse(source, 0, diagnostics);
  CHECK(diagnostics.all().empty());
  CHECK(file.blocks[0].entries.size() == 3);
}

TEST_CASE("the small forms of values") {
  struct Form {
    std::string opening, written, read;
  };
  const Form cases[] = {
      {"check x", "for each: ingredient in item.ingredients", "ingredient in item.ingredients"},
      {"check x", "for each: x in list of y in item.l where y.ok: y.n",
       "x in {list y in item.l where y.ok: y.n}"},
      {"check x", "combine: at least 90%", "at least 90%"},
      {"check x", "combine: all", "all"},
      {"check x", "combine: at least 90% of x in l: c", "E0226 E0202"},
      {"check x", "scores: 1 to 5", "1 to 5"},
      {"check x", "scores: -2 to 2", "-2 to 2"},
      {"tool x", "takes: [text passage, number most]", "text:passage number:most "},
      {"tool x", "takes: [list of text lines\n yes/no strict]",
       "list of text:lines yes/no:strict "},
      {"check x", "verdicts: [yes, no]", "yes no "},
      {"check x", "verdicts: [yes 100%, \"so so\" 50%, no 0%]", "yes=100% so so=50% no=0% "},
      {"check x", "verdicts: [good\n poor]", "good poor "},
      {"item x", "count: 3", "3"},
      {"item x", "n: -3", "-3"},
      {"item x", "or: [1, 2]", "[1, 2]"},
      {"item x", "is: no", "no"},
      {"item x", "\"Recipe Name\": \"x\"", "\"x\""},
      {"item x", "f: file(\"a.txt\")", "file(\"a.txt\")"},
      {"item x", "m: media(\"b.mp4\")", "media(\"b.mp4\")"},
      {"item x", "x: a is empty", "E0236"},
      {"item x", "share: 80%", "80%"},
      {"item x", "both: [yes, [1, \"two\"]]", "[yes, [1, \"two\"]]"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.written);
    CHECK(parsed(c.opening, c.written) == c.read);
  }
}

namespace {

std::string repeated(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

// The codes that a whole file gives, each once.
std::string codes_of(const std::string& text) {
  const SourceFile source("deep.eval", text);
  Diagnostics diagnostics;
  parse(source, 0, diagnostics);
  std::string codes;
  for (const auto& found : diagnostics.all())
    if (codes.find(code_of(found.kind)) == codes.npos)
      codes += std::string(code_of(found.kind)) + " ";
  return codes;
}

std::string deep(std::string_view open, std::string_view inside, std::string_view close,
                 int times) {
  return repeated(open, times) + std::string(inside) + repeated(close, times);
}

}  // namespace

TEST_CASE("what is nested too deep is said, and never a crash") {
  const auto condition = [](const std::string& value) {
    return "check x {\n  require: " + value + "\n}\n";
  };
  CHECK(codes_of(condition(deep("(", "a", ")", 60))).empty());
  for (const int times : {65, 5'000, 100'000}) {
    CAPTURE(times);
    CHECK(codes_of(condition(deep("(", "a", ")", times))) == "E0217 ");
    CHECK(codes_of(condition(deep("[", "a", "]", times))) == "E0217 ");
    CHECK(codes_of(condition(deep("f(", "a", ")", times))) == "E0217 ");
    CHECK(codes_of(condition(deep("a[", "b", "]", times))) == "E0217 ");
    CHECK(codes_of(condition(deep("not ", "a", "", times))) == "E0217 ");
    CHECK(codes_of("item x {\n  l: " + deep("[", "1", "]", times) + "\n}\n") == "E0217 ");
    CHECK(codes_of("item x {\n" + deep("r {\n", "a: 1\n", "}\n", times) + "}\n") == "E0217 ");
    CHECK(codes_of("item x { " + deep("r { ", "a: 1 ", "} ", times) + "}\n") == "E0217 ");
  }
}

TEST_CASE("long chains and loops in loops are read or refused, and never a crash") {
  const auto condition = [](const std::string& value) {
    return "check x {\n  require: " + value + "\n}\n";
  };
  for (const int times : {300, 5'000, 100'000}) {
    CAPTURE(times);
    CHECK(codes_of(condition("a" + repeated(" and a", times))).empty());
    CHECK(codes_of(condition("[a" + repeated(", a", times) + "]")).empty());
    const auto sum = codes_of(condition("a" + repeated(" + a", times) + " > 1"));
    CHECK((sum.empty() || sum == "E0216 "));
    const auto fields = codes_of(condition("a" + repeated(".b", times)));
    CHECK((fields.empty() || fields == "E0216 "));
    const auto minus = codes_of(condition(repeated("- ", times) + "a > 1"));
    CHECK(minus != "");
    const auto loops = codes_of(condition(repeated("every x in l: ", times) + "a"));
    CHECK((loops == "E0216 " || loops == "E0217 "));
  }
}

TEST_CASE("a file may end anywhere") {
  const std::string text =
      "check x {\n  for each: y in item.l\n  require: a is 1\n    and b < 2\n  example z { "
      "answer: \"\"\"\n  a\n  \"\"\" }\n}\n";
  for (std::size_t size = 0; size < text.size(); ++size) codes_of(text.substr(0, size));
}

TEST_CASE("brackets and quotes that are never closed are no crash either") {
  for (const std::string_view open : {"(", "[", "{", "\"", "\"\"\"", "a(", "not ", "no x in ", "\\",
                                      "{{", "}", "# ", "check x {\n", "item x { y { "}) {
    CAPTURE(std::string(open));
    CHECK(codes_of("check x {\n  require: " + repeated(open, 5'000)) != "");
    codes_of(repeated(open, 5'000));
  }
}

}  // namespace cairn
