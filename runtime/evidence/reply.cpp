#include "runtime/evidence/reply.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "lang/data/json.h"
#include "lang/words.h"
#include "runtime/evidence/reply_lines.h"
#include "stdlib/native/unicode.h"

namespace cairn {
namespace {

// What a verdict may be called. Only the first are held against a reply whose
// value is none of those allowed: `Score: 4` says nothing of a yes or no.
constexpr std::string_view verdict_words[] = {"verdict", "veredicto", "verdetto", "urteil",
                                              "oordeel", "вердикт",   "判定",     "판정"};
constexpr std::string_view number_words[] = {"score", "rating", "grade"};
constexpr std::string_view label_words[] = {"answer",   "rating",    "grade",   "label",
                                            "decision", "judgement", "judgment"};
constexpr std::string_view beside[] = {"the", "my",   "our",   "final",     "overall",
                                       "so",  "thus", "hence", "therefore", "and"};

bool among(std::span<const std::string_view> words, std::string_view word) {
  return std::ranges::count(words, word) > 0;
}

enum class Heading { none, verdict, other };

// What stands before the colon.
Heading heading_of(std::string_view text, const program::Scale& scale) {
  const std::string low = folded(undecorated(text));
  const auto words = words_of(low);
  if (words.empty() || words.size() > 4) return Heading::none;
  for (std::size_t i = 0; i + 1 < words.size(); ++i)
    if (!among(beside, undecorated(words[i]))) return Heading::none;
  const auto last = undecorated(words.back());
  if (among(verdict_words, last)) return Heading::verdict;
  const bool known = scale.numeric ? among(number_words, last) : among(label_words, last);
  return known ? Heading::other : Heading::none;
}

// As verdicts are compared: letter case, decoration and escapes aside.
std::string comparable(std::string_view text) {
  std::string out;
  bool blank = false;
  for (const char c : undecorated(text)) {
    if (c == '*' || c == '`' || c == '\\') continue;
    if (c == ' ') {
      blank = true;
      continue;
    }
    if (blank) out += ' ';
    blank = false;
    out += c;
  }
  return folded(out);
}

std::optional<Value> label_in(std::string_view text, const program::Scale& scale) {
  for (const auto& one : scale.verdicts)
    if (one.label == text) return Value(one.label);
  const program::AllowedVerdict* found = nullptr;
  // With its punctuation first, for labels that end in some.
  for (const bool bare : {false, true}) {
    const std::string said = bare ? comparable(text) : folded(text);
    for (const auto& one : scale.verdicts) {
      const std::string label = plain(one.label);
      if (said.empty() || said != (bare ? comparable(label) : folded(label))) continue;
      if (found) return std::nullopt;
      found = &one;
    }
    if (found) return Value(found->label);
  }
  return std::nullopt;
}

std::optional<double> number_at(std::string_view& text) {
  double number = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

bool is_allowed(double number, const program::Scale& scale) {
  return number >= scale.low && number <= scale.high && number == std::floor(number);
}

std::string_view behind_blanks(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  return text;
}

// "4", "4/5", "4 out of 5".
std::optional<Value> number_in(std::string_view text, const program::Scale& scale) {
  std::string held(text);
  std::erase_if(held, [](char c) { return c == '*' || c == '`'; });
  std::string_view rest = undecorated(held);
  const auto number = number_at(rest);
  if (!number || !is_allowed(*number, scale)) return std::nullopt;
  rest = behind_blanks(rest);
  if (rest.empty()) return Value(*number);
  for (const std::string_view of : {"/", "out of ", "of "}) {
    if (!rest.starts_with(of)) continue;
    auto high = behind_blanks(rest.substr(of.size()));
    const auto most = number_at(high);
    if (most == scale.high && high.empty()) return Value(*number);
  }
  return std::nullopt;
}

// Whether another verdict than `said` stands in `text` as a word.
bool names_another(std::string_view text, const Value& said, const program::Scale& scale) {
  if (scale.numeric) {
    const double chosen = said.as<Number>()->value;
    while (!text.empty()) {
      const auto digit = text.find_first_of("0123456789");
      if (digit == text.npos) return false;
      text.remove_prefix(digit);
      const auto number = number_at(text);
      if (number && *number != chosen && is_allowed(*number, scale)) return true;
    }
    return false;
  }
  const std::string low = folded(text);
  for (const auto& one : scale.verdicts) {
    const std::string label = folded(plain(one.label));
    if (one.label == *said.as<std::string>() || label.empty()) continue;
    for (auto at = low.find(label); at != low.npos; at = low.find(label, at + 1)) {
      auto behind = at + label.size();
      const bool begins = at == 0 || !is_word_character(previous_code_point(low, at));
      const bool ends = behind == low.size() || !is_word_character(next_code_point(low, behind));
      if (begins && ends) return true;
    }
  }
  return false;
}

// "yes, since …": a verdict and what was added to it.
std::optional<Value> verdict_before_reason(std::string_view text, const program::Scale& scale) {
  for (const std::string_view mark : {". ", ", ", "; ", ": ", "! ", " - ", " ("}) {
    const auto at = text.find(mark);
    if (at == text.npos) continue;
    const auto said = verdict_in(text.substr(0, at), scale);
    if (said && !names_another(text.substr(at), *said, scale)) return said;
  }
  return std::nullopt;
}

// A place in the reply that has the format.
struct Found {
  std::size_t line = 0;   // The last that belongs to it.
  std::size_t begin = 0;  // In the reply.
  bool by_name = true;    // `verdict: …`, not `score: …`.
  std::optional<Value> verdict;
  std::string instead;  // What stands there if it is no verdict.
  std::string reason;   // Its own; else what stands before.
};

class ReplyReader {
 public:
  ReplyReader(std::string_view reply, const program::Scale& scale)
      : reply_(reply), scale_(scale), lines_(reply_lines(reply)) {}

  ReadReply read() {
    if (lines_.empty()) return Unreadable{nothing()};
    auto found = last_named();
    if (auto bare = last_bare()) found = std::move(bare);
    if (!found) found = first_bare();
    if (!found) return Unreadable{no_verdict()};
    if (!found->verdict)
      return Unreadable{fmt::format("its verdict is {}, which is not {}",
                                    shown(Value(found->instead), 40), allowed_verdicts(scale_))};
    if (taken_back(found->line))
      return Unreadable{fmt::format("the reply gives the verdict {} and takes it back",
                                    shown(*found->verdict, 40))};
    std::string reason = reason_of(*found);
    return ReadVerdict{*std::move(found->verdict), std::move(reason)};
  }

 private:
  std::string nothing() const {
    return reply_.find_first_not_of(" \t\r\n") == reply_.npos ? "the reply is empty"
                                                              : "the reply ends before its verdict";
  }

  std::string no_verdict() const {
    return fmt::format("no line of the reply is a verdict; it ends {}",
                       shown(Value(lines_.back().text), 60));
  }

  std::string reason_of(const Found& found) const {
    if (!found.reason.empty()) return found.reason;
    auto text = reply_.substr(0, found.begin);
    if (text.find_first_not_of(" \t\r\n`") == text.npos && found.line + 1 < lines_.size())
      text = reply_.substr(lines_[found.line].end);
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == text.npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
  }

  // --- by name ------------------------------------------------------------------

  // The last that has the format; what is called a verdict goes before the rest.
  std::optional<Found> last_named() {
    std::optional<Found> verdict, other;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (lines_[i].quoted || (i > 0 && introduces_a_quotation(lines_[i - 1].text))) continue;
      auto found = named(i);
      if (!found) continue;
      i = std::max(i, found->line);
      (found->by_name ? verdict : other) = std::move(found);
    }
    return verdict ? std::move(verdict) : std::move(other);
  }

  std::optional<Found> named(std::size_t i) const {
    const std::string_view text = lines_[i].text;
    if (text.starts_with('{')) return in_json(i);
    if (text.starts_with('<')) return in_tag(i);
    if (auto found = behind_name(i, text, lines_[i].begin)) return found;
    return behind_sentence(i);
  }

  // `name: value`, `name - value`, `the name is value`.
  std::optional<Found> behind_name(std::size_t i, std::string_view text, std::size_t begin) const {
    for (const std::string_view mark : {":", "=", " - ", " is "}) {
      const auto at = text.find(mark);
      if (at == text.npos) continue;
      const auto heading = heading_of(text.substr(0, at), scale_);
      if (heading == Heading::none) continue;
      return with_value(i, heading, text.substr(at + mark.size()), begin);
    }
    const bool alone = heading_of(text, scale_) == Heading::verdict;
    return alone ? with_value(i, Heading::verdict, {}, begin) : std::nullopt;
  }

  std::optional<Found> with_value(std::size_t i, Heading heading, std::string_view value,
                                  std::size_t begin) const {
    Found found{.line = i, .begin = begin, .by_name = heading == Heading::verdict};
    if (undecorated(value).empty()) {
      if (i + 1 >= lines_.size() || lines_[i + 1].quoted) return std::nullopt;
      value = lines_[i + 1].text;
      found.verdict = verdict_in(value, scale_);
      // A heading over reasons, of which the verdict is to come.
      if (!found.verdict && heading == Heading::other) return std::nullopt;
      if (found.verdict) ++found.line;
    } else {
      found.verdict = verdict_in(value, scale_);
      if (!found.verdict) found.verdict = verdict_before_reason(value, scale_);
    }
    if (!found.verdict && heading == Heading::other && !scale_.numeric) return std::nullopt;
    found.instead = undecorated(value);
    return found;
  }

  // "… before the steps. Verdict: yes"
  std::optional<Found> behind_sentence(std::size_t i) const {
    const std::string_view text = lines_[i].text;
    for (auto at = text.rfind(": "); at != text.npos && at > 0; at = text.rfind(": ", at - 1)) {
      const auto stop = text.find_last_of(".!?", at);
      if (stop == text.npos) return std::nullopt;
      const auto begin = text.find_first_not_of("\"') *_", stop + 1);
      if (begin == text.npos || begin >= at || begin == stop + 1) continue;
      if (heading_of(text.substr(begin, at - begin), scale_) != Heading::verdict) continue;
      auto found = with_value(i, Heading::verdict, text.substr(at + 2), lines_[i].begin);
      if (found) found->reason = std::string(text.substr(0, stop + 1));
      if (found && lines_[i].begin > 0) {
        found->reason = reply_.substr(0, lines_[i].begin);
        found->reason += text.substr(0, stop + 1);
      }
      return found;
    }
    return std::nullopt;
  }

  std::optional<Found> in_tag(std::size_t i) const {
    const std::string_view text = lines_[i].text;
    const auto close = text.find('>');
    if (close == text.npos) return std::nullopt;
    const auto name = text.substr(1, close - 1);
    const auto heading = heading_of(name, scale_);
    if (heading == Heading::none) return std::nullopt;
    auto value = text.substr(close + 1);
    const auto end = value.find(fmt::format("</{}>", name));
    if (end != value.npos) value = value.substr(0, end);
    return with_value(i, heading, value, lines_[i].begin);
  }

  // A record that begins with this line and ends with this or a later one.
  std::optional<Found> in_json(std::size_t i) const {
    for (std::size_t j = i; j < lines_.size() && j < i + 100 && !lines_[j].quoted; ++j) {
      if (!lines_[j].text.ends_with('}')) continue;
      const auto begin = reply_.find('{', lines_[i].begin);
      const auto parsed = parse_json(trimmed_to_brace(begin, lines_[j].end), SameKeys::last_counts);
      const auto* record = parsed ? parsed.value.as<Record>() : nullptr;
      if (record) return of_record(*record, i, j);
    }
    return std::nullopt;
  }

  std::string_view trimmed_to_brace(std::size_t begin, std::size_t end) const {
    const auto last = reply_.rfind('}', end);
    return last == reply_.npos || last < begin ? std::string_view()
                                               : reply_.substr(begin, last + 1 - begin);
  }

  std::optional<Found> of_record(const Record& record, std::size_t first, std::size_t last) const {
    std::optional<Found> found;
    std::string reason;
    for (const auto& [name, value] : record.fields) {
      const auto* text = value.as<std::string>();
      constexpr std::string_view reasons[] = {"reason",      "reasons",   "reasoning",
                                              "explanation", "rationale", "because"};
      if (text && among(reasons, folded(name))) reason = *text;
      const auto heading = heading_of(name, scale_);
      if (heading == Heading::none || (found && heading == Heading::other)) continue;
      Found made{
          .line = last, .begin = lines_[first].begin, .by_name = heading == Heading::verdict};
      const std::string said = text ? *text : value.as<Number>() ? printed(value) : std::string();
      made.verdict = verdict_in(said, scale_);
      made.instead = text ? *text : to_json(value);
      if (made.verdict || heading == Heading::verdict || scale_.numeric) found = std::move(made);
    }
    if (found) found->reason = std::move(reason);
    return found;
  }

  // --- alone on a line ------------------------------------------------------------

  std::optional<Found> bare(std::size_t i) const {
    if (lines_[i].quoted) return std::nullopt;
    auto said = verdict_in(lines_[i].text, scale_);
    if (!said) return std::nullopt;
    return Found{.line = i, .begin = lines_[i].begin, .verdict = std::move(said)};
  }

  std::optional<Found> last_bare() const {
    const auto last = lines_.size() - 1;
    auto found = bare(last);
    if (!found || last == 0) return found;
    if (lines_[last].listed) return std::nullopt;
    const auto& before = lines_[last - 1];
    // "The answer ends with:" is no verdict's heading, and neither is another verdict.
    if (before.text.ends_with(':') && !introduces_a_verdict(before.text)) return std::nullopt;
    const auto other = bare(last - 1);
    if (other && !same(*other->verdict, *found->verdict)) return std::nullopt;
    return found;
  }

  std::optional<Found> first_bare() const {
    auto found = bare(0);
    if (!found) return std::nullopt;
    for (std::size_t i = 1; i < lines_.size(); ++i)
      if (!lines_[i].quoted && names_another(lines_[i].text, *found->verdict, scale_))
        return std::nullopt;
    return found;
  }

  // Whether a sentence behind it begins anew.
  bool taken_back(std::size_t line) const {
    constexpr std::string_view turns[] = {"wait",
                                          "actually",
                                          "hmm",
                                          "hold on",
                                          "on reflection",
                                          "on second thought",
                                          "correction",
                                          "scratch that",
                                          "let me reconsider",
                                          "i take that back",
                                          "i was wrong",
                                          "no, that is wrong",
                                          "no, that's wrong"};
    for (std::size_t i = line + 1; i < lines_.size(); ++i) {
      if (lines_[i].quoted) continue;
      const std::string low = folded(undecorated(lines_[i].text));
      for (const auto turn : turns)
        if (low.starts_with(turn) || low.find(fmt::format(". {}", turn)) != low.npos) return true;
    }
    return false;
  }

  std::string_view reply_;
  const program::Scale& scale_;
  std::vector<ReplyLine> lines_;
};

}  // namespace

std::optional<Value> verdict_in(std::string_view text, const program::Scale& scale) {
  return scale.numeric ? number_in(text, scale) : label_in(behind_blanks(text), scale);
}

std::string allowed_verdicts(const program::Scale& scale) {
  if (scale.numeric)
    return fmt::format("a whole number from {} to {}", shortest(scale.low), shortest(scale.high));
  std::string text;
  for (std::size_t i = 0; i < scale.verdicts.size(); ++i) {
    if (i > 0) text += i + 1 == scale.verdicts.size() ? " or " : ", ";
    text += fmt::format("`{}`", scale.verdicts[i].label);
  }
  return text;
}

ReadReply read_reply(std::string_view reply, const program::Scale& scale) {
  return ReplyReader(reply, scale).read();
}

}  // namespace cairn
