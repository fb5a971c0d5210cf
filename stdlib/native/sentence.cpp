#include "stdlib/native/sentence.h"

#include <algorithm>

#include "stdlib/native/abbreviation.h"
#include "stdlib/native/unicode.h"

namespace cairn {
namespace {

// What may stand between a sentence's last mark and the blank behind it.
bool is_closing(char32_t c) {
  switch (c) {
    case '"':
    case '\'':
    case ')':
    case ']':
    case '}':
    case '*':
    case '_':
    case '`':
    case U'”':
    case U'’':
    case U'“':  // It closes in German.
    case U'‘':
    case U'»':
    case U'«':
    case U'›':
    case U'」':
    case U'』':
    case U'）':
    case U'】':
      return true;
    default:
      return false;
  }
}

bool is_opening(char32_t c) {
  switch (c) {
    case '"':
    case '\'':
    case '(':
    case '[':
    case '{':
    case '*':
    case '_':
    case '`':
    case U'“':
    case U'‘':
    case U'„':
    case U'‚':
    case U'«':
    case U'»':
    case U'¿':
    case U'¡':
      return true;
    default:
      return false;
  }
}

// Ends a sentence without a blank behind it: scripts that are written without.
bool ends_at_once(char32_t c) { return c == U'。' || c == U'！' || c == U'？' || c == U'｡'; }

bool is_end(char32_t c) {
  switch (c) {
    case '.':
    case '!':
    case '?':
    case U'…':
    case U'‼':
    case U'⁇':
    case U'⁈':
    case U'⁉':
    case U'؟':
    case U'۔':
    case U'।':
    case U'॥':
      return true;
    default:
      return ends_at_once(c);
  }
}

// Marks that stand together, "?!", and what closes behind them.
struct End {
  std::size_t begin = 0;   // The first mark.
  std::size_t marks = 0;   // Behind the last of them.
  std::size_t closed = 0;  // Behind what closes.
  char32_t first = 0;
  bool at_once = false;
};

struct Cutter {
  std::string_view run;
  Letters letters;
  Texts& out;
  std::size_t before = 0;  // How many were in `out` when this run began.
  std::size_t begin = 0;   // Of the sentence that is open.
  std::size_t looked = 0;  // So far it was looked for a letter or digit in it,
  bool said = false;       // and whether there was one.

  char32_t code_point_at(std::size_t at) const { return next_code_point(run, at); }

  std::size_t behind_blanks(std::size_t at) const {
    while (at < run.size()) {
      std::size_t next = at;
      if (!is_blank(next_code_point(run, next))) break;
      at = next;
    }
    return at;
  }

  // "[12]" and the like behind the marks belong to the sentence.
  std::size_t behind_footnote(std::size_t at) const {
    if (run.substr(at, 1) != "[") return at;
    const auto end = run.find_first_not_of("0123456789", at + 1);
    return end != run.npos && end > at + 1 && run[end] == ']' ? end + 1 : at;
  }

  End read_end(std::size_t at, std::size_t behind, char32_t first) const {
    End end{.begin = at,
            .marks = behind,
            .closed = behind,
            .first = first,
            .at_once = ends_at_once(first)};
    while (end.marks < run.size()) {
      std::size_t next = end.marks;
      const char32_t c = next_code_point(run, next);
      if (!is_end(c)) break;
      end.at_once = end.at_once || ends_at_once(c);
      end.marks = next;
    }
    end.closed = end.marks;
    while (end.closed < run.size()) {
      std::size_t next = end.closed;
      if (const auto footnote = behind_footnote(next); footnote > next)
        next = footnote;
      else if (!is_closing(next_code_point(run, next)))
        break;
      end.closed = next;
    }
    return end;
  }

  // ". . ." with blanks between: how many points, and where the last one ends.
  std::pair<std::size_t, std::size_t> spaced_points(std::size_t at) const {
    std::size_t count = 1;
    ++at;
    while (run.substr(at, 2) == " .") {
      ++count;
      at += 2;
    }
    return {count, at};
  }

  // From the blank before it to the point, without the marks that open it.
  std::string_view word_before(std::size_t at) const {
    std::size_t start = at;
    while (start > begin && run[start - 1] != ' ' && at - start < 40) --start;
    auto word = run.substr(start, at - start);
    for (std::size_t next = 0; next < word.size(); next = 0) {
      const char32_t c = next_code_point(word, next);
      if (is_letter(c) || is_digit(c)) break;
      word.remove_prefix(next);
    }
    return word;
  }

  std::string_view word_at(std::size_t at) const {
    const auto start = at;
    while (at < run.size()) {
      std::size_t next = at;
      if (!is_letter(next_code_point(run, next))) break;
      at = next;
    }
    return run.substr(start, at - start);
  }

