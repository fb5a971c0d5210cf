#include "runtime/models/prices.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <iterator>
#include <utility>

#include "lang/data/json.h"
#include "lang/value.h"

namespace cairn {
namespace {

// A price below this is one for a single token, as other tables have it.
constexpr double lowest_price = 0.0005;

Failure price_failure(std::string_view path, std::string_view entry, std::string_view what) {
  return {.what = fmt::format("{}: {}: {}", path, entry, what), .may_retry = false};
}

std::string price_line(std::string_view text, std::size_t offset) {
  const auto before = text.substr(0, std::min(offset, text.size()));
  return fmt::format("line {}", 1 + std::count(before.begin(), before.end(), '\n'));
}

// A group or an entry of the file. The first mistake is kept, and stops the reading.
class PriceReader {
 public:
  explicit PriceReader(std::string_view path) : path_(path) {}

  std::optional<Failure> file(const Value& value, PriceTable& table) {
    const auto* record = value.as<Record>();
    if (!record) return price_failure(path_, "the file", "must be a record with `groups`");
    if (auto failure = only("the file", *record, {"about", "groups"})) return failure;
    const auto* groups = record->find("groups");
    const auto* list = groups ? groups->as<List>() : nullptr;
    if (!list) return price_failure(path_, "the file", "has no list `groups`");
    for (std::size_t i = 0; i < list->size(); ++i)
      if (auto failure = group((*list)[i], fmt::format("group {}", i + 1), table)) return failure;
    return std::nullopt;
  }

 private:
  using Names = std::initializer_list<std::string_view>;

  std::optional<Failure> only(std::string_view entry, const Record& record, Names names) const {
    for (const auto& [name, value] : record.fields)
      if (std::ranges::find(names, name) == names.end())
        return price_failure(path_, entry,
                             fmt::format("has `{}`; it can have {}", name, fmt::join(names, ", ")));
    return std::nullopt;
  }

  static std::string text_of(const Record& record, std::string_view name, std::string otherwise) {
    const auto* value = record.find(name);
    const auto* text = value ? value->as<std::string>() : nullptr;
    return text ? *text : std::move(otherwise);
  }

  std::optional<Failure> group(const Value& value, const std::string& place, PriceTable& table) {
    const auto* record = value.as<Record>();
    if (!record) return price_failure(path_, place, "is no record");
    if (auto failure = only(place, *record, {"provider", "date", "source", "models"}))
      return failure;
    const std::string provider = text_of(*record, "provider", "");
    if (provider.empty()) return price_failure(path_, place, "has no `provider`");
    const auto* models = record->find("models");
    const auto* entries = models ? models->as<Record>() : nullptr;
    if (!entries)
      return price_failure(path_, fmt::format("{} ({})", place, provider),
                           "has no record `models`");
    const Price shared{.in = {},
                       .out = {},
                       .cached = {},
                       .date = text_of(*record, "date", ""),
                       .source = text_of(*record, "source", std::string(path_))};
    for (const auto& [name, entry] : entries->fields)
      if (auto failure = model(provider + "/" + name, entry, shared, table)) return failure;
    return std::nullopt;
  }

  std::optional<Failure> model(const std::string& id, const Value& value, Price price,
                               PriceTable& table) {
    const auto* record = value.as<Record>();
    if (!record)
      return price_failure(path_, id, "is no record, such as {\"in\": 2.5, \"out\": 10}");
    if (auto failure = only(id, *record, {"in", "out", "cached", "date", "source"})) return failure;
    price.date = text_of(*record, "date", std::move(price.date));
    price.source = text_of(*record, "source", std::move(price.source));
    using Part = std::pair<std::string_view, std::optional<double>*>;
    for (const auto& [name, part] :
         {Part{"in", &price.in}, Part{"out", &price.out}, Part{"cached", &price.cached}})
      if (auto failure = number(id, *record, name, *part)) return failure;
    if (!price.in && !price.out) return price_failure(path_, id, "has neither `in` nor `out`");
    if (!table.prices.try_emplace(id, std::move(price)).second)
      return price_failure(path_, id, "has two prices");
    return std::nullopt;
  }

