#include "stdlib/native/schema/ecma_pattern.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace cairn::schema {
namespace {

struct LongName {
  std::string_view name, category;
};

// Unicode's general categories, as `\p{…}` may spell them out.
constexpr std::array long_names = {
    LongName{"Letter", "L"},
    LongName{"Cased_Letter", "L&"},
    LongName{"Uppercase_Letter", "Lu"},
    LongName{"Lowercase_Letter", "Ll"},
    LongName{"Titlecase_Letter", "Lt"},
    LongName{"Modifier_Letter", "Lm"},
    LongName{"Other_Letter", "Lo"},
    LongName{"Mark", "M"},
    LongName{"Number", "N"},
    LongName{"Decimal_Number", "Nd"},
    LongName{"digit", "Nd"},
    LongName{"Letter_Number", "Nl"},
    LongName{"Other_Number", "No"},
    LongName{"Punctuation", "P"},
    LongName{"punct", "P"},
    LongName{"Symbol", "S"},
    LongName{"Math_Symbol", "Sm"},
    LongName{"Currency_Symbol", "Sc"},
    LongName{"Separator", "Z"},
    LongName{"Space_Separator", "Zs"},
    LongName{"Other", "C"},
    LongName{"Control", "Cc"},
};

constexpr std::string_view blanks = R"(\s\v\p{Z}\x{FEFF})";

class Speller {
 public:
  explicit Speller(std::string_view pattern) : rest_(pattern) {}

  std::string spell() {
    while (!rest_.empty()) {
      if (rest_.starts_with('\\') && rest_.size() > 1) {
        escape();
      } else if (rest_.starts_with("(?<") && !in_set_ && !rest_.starts_with("(?<=") &&
                 !rest_.starts_with("(?<!")) {
        replace(3, "(?P<");
      } else {
        if (rest_[0] == '[') in_set_ = true;
        if (rest_[0] == ']') in_set_ = false;
        replace(1, rest_.substr(0, 1));
      }
    }
    return std::move(out_);
  }

 private:
  void replace(std::size_t taken, std::string_view by) {
    out_ += by;
    rest_.remove_prefix(taken);
  }

  void escape() {
    switch (rest_[1]) {
      case 'u':
        return code_unit();
      case 'c':
        if (rest_.size() > 2 && std::isalpha(static_cast<unsigned char>(rest_[2])) != 0)
          return replace(3, fmt::format("\\x{{{:02X}}}", static_cast<unsigned>(rest_[2]) % 32));
        break;
      case 'p':
      case 'P':
        if (rest_.size() > 3 && rest_[2] == '{') return category();
        break;
      case 's':
        return replace(2, in_set_ ? std::string(blanks) : fmt::format("[{}]", blanks));
      case 'S':
        if (!in_set_) return replace(2, fmt::format("[^{}]", blanks));
        break;
      default:
        break;
    }
    replace(2, rest_.substr(0, 2));
  }

  void code_unit() {
    const auto is_hex = [](unsigned char c) { return std::isxdigit(c) != 0; };
    const auto digits = rest_.substr(2, 4);
    if (digits.size() == 4 && std::ranges::all_of(digits, is_hex))
      return replace(6, fmt::format("\\x{{{}}}", digits));
    if (digits.starts_with('{')) return replace(2, "\\x");
    replace(2, rest_.substr(0, 2));
  }

  void category() {
    const auto end = rest_.find('}');
    if (end == rest_.npos) return replace(2, rest_.substr(0, 2));
    auto name = rest_.substr(3, end - 3);
    if (const auto equals = name.find('='); equals != name.npos) name = name.substr(equals + 1);
    const auto* found = std::ranges::find(long_names, name, &LongName::name);
    const auto category = found == long_names.end() ? name : found->category;
    const bool negated = rest_[1] == 'P';
    replace(end + 1, category == "L&" && !in_set_
                         ? fmt::format("[{}\\p{{Lu}}\\p{{Ll}}\\p{{Lt}}]", negated ? "^" : "")
                         : fmt::format("\\{}{{{}}}", negated ? 'P' : 'p', category));
  }

  std::string_view rest_;
  std::string out_;
  bool in_set_ = false;
};

}  // namespace

std::string re2_spelling(std::string_view ecma) { return Speller(ecma).spell(); }

}  // namespace cairn::schema
