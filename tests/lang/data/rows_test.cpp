#include "lang/data/rows.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "lang/data/json.h"
#include "lang/utf8.h"
#include "tests/memory_loader.h"

using namespace cairn;

namespace {

struct Read {
  std::string rows;                   // A line each: "LINE JSON".
  std::vector<std::string> mistakes;  // "CODE LINE:COLUMN message".
};

Read read(const std::string& path, const std::string& text, std::size_t block,
          std::size_t most_mistakes = 100) {
  MemoryLoader loader;
  loader.files[path] = text;
  loader.block = block;
  Diagnostics diagnostics;
  Read out;
  if (const auto rows = open_rows(loader, path, {{}, most_mistakes}, diagnostics)) {
    while (auto row = rows->next()) {
      out.rows += std::to_string(row->line) + " " + to_json(Value(row->fields)) + "\n";
    }
  }
  for (const auto& d : diagnostics.all()) {
    const auto place = d.data.value_or(DataPlace{});
    out.mistakes.push_back(
        fmt::format("{} {}:{} {}", code_of(d.kind), place.line, place.column, d.message));
  }
  return out;
}

// However the file is cut into blocks, the same comes out.
Read read(const std::string& path, const std::string& text) {
  const auto whole = read(path, text, 1'000'000);
  for (const std::size_t block : {1U, 2U, 3U, 7U}) {
    const auto cut = read(path, text, block);
    CHECK(cut.rows == whole.rows);
    CHECK(cut.mistakes == whole.mistakes);
  }
  return whole;
}

std::string utf16(std::string_view ascii, bool big) {
  std::string out = big ? "\xFE\xFF" : "\xFF\xFE";
  for (const char c : ascii) {
    if (big) out += '\0';
    out += c;
    if (!big) out += '\0';
  }
  return out;
}

}  // namespace

