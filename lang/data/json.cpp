// Reading is done by simdjson's on-demand parser, which keeps up with the disk
// (tests/bench has the numbers); only when it refuses a text does a second,
// slower parser look for the words. What is JSON is decided here alone.
#include "lang/data/json.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <cstring>
#include <unordered_set>

#include "lang/data/json_mistake.h"

namespace cairn {
namespace {

namespace ondemand = simdjson::ondemand;

// The parser reads past the end of its text and keeps tables of its size, so
// both are kept between calls; what a huge text needed is given back.
class Scratch {
 public:
  static constexpr std::size_t most_kept = 4'000'000;

  ondemand::parser parser;

  const char* text() const { return bytes_.get(); }

  simdjson::simdjson_result<ondemand::document> iterate(std::string_view text) {
    const std::size_t needed = text.size() + simdjson::SIMDJSON_PADDING;
    if (needed > room_) {
      room_ = needed * 2;
      bytes_ = std::make_unique<char[]>(room_);
    }
    std::memcpy(bytes_.get(), text.data(), text.size());
    std::memset(bytes_.get() + text.size(), ' ', simdjson::SIMDJSON_PADDING);
    return parser.iterate(bytes_.get(), text.size(), needed);
  }

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t room_ = 0;
};

// Record keys met so far; a set only where there are many.
class Keys {
 public:
  explicit Keys(const Record& record) : record_(record) {}

  // The index of the field of that name, or the number of fields.
  std::size_t find(std::string_view key) {
    const auto& fields = record_.fields;
    if (fields.size() >= few && set_.empty()) {
      for (const auto& [name, value] : fields) set_.insert(name);
    }
    if (!set_.empty() && set_.insert(std::string(key)).second) return fields.size();
    std::size_t index = 0;
    while (index < fields.size() && fields[index].first != key) ++index;
    return index;
  }

 private:
  static constexpr std::size_t few = 24;
  const Record& record_;
  std::unordered_set<std::string> set_;
};

// Walks over the whole text, since the parser only looks at what is asked for.
class Walk {
 public:
  Walk(Scratch& scratch, SameKeys same_keys) : scratch_(scratch), same_keys_(same_keys) {}

  // False if the text is no JSON. `into` may be null: then nothing is kept.
  bool document(std::string_view text, Value* into) {
    ondemand::document document;
    if (scratch_.iterate(text).get(document)) return false;
    // "Out of bounds" is how it says that nothing is left.
    return read(document, into, 0) &&
           document.current_location().error() == simdjson::OUT_OF_BOUNDS;
  }

  const std::optional<JsonMistake>& mistake() const { return mistake_; }

 private:
  // Source is the document or a value inside it; both have the same members.
  template <class Source>
  bool read(Source& source, Value* into, std::size_t depth) {
    ondemand::json_type type;
    if (source.type().get(type)) return false;
    switch (type) {
      case ondemand::json_type::object:
        return depth < deepest_json ? record(source, into, depth + 1) : too_deep(source);
      case ondemand::json_type::array:
        return depth < deepest_json ? list(source, into, depth + 1) : too_deep(source);
      case ondemand::json_type::string:
        return text(source, into);
      case ondemand::json_type::number:
        return number(source, into);
      case ondemand::json_type::boolean:
        return truth(source, into);
      case ondemand::json_type::null:
        break;
    }
    bool null = false;
    if (source.is_null().get(null) || !null) return false;
    if (into) into->data = Missing{"it is null"};
    return true;
  }

