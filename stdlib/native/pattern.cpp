#include "stdlib/native/pattern.h"

#include <fmt/format.h>
#include <re2/re2.h>

namespace cairn {
namespace {

std::string in_words(const re2::RE2& pattern) {
  const auto& bad = pattern.error_arg();
  switch (pattern.error_code()) {
    case re2::RE2::ErrorMissingParen:
    case re2::RE2::ErrorUnexpectedParen:
      return "a bracket `(` or `)` has no partner";
    case re2::RE2::ErrorMissingBracket:
      return fmt::format("`{}` opens a set that no `]` closes", bad);
    case re2::RE2::ErrorBadEscape:
      if (bad.size() == 2 && bad[1] >= '1' && bad[1] <= '9')
        return fmt::format("`{}` refers back to a group, which patterns here cannot do", bad);
      return fmt::format("`{}` is not an escape", bad);
    case re2::RE2::ErrorBadCharClass:
    case re2::RE2::ErrorBadCharRange:
      return fmt::format("`{}` is not a set of characters", bad);
    case re2::RE2::ErrorRepeatArgument:
      return fmt::format("`{}` has nothing before it to repeat", bad);
    case re2::RE2::ErrorRepeatSize:
      return fmt::format("`{}` repeats more often than the 1,000 times allowed", bad);
    case re2::RE2::ErrorRepeatOp:
      return fmt::format("`{}` repeats what repeats already", bad);
    case re2::RE2::ErrorBadPerlOp:
      if (bad.starts_with("(?=") || bad.starts_with("(?!") || bad.starts_with("(?<"))
        return fmt::format(
            "`{}` looks ahead or behind, which patterns here cannot do: use two tests "
            "joined with `and`",
            bad);
      return fmt::format("`{}` is not known", bad);
    case re2::RE2::ErrorTrailingBackslash:
      return "it ends in a single backslash";
    case re2::RE2::ErrorBadUTF8:
      return "it is not valid UTF-8";
    case re2::RE2::ErrorPatternTooLarge:
      return "it is too large";
    default:
      return pattern.error();
  }
}

}  // namespace

void PatternCloser::operator()(re2::RE2* pattern) const { delete pattern; }

Result<Pattern> compile_pattern(std::string_view pattern, Case letters) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_case_sensitive(letters == Case::exact);
  Pattern made(new re2::RE2(re2::StringPiece(pattern.data(), pattern.size()), options));
  if (made->ok()) return made;
  return Failure{fmt::format("this pattern cannot be read: {}", in_words(*made))};
}

}  // namespace cairn