TEST_CASE("rows are read from each format") {
  struct Case {
    std::string about;
    const char* path;
    std::string text;
    std::string rows;
  };
  const std::string two = "1 {\"a\":1}\n2 {\"a\":2}\n";
  const std::string cells = "2 {\"a\":\"1\",\"b\":\"x\"}\n";
  const Case cases[] = {
      {"JSON lines", "x.jsonl", "{\"a\":1}\n{\"a\":2}\n", two},
      {"without a last line break", "x.ndjson", "{\"a\":1}\r\n{\"a\":2}", two},
      {"blank lines count but are no rows", "x.jsonl", "\n{\"a\":1}\n \n{\"a\":2}\n\n",
       "2 {\"a\":1}\n4 {\"a\":2}\n"},
      {"a byte order mark", "x.jsonl", "\xEF\xBB\xBF{\"a\":1}\n{\"a\":2}\n", two},
      {"UTF-16, little end first", "x.jsonl", utf16("{\"a\":1}\r\n{\"a\":2}\n", false), two},
      {"UTF-16, big end first", "x.jsonl", utf16("{\"a\":1}\n{\"a\":2}\n", true), two},
      {"a list of records", "x.json", "[{\"a\":1},\n{\"a\":2}]\n", two},
      {"a list over many lines", "x.json", "[\n  {\n    \"a\": 1\n  },\n  {\"a\": 2}\n]",
       "2 {\"a\":1}\n5 {\"a\":2}\n"},
      {"brackets and commas in texts", "x.json", R"([{"a":"],}\"{"},{"a":"\\"}])",
       "1 {\"a\":\"],}\\\"{\"}\n1 {\"a\":\"\\\\\"}\n"},
      {"a record of records", "x.json", R"({"p": {"a": 1}, "q": {"a": 2, "id": "q"}})",
       "1 {\"id\":\"p\",\"a\":1}\n1 {\"a\":2,\"id\":\"q\"}\n"},
      {"JSON lines called .json", "x.json", "{\"a\":1}\n{\"a\":2}\n", two},
      {"a list called .jsonl", "x.jsonl", "[{\"a\":1},\n{\"a\":2}]", two},
      {"JSON lines without an ending", "answers", "{\"a\":1}\n{\"a\":2}\n", two},
      {"CSV", "x.csv", "a,b\n1,x\n", cells},
      {"CSV in capitals, with CRLF and without a last line break", "X.CSV", "a,b\r\n1,x", cells},
      {"CSV with semicolons", "x.csv", "a;b\n1;x\n", cells},
      {"CSV with tabs", "x.csv", "a\tb\n1\tx\n", cells},
      {"TSV, where a comma is text", "x.tsv", "a\tb\n1,5\tx\n", "2 {\"a\":\"1,5\",\"b\":\"x\"}\n"},
      {"a table of one column", "x.csv", "a\n1\n2\n", "2 {\"a\":\"1\"}\n3 {\"a\":\"2\"}\n"},
      {"old line ends", "x.csv", "a,b\r1,x\r", cells},
      {"a spreadsheet's sep line", "x.csv", "sep=;\r\na;b,c\r\n1;x\r\n",
       "3 {\"a\":\"1\",\"b,c\":\"x\"}\n"},
      {"a spreadsheet's UTF-16 with tabs", "x.csv", utf16("a\tb\r\n1\tx\r\n", false), cells},
      {"a spreadsheet's UTF-8 with a mark and semicolons", "x.csv",
       "\xEF\xBB\xBF"
       "a;b\r\n1;x\r\n",
       cells},
      {"an empty cell is missing, quoted or not", "x.csv", "a,b,c\n1,,\"\"\n",
       "2 {\"a\":\"1\",\"b\":null,\"c\":null}\n"},
      {"blanks in cells stay, those around names go", "x.csv", " a , b\n 1 , x\n",
       "2 {\"a\":\" 1 \",\"b\":\" x\"}\n"},
      {"rows without content are passed over", "x.csv", "a,b\n,\n\n1,x\n,,,\n",
       "4 {\"a\":\"1\",\"b\":\"x\"}\n"},
      {"quotes, and what they hold", "x.csv", "a,\"b;\"\n\"1,\n\"\"2\"\"\",x\n3,y\n",
       "2 {\"a\":\"1,\\n\\\"2\\\"\",\"b;\":\"x\"}\n4 {\"a\":\"3\",\"b;\":\"y\"}\n"},
      {"a quote inside a plain cell", "x.csv", "a,b\n5\" screen,x\n",
       "2 {\"a\":\"5\\\" screen\",\"b\":\"x\"}\n"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    const auto found = read(c.path, c.text);
    CHECK(found.rows == c.rows);
    CHECK(found.mistakes == std::vector<std::string>{});
  }
}

TEST_CASE("a table is the same in every layout that spreadsheets save it in") {
  enum class Encoding { utf8, utf8_with_mark, utf16_little, utf16_big };
  const auto encoded = [](const std::string& text, Encoding encoding) -> std::string {
    if (encoding == Encoding::utf8) return text;
    if (encoding == Encoding::utf8_with_mark) return "\xEF\xBB\xBF" + text;
    const bool big = encoding == Encoding::utf16_big;
    std::string out;
    const auto add = [&](char32_t unit) {
      const char high = static_cast<char>(unit >> 8U), low = static_cast<char>(unit & 0xFFU);
      out += big ? high : low;
      out += big ? low : high;
    };
    add(0xFEFF);
    for (std::size_t at = 0; at < text.size();) {
      const std::string_view rest = std::string_view(text).substr(at);
      const char32_t c = first_code_point(rest);
      at += code_point_length(rest);
      if (c >= 0x10000) {
        add(0xD800 + ((c - 0x10000) >> 10U));
        add(0xDC00 + ((c - 0x10000) & 0x3FFU));
      } else {
        add(c);
      }
    }
    return out;
  };
  for (const std::string delimiter : {",", ";", "\t"})
    for (const std::string line_end : {"\n", "\r\n"})
      for (const auto encoding :
           {Encoding::utf8, Encoding::utf8_with_mark, Encoding::utf16_little, Encoding::utf16_big})
        for (const std::string last : {"", "E", "EDDEDDE", "EE"}) {
          // D stands for the delimiter, E for the end of a line; F for an end in a cell.
          std::string text = "idDpriceDnoteEaD\"1D5\"D\"one\"\"F\"\"\"Eb 😀DDé" + last;
          for (const auto& [sign, by] :
               {std::pair<char, std::string>{'D', delimiter}, {'E', line_end}, {'F', line_end}})
            for (std::size_t at = 0; (at = text.find(sign, at)) != text.npos; at += by.size())
              text.replace(at, 1, by);
          CAPTURE(text);
          CAPTURE(static_cast<int>(encoding));
          const auto found = read("x.csv", encoded(text, encoding));
          const auto shown_delimiter = delimiter == "\t" ? std::string("\\t") : delimiter;
          // The end of a line inside a cell stays as it stood.
          const std::string shown_end = line_end == "\n" ? "\\n" : "\\r\\n";
          CHECK(found.rows == "2 {\"id\":\"a\",\"price\":\"1" + shown_delimiter +
                                  "5\",\"note\":\"one\\\"" + shown_end + "\\\"\"}\n" +
                                  "4 {\"id\":\"b 😀\",\"price\":null,\"note\":\"é\"}\n");
          CHECK(found.mistakes == std::vector<std::string>{});
        }
}