  template <class Source>
  bool record(Source& source, Value* into, std::size_t depth) {
    ondemand::object object;
    if (source.get_object().get(object)) return false;
    Record* record = into ? &into->data.template emplace<Record>() : nullptr;
    Record none;
    Keys keys(record ? *record : none);
    for (auto entry : object) {
      ondemand::field field;
      if (std::move(entry).get(field)) return false;
      const char* at = field.key().raw();
      std::string_view name;
      if (field.unescaped_key().get(name)) return false;
      Value* place = nullptr;
      if (record) {
        const std::size_t index = keys.find(name);
        if (index == record->fields.size()) {
          record->fields.emplace_back(std::string(name), Value());
        } else if (same_keys_ == SameKeys::refused) {
          return twice(name, at);
        }
        place = &record->fields[index].second;
      }
      ondemand::value value = field.value();
      if (!read(value, place, depth)) return false;
    }
    return true;
  }

  template <class Source>
  bool list(Source& source, Value* into, std::size_t depth) {
    ondemand::array array;
    if (source.get_array().get(array)) return false;
    List* list = into ? &into->data.template emplace<List>() : nullptr;
    for (auto entry : array) {
      ondemand::value value;
      if (std::move(entry).get(value)) return false;
      if (!read(value, list ? &list->emplace_back() : nullptr, depth)) return false;
    }
    return true;
  }

  template <class Source>
  bool text(Source& source, Value* into) {
    std::string_view text;
    if (source.get_string().get(text)) return false;
    if (into) into->data.template emplace<std::string>(text);
    return true;
  }

  template <class Source>
  bool number(Source& source, Value* into) {
    std::string_view token;
    if constexpr (std::is_same_v<Source, ondemand::document>) {
      if (source.raw_json_token().get(token)) return false;
    } else {
      token = source.raw_json_token();
    }
    double value = 0;
    if (source.get_double().get(value)) return false;
    if (into) {
      token = token.substr(0, token.find_last_not_of(" \t\r\n") + 1);
      into->data.template emplace<Number>(Number{value, std::string(token)});
    }
    return true;
  }

  template <class Source>
  bool truth(Source& source, Value* into) {
    bool truth = false;
    if (source.get_bool().get(truth)) return false;
    if (into) into->data = truth;
    return true;
  }

  template <class Source>
  bool too_deep(Source& source) {
    const char* at = nullptr;
    if (source.current_location().get(at)) at = scratch_.text();
    mistake_ = JsonMistake{
        offset_of(at),
        fmt::format("lists and records are nested deeper than {} levels here", deepest_json)};
    return false;
  }

  bool twice(std::string_view name, const char* at) {
    mistake_ = JsonMistake{offset_of(at) - 1,
                           fmt::format("the key `{}` stands twice in this record", name)};
    return false;
  }

  std::size_t offset_of(const char* at) const {
    return static_cast<std::size_t>(at - scratch_.text());
  }

  Scratch& scratch_;
  SameKeys same_keys_;
  std::optional<JsonMistake> mistake_;
};

template <class Use>
auto with_scratch(std::string_view text, Use use) {
  if (text.size() > Scratch::most_kept) {
    Scratch large;
    return use(large);
  }
  thread_local Scratch kept;
  return use(kept);
}

}  // namespace

JsonParse parse_json(std::string_view text, SameKeys same_keys) {
  JsonParse parsed;
  with_scratch(text, [&](Scratch& scratch) {
    Walk walk(scratch, same_keys);
    if (walk.document(text, &parsed.value)) return true;
    parsed.value = Value();
    parsed.mistake = json_mistake(text);
    if (!parsed.mistake || (walk.mistake() && walk.mistake()->offset < parsed.mistake->offset)) {
      parsed.mistake = walk.mistake();
    }
    if (!parsed.mistake) parsed.mistake = JsonMistake{0, "this is not JSON"};
    return false;
  });
  return parsed;
}

bool is_json(std::string_view text) {
  // Most answers that are no JSON are prose: one look tells.
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == text.npos || !std::strchr("{[\"-0123456789tfn", text[first])) return false;
  return with_scratch(text, [&](Scratch& scratch) {
    return Walk(scratch, SameKeys::last_counts).document(text, nullptr);
  });
}

}  // namespace cairn
