#include "lang/data/items.h"

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

#include "lang/data/json.h"
#include "tests/memory_loader.h"

using namespace cairn;

namespace {

struct Found {
  std::string items;
  std::string mistakes;
};

Found items_of(MemoryLoader& loader, ItemOptions options) {
  options.named_in = "evals/x.eval";
  ItemSource source(loader, std::move(options));
  Found found;
  // Twice, since a source can be read again.
  for (int pass = 0; pass < 2; ++pass) {
    found = {};
    Diagnostics diagnostics;
    if (const auto items = source.read(diagnostics)) {
      while (auto item = items->next()) {
        found.items += item->id + " " + to_json(Value(item->fields)) + "\n";
      }
    }
    for (const auto& d : diagnostics.all()) {
      const auto line = d.data ? std::to_string(d.data->line) + ": " : "";
      found.mistakes += std::string(code_of(d.kind)) + " " + line + d.message + "\n";
      for (const auto& help : d.help) found.mistakes += "  " + help + "\n";
    }
  }
  return found;
}

Found items_of(const std::string& from, const std::string& text, ItemOptions options = {}) {
  MemoryLoader loader;
  loader.files["evals/" + from] = text;
  options.from = from;
  return items_of(loader, std::move(options));
}

}  // namespace

TEST_CASE("ids come from a column, or from the line") {
  CHECK(items_of("x.jsonl", R"({"id": "a", "x": 1})"
                            "\n"
                            R"({"x": 2, "id": 1.50})")
            .items == "a {\"id\":\"a\",\"x\":1}\n1.50 {\"x\":2,\"id\":\"1.50\"}\n");
  CHECK(items_of("x.csv", "k,x\na,1\n", {.id = ColumnSetting{"k", {}}}).items ==
        "a {\"id\":\"a\",\"k\":\"a\",\"x\":\"1\"}\n");
  CHECK(items_of("x.csv", "x\n1\n\n2\n").items ==
        "2 {\"id\":\"2\",\"x\":\"1\"}\n4 {\"id\":\"4\",\"x\":\"2\"}\n");
}

TEST_CASE("ids that cannot be are named") {
  CHECK(
      items_of("x.jsonl",
               "{\"id\":\"a\"}\n{\"x\":1}\n{\"id\":null}\n{\"id\":[1]}\n{\"id\":\" \"}\n")
          .mistakes ==
      "E0166 2: this row has no `id`, which is to be its id\n  every item needs an id of its own\n"
      "E0166 3: this row has no `id`, which is to be its id\n  every item needs an id of its own\n"
      "E0167 4: the id of this row is a list of 1\n  an id is a text or a number\n"
      "E0167 5: the id of this row is empty\n  an id is a text or a number\n");
  CHECK(items_of("x.jsonl", "{\"x\":1}\n{\"id\":\"b\"}\n").mistakes ==
        "E0168 2: this row has an `id`, but the rows before it have none\n"
        "  give every row an `id`\n");
  CHECK(
      items_of("x.jsonl", "{\"x\":1}\n{\"k\":\"b\"}\n", {.id = ColumnSetting{"k", {}}}).mistakes ==
      "E0166 1: this row has no `k`, which is to be its id\n  every item needs an id of its own\n");
  CHECK(items_of("x.csv", "key,x\n1,2\n", {.id = ColumnSetting{"kee", {}}}).mistakes ==
        "E0170 no row of `evals/x.csv` has a column `kee`\n  did you mean `key`?\n"
        "  its first row has: key, x\n");
  CHECK(items_of("x.csv", "id,k\n1,2\n", {.id = ColumnSetting{"k", {}}}).mistakes ==
        "W0151 `item.id` is `k` here, so the column `id` is out of reach\n"
        "  give one of the two columns another name\n");
}

TEST_CASE("columns become lists, texts of files, and media") {
  MemoryLoader loader;
  loader.files["evals/data/x.csv"] = "id,tags,notes,clip\na, red ; green;,n/a.txt,c/a.mp4\nb,,,\n";
  loader.files["evals/data/n/a.txt"] = "\xEF\xBB\xBFone\r\ntwo";
  loader.files["evals/data/c/a.mp4"] = "…";
  ItemOptions options{.from = "data/x.csv",
                      .media = {{"clip", {}}},
                      .text_from = {{"notes", {}}},
                      .lists = {{"tags", {}}},
                      .split = ";"};
  auto found = items_of(loader, options);
  CHECK(found.mistakes == "");
  CHECK(found.items ==
        "a {\"id\":\"a\",\"tags\":[\"red\",\"green\"],\"notes\":\"one\\ntwo\","
        "\"clip\":\"data/c/a.mp4\"}\n"
        "b {\"id\":\"b\",\"tags\":null,\"notes\":null,\"clip\":null}\n");

  loader.files.erase("evals/data/c/a.mp4");
  loader.files["evals/data/n/a.txt"] = "ok\n\xFF";
  found = items_of(loader, options);
  CHECK(found.mistakes ==
        "E0172 2: line 2 of `evals/data/n/a.txt` is not valid UTF-8; save the file as UTF-8\n");
  options.text_from.clear();
  CHECK(items_of(loader, options).mistakes == "E0172 2: there is no file `evals/data/c/a.mp4`\n");
}

