#include "lang/data/shape.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <unordered_map>
#include <vector>

#include "lang/overloaded.h"

namespace cairn {
namespace {

using Place = std::uint32_t;  // Which item, in order of adding.

// The first few places of something that is counted.
struct Tally {
  static constexpr std::size_t most_named = 5;
  std::size_t count = 0;
  std::vector<Place> first;

  void add(Place place) {
    ++count;
    if (first.size() < most_named && (first.empty() || first.back() != place)) {
      first.push_back(place);
    }
  }
};

struct Field;

struct RecordFacts {
  std::vector<Field> fields;
  std::unordered_map<std::string, std::size_t> index;
  Tally records;
  bool keys_are_data = false;
};

// What the values at one place of the items were.
struct Facts {
  std::uint32_t kinds = 0;  // A bit for each Type::Kind met.
  bool any_missing = false;
  Tally empty;
  std::unique_ptr<RecordFacts> record;
  std::unique_ptr<Facts> element;
};

struct Field {
  std::string name;
  Facts facts;
  Tally lacking;
  std::size_t last_met = 0;  // In which record, counted from 1.
};

Type::Kind kind_of_type(const Value& value) {
  return std::visit(Overloaded{[](const Missing&) { return Type::Kind::unknown; },
                               [](bool) { return Type::Kind::yes_no; },
                               [](const Number&) { return Type::Kind::number; },
                               [](const std::string&) { return Type::Kind::text; },
                               [](const List&) { return Type::Kind::list; },
                               [](const Record&) { return Type::Kind::record; },
                               [](const Amount& amount) {
                                 constexpr Type::Kind kinds[] = {
                                     Type::Kind::duration, Type::Kind::size, Type::Kind::money};
                                 return kinds[static_cast<int>(amount.unit)];
                               },
                               [](const Media&) { return Type::Kind::media; }},
                    value.data);
}

bool is_blank(const std::string& text) {
  return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

void fold(Facts& facts, const Value& value, Place place);

Field& field_called(RecordFacts& record, const std::string& name, std::size_t expected) {
  // Rows mostly have their fields in one order.
  if (expected < record.fields.size() && record.fields[expected].name == name) {
    return record.fields[expected];
  }
  const auto [found, is_new] = record.index.try_emplace(name, record.fields.size());
  if (is_new) {
    auto& field = record.fields.emplace_back();
    field.name = name;
    field.lacking = record.records;  // All records before this one.
  }
  return record.fields[found->second];
}

void fold(RecordFacts& facts, const Record& record, Place place) {
  if (facts.keys_are_data) return;
  const std::size_t serial = facts.records.count + 1;
  std::size_t expected = 0;
  for (const auto& [name, value] : record.fields) {
    auto& field = field_called(facts, name, expected++);
    fold(field.facts, value, place);
    if (!value.is_missing()) field.last_met = serial;
  }
  for (auto& field : facts.fields) {
    if (field.last_met != serial) field.lacking.add(place);
  }
  facts.records.add(place);
  if (facts.fields.size() > ShapeBuilder::most_fields) {
    facts = RecordFacts();
    facts.keys_are_data = true;
  }
}

void fold(Facts& facts, const Value& value, Place place) {
  const auto kind = kind_of_type(value);
  if (kind == Type::Kind::unknown) {
    facts.any_missing = true;
    return;
  }
  facts.kinds |= 1U << static_cast<unsigned>(kind);
  if (const auto* text = value.as<std::string>()) {
    if (is_blank(*text)) facts.empty.add(place);
  } else if (const auto* list = value.as<List>()) {
    if (list->empty()) facts.empty.add(place);
    if (!facts.element) facts.element = std::make_unique<Facts>();
    for (const auto& element : *list) fold(*facts.element, element, place);
  } else if (const auto* record = value.as<Record>()) {
    if (!facts.record) facts.record = std::make_unique<RecordFacts>();
    fold(*facts.record, *record, place);
  }
}

// Several items that stand one after the other in a file, a line each.
struct Run {
  Place first = 0;
  std::size_t path = 0;
  std::size_t line = 0;
};

class Places {
 public:
  void add(Place place, std::string_view path, std::size_t line) {
    if (paths_.empty() || paths_.back() != path) {
      paths_.emplace_back(path);
    } else if (line == runs_.back().line + (place - runs_.back().first)) {
      return;
    }
    runs_.push_back({place, paths_.size() - 1, line});
  }

  ItemPlace at(Place place) const {
    const auto after = std::ranges::upper_bound(runs_, place, {}, &Run::first);
    const auto& run = *std::prev(after);
    return {paths_[run.path], run.line + (place - run.first)};
  }

  // "videos.jsonl: lines 7, 12, 31".
  std::string named(const Tally& tally) const {
    std::string out;
    std::string path;
    for (std::size_t i = 0; i < tally.first.size(); ++i) {
      const auto where = at(tally.first[i]);
      if (where.path == path) {
        out += fmt::format(", {}", where.line);
        continue;
      }
      const bool several = i + 1 < tally.first.size() && at(tally.first[i + 1]).path == where.path;
      out += fmt::format("{}{}: {} {}", out.empty() ? "" : "; ", where.path,
                         several ? "lines" : "line", where.line);
      path = where.path;
    }
    if (tally.count > Tally::most_named) out += ", …";
    return out;
  }

 private:
  std::vector<std::string> paths_;
  std::vector<Run> runs_;
};

Type type_from(const Facts& facts, const Places& places);

void add_fields(Type& type, const RecordFacts& record, const Places& places) {
  type.open = record.keys_are_data;
  for (const auto& field : record.fields) {
    auto& made = type.fields.emplace_back();
    made.name = field.name;
    made.type = type_from(field.facts, places);
    made.type.may_be_missing = field.lacking.count > 0;
    made.lacking = field.lacking.count;
    made.where_lacking = places.named(field.lacking);
    made.empty = field.facts.empty.count;
    made.where_empty = places.named(field.facts.empty);
  }
}

Type type_from(const Facts& facts, const Places& places) {
  Type type = type_of(Type::Kind::anything);
  type.may_be_missing = facts.any_missing;
  if (std::popcount(facts.kinds) != 1) return type;
  type.kind = static_cast<Type::Kind>(std::countr_zero(facts.kinds));
  if (facts.element) type.element.push_back(type_from(*facts.element, places));
  if (facts.record) add_fields(type, *facts.record, places);
  return type;
}

}  // namespace

struct ShapeBuilder::State {
  RecordFacts items;
  IdTable ids;
  IdTable contents;
  std::vector<Place> content_places;
  Places places;
  Digest digest;
};

ShapeBuilder::ShapeBuilder() : state_(std::make_unique<State>()) {}
ShapeBuilder::~ShapeBuilder() = default;
ShapeBuilder::ShapeBuilder(ShapeBuilder&&) noexcept = default;
ShapeBuilder& ShapeBuilder::operator=(ShapeBuilder&&) noexcept = default;

Repeats ShapeBuilder::add(const Item& item, std::string_view path) {
  auto& state = *state_;
  Repeats repeats;
  if (const auto earlier = state.ids.add(item.id)) {
    repeats.id = state.places.at(*earlier);
    return repeats;
  }
  const auto place = static_cast<Place>(state.ids.size() - 1);
  state.places.add(place, path, item.line);
  const auto content = digest_of(item.fields, "id");
  if (const auto earlier = state.contents.add(content)) {
    repeats.content = state.places.at(state.content_places[*earlier]);
  } else {
    state.content_places.push_back(place);
  }
  auto whole =
      std::string(reinterpret_cast<const char*>(content.bytes.data()), content.bytes.size());
  state.digest.add(digest_of(whole += item.id));
  fold(state.items, item.fields, place);
  return repeats;
}

const IdTable& ShapeBuilder::ids() const { return state_->ids; }

ItemPlace ShapeBuilder::place_of(std::uint32_t place) const { return state_->places.at(place); }

Shape ShapeBuilder::finish() const {
  Shape shape;
  shape.item = type_of(Type::Kind::record);
  add_fields(shape.item, state_->items, state_->places);
  shape.items = state_->ids.size();
  shape.digest = state_->digest;
  return shape;
}

}  // namespace cairn