TEST_CASE("mistakes name their line, and sound rows are still read") {
  struct Case {
    std::string about;
    const char* path;
    std::string text;
    std::string rows;
    std::vector<std::string> mistakes;
  };
  const Case cases[] = {
      {"a bad line between good ones",
       "x.jsonl",
       "{\"a\":1}\n{\"a\":}\n{\"é\":tru}\n{\"a\":2}\n",
       "1 {\"a\":1}\n4 {\"a\":2}\n",
       {"E0157 2:6 this is not valid JSON: a value is missing before this",
        "E0157 3:6 this is not valid JSON: `tru` needs double quotes, or is no JSON"}},
      {"a line that is no record",
       "x.jsonl",
       "{\"a\":1}\n[1]\n\"x\"\nnull\n",
       "1 {\"a\":1}\n",
       {"E0158 2:1 this row is a list, not a record", "E0158 3:1 this row is a text, not a record",
        "E0158 4:1 this row is null, not a record"}},
      {"a record over many lines gives one mistake",
       "x.jsonl",
       "{\n\"a\": 1\n}\n{\n\"a\": 2\n}\n",
       "",
       {"E0157 1:2 this is not valid JSON: the text ends in the middle of the JSON"}},
      {"a key twice",
       "x.jsonl",
       "{\"a\":1,\"a\":2}\n",
       "",
       {"E0157 1:8 this is not valid JSON: the key `a` stands twice in this record"}},
      {"broken UTF-8",
       "x.jsonl",
       "{\"a\":\"\xFF\"}\n{\"a\":2}\n",
       "2 {\"a\":2}\n",
       {"E0157 1:7 this is not valid JSON: this is not valid UTF-8"}},
      {"a mistake in a list, in its line and column",
       "x.json",
       "[\n  {\"a\": 1},\n  {\"a\": 1 \"b\"},\n  {\"a\":\n    nil}\n]",
       "2 {\"a\":1}\n",
       {"E0157 3:11 this is not valid JSON: a `,` or `}` is missing before this",
        "E0157 5:5 this is not valid JSON: `nil` needs double quotes, or is no JSON"}},
      {"a comma too many",
       "x.json",
       "[{\"a\":1},]",
       "1 {\"a\":1}\n",
       {"E0157 1:10 this is not valid JSON: nothing stands between the last comma and the closing "
        "bracket"}},
      {"two commas",
       "x.json",
       "[{\"a\":1},,{\"a\":2}]",
       "1 {\"a\":1}\n1 {\"a\":2}\n",
       {"E0157 1:10 this is not valid JSON: there is nothing here"}},
      {"two commas in a record of records",
       "x.json",
       "{\"p\":{\"a\":1},,\"q\":{\"a\":2}}",
       "1 {\"id\":\"p\",\"a\":1}\n1 {\"id\":\"q\",\"a\":2}\n",
       {"E0157 1:14 this is not valid JSON: nothing stands before this comma"}},
      {"a list that is never closed",
       "x.json",
       "[{\"a\":1}",
       "",
       {"E0157 1:9 this is not valid JSON: the file ends, but the `[` at its start is never "
        "closed"}},
      {"more after the list",
       "x.json",
       "[{\"a\":1}]\n]",
       "1 {\"a\":1}\n",
       {"E0157 2:1 this is not valid JSON: something stands after the end of the JSON"}},
      {"a lost quote spoils one row",
       "x.json",
       "[{\"a\":\"x},\n{\"a\":2}]",
       "2 {\"a\":2}\n",
       {"E0157 1:7 this is not valid JSON: this text has no closing quote"}},
      {"rows below a key",
       "x.json",
       "{\"rows\": [{\"a\":1}]}",
       "",
       {"E0159 1:2 `rows` at the top of this file is a list, not a row"}},
      {"one record is no record of records",
       "x.json",
       "{\"a\": 1}",
       "",
       {"E0159 1:2 `a` at the top of this file is a number, not a row"}},
      {"a key and another id",
       "x.json",
       "{\"p\": {\"id\": \"q\"}}",
       "",
       {"E0160 1:2 this row stands under the key `p`, but its `id` is \"q\""}},
      {"no JSON rows", "x.json", "[ ]", "", {"E0153 0:0 `x.json` has no rows"}},
      {"an empty file", "x.jsonl", "\n", "", {"E0153 0:0 `x.jsonl` has no rows"}},
      {"an empty table", "x.csv", "", "", {"E0153 0:0 `x.csv` has no rows"}},
      {"only a header", "x.csv", "a,b\n", "", {"E0153 0:0 `x.csv` has no rows"}},
      {"ragged rows",
       "x.csv",
       "a,b\n1\n1,2,3\n1,2\n",
       "4 {\"a\":\"1\",\"b\":\"2\"}\n",
       {"E0163 2:0 this row has 1 cells, but there are 2 columns",
        "E0163 3:0 this row has 3 cells, but there are 2 columns"}},
      {"a column without a name", "x.csv", "a,,c\n1,2,3\n", "", {"E0161 1:0 column 2 has no name"}},
      {"two columns of one name",
       "x.csv",
       "a,b,a\n1,2,3\n",
       "",
       {"E0162 1:0 two columns are named `a`"}},
      {"a quote that is never closed",
       "x.csv",
       "a,b\n1,2\n3,\"4\n5,6\n",
       "2 {\"a\":\"1\",\"b\":\"2\"}\n",
       {"E0164 3:0 the quote that opens a cell in this line is never closed"}},
      {"text after a closing quote",
       "x.csv",
       "a,b\n\"1\"x,2\n3,4\n",
       "3 {\"a\":\"3\",\"b\":\"4\"}\n",
       {"E0165 2:0 text stands after the closing quote of a cell"}},
      {"another encoding is said once",
       "x.csv",
       "a,b\n\xE4,\xF6\n\xE4,\xF6\n",
       "",
       {"E0155 2:0 this line is not valid UTF-8"}},
      {"another encoding in the header",
       "x.csv",
       "\xE4,b\n1,2\n",
       "",
       {"E0155 1:0 this line is not valid UTF-8"}},
      {"half a UTF-16 character",
       "x.csv",
       utf16("a,b\n1,2\n", false) + "x",
       "2 {\"a\":\"1\",\"b\":\"2\"}\n",
       {"E0150 0:0 the UTF-16 text ends in the middle of a character in line 3; save the file as "
        "UTF-8"}},
      {"half a surrogate pair",
       "x.csv",
       std::string("\xFF\xFE\x3D\xD8\x41\0", 6),
       "",
       {"E0150 0:0 line 1 is not valid UTF-16; save the file as UTF-8"}},
      {"an ending that says nothing",
       "x.txt",
       "a b c\n",
       "",
       {"E0151 0:0 cannot tell what kind of rows `x.txt` holds"}},
      {"a workbook",
       "x.csv",
       "PK\x03\x04 and so on",
       "",
       {"E0152 0:0 `x.csv` is a spreadsheet or zip file, which cairn does not read"}},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    const auto found = read(c.path, c.text);
    CHECK(found.rows == c.rows);
    CHECK(fmt::format("{}", fmt::join(found.mistakes, "\n")) ==
          fmt::format("{}", fmt::join(c.mistakes, "\n")));
  }
}