TEST_CASE("cells of the wrong kind are named") {
  const ItemOptions options{
      .media = {{"m", {}}, {"clips", {}}}, .lists = {{"l", {}}}, .split = ","};
  const auto found =
      items_of("x.jsonl", "{\"id\":1,\"m\":7,\"l\":true}\n{\"id\":2,\"m\":[\"a\"],\"l\":[\"a\"]}\n",
               options);
  CHECK(found.mistakes ==
        "E0173 1: `l` is yes, which cannot be split into a list\n"
        "  `lists:` names columns that hold texts such as \"red; green\"\n"
        "E0171 1: `m` is 7, not a path\n  a path is a text such as \"clips/carbonara.mp4\"\n"
        "E0172 2: there is no file `evals/a`\n"
        "E0170 no row of `evals/x.jsonl` has a column `clips`\n  its first row has: id, m, l\n");
}

TEST_CASE("where and take choose items") {
  std::string text;
  for (int i = 0; i < 200; ++i) {
    text += "{\"id\":\"i" + std::to_string(i) + "\",\"even\":" + (i % 2 == 0 ? "true" : "false") +
            "}\n";
  }
  const auto ids = [&](std::string data, std::optional<std::size_t> take, std::int64_t seed) {
    const auto found =
        items_of("x.jsonl", data,
                 {.where = [](const Item& item) { return *item.fields.find("even")->as<bool>(); },
                  .take = take,
                  .seed = seed});
    CHECK(found.mistakes == "");
    std::set<std::string> out;
    std::string_view rest = found.items;
    while (!rest.empty()) {
      out.emplace(rest.substr(0, rest.find(' ')));
      rest.remove_prefix(rest.find('\n') + 1);
    }
    return out;
  };
  CHECK(ids(text, std::nullopt, 0).size() == 100);
  const auto ten = ids(text, 10, 0);
  CHECK(ten.size() == 10);
  CHECK(ids(text, 10, 0) == ten);
  CHECK(ids(text, 10, 1) != ten);
  // One more item moves at most one of those drawn.
  const auto with_one = ids(text + "{\"id\":\"new\",\"even\":true}\n", 10, 0);
  std::size_t kept = 0;
  for (const auto& id : ten) kept += with_one.contains(id) ? 1U : 0U;
  CHECK(kept >= 9);

  CHECK(items_of("x.csv", "id\na\n", {.where = [](const Item&) { return false; }}).mistakes ==
        "E0174 `where:` holds for no row of `evals/x.csv`\n"
        "  without items there is nothing to score: widen the condition\n");
  CHECK(items_of("x.csv", "id\na\n", {.take = std::size_t{3}}).mistakes ==
        "W0153 `take:` asks for 3 items, but there are only 1\n");
  CHECK(items_of("x.csv", "id\na\n", {.take = std::size_t{0}}).items == "");
}

TEST_CASE("a pass over the items reports what only all of them show") {
  MemoryLoader loader;
  loader.files["x.csv"] = "x\n1\n1\n2\n";
  loader.files["y.csv"] = "id,x\na,1\nb,2\na,3\n";
  Diagnostics diagnostics;
  ShapeBuilder shape;
  ItemSource lines(loader, {.named_in = "x.eval", .from = "x.csv"});
  fold(lines, shape, diagnostics);
  REQUIRE(diagnostics.all().size() == 2);
  CHECK(diagnostics.all()[0].message == "1 of 3 items repeat an earlier one but for its id");
  CHECK(diagnostics.all()[0].help[0] == "line 3 repeats line 2 of `x.csv`");
  CHECK(diagnostics.all()[1].message == "the ids of these items are their line numbers");

  Diagnostics of_ids;
  ShapeBuilder again;
  ItemSource named(loader, {.named_in = "x.eval", .from = "y.csv"});
  fold(named, again, of_ids);
  REQUIRE(of_ids.all().size() == 1);
  CHECK(of_ids.all()[0].message == "two items have the id `a`");
  CHECK(of_ids.all()[0].data->line == 4);
  CHECK(of_ids.all()[0].help[0] == "the first stands in line 2 of `y.csv`");
  CHECK(named.file_digest() == digest_of(loader.files["y.csv"]));
  CHECK(again.finish().items == 2);
}

TEST_CASE("a draw is the same for ever") {
  // The first 8 bytes of `printf '7:carbonara' | sha256sum`.
  CHECK(draw_of(7, "carbonara") == 0x8fdb3227f18a7633U);
}
