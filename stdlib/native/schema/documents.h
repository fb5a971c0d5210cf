// Where the schemas of a document stand: resources by their addresses, anchors,
// and what a `$ref` leads to. For compile.cpp only.
#pragma once

#include <deque>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lang/result.h"
#include "lang/value.h"
#include "stdlib/native/schema/keywords.h"
#include "stdlib/native/schema/schema.h"
#include "stdlib/native/schema/uri.h"

namespace cairn::schema {

using ResourceId = std::size_t;

// A schema with an address of its own, and what stands in it up to the next such.
struct Resource {
  std::string address;
  const Value* root = nullptr;
  Draft draft = Draft::latest;
  bool validates = true;  // False where `$schema` leaves out the words that test values.
  std::map<std::string, const Value*, std::less<>> anchors;
  std::map<std::string, const Value*, std::less<>> dynamic_anchors;
};

// Where one schema stands.
struct Place {
  ResourceId resource = 0;
  std::string path;  // Inside its document, as a JSON pointer: "/properties/a".
};

class Documents {
 public:
  explicit Documents(const SchemaOptions& options) : options_(options) {}

  // Looks through a document for resources and anchors.
  Result<ResourceId> add(const Value& document, const std::string& address, Draft unless_it_says);

  const Resource& resource(ResourceId id) const { return resources_[id]; }
  std::size_t resources() const { return resources_.size(); }
  // REQUIRES: the schema was found here.
  const Place& place(const Value& schema) const { return places_.at(&schema); }

  // The schema that `written` leads to from inside `from`; loads documents as needed.
  Result<const Value*> find(ResourceId from, std::string_view written);

 private:
  struct Dialect {
    Draft draft = Draft::latest;
    bool validates = true;
  };

  void scan(const Value& schema, Place place);
  void scan_under(const Value& value, KeywordInfo::Holds holds, const Place& place);
  ResourceId enter(const Value& schema, const std::string& id, ResourceId around);
  void note_anchors(const Value& schema, Resource& resource) const;
  Result<Dialect> dialect_of(const Value& document, Draft unless_it_says);
  Result<ResourceId> load(const std::string& address, Draft draft);
  Result<const Value*> point(ResourceId from, std::string_view pointer);
  const Value* document_at(const std::string& address);

  SchemaOptions options_;
  std::deque<Resource> resources_;  // They stay where they are while others are added.
  std::map<std::string, ResourceId, std::less<>> by_address_;
  std::unordered_map<const Value*, Place> places_;
  std::list<Value> bundled_;
  std::optional<Failure> failure_;
};

}  // namespace cairn::schema
