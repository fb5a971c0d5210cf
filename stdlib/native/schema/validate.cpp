#include <fmt/format.h>

#include <algorithm>

#include "lang/nearest.h"
#include "stdlib/native/schema/assertions.h"
#include "stdlib/native/schema/schema.h"

namespace cairn::schema {
namespace {

// Beyond what sound schemas need: values are at most 256 deep.
constexpr std::size_t deepest = 1'200;
constexpr std::size_t most_work = 20'000'000;

// Which fields or elements of one value the words tested so far have looked at.
using Seen = std::vector<bool>;

void mark(Seen* seen, std::size_t index) {
  if (seen) (*seen)[index] = true;
}

struct Mistake {
  std::size_t depth = 0;
  DoesNotFit reason;
};

struct Step {
  std::string_view key;
  std::size_t index = 0;
};

class Validation {
 public:
  Validation(const Compiled& compiled, Reasons reasons)
      : compiled_(compiled), explains_(reasons == Reasons::wanted) {}

  Outcome run(const Value& value) {
    const bool fits = test(compiled_.root, value, nullptr);
    if (stopped_) return CannotTell{*stopped_};
    if (fits) return Fits{};
    return mistake_ ? mistake_->reason : DoesNotFit{};
  }

 private:
  // --- going from schema to schema ---------------------------------------------------

  // `seen` is what the schema around this one has seen of the same value.
  bool test(NodeId id, const Value& value, Seen* seen) {
    if (stopped_ || !may_go_on()) return false;
    const Node& node = compiled_.nodes[id];
    if (node.always) return *node.always || no([] { return "nothing may stand here"; });
    const bool enters = resources_.empty() || resources_.back() != node.resource;
    if (enters) resources_.push_back(node.resource);
    ++depth_;
    Seen own = seen_of(value);
    Seen* const noted = compiled_.looks_back ? &own : nullptr;
    const bool fits = std::ranges::all_of(node.keywords, [&](const Keyword& keyword) {
      return std::visit([&](const auto& word) { return holds(word, value, noted); }, keyword);
    });
    --depth_;
    if (enters) resources_.pop_back();
    if (fits && seen && noted)
      for (std::size_t i = 0; i < own.size(); ++i)
        if (own[i]) mark(seen, i);
    return fits;
  }

  bool may_go_on() {
    if (depth_ > deepest)
      stopped_ = fmt::format("the schema leads back to itself without end{}",
                             path().empty() ? "" : " at " + path());
    else if (++work_ > most_work)
      stopped_ = "testing this value against the schema takes too long";
    return !stopped_;
  }

  Seen seen_of(const Value& value) const {
    if (!compiled_.looks_back) return {};
    if (const auto* elements = value.as<List>()) return Seen(elements->size());
    if (const auto* fields = value.as<Record>()) return Seen(fields->fields.size());
    return {};
  }

  bool below(NodeId id, const Value& value, Step step) {
    path_.push_back(step);
    const bool fits = test(id, value, nullptr);
    path_.pop_back();
    return fits;
  }

  // Whether it fits is asked, not demanded: a no is not a reason.
  bool would_fit(NodeId id, const Value& value, Seen* seen) {
    const bool explained = std::exchange(explains_, false);
    const bool fits = test(id, value, seen);
    explains_ = explained;
    return fits;
  }

  // --- reasons --------------------------------------------------------------------

  template <class Sentence>
  bool no(Sentence sentence) {
    if (explains_ && !mistake_ && !stopped_) mistake_ = {path_.size(), {path(), sentence()}};
    return false;
  }

  std::string path() const {
    std::string out;
    for (const auto& step : path_) {
      out += '/';
      if (step.key.data() == nullptr) out += fmt::format("{}", step.index);
      for (const char c : step.key) out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    }
    return out;
  }

