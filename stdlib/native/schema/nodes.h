// A compiled schema: one node for each schema, one tested word after the other.
//
// It borrows nothing from the document it was made of.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

#include "stdlib/native/decimal.h"
#include "stdlib/native/pattern.h"
#include "stdlib/native/schema/documents.h"

namespace cairn::schema {

using NodeId = std::uint32_t;

// The kinds of JSON values, as bits; a whole number is also a number.
enum Kind : std::uint8_t {
  null = 1,
  boolean = 2,
  whole = 4,
  number = 8,
  text = 16,
  list = 32,
  record = 64,
};
using Kinds = std::uint8_t;

struct Counts {
  std::size_t least = 0, most = std::numeric_limits<std::size_t>::max();
};

struct OfKind {  // type
  Kinds allowed = 0;
};
struct Among {  // enum, const
  std::unordered_set<std::string> keys;
  std::string shown;
};
struct Limit {  // minimum, maximum, …
  enum class Way : std::uint8_t { at_least, at_most, more, less } way = Way::at_least;
  Number number;
  Decimal exact;
};
struct MultipleOf {
  Number unit;
};
struct Length {
  Counts counts;
};
struct Matches {
  Pattern pattern;
  std::string written;
};
struct ItemCount {
  Counts counts;
};
struct AllDifferent {};
struct Items {
  std::vector<NodeId> first;
  std::optional<NodeId> others;
};
struct Contains {
  NodeId what = 0;
  Counts counts{.least = 1};
};
struct FieldCount {
  Counts counts;
};
struct Required {
  std::string because_of;  // The key that asks for them; empty if they always must be there.
  std::vector<std::string> keys;
};
struct IfKey {  // dependentSchemas
  std::string key;
  NodeId then = 0;
};
struct FieldNames {
  NodeId what = 0;
};
struct Fields {
  std::map<std::string, NodeId, std::less<>> named;
  std::vector<std::pair<Pattern, NodeId>> matching;
  std::optional<NodeId> others;
};
struct AllOf {
  std::vector<NodeId> all;
};
struct AnyOf {
  std::vector<NodeId> all;
};
struct OneOf {
  std::vector<NodeId> all;
};
struct Not {
  NodeId what = 0;
};
struct If {
  NodeId condition = 0;
  std::optional<NodeId> then, otherwise;
};
struct Reference {  // $ref
  NodeId to = 0;
};
// $dynamicRef that ends at a $dynamicAnchor: the outermost schema entered so far that
// has an anchor of this name decides.
struct DynamicReference {
  NodeId to = 0;
  std::string anchor;
};
struct OtherItems {  // unevaluatedItems
  NodeId what = 0;
};
struct OtherFields {  // unevaluatedProperties
  NodeId what = 0;
};

using Keyword =
    std::variant<OfKind, Among, Limit, MultipleOf, Length, Matches, ItemCount, AllDifferent, Items,
                 Contains, FieldCount, Required, IfKey, FieldNames, Fields, AllOf, AnyOf, OneOf,
                 Not, If, Reference, DynamicReference, OtherItems, OtherFields>;

struct Node {
  std::optional<bool> always;  // The schemas `true` and `false`.
  ResourceId resource = 0;
  std::vector<Keyword> keywords;  // In the order they are tested and explained.
};

struct Compiled {
  std::vector<Node> nodes;
  NodeId root = 0;
  std::map<std::pair<ResourceId, std::string>, NodeId> dynamic_anchors;
  // Whether some word asks what the others looked at.
  bool looks_back = false;
};

}  // namespace cairn::schema
