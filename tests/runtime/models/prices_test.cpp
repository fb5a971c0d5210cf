#include "runtime/models/prices.h"

#include <doctest/doctest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

using namespace cairn;

namespace {

PriceTable shipped() {
  auto table = price_table();
  INFO((table ? "" : table.error().what));
  REQUIRE(table);
  return *std::move(table);
}

std::optional<double> read_price(std::string_view id) {
  const auto price = price_of(id, shipped());
  return price ? price->in : std::nullopt;
}

Usage used(std::optional<long long> in, std::optional<long long> out,
           std::optional<long long> cached = {}) {
  return {.in = in, .out = out, .cached = cached, .thoughts = {}};
}

std::string one_model(const std::string& entry) {
  return R"({"groups": [{"provider": "openai", "models": {"gpt-4o": )" + entry + "}}]}";
}

// A file that is gone when the test ends.
struct PriceFile {
  explicit PriceFile(const std::string& text)
      : path((std::filesystem::temp_directory_path() / "cairn_prices_test.json").string()) {
    std::ofstream(path) << text;
  }
  ~PriceFile() { std::remove(path.c_str()); }
  std::string path;
};

}  // namespace

TEST_CASE("every price that ships says where it was read, and when") {
  const auto table = shipped();
  CHECK(table.prices.size() >= 100);
  for (const auto& row : table.prices) {
    CAPTURE(row.first);
    const auto& price = row.second;
    CHECK(price.in.has_value());
    CHECK(price.out.has_value());
    CHECK(price.date.size() == 10);
    CHECK(!price.source.empty());
    CHECK(*price.in > 0);
    CHECK(*price.in <= 200);
    CHECK(*price.out <= 1000);
    if (price.cached) CHECK(*price.cached <= *price.in);
  }
}

TEST_CASE("each provider has prices") {
  const auto table = shipped();
  for (const std::string provider : {"openai", "anthropic", "gemini", "mistral", "deepseek", "groq",
                                     "together", "openrouter", "xai", "bedrock"}) {
    CAPTURE(provider);
    const auto first = table.prices.lower_bound(provider + "/");
    REQUIRE(first != table.prices.end());
    CHECK(first->first.starts_with(provider + "/"));
  }
}

TEST_CASE("a dated name costs what its model does") {
  struct Case {
    const char* about;
    std::string id;
    std::optional<double> in;
  };
  const Case cases[] = {
      {"as it stands", "openai/gpt-4o", 2.5},
      {"with dashes in the date", "openai/gpt-4o-2024-08-06", 2.5},
      {"a state with a price of its own", "openai/gpt-4o-2024-05-13", 5},
      {"a model whose name begins like another's", "openai/gpt-4o-mini", 0.15},
      {"the longest name wins", "openai/gpt-4o-mini-2024-07-18", 0.15},
      {"without dashes", "anthropic/claude-3-5-haiku-20241022", 0.8},
      {"with @", "anthropic/claude-sonnet-4-5@20250929", 3},
      {"latest", "anthropic/claude-3-5-haiku-latest", 0.8},
      {"4.1, not 4", "anthropic/claude-opus-4-1-20250805", 15},
      {"4.5, not 4", "anthropic/claude-opus-4-5-20251101", 5},
      {"a `latest` that has moved on", "mistral/mistral-medium-latest", 1.5},
      {"a name that only begins like a known one", "openai/gpt-4o-realtime-preview", {}},
      {"a number that is no year", "openai/gpt-4-0613", {}},
      {"a year and something else", "openai/gpt-4o-2024-mini", {}},
      {"a date and something else", "openai/gpt-4o-2024-08-06-eu", {}},
      {"a free tier is another product", "openrouter/anthropic/claude-opus-5:free", {}},
      {"another provider of the same model", "azure/gpt-4o", {}},
      {"no provider", "gpt-4o", {}},
      {"nothing", "", {}},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    CHECK(read_price(c.id) == c.in);
  }
}

TEST_CASE("what runs on one's own machine") {
  const auto table = shipped();
  for (const char* id : {"ollama/llama3.2", "ollama/gpt-oss:20b", "llamacpp/any"}) {
    CAPTURE(id);
    const auto price = price_of(id, table);
    REQUIRE(price);
    CHECK(price->in == 0);
    CHECK(price->out == 0);
    CHECK(price->source == "runs on your own machine");
  }
  for (const char* id : {"vllm/llama", "sglang/rm", "tei/rm", "ollama/gpt-oss:120b-cloud",
                         "ollama/kimi-k2:cloud", "compatible/any"}) {
    CAPTURE(id);
    CHECK(!price_of(id, table));
  }
}

