#include "stdlib/native/schema/documents.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "lang/data/json.h"
#include "stdlib/native/schema/metaschemas.h"

namespace cairn::schema {
namespace {

const std::string* text_at(const Value& schema, std::string_view key) {
  const auto* record = schema.as<Record>();
  const Value* value = record ? record->find(key) : nullptr;
  return value ? value->as<std::string>() : nullptr;
}

// The next step of a JSON pointer, `~1` and `~0` decoded.
std::string take_step(std::string_view& pointer) {
  pointer.remove_prefix(1);  // The slash.
  const auto end = std::min(pointer.find('/'), pointer.size());
  std::string step;
  for (std::size_t i = 0; i < end; ++i) {
    const auto two = pointer.substr(i, 2);
    step += two == "~1" ? '/' : two == "~0" ? '~' : pointer[i];
    if (two == "~1" || two == "~0") ++i;
  }
  pointer.remove_prefix(end);
  return step;
}

const Value* child(const Value& value, const std::string& step) {
  if (const auto* record = value.as<Record>()) return record->find(step);
  const auto* list = value.as<List>();
  std::size_t index = 0;
  const auto read = std::from_chars(step.data(), step.data() + step.size(), index);
  const bool whole = read.ec == std::errc() && read.ptr == step.data() + step.size();
  return list && whole && index < list->size() ? &(*list)[index] : nullptr;
}

std::string step_of(std::string_view key) {
  std::string out = "/";
  for (const char c : key) out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return out;
}

bool is_anchor(const std::string& id) { return id.starts_with('#') && id.size() > 1; }

std::string without_fragment(const std::string& address) {
  return address.substr(0, address.find('#'));
}

}  // namespace

Result<ResourceId> Documents::add(const Value& document, const std::string& address,
                                  Draft unless_it_says) {
  const auto dialect = dialect_of(document, unless_it_says);
  if (!dialect) return dialect.error();
  const ResourceId id = resources_.size();
  resources_.push_back({.address = address,
                        .root = &document,
                        .draft = dialect->draft,
                        .validates = dialect->validates});
  by_address_.emplace(address, id);
  scan(document, {id, ""});
  if (failure_) return *failure_;
  return id;
}

Result<Documents::Dialect> Documents::dialect_of(const Value& document, Draft unless_it_says) {
  const auto* named = text_at(document, "$schema");
  if (!named) return Dialect{unless_it_says, true};
  const std::string address = without_fragment(*named);
  const auto ends =
      address.find("://") == address.npos ? address : address.substr(address.find("://"));
  if (ends == "://json-schema.org/draft-07/schema" || ends == "://json-schema.org/draft-06/schema")
    return Dialect{Draft::seven, true};
  if (ends == "://json-schema.org/draft/2020-12/schema") return Dialect{Draft::latest, true};
  const Value* meta = document_at(address);
  if (!meta || meta == &document)
    return Failure{fmt::format("`$schema` is `{}`; draft 7 and 2020-12 are known", *named)};
  auto dialect = dialect_of(*meta, unless_it_says);
  const auto* record = meta->as<Record>();
  const Value* words = record ? record->find("$vocabulary") : nullptr;
  if (dialect && words && words->as<Record>())
    dialect->validates = words->as<Record>()->find(
                             "https://json-schema.org/draft/2020-12/vocab/validation") != nullptr;
  return dialect;
}

void Documents::scan(const Value& schema, Place place) {
  if (places_.contains(&schema)) return;
  const auto* record = schema.as<Record>();
  if (!record) {
    places_.emplace(&schema, std::move(place));
    return;
  }
  const auto draft = resources_[place.resource].draft;
  // In draft 7 a `$ref` stands alone: an `$id` beside it says nothing.
  const bool only_reference = draft == Draft::seven && record->find("$ref");
  if (const auto* id = text_at(schema, "$id"); id && !only_reference && !is_anchor(*id))
    place.resource = enter(schema, *id, place.resource);
  if (!only_reference) note_anchors(schema, resources_[place.resource]);
  places_.emplace(&schema, place);
  for (const auto& [key, value] : record->fields)
    if (const auto* keyword = find_keyword(key, draft))
      scan_under(value, keyword->holds, {place.resource, place.path + step_of(key)});
}

void Documents::scan_under(const Value& value, KeywordInfo::Holds holds, const Place& place) {
  using enum KeywordInfo::Holds;
  const auto* list_value = value.as<List>();
  if (holds == one || (holds == one_or_list && !list_value)) {
    scan(value, place);
  } else if ((holds == list || holds == one_or_list) && list_value) {
    for (std::size_t i = 0; i < list_value->size(); ++i)
      scan((*list_value)[i], {place.resource, fmt::format("{}/{}", place.path, i)});
  } else if (const auto* schemas = value.as<Record>(); schemas && holds == record) {
    for (const auto& [key, schema] : schemas->fields)
      if (!schema.as<List>()) scan(schema, {place.resource, place.path + step_of(key)});
  }
}

// A schema with an `$id`: a resource of its own, unless it is the document's root.
ResourceId Documents::enter(const Value& schema, const std::string& id, ResourceId around) {
  const std::string address = resolve(resources_[around].address, id).resource;
  if (resources_[around].root == &schema) {
    resources_[around].address = address;
    by_address_.emplace(address, around);
    return around;
  }
  const ResourceId made = resources_.size();
  auto dialect = dialect_of(schema, resources_[around].draft);
  if (!dialect && !failure_) failure_ = dialect.error();
  resources_.push_back({.address = address,
                        .root = &schema,
                        .draft = dialect ? dialect->draft : resources_[around].draft,
                        .validates = resources_[around].validates});
  by_address_.emplace(address, made);
  return made;
}

void Documents::note_anchors(const Value& schema, Resource& resource) const {
  if (resource.draft == Draft::seven) {
    const auto* id = text_at(schema, "$id");
    const auto hash = id ? id->find('#') : std::string::npos;
    if (hash != std::string::npos && hash + 1 < id->size())
      resource.anchors.emplace(id->substr(hash + 1), &schema);
    return;
  }
  if (const auto* anchor = text_at(schema, "$anchor")) resource.anchors.emplace(*anchor, &schema);
  if (const auto* anchor = text_at(schema, "$dynamicAnchor")) {
    resource.anchors.emplace(*anchor, &schema);
    resource.dynamic_anchors.emplace(*anchor, &schema);
  }
}

const Value* Documents::document_at(const std::string& address) {
  if (options_.others)
    if (const auto found = options_.others->find(address); found != options_.others->end())
      return &found->second;
  const auto text = metaschema(address);
  if (text.empty()) return nullptr;
  return &bundled_.emplace_back(parse_json(text).value);
}

Result<ResourceId> Documents::load(const std::string& address, Draft draft) {
  if (const auto found = by_address_.find(address); found != by_address_.end())
    return found->second;
  const Value* document = document_at(address);
  if (!document)
    return Failure{fmt::format("`$ref` leads to `{}`, which is not in this schema", address)};
  return add(*document, address, draft);
}

Result<const Value*> Documents::find(ResourceId from, std::string_view written) {
  const Address address = resolve(resources_[from].address, written);
  ResourceId at = from;
  if (address.resource != resources_[from].address) {
    const auto loaded = load(address.resource, resources_[from].draft);
    if (!loaded) return loaded.error();
    at = *loaded;
  }
  if (address.fragment.empty()) return resources_[at].root;
  if (address.fragment.starts_with('/')) return point(at, address.fragment);
  const auto& anchors = resources_[at].anchors;
  if (const auto found = anchors.find(address.fragment); found != anchors.end())
    return found->second;
  return Failure{
      fmt::format("`{}` leads nowhere: nothing is called `{}` there", written, address.fragment)};
}

Result<const Value*> Documents::point(ResourceId from, std::string_view pointer) {
  const auto whole = std::string(pointer);
  const Value* at = resources_[from].root;
  Place place = places_.at(at);
  place.resource = from;
  while (!pointer.empty()) {
    const std::string step = take_step(pointer);
    at = child(*at, step);
    if (!at) return Failure{fmt::format("`#{}` leads nowhere: there is no `{}`", whole, step)};
    place.path += step_of(step);
    if (const auto known = places_.find(at); known != places_.end()) place = known->second;
  }
  // A schema that stands where none is looked for: in a word of one's own.
  if (!places_.contains(at)) scan(*at, place);
  if (failure_) return *failure_;
  return at;
}

}  // namespace cairn::schema