  // Of the reasons why none of several forms fits, the one that lies deepest: it
  // belongs to the form that was meant. `best` is reset by the caller.
  void keep_deepest(std::optional<Mistake>& best, std::size_t& ties) {
    if (!mistake_) return;
    if (!best || mistake_->depth > best->depth) {
      best = std::move(mistake_);
      ties = 0;
    } else if (mistake_->depth == best->depth) {
      ++ties;
    }
    mistake_.reset();
  }

  bool none_fits(std::optional<Mistake> best, std::size_t ties, std::size_t forms) {
    if (best && (ties == 0 || forms == 1) && (best->depth > path_.size() || forms == 1)) {
      mistake_ = std::move(best);
      return false;
    }
    return no([&] {
      const std::string first = best ? "; of the first: " + best->reason.what : std::string();
      return fmt::format("it fits none of the {} forms it may have{}", forms, first);
    });
  }

  // --- the words ------------------------------------------------------------------

  template <class Assertion>
  bool holds(const Assertion& word, const Value& value, Seen*) {
    return schema::holds(word, value) || no([&] { return why_not(word, value); });
  }

  bool holds(const Items& word, const Value& value, Seen* seen) {
    const auto* elements = value.as<List>();
    if (!elements) return true;
    const auto end = word.others ? elements->size() : std::min(word.first.size(), elements->size());
    for (std::size_t i = 0; i < end; ++i) {
      const NodeId id = i < word.first.size() ? word.first[i] : *word.others;
      if (!below(id, (*elements)[i], {.index = i})) return false;
      mark(seen, i);
    }
    return true;
  }

  bool holds(const Contains& word, const Value& value, Seen* seen) {
    const auto* elements = value.as<List>();
    if (!elements) return true;
    std::size_t count = 0;
    for (std::size_t i = 0; i < elements->size(); ++i) {
      path_.push_back({.index = i});
      if (would_fit(word.what, (*elements)[i], nullptr)) {
        ++count;
        mark(seen, i);
      }
      path_.pop_back();
    }
    if (count < word.counts.least)
      return no([&] {
        return fmt::format("{} of its elements {} as `contains` asks, fewer than {}", count,
                           count == 1 ? "is" : "are", word.counts.least);
      });
    return count <= word.counts.most || no([&] {
             return fmt::format("{} of its elements are as `contains` asks, more than {}", count,
                                word.counts.most);
           });
  }

  bool holds(const IfKey& word, const Value& value, Seen* seen) {
    const auto* fields = value.as<Record>();
    return !fields || !fields->find(word.key) || test(word.then, value, seen);
  }

  bool holds(const FieldNames& word, const Value& value, Seen*) {
    const auto* fields = value.as<Record>();
    if (!fields) return true;
    return std::ranges::all_of(fields->fields, [&](const FieldValue& field) {
      return would_fit(word.what, Value(field.first), nullptr) ||
             no([&] { return fmt::format("the key `{}` is not as keys must be", field.first); });
    });
  }

  bool holds(const Fields& word, const Value& value, Seen* seen) {
    const auto* fields = value.as<Record>();
    if (!fields) return true;
    for (std::size_t i = 0; i < fields->fields.size(); ++i)
      if (!field_fits(word, fields->fields[i], i, seen)) return false;
    return true;
  }

  bool field_fits(const Fields& word, const FieldValue& field, std::size_t index, Seen* seen) {
    const auto& [key, value] = field;
    bool known = false;
    if (const auto named = word.named.find(key); named != word.named.end()) {
      known = true;
      if (!below(named->second, value, {.key = key})) return false;
    }
    for (const auto& [pattern, id] : word.matching) {
      if (!fits_pattern(pattern, key)) continue;
      known = true;
      if (!below(id, value, {.key = key})) return false;
    }
    if (!known && word.others) {
      if (compiled_.nodes[*word.others].always == false) return no_such_key(word, key);
      known = true;
      if (!below(*word.others, value, {.key = key})) return false;
    }
    if (known) mark(seen, index);
    return true;
  }