TEST_CASE("a file of the user's own goes before") {
  const PriceFile file(
      R"({"groups": [
        {"provider": "openai", "source": "our contract", "models": {"gpt-4o": {"in": 2, "out": 8}}},
        {"provider": "vllm", "date": "2026-11-01", "models": {"llama": {"in": 0.4, "out": 0.4}}},
        {"provider": "ollama", "models": {"big": {"in": 1, "out": 1}}}]})");
  const auto table = price_table(file.path);
  INFO((table ? "" : table.error().what));
  REQUIRE(table);
  const auto dated = price_of("openai/gpt-4o-2024-08-06", *table);
  REQUIRE(dated);
  CHECK(dated->in == 2);
  CHECK(dated->source == "our contract");
  CHECK(!dated->cached);  // That of the shipped entry belongs to another price.
  const auto rented = price_of("vllm/llama", *table);
  REQUIRE(rented);
  CHECK(rented->date == "2026-11-01");
  CHECK(rented->source == file.path);
  CHECK(price_of("ollama/big", *table)->in == 1);
  CHECK(price_of("openai/gpt-4o-mini", *table)->in == 0.15);
}

TEST_CASE("mistakes in a file of prices name the entry") {
  struct Case {
    const char* about;
    std::string text, says;
  };
  const Case cases[] = {
      {"no JSON", "{\n  \"groups\": [,]\n}", "line 2: "},
      {"no record", "[]", "the file: must be a record with `groups`"},
      {"no groups", "{}", "the file: has no list `groups`"},
      {"a typing mistake", R"({"group": []})", "the file: has `group`; it can have about, groups"},
      {"no provider", R"({"groups": [{"models": {}}]})", "group 1: has no `provider`"},
      {"no models", R"({"groups": [{"provider": "openai"}]})",
       "group 1 (openai): has no record `models`"},
      {"a bare number", one_model("2.5"), "openai/gpt-4o: is no record"},
      {"another name for a price", one_model(R"({"input": 2.5})"),
       "openai/gpt-4o: has `input`; it can have in, out, cached, date, source"},
      {"only a discount", one_model(R"({"cached": 1})"), "has neither `in` nor `out`"},
      {"a text", one_model(R"({"in": "2.5"})"), "openai/gpt-4o: `in` is \"2.5\", and a price"},
      {"null", one_model(R"({"in": null})"), "openai/gpt-4o: `in` is"},
      {"below zero", one_model(R"({"in": 2, "out": -1})"), "openai/gpt-4o: `out` is -1"},
      {"the price of one token", one_model(R"({"in": 0.0000025, "out": 10})"),
       "looks like the price of one token"},
      {"two prices",
       R"({"groups": [{"provider": "a", "models": {"b": {"in": 1}}},)"
       R"({"provider": "a", "models": {"b": {"in": 2}}}]})",
       "a/b: has two prices"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    const auto table = read_prices(c.text, "prices.json");
    REQUIRE(!table);
    INFO(table.error().what);
    CHECK(table.error().what.starts_with("prices.json: "));
    CHECK(table.error().what.find(c.says) != std::string::npos);
  }
  CHECK(!price_table("/no/such/folder/prices.json"));
}

TEST_CASE("what a call cost") {
  const Price price{.in = 2, .out = 8, .cached = 0.5, .date = {}, .source = {}};
  const Price plain{.in = 2, .out = 8, .cached = {}, .date = {}, .source = {}};
  const Price embedding{.in = 2, .out = {}, .cached = {}, .date = {}, .source = {}};
  const Price here{.in = 0, .out = 0, .cached = 0, .date = {}, .source = {}};
  struct Case {
    const char* about;
    Price price;
    Usage usage;
    std::optional<double> usd;
  };
  const Case cases[] = {
      {"read and written", price, used(1'000'000, 500'000), 6},
      {"some of it from the cache", price, used(1'000'000, 0, 400'000), 1.4},
      {"a cache without a price of its own", plain, used(1'000'000, 0, 400'000), 2},
      {"more cached than read", price, used(1'000'000, 0, 9'000'000), 0.5},
      {"nothing written needs no price for it", embedding, used(1'000'000, 0), 2},
      {"written without a price", embedding, used(1'000'000, 1), {}},
      {"read is not known", price, used({}, 5), {}},
      {"written is not known", price, used(5, {}), {}},
      {"free, however many there were", here, used({}, {}), 0},
      {"a server that counts nothing", price, used(0, 0), {}},
      {"free, and counted", here, used(10, 10), 0},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    const auto usd = cost_usd(c.price, c.usage);
    REQUIRE(usd.has_value() == c.usd.has_value());
    if (c.usd) CHECK(*usd == doctest::Approx(*c.usd));
  }
}