  std::optional<Failure> number(const std::string& id, const Record& record, std::string_view name,
                                std::optional<double>& part) const {
    const auto* value = record.find(name);
    if (!value) return std::nullopt;
    const auto* number = value->as<Number>();
    if (!number || !std::isfinite(number->value) || number->value < 0)
      return price_failure(path_, id,
                           fmt::format("`{}` is {}, and a price is a number of USD per million "
                                       "tokens",
                                       name, shown(*value)));
    if (number->value > 0 && number->value < lowest_price)
      return price_failure(path_, id,
                           fmt::format("`{}` is {}, which looks like the price of one token: "
                                       "write that of a million",
                                       name, shown(*value)));
    part = number->value;
    return std::nullopt;
  }

  std::string_view path_;
};

bool price_digits(std::string_view text, std::string_view shape) {
  return std::ranges::equal(text, shape, [](char c, char wanted) {
    return wanted == '0' ? c >= '0' && c <= '9' : c == wanted;
  });
}

// What follows the name of a model in the name of one state of it.
bool price_is_state(std::string_view rest) {
  if (rest == "-latest") return true;
  if (rest.empty() || (rest[0] != '-' && rest[0] != '@')) return false;
  const auto date = rest.substr(1);
  if (!date.starts_with("20")) return rest == "@latest" || rest == "@default";
  return price_digits(date, "00000000") || price_digits(date, "0000-00-00") ||
         price_digits(date, "0000-00");
}

bool price_runs_here(std::string_view id) {
  // Ollama also passes calls on to its own cloud, which is paid for.
  if (id.starts_with("ollama/")) return !id.ends_with("-cloud") && !id.ends_with(":cloud");
  return id.starts_with("llamacpp/");
}

}  // namespace

Result<PriceTable> read_prices(std::string_view text, std::string_view path) {
  const auto parsed = parse_json(text);
  if (!parsed)
    return price_failure(path, price_line(text, parsed.mistake->offset), parsed.mistake->what);
  PriceTable table;
  if (auto failure = PriceReader(path).file(parsed.value, table)) return std::move(*failure);
  return table;
}

Result<PriceTable> price_table(const std::string& path) {
  const auto& shipped = price_files().front();
  auto table = read_prices(shipped.text, shipped.name);
  if (!table || path.empty()) return table;
  std::ifstream file(path, std::ios::binary);
  if (!file) return Failure{fmt::format("{} cannot be read", path)};
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  auto own = read_prices(text, path);
  if (!own) return own;
  // Whole entries: a price of one table and a discount of the other do not go together.
  for (auto& [id, price] : own->prices) table->prices.insert_or_assign(id, std::move(price));
  return table;
}

std::optional<Price> price_of(std::string_view id, const PriceTable& table) {
  for (std::size_t length = id.size(); length > 0; --length) {
    if (length < id.size() && !price_is_state(id.substr(length))) continue;
    const auto found = table.prices.find(id.substr(0, length));
    if (found != table.prices.end()) return found->second;
  }
  if (!price_runs_here(id)) return std::nullopt;
  return Price{.in = 0, .out = 0, .cached = 0, .date = {}, .source = "runs on your own machine"};
}

std::optional<double> cost_usd(const Price& price, const Usage& usage) {
  if (price.in == 0.0 && price.out == 0.0) return 0;  // However many there were.
  // A prompt has tokens: a server that says 0 does not count them.
  if (!usage.in || !usage.out || *usage.in <= 0 || *usage.out < 0) return std::nullopt;
  const auto cached = std::clamp(usage.cached.value_or(0), 0LL, *usage.in);
  const std::array<std::pair<long long, std::optional<double>>, 3> parts = {{
      {*usage.in - cached, price.in},
      {cached, price.cached ? price.cached : price.in},
      {*usage.out, price.out},
  }};
  double sum = 0;
  for (const auto& [tokens, each] : parts) {
    if (tokens == 0) continue;
    if (!each) return std::nullopt;
    sum += static_cast<double>(tokens) * *each / 1e6;
  }
  return sum;
}

}  // namespace cairn
