#include "runtime/report/markdown_text.h"

#include <algorithm>

#include "lang/utf8.h"

namespace cairn {
namespace {

constexpr std::string_view no_width = "&#8203;";

bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }
bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_ascii_word(char c) { return is_ascii_digit(c) || is_ascii_letter(c); }

bool begins_ignoring_case(std::string_view text, std::string_view lower) {
  return text.size() >= lower.size() &&
         std::equal(lower.begin(), lower.end(), text.begin(),
                    [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b); });
}

// One line, without blanks at its ends: behind a list's mark five of them make code.
std::string in_one_line(std::string_view text) {
  std::string line(text);
  for (auto at = line.find("\r\n"); at != line.npos; at = line.find("\r\n", at)) line.erase(at, 1);
  line = printable(line);
  std::ranges::replace(line, '\n', ' ');
  std::ranges::replace(line, '\t', ' ');
  const auto begin = line.find_first_not_of(' ');
  if (begin == line.npos) return {};
  return line.substr(begin, line.find_last_not_of(' ') - begin + 1);
}

// GitHub links what looks like a commit: 7 to 40 hexadecimal digits.
bool looks_like_commit(std::string_view word) {
  if (word.size() < 7 || word.size() > 40) return false;
  const bool hexadecimal = std::ranges::all_of(word, [](char c) {
    return is_ascii_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  });
  return hexadecimal && std::ranges::any_of(word, is_ascii_digit) &&
         std::ranges::any_of(word, is_ascii_letter);
}

// ":tada:" would be a picture.
bool begins_emoji(std::string_view text) {
  const auto end = text.find(':', 1);
  if (end == text.npos || end < 2) return false;
  const auto name = text.substr(1, end - 1);
  return !is_ascii_digit(name.front()) && std::ranges::all_of(name, [](char c) {
    return is_ascii_word(c) || c == '_' || c == '+' || c == '-';
  });
}

class Escaped {
 public:
  explicit Escaped(const std::string& line) : line_(line) {}

  std::string text() {
    line_begin();
    while (at_ < line_.size()) {
      if (is_ascii_word(line_[at_]))
        word();
      else
        mark();
    }
    return std::move(out_);
  }

 private:
  std::string_view rest() const { return std::string_view(line_).substr(at_); }

  // "- ", "1. ", "===" and ":--" mean something only where a line begins.
  void line_begin() {
    const auto digits = std::min(line_.find_first_not_of("0123456789"), line_.size());
    out_ += line_.substr(0, digits);
    at_ = digits;
    if (at_ >= line_.size()) return;
    const std::string_view marks = digits > 0 ? ".)" : "-+=:";
    if (marks.find(line_[at_]) == marks.npos) return;
    out_ += '\\';
    out_ += line_[at_++];
  }

  void word() {
    const auto text = rest();
    const auto end =
        static_cast<std::size_t>(std::ranges::find_if_not(text, is_ascii_word) - text.begin());
    const auto whole = text.substr(0, end);
    const auto behind = text.substr(end);
    const bool address = begins_ignoring_case(whole, "www") && end == 3 && behind.starts_with('.');
    const bool issue = begins_ignoring_case(whole, "gh") && end == 2 && behind.starts_with('-');
    if (looks_like_commit(whole))
      out_.append(whole.substr(0, 1)).append(no_width).append(whole.substr(1));
    else
      out_ += whole;
    if (address || issue) out_ += no_width;
    at_ += end;
  }

  void mark() {
    constexpr std::string_view with_backslash = "\\`*_[]~$";
    const char c = line_[at_];
    switch (c) {
      case '<':
        out_ += "&lt;";
        break;
      case '>':
        out_ += "&gt;";
        break;
      case '&':
        out_ += "&amp;";
        break;
      case '|':  // A backslash before it would be one of the table's own.
        out_ += "&#124;";
        break;
      case '@':
      case '#':
        out_ += c;
        out_ += no_width;
        break;
      case ':':
        out_ += c;
        if (rest().starts_with("://") || begins_emoji(rest())) out_ += no_width;
        break;
      default:
        if (with_backslash.find(c) != with_backslash.npos) out_ += '\\';
        out_ += c;
    }
    ++at_;
  }

  const std::string& line_;
  std::string out_;
  std::size_t at_ = 0;
};

}  // namespace

std::string markdown_text(std::string_view text) { return Escaped(in_one_line(text)).text(); }

std::string markdown_code(std::string_view text) {
  const bool fits = !text.empty() && !text.starts_with(' ') && !text.ends_with(' ') &&
                    text.find_first_of("`|\n\t\\") == text.npos && printable(text) == text;
  return fits ? "`" + std::string(text) + "`" : markdown_text(text);
}

std::string shortened(std::string_view text, std::size_t most) {
  std::size_t end = 0;
  for (std::size_t characters = 0; end < text.size(); ++characters) {
    if (characters == most) return std::string(text.substr(0, end)) + "…";
    end += code_point_length(text.substr(end));
  }
  return std::string(text);
}

}  // namespace cairn
