// From a document to nodes. Each schema waits in a queue for its turn, so that no
// chain of references, however long, makes this recurse.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <deque>

#include "stdlib/native/equality_key.h"
#include "stdlib/native/schema/assertions.h"
#include "stdlib/native/schema/ecma_pattern.h"
#include "stdlib/native/schema/nodes.h"
#include "stdlib/native/schema/schema.h"

namespace cairn::schema {
namespace {

struct KindName {
  std::string_view name;
  Kinds kinds;
};
constexpr std::array kind_names = {KindName{"null", null},     KindName{"boolean", boolean},
                                   KindName{"integer", whole}, KindName{"number", number},
                                   KindName{"string", text},   KindName{"array", list},
                                   KindName{"object", record}};

class Compiler {
 public:
  explicit Compiler(const SchemaOptions& options) : options_(options), documents_(options) {}

  Result<Schema> run(const Value& schema) {
    const auto added = documents_.add(schema, "", options_.draft);
    if (!added) return Failure{"the schema cannot be used: " + added.error().what};
    made_->root = node_of(schema);
    while (!failure_ && (!waiting_.empty() || queue_dynamic_anchors())) {
      const auto [id, value] = waiting_.front();
      waiting_.pop_front();
      fill(id, *value);
    }
    if (failure_) return *failure_;
    return Schema(std::move(made_));
  }

 private:
  NodeId node_of(const Value& schema) {
    const auto [found, is_new] = ids_.emplace(&schema, static_cast<NodeId>(made_->nodes.size()));
    if (is_new) {
      made_->nodes.emplace_back();
      waiting_.emplace_back(found->second, &schema);
    }
    return found->second;
  }

  // Whatever a reference may lead to while values are tested. False if all are known.
  bool queue_dynamic_anchors() {
    for (; dynamic_until_ < documents_.resources(); ++dynamic_until_)
      for (const auto& [name, schema] : documents_.resource(dynamic_until_).dynamic_anchors)
        made_->dynamic_anchors.emplace(std::pair(dynamic_until_, name), node_of(*schema));
    return !waiting_.empty();
  }

  void fill(NodeId id, const Value& schema) {
    const Place& place = documents_.place(schema);
    at_ = place.path;
    resource_ = place.resource;
    made_->nodes[id].resource = resource_;
    if (const auto* truth = schema.as<bool>()) {
      made_->nodes[id].always = *truth;
      return;
    }
    schema_ = schema.as<Record>();
    if (!schema_) {
      wrong("", fmt::format("a schema is a record, true or false, not {}", shown_json(schema)));
      return;
    }
    keywords_.clear();
    const Resource& here = documents_.resource(resource_);
    const bool only_reference = here.draft == Draft::seven && schema_->find("$ref");
    if (only_reference) {
      references();
    } else {
      refuse_misspelt(here.draft);
      if (here.validates) tests();
      references();
      fields_and_items(here.draft);
      combinations();
    }
    made_->nodes[id].keywords = std::move(keywords_);
  }

  void refuse_misspelt(Draft draft) {
    for (const auto& [key, value] : schema_->fields)
      if (const auto meant = misspelt(key, draft); !meant.empty())
        wrong("", fmt::format("`{}` is no word of JSON Schema; did you mean `{}`?", key, meant));
  }

  // --- words that test the value itself -----------------------------------------

  void tests() {
    type();
    among();
    limit("minimum", Limit::Way::at_least);
    limit("maximum", Limit::Way::at_most);
    limit("exclusiveMinimum", Limit::Way::more);
    limit("exclusiveMaximum", Limit::Way::less);
    if (const auto* unit = number_at("multipleOf")) {
      if (unit->value > 0)
        add(MultipleOf{*unit});
      else
        wrong("multipleOf", "it must be more than 0");
    }
    if (const auto counts = counts_at("minLength", "maxLength")) add(Length{*counts});
    if (const auto* pattern = text_at("pattern"))
      if (auto compiled = pattern_of(*pattern, "pattern"))
        add(Matches{std::move(compiled), *pattern});
    if (const auto counts = counts_at("minItems", "maxItems")) add(ItemCount{*counts});
    if (const auto* value = schema_->find("uniqueItems")) {
      if (!value->as<bool>()) wrong("uniqueItems", "it must be true or false");
      if (value->as<bool>() && *value->as<bool>()) add(AllDifferent{});
    }
    if (const auto counts = counts_at("minProperties", "maxProperties")) add(FieldCount{*counts});
    if (const auto* keys = schema_->find("required"))
      add(Required{"", texts_of(*keys, "required")});
    if (const auto* needs = record_at("dependentRequired"))
      for (const auto& [key, keys] : needs->fields)
        add(Required{key, texts_of(keys, "dependentRequired")});
  }