TEST_CASE("a missing file is one sentence") {
  MemoryLoader loader;
  Diagnostics diagnostics;
  CHECK(open_rows(loader, "x.csv", {}, diagnostics) == nullptr);
  REQUIRE(diagnostics.all().size() == 1);
  CHECK(diagnostics.all()[0].message == "there is no file `x.csv`");
}

TEST_CASE("reading stops after many mistakes and says so") {
  std::string text;
  for (int i = 0; i < 50; ++i) text += "{\n";
  const auto found = read("x.jsonl", "{\"a\":1}\n" + text, 1'000'000, 10);
  REQUIRE(found.mistakes.size() == 11);
  CHECK(found.mistakes[9] == "E0154 0:0 10 rows of `x.jsonl` are wrong, and the rest was not read");
}

TEST_CASE("a line beyond the limit is refused without being kept") {
  struct Endless final : BlockStream {
    std::string block = std::string(1'000'000, 'x');
    std::size_t given = 0;
    Result<std::string_view> next() override {
      if (++given == 2) block.assign(block.size(), 'x');
      return std::string_view(block);
    }
  };
  struct EndlessLoader final : Loader {
    Result<std::string> resolve(std::string_view, std::string_view w) override {
      return std::string(w);
    }
    Result<std::string> read(std::string_view) override { return std::string(); }
    Result<std::unique_ptr<BlockStream>> open(std::string_view path) override {
      auto stream = std::make_unique<Endless>();
      stream->block.replace(0, 1, path == "x.json" ? "[" : path == "x.csv" ? "a\n1," : "{");
      return std::unique_ptr<BlockStream>(std::move(stream));
    }
  };
  for (const std::string path : {"x.jsonl", "x.json", "x.csv"}) {
    CAPTURE(path);
    EndlessLoader loader;
    Diagnostics diagnostics;
    const auto rows = open_rows(loader, path, {}, diagnostics);
    REQUIRE(rows);
    CHECK_FALSE(rows->next());
    REQUIRE(diagnostics.all().size() == 1);
    CHECK(diagnostics.all()[0].message.find("longer than 64 MB") != std::string::npos);
  }
}

