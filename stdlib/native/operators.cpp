#include "stdlib/native/operators.h"

#include <re2/re2.h>

#include <algorithm>
#include <cstring>

#include "stdlib/native/mention.h"
#include "stdlib/native/pattern.h"
#include "stdlib/native/unicode.h"

namespace cairn {
namespace {

bool has_part(std::string_view text, std::string_view part) {
  if (part.empty()) return true;
  return memmem(text.data(), text.size(), part.data(), part.size()) != nullptr;
}

// Folds into a buffer of the thread's own: no allocation once it has grown.
std::string_view folded_here(std::string_view text) {
  thread_local std::string buffer;
  if (!is_ascii(text)) {
    buffer = folded(text);
    return buffer;
  }
  buffer.resize(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    buffer[i] = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  }
  return buffer;
}

bool same_values(const Value& a, const Value& b, bool ignoring_case) {
  const auto* left = a.as<std::string>();
  const auto* right = b.as<std::string>();
  if (ignoring_case && left && right) return same_ignoring_case(*left, *right);
  return same(a, b);
}

class PreparedContains final : public PreparedNative {
 public:
  PreparedContains(std::string needle, bool ignoring_case)
      : needle_(ignoring_case ? folded(needle) : std::move(needle)),
        ignoring_case_(ignoring_case) {}

  Value call(Arguments arguments) const override {
    const auto* text = arguments[0]->as<std::string>();
    if (!text)
      return NativeType<Found<bool>>::to(contains(*arguments[0], *arguments[1], ignoring_case_));
    return Value(has_part(ignoring_case_ ? folded_here(*text) : std::string_view(*text), needle_));
  }

 private:
  std::string needle_;
  bool ignoring_case_;
};

class PreparedMentions final : public PreparedNative {
 public:
  explicit PreparedMentions(std::string_view words) : words_(words) {}
  Value call(Arguments arguments) const override {
    const auto* text = arguments[0]->as<std::string>();
    return text ? Value(words_.in(*text)) : argument_does_not_fit(*arguments[0], "text");
  }

 private:
  Mention words_;
};

class PreparedMatches final : public PreparedNative {
 public:
  explicit PreparedMatches(Pattern pattern) : pattern_(std::move(pattern)) {}
  Value call(Arguments arguments) const override {
    const auto* text = arguments[0]->as<std::string>();
    if (!text) return argument_does_not_fit(*arguments[0], "text");
    return Value(re2::RE2::PartialMatch(re2::StringPiece(text->data(), text->size()), *pattern_));
  }

 private:
  Pattern pattern_;
};

bool asks_to_ignore_case(Arguments constants) {
  const auto* ignoring = constants.size() > 2 && constants[2] ? constants[2]->as<bool>() : nullptr;
  return ignoring && *ignoring;
}

const std::string* needle_of(Arguments constants) {
  return constants.size() > 1 && constants[1] ? constants[1]->as<std::string>() : nullptr;
}

}  // namespace

Found<bool> contains(const Value& whole, const Value& part, std::optional<bool> ignoring_case) {
  const bool ignoring = ignoring_case.value_or(false);
  if (const auto* list = whole.as<List>())
    return std::ranges::any_of(
        *list, [&](const Value& element) { return same_values(element, part, ignoring); });
  const auto* text = whole.as<std::string>();
  const auto* needle = part.as<std::string>();
  if (!text) return *argument_does_not_fit(whole, "text").as<Missing>();
  if (!needle) return *argument_does_not_fit(part, "text").as<Missing>();
  if (!ignoring) return has_part(*text, *needle);
  const std::string small = folded(*needle);
  return has_part(folded_here(*text), small);
}

bool starts_with(std::string_view text, std::string_view start, std::optional<bool> ignoring_case) {
  if (!ignoring_case.value_or(false)) return text.starts_with(start);
  return folded(text).starts_with(folded(start));
}

bool ends_with(std::string_view text, std::string_view end, std::optional<bool> ignoring_case) {
  if (!ignoring_case.value_or(false)) return text.ends_with(end);
  return folded(text).ends_with(folded(end));
}

bool same_ignoring_case(std::string_view a, std::string_view b) { return folded(a) == folded(b); }

bool mentions(std::string_view text, std::string_view words, std::optional<bool>) {
  return Mention(words).in(text);
}

Found<bool> matches(std::string_view text, std::string_view pattern,
                    std::optional<bool> ignoring_case) {
  auto compiled =
      compile_pattern(pattern, ignoring_case.value_or(false) ? Case::ignored : Case::exact);
  if (!compiled) return Missing{compiled.error().what};
  return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), **compiled);
}

PreparedResult prepare_contains(Arguments constants) {
  const auto* needle = needle_of(constants);
  if (!needle) return PreparedResult(std::unique_ptr<PreparedNative>());
  return PreparedResult(
      std::make_unique<PreparedContains>(*needle, asks_to_ignore_case(constants)));
}

PreparedResult prepare_mentions(Arguments constants) {
  const auto* needle = needle_of(constants);
  if (!needle) return PreparedResult(std::unique_ptr<PreparedNative>());
  return PreparedResult(std::make_unique<PreparedMentions>(*needle));
}

PreparedResult prepare_matches(Arguments constants) {
  const auto* pattern = needle_of(constants);
  if (!pattern) return PreparedResult(std::unique_ptr<PreparedNative>());
  auto compiled =
      compile_pattern(*pattern, asks_to_ignore_case(constants) ? Case::ignored : Case::exact);
  if (!compiled) return compiled.error();
  return PreparedResult(std::make_unique<PreparedMatches>(*std::move(compiled)));
}

}  // namespace cairn
