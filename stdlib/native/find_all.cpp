#include "stdlib/native/find_all.h"

#include <re2/re2.h>

#include <array>

#include "stdlib/native/pattern.h"
#include "stdlib/native/unicode.h"

namespace cairn {
namespace {

Result<Pattern> pattern_of(std::string_view written) {
  auto compiled = compile_pattern(written, Case::exact);
  if (!compiled) return compiled;
  if ((*compiled)->NumberOfCapturingGroups() > 1)
    return Failure{fmt::format(
        "this pattern has {} groups, and `find_all` gives what one group matched: write `(?:…)` "
        "for a bracket that only groups",
        (*compiled)->NumberOfCapturingGroups())};
  return compiled;
}

Texts matches_of(const re2::RE2& pattern, std::string_view passage) {
  const int group = pattern.NumberOfCapturingGroups();
  const re2::StringPiece text(passage.data(), passage.size());
  std::array<re2::StringPiece, 2> found;
  Texts out;
  for (std::size_t at = 0; at <= passage.size();) {
    if (!pattern.Match(text, at, text.size(), re2::RE2::UNANCHORED, found.data(), group + 1)) break;
    const auto& wanted = found[static_cast<std::size_t>(group)];
    if (group == 1 ? wanted.data() != nullptr : !wanted.empty())
      out.emplace_back(wanted.data(), wanted.size());
    at = static_cast<std::size_t>(found[0].data() - passage.data()) + found[0].size();
    if (!found[0].empty()) continue;
    if (at >= passage.size()) break;
    next_code_point(passage, at);  // Nothing was matched: always move on.
  }
  return out;
}

class PreparedFindAll final : public PreparedNative {
 public:
  explicit PreparedFindAll(Pattern pattern) : pattern_(std::move(pattern)) {}
  Value call(Arguments arguments) const override {
    const auto* text = arguments[0]->as<std::string>();
    if (!text) return argument_does_not_fit(*arguments[0], "text");
    return NativeType<Texts>::to(matches_of(*pattern_, *text));
  }

 private:
  Pattern pattern_;
};

}  // namespace

Found<Texts> find_all(std::string_view passage, std::string_view pattern) {
  auto compiled = pattern_of(pattern);
  if (!compiled) return Missing{compiled.error().what};
  return matches_of(**compiled, passage);
}

Result<std::unique_ptr<PreparedNative>> prepare_find_all(Arguments constants) {
  using Made = Result<std::unique_ptr<PreparedNative>>;
  const auto* pattern =
      constants.size() > 1 && constants[1] ? constants[1]->as<std::string>() : nullptr;
  if (!pattern) return Made(std::unique_ptr<PreparedNative>());
  auto compiled = pattern_of(*pattern);
  if (!compiled) return compiled.error();
  return Made(std::make_unique<PreparedFindAll>(*std::move(compiled)));
}

}  // namespace cairn