  // "[...]" and "(…)": something was left out there.
  bool is_elision(const End& end) const {
    const bool several = end.first == U'…' || end.marks - end.begin > 1;
    return several && end.begin > 0 && end.closed > end.marks &&
           (run[end.begin - 1] == '[' || run[end.begin - 1] == '(');
  }

  // A number that only marks stand before, as in "• 9. ", is a marker.
  bool opens_the_sentence(std::string_view word) const {
    const auto at = static_cast<std::size_t>(word.data() - run.data());
    if (at - begin > 12) return false;
    for (std::size_t next = begin; next < at;) {
      const char32_t c = next_code_point(run, next);
      if (is_letter(c) || is_digit(c)) return false;
    }
    return true;
  }

  bool point_ends(const End& end, std::string_view next_word, char32_t next) const {
    const auto word = word_before(end.begin);
    const bool first = opens_the_sentence(word);
    const bool digits = !word.empty() && word.find_first_not_of("0123456789") == word.npos;
    if (digits && (first || (word.size() <= 2 && is_german_month(next_word)))) return false;
    switch (point_after(word)) {
      case Point::never:
        return false;
      case Point::before_number:
        return !is_digit(next);
      case Point::before_a_starter:
        return is_starter(next_word);
      case Point::ends:
        return true;
    }
    return true;
  }

  // Small letters go on with the sentence, but for words such as "iPhone".
  bool goes_on(std::string_view next_word, char32_t next) const {
    if (!is_lower(next) || letters == Letters::all_small) return false;
    std::size_t second = 0;
    next_code_point(next_word, second);
    return second >= next_word.size() || !is_upper(next_code_point(next_word, second));
  }

  bool ends_here(const End& end) const {
    if (end.closed == run.size()) return true;
    if (is_elision(end)) return false;
    std::size_t at = behind_blanks(end.closed);
    if (at == end.closed) return end.at_once;
    while (at < run.size()) {
      std::size_t next = at;
      if (!is_opening(next_code_point(run, next))) break;
      at = next;
    }
    if (at == run.size()) return true;
    const char32_t next = code_point_at(at);
    const auto next_word = word_at(at);
    if (goes_on(next_word, next)) return false;
    return end.first != '.' || end.marks - end.begin > 1 || point_ends(end, next_word, next);
  }

  // What holds no letter and no digit belongs to the sentence before it. Looks at
  // no byte twice.
  bool says_something(std::size_t end) {
    for (looked = std::max(looked, begin); looked < end && !said;) {
      const char32_t c = next_code_point(run, looked);
      said = is_letter(c) || is_digit(c);
    }
    return said;
  }

  void cut(std::size_t end) {
    if (says_something(end)) {
      out.emplace_back(run.substr(begin, end - begin));
    } else if (out.size() > before) {
      out.back().append(" ").append(run.substr(begin, end - begin));
    } else {
      return;
    }
    begin = behind_blanks(end);
    said = false;
  }

  // Returns where to go on.
  std::size_t meet(std::size_t at, std::size_t behind, char32_t first) {
    if (first == '.') {
      const auto points = spaced_points(at);
      const bool alone = at == begin || run[at - 1] == ' ';
      if (points.first == 3) return points.second;
      if (points.first > 3 && alone) {
        End end = read_end(points.second - 1, points.second, '.');
        end.begin = at;
        if (ends_here(end)) cut(end.closed);
        return std::max(begin, end.closed);
      }
    }
    const End end = read_end(at, behind, first);
    if (ends_here(end)) cut(end.closed);
    return std::max(begin, end.closed);
  }
};

bool has_capitals(std::string_view text) {
  for (std::size_t at = 0; at < text.size();)
    if (is_upper(next_code_point(text, at))) return true;
  return false;
}

}  // namespace

void cut_run(std::string_view run, Letters letters, Texts& out) {
  Cutter cutter{.run = run, .letters = letters, .out = out, .before = out.size()};
  for (std::size_t at = 0; at < run.size();) {
    const auto byte = static_cast<unsigned char>(run[at]);
    if (byte < 0x80 && byte != '.' && byte != '!' && byte != '?') {
      ++at;
      continue;
    }
    std::size_t next = at;
    const char32_t c = next_code_point(run, next);
    at = is_end(c) ? cutter.meet(at, next, c) : next;
  }
  if (cutter.begin < run.size()) cutter.cut(run.size());
}

Texts sentences(std::string_view passage) {
  const auto letters = has_capitals(passage) ? Letters::with_capitals : Letters::all_small;
  Texts out;
  for (const auto& run : runs_of(passage)) cut_run(run, letters, out);
  return out;
}

double sentence_count(std::string_view passage) {
  return static_cast<double>(sentences(passage).size());
}

}  // namespace cairn