  bool no_such_key(const Fields& word, std::string_view key) {
    return no([&] {
      std::vector<std::string_view> names;
      for (const auto& [name, id] : word.named) names.push_back(name);
      const auto meant = nearest(key, names);
      return fmt::format("the key `{}` may not stand here{}", key,
                         meant.empty() ? "" : fmt::format("; did you mean `{}`?", meant));
    });
  }

  bool holds(const AllOf& word, const Value& value, Seen* seen) {
    return std::ranges::all_of(word.all, [&](NodeId id) { return test(id, value, seen); });
  }

  bool holds(const AnyOf& word, const Value& value, Seen* seen) {
    return count_fitting(word.all, value, seen, 1) > 0;
  }

  bool holds(const OneOf& word, const Value& value, Seen* seen) {
    const auto count = count_fitting(word.all, value, seen, 2);
    if (count > 1) return no([] { return "it fits more than one of the forms it may have"; });
    return count == 1;
  }

  // How many fit, up to `enough`: what else is seen matters only where it is asked for.
  std::size_t count_fitting(const std::vector<NodeId>& forms, const Value& value, Seen* seen,
                            std::size_t enough) {
    std::optional<Mistake> best;
    std::size_t ties = 0, count = 0;
    for (const NodeId id : forms) {
      if (test(id, value, seen)) ++count;
      if (stopped_) return 0;
      if (explains_) keep_deepest(best, ties);
      if (count >= enough && !seen) break;
    }
    if (count == 0) none_fits(std::move(best), ties, forms.size());
    return count;
  }

  bool holds(const Not& word, const Value& value, Seen*) {
    return !would_fit(word.what, value, nullptr) ||
           no([] { return "it is as the schema says it must not be"; });
  }

  bool holds(const If& word, const Value& value, Seen* seen) {
    const auto& next = would_fit(word.condition, value, seen) ? word.then : word.otherwise;
    return !next || test(*next, value, seen);
  }

  bool holds(const Reference& word, const Value& value, Seen* seen) {
    return test(word.to, value, seen);
  }

  bool holds(const DynamicReference& word, const Value& value, Seen* seen) {
    for (const auto resource : resources_)
      if (const auto found = compiled_.dynamic_anchors.find({resource, word.anchor});
          found != compiled_.dynamic_anchors.end())
        return test(found->second, value, seen);
    return test(word.to, value, seen);
  }

  bool holds(const OtherItems& word, const Value& value, Seen* seen) {
    const auto* elements = value.as<List>();
    if (!elements) return true;
    for (std::size_t i = 0; i < elements->size(); ++i) {
      if ((*seen)[i]) continue;
      if (!below(word.what, (*elements)[i], {.index = i})) return false;
      mark(seen, i);
    }
    return true;
  }

  bool holds(const OtherFields& word, const Value& value, Seen* seen) {
    const auto* fields = value.as<Record>();
    if (!fields) return true;
    for (std::size_t i = 0; i < fields->fields.size(); ++i) {
      if ((*seen)[i]) continue;
      const auto& [key, field] = fields->fields[i];
      if (compiled_.nodes[word.what].always == false)
        return no([&name = key] { return fmt::format("the key `{}` may not stand here", name); });
      if (!below(word.what, field, {.key = key})) return false;
      mark(seen, i);
    }
    return true;
  }

  const Compiled& compiled_;
  bool explains_;
  std::vector<ResourceId> resources_;  // Entered and not left, the outermost first.
  std::vector<Step> path_;
  std::optional<Mistake> mistake_;
  std::optional<std::string> stopped_;
  std::size_t depth_ = 0;
  std::size_t work_ = 0;
};

}  // namespace

Schema::Schema(std::unique_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
Schema::Schema(Schema&&) noexcept = default;
Schema::~Schema() = default;

Outcome Schema::test(const Value& value, Reasons reasons) const {
  return Validation(*compiled_, reasons).run(value);
}

}  // namespace cairn::schema
