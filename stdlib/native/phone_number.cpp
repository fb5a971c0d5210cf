#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "stdlib/native/address.h"
#include "stdlib/native/unicode.h"

namespace cairn {
namespace {

bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }

// Digits in groups, as they stand in a text.
struct Run {
  bool plus = false, bracket = false;
  std::vector<std::string_view> groups;
  std::string separators;  // One less than groups; a bracket alone separates as '('.
  std::size_t end = 0;
  bool ends_well = false;  // Nothing touches it that makes it part of something else.

  std::string digits() const {
    std::string out;
    for (const auto group : groups) out += group;
    return out;
  }
  bool sizes_are(const std::vector<std::size_t>& sizes) const {
    return std::ranges::equal(groups, sizes, {}, &std::string_view::size);
  }
};

class RunReader {
 public:
  explicit RunReader(std::string_view text) : text_(text) {}

  // The longest run that begins at `at`; nothing if none does.
  std::optional<Run> read(std::size_t at) const {
    if (!may_begin(at)) return std::nullopt;
    Run run;
    run.plus = text_[at] == '+';
    at += run.plus ? 1 : 0;
    bool tight = false;  // After `-`, `.` or `/` a blank ends the number.
    while (group(run, at)) {
      run.end = at;
      const char next = peek(at);
      const bool separates = next == ' ' || next == '-' || next == '.' || next == '/';
      const bool goes_on = is_ascii_digit(peek(at + 1)) || peek(at + 1) == '(';
      if (separates && goes_on && !(tight && next == ' ')) {
        tight = tight || next != ' ';
        run.separators += next;
        ++at;
      } else if ((text_[at - 1] == ')' && is_ascii_digit(next)) || next == '(') {
        run.separators += '(';
      } else {
        break;
      }
    }
    if (run.groups.empty()) return std::nullopt;
    run.separators.resize(run.groups.size() - 1);
    run.ends_well = may_end(run.end);
    return run;
  }

 private:
  char peek(std::size_t at) const { return at < text_.size() ? text_[at] : '\0'; }

  bool group(Run& run, std::size_t& at) const {
    const bool bracket = peek(at) == '(';
    const std::size_t begin = at + (bracket ? 1 : 0);
    std::size_t end = begin;
    while (is_ascii_digit(peek(end))) ++end;
    if (end == begin || (bracket && peek(end) != ')')) return false;
    run.bracket = run.bracket || bracket;
    run.groups.push_back(text_.substr(begin, end - begin));
    at = end + (bracket ? 1 : 0);
    return true;
  }

  bool may_begin(std::size_t at) const {
    if (!is_ascii_digit(text_[at]) && text_[at] != '+' && text_[at] != '(') return false;
    if (at == 0) return true;
    const char32_t before = previous_code_point(text_, at);
    if (is_word_character(before)) return false;
    if (before == U':' && at > 1 && is_ascii_digit(text_[at - 2])) return false;
    return std::u32string_view(U".,-/@#=$€£+&").find(before) == std::u32string_view::npos;
  }

  bool may_end(std::size_t at) const {
    if (at == text_.size()) return true;
    std::size_t next = at;
    const char32_t behind = next_code_point(text_, next);
    if (is_word_character(behind) || behind == U'@' || behind == U'%') return false;
    const bool joins = std::u32string_view(U".,:-/").find(behind) != std::u32string_view::npos;
    return !joins || next == text_.size() || !is_word_character(next_code_point(text_, next));
  }

  std::string_view text_;
};

bool is_between(std::string_view digits, int least, int most) {
  const int value = digits.size() > 4 ? most + 1 : std::stoi(std::string(digits));
  return value >= least && value <= most;
}

bool is_date(const Run& run) {
  if (run.groups.size() != 3) return false;
  const auto size = [&](std::size_t i) { return run.groups[i].size(); };
  return (size(0) == 4 && size(1) <= 2 && size(2) <= 2) ||
         (size(0) <= 2 && size(1) <= 2 && (size(2) == 4 || size(2) == 2));
}

// Things that are written in groups of digits too.
bool is_something_else(const Run& run, const std::string& digits) {
  const bool points = std::ranges::all_of(run.separators, [](char c) { return c == '.'; });
  const bool address =
      points && run.groups.size() == 4 &&
      std::ranges::all_of(run.groups, [](auto g) { return is_between(g, 0, 255); });
  const bool decimal = points && run.groups.size() == 2;
  const bool years = run.sizes_are({4, 4}) && run.separators == "-" &&
                     is_between(run.groups[0], 1000, 2999) && is_between(run.groups[1], 1000, 2999);
  const bool book = digits.size() == 13 && (digits.starts_with("978") || digits.starts_with("979"));
  const bool social_security = run.sizes_are({3, 2, 4}) && run.separators == "--";
  return is_date(run) || address || decimal || years || book || social_security;
}

// A telephone number that stands in one piece.
bool is_plain_number(const std::string& digits) {
  if (digits.starts_with('0')) return digits.size() == 10 || digits.size() == 11;
  return digits.size() == 10 && digits[0] >= '2' && digits[3] >= '2';
}

bool is_phone_number(const Run& run) {
  const std::string digits = run.digits();
  if (digits.size() < 7 || digits.size() > 15) return false;
  if (run.plus) return digits[0] != '0';
  if (run.groups.size() == 1) return !run.bracket && is_plain_number(digits);
  if (is_something_else(run, digits)) return false;
  if (run.separators.find('/', 1) != std::string::npos) return false;
  const bool short_group = std::any_of(run.groups.begin() + 1, run.groups.end(),
                                       [](auto group) { return group.size() < 2; });
  const bool long_group =
      std::ranges::any_of(run.groups, [](auto group) { return group.size() >= 3; });
  return !short_group && (long_group || digits.starts_with('0'));
}

}  // namespace

Texts phone_numbers(std::string_view passage) {
  Texts out;
  const RunReader reader(passage);
  for (std::size_t at = 0; at < passage.size();) {
    const auto run = reader.read(at);
    // The end of something else is no number either.
    if (run && run->ends_well && is_phone_number(*run))
      out.emplace_back(passage.substr(at, run->end - at));
    at = run ? run->end : at + 1;
  }
  return out;
}

}  // namespace cairn
