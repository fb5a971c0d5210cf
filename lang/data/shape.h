// What all items of an eval have in common: which fields, of which types, which
// of them some items lack. Expressions are checked against this before a run.
//
// Items are folded in one at a time and not kept: what stays is a hash of each
// one's id and content (ids.h), and a few numbers for each field.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "lang/data/digest.h"
#include "lang/data/ids.h"
#include "lang/data/item.h"
#include "lang/type.h"

namespace cairn {

struct Shape {
  // A record; fields in the order they were first met. Fields that some items
  // lack may be missing, and name the first that lack them; so do those of
  // records inside, and of the records of a list, counted each by itself.
  Type item;
  std::size_t items = 0;
  // Of all items, in any order: a second pass that gives another read other items.
  Digest digest;
};

struct ItemPlace {
  std::string path;
  std::size_t line = 0;
};

// What earlier items an item repeats.
struct Repeats {
  std::optional<ItemPlace> id;       // Then the item was not added.
  std::optional<ItemPlace> content;  // All fields but the id are the same.
};

class ShapeBuilder {
 public:
  // A record with more different keys has keys that are data: its fields are unknown.
  static constexpr std::size_t most_fields = 2'000;

  ShapeBuilder();
  ~ShapeBuilder();
  ShapeBuilder(ShapeBuilder&&) noexcept;
  ShapeBuilder& operator=(ShapeBuilder&&) noexcept;

  // `path` is where the item stands, as messages name it.
  Repeats add(const Item& item, std::string_view path);

  const IdTable& ids() const;
  // Where the item stands whose place in ids() is `place`.
  ItemPlace place_of(std::uint32_t place) const;

  Shape finish() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace cairn