TEST_CASE("an excerpt is a screen wide and holds the column") {
  const std::string line = "é" + std::string(300, 'x') + "HERE" + std::string(300, 'y');
  const auto place = data_place("f", 3, 302, line);
  CHECK(place.excerpt_column == 262);
  CHECK(place.excerpt.substr(40, 4) == "HERE");
  CHECK(place.excerpt.size() == 120);
  CHECK(data_place("f", 3, 1, line).excerpt.starts_with("éxx"));
  CHECK(data_place("f", 3, 1, "\xFF").excerpt.empty());
}

TEST_CASE("the CSV spectrum is read as it should be") {
  const std::filesystem::path spectrum = CAIRN_ROOT "/../shared/data/jsoncsv/csv-spectrum";
  if (!std::filesystem::exists(spectrum)) {
    MESSAGE("skipped: ", spectrum.string(), " is absent");
    return;
  }
  const auto contents = [](const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  };
  std::size_t seen = 0;
  for (const auto& entry : std::filesystem::directory_iterator(spectrum / "csvs")) {
    const auto name = entry.path().stem().string();
    CAPTURE(name);
    MemoryLoader loader;
    loader.files["x.csv"] = contents(entry.path());
    loader.block = 5;
    Diagnostics diagnostics;
    const auto rows = open_rows(loader, "x.csv", {}, diagnostics);
    REQUIRE(rows);
    List found;
    while (auto row = rows->next()) {
      // Here an empty cell is missing, there it is an empty text.
      for (auto& [key, value] : row->fields.fields) {
        if (value.is_missing()) value = Value("");
      }
      found.emplace_back(std::move(row->fields));
    }
    CHECK(diagnostics.all().empty());
    const auto expected = parse_json(contents(spectrum / "json" / (name + ".json")));
    REQUIRE(expected);
    CHECK(to_json(Value(found)) == to_json(expected.value));
    ++seen;
  }
  CHECK(seen >= 11);
}