  void type() {
    const auto* value = schema_->find("type");
    if (!value) return;
    OfKind made;
    const auto one = [&](const Value& name) {
      const auto* word = name.as<std::string>();
      const auto* found = std::ranges::find(kind_names, word ? *word : "", &KindName::name);
      if (found != kind_names.end()) {
        made.allowed |= found->kinds;
        return;
      }
      wrong("type", fmt::format("{} is no type; types are null, boolean, integer, number, string, "
                                "array, object",
                                shown_json(name)));
    };
    if (const auto* names = value->as<List>())
      std::ranges::for_each(*names, one);
    else
      one(*value);
    add(made);
  }

  void among() {
    if (const auto* value = schema_->find("const"))
      add(Among{{equality_key(*value)}, shown_json(*value)});
    const auto* value = schema_->find("enum");
    const auto* values = value ? value->as<List>() : nullptr;
    if (value && !values) wrong("enum", "it must be a list");
    if (!values) return;
    constexpr std::size_t most_shown = 5;
    Among made;
    for (std::size_t i = 0; i < values->size(); ++i) {
      made.keys.insert(equality_key((*values)[i]));
      if (i < most_shown)
        made.shown += (i == 0 ? "" : ", ") + shown_json((*values)[i], 20);
      else if (i == most_shown)
        made.shown += fmt::format(" and {} more", values->size() - most_shown);
    }
    made.shown = values->size() == 1 ? made.shown : "one of " + made.shown;
    add(std::move(made));
  }

  void limit(std::string_view key, Limit::Way way) {
    if (const auto* found = number_at(key)) add(Limit{way, *found, decimal_of(*found)});
  }

  // --- words that hold schemas ----------------------------------------------------

  void references() {
    if (const auto* written = text_at("$ref"))
      if (const auto* target = follow(*written, "$ref")) add(Reference{node_of(*target)});
    if (documents_.resource(resource_).draft == Draft::seven) return;
    const auto* written = text_at("$dynamicRef");
    const auto* target = written ? follow(*written, "$dynamicRef") : nullptr;
    if (!target) return;
    const std::string anchor = resolve("", *written).fragment;
    const auto& anchors = documents_.resource(documents_.place(*target).resource).dynamic_anchors;
    if (const auto found = anchors.find(anchor); found != anchors.end() && found->second == target)
      add(DynamicReference{node_of(*target), anchor});
    else
      add(Reference{node_of(*target)});
  }

  const Value* follow(const std::string& written, std::string_view key) {
    const auto found = documents_.find(resource_, written);
    if (found) return *found;
    wrong(key, found.error().what);
    return nullptr;
  }

  void fields_and_items(Draft draft) {
    items(draft);
    fields();
    if (const auto* what = schema_->find("propertyNames")) add(FieldNames{node_of(*what)});
    if (draft == Draft::latest)
      if (const auto* schemas = record_at("dependentSchemas"))
        for (const auto& [key, schema] : schemas->fields) add(IfKey{key, node_of(schema)});
    if (const auto* needs = record_at("dependencies"))
      for (const auto& [key, value] : needs->fields) {
        if (value.as<List>())
          add(Required{key, texts_of(value, "dependencies")});
        else
          add(IfKey{key, node_of(value)});
      }
  }

  void items(Draft draft) {
    Items made;
    const auto* value = schema_->find("items");
    const auto* first = draft == Draft::latest ? schema_->find("prefixItems") : nullptr;
    const auto* others = value;
    if (value && value->as<List>()) {
      if (draft == Draft::latest)
        wrong("items",
              "a list stands here; in draft 2020-12 write `prefixItems`, or name draft 7 "
              "in `$schema`");
      first = value;
      others = schema_->find("additionalItems");
    }
    if (first) made.first = schemas_of(*first, "prefixItems");
    if (others) made.others = node_of(*others);
    if (first || others) add(std::move(made));
    const auto* what = schema_->find("contains");
    if (!what) return;
    Contains contains{.what = node_of(*what)};
    if (const auto counts =
            draft == Draft::latest ? counts_at("minContains", "maxContains") : std::nullopt) {
      contains.counts = *counts;
      if (!schema_->find("minContains")) contains.counts.least = 1;
    }
    add(contains);
  }

  void fields() {
    const auto* named = record_at("properties");
    const auto* matching = record_at("patternProperties");
    const auto* others = schema_->find("additionalProperties");
    if (!named && !matching && !others) return;
    Fields made;
    if (named)
      for (const auto& [key, schema] : named->fields) made.named.emplace(key, node_of(schema));
    if (matching)
      for (const auto& [pattern, schema] : matching->fields)
        if (auto compiled = pattern_of(pattern, "patternProperties"))
          made.matching.emplace_back(std::move(compiled), node_of(schema));
    if (others) made.others = node_of(*others);
    add(std::move(made));
  }

  void combinations() {
    if (const auto* all = schema_->find("allOf")) add(AllOf{schemas_of(*all, "allOf")});
    if (const auto* any = schema_->find("anyOf")) add(AnyOf{schemas_of(*any, "anyOf")});
    if (const auto* one = schema_->find("oneOf")) add(OneOf{schemas_of(*one, "oneOf")});
    if (const auto* what = schema_->find("not")) add(Not{node_of(*what)});
    if (const auto* condition = schema_->find("if")) {
      const auto* then = schema_->find("then");
      const auto* otherwise = schema_->find("else");
      If made{.condition = node_of(*condition)};
      if (then) made.then = node_of(*then);
      if (otherwise) made.otherwise = node_of(*otherwise);
      add(made);
    }
    if (documents_.resource(resource_).draft == Draft::seven) return;
    if (const auto* what = schema_->find("unevaluatedItems")) {
      add(OtherItems{node_of(*what)});
      made_->looks_back = true;
    }
    if (const auto* what = schema_->find("unevaluatedProperties")) {
      add(OtherFields{node_of(*what)});
      made_->looks_back = true;
    }
  }

  // --- reading values of words ------------------------------------------------------

  void add(Keyword keyword) { keywords_.push_back(std::move(keyword)); }

  void wrong(std::string_view key, const std::string& what) {
    if (failure_) return;
    std::string where = at_;
    if (!key.empty()) where += fmt::format("/{}", key);
    failure_ = Failure{where.empty() ? fmt::format("in the schema: {}", what)
                                     : fmt::format("in the schema at {}: {}", where, what)};
  }

  template <class T>
  const T* read(std::string_view key, std::string_view wanted) {
    const auto* value = schema_->find(key);
    if (value && !value->as<T>())
      wrong(key, fmt::format("it must be {}, not {}", wanted, shown_json(*value)));
    return value ? value->as<T>() : nullptr;
  }
  const Number* number_at(std::string_view key) { return read<Number>(key, "a number"); }
  const std::string* text_at(std::string_view key) { return read<std::string>(key, "a text"); }
  const Record* record_at(std::string_view key) { return read<Record>(key, "a record"); }

  std::optional<Counts> counts_at(std::string_view least, std::string_view most) {
    const auto* from = number_at(least);
    const auto* to = number_at(most);
    if (!from && !to) return std::nullopt;
    Counts counts;
    if (from) counts.least = count_of(*from, least);
    if (to) counts.most = count_of(*to, most);
    return counts;
  }

  std::size_t count_of(const Number& number, std::string_view key) {
    constexpr double most = 1e15;  // More than fits into memory.
    if (number.value < 0 || !decimal_of(number).is_whole())
      wrong(key, "it must be a whole number, 0 or more");
    return static_cast<std::size_t>(std::clamp(number.value, 0.0, most));
  }

  std::vector<std::string> texts_of(const Value& value, std::string_view key) {
    std::vector<std::string> out;
    const auto* values = value.as<List>();
    if (!values) wrong(key, "it must be a list of texts");
    for (const auto& element : values ? *values : List()) {
      if (!element.as<std::string>())
        wrong(key, "it must be a list of texts");
      else
        out.push_back(*element.as<std::string>());
    }
    return out;
  }

  std::vector<NodeId> schemas_of(const Value& value, std::string_view key) {
    std::vector<NodeId> out;
    const auto* values = value.as<List>();
    if (!values || values->empty()) {
      wrong(key, "it must be a list of schemas");
      return out;
    }
    for (const auto& schema : *values) out.push_back(node_of(schema));
    return out;
  }

  Pattern pattern_of(const std::string& written, std::string_view key) {
    auto compiled = compile_pattern(re2_spelling(written), Case::exact);
    if (compiled) return *std::move(compiled);
    wrong(key, compiled.error().what);
    return nullptr;
  }

  SchemaOptions options_;
  Documents documents_;
  std::unique_ptr<Compiled> made_ = std::make_unique<Compiled>();
  std::unordered_map<const Value*, NodeId> ids_;
  std::deque<std::pair<NodeId, const Value*>> waiting_;
  std::size_t dynamic_until_ = 0;
  std::optional<Failure> failure_;

  // The schema that is being compiled.
  const Record* schema_ = nullptr;
  std::string at_;
  ResourceId resource_ = 0;
  std::vector<Keyword> keywords_;
};

}  // namespace

Result<Schema> compile(const Value& schema, const SchemaOptions& options) {
  return Compiler(options).run(schema);
}

}  // namespace cairn::schema
