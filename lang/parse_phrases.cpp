// Words and signs of other languages, where a value cannot be read on.
#include <array>

#include "lang/names.h"
#include "lang/pending.h"

namespace cairn {
namespace {

using enum DiagnosticKind;

struct Phrase {
  std::string_view written, meant;
};

// Longer ones first: the first that stands at the place is taken.
constexpr std::array phrases = {
    Phrase{"is greater than or equal to", ">="},
    Phrase{"is less than or equal to", "<="},
    Phrase{"is bigger than", ">"},
    Phrase{"is greater than", ">"},
    Phrase{"is more than", ">"},
    Phrase{"is less than", "<"},
    Phrase{"is fewer than", "<"},
    Phrase{"is smaller than", "<"},
    Phrase{"is at least", ">="},
    Phrase{"is at most", "<="},
    Phrase{"is equal to", "is"},
    Phrase{"is the same as", "is"},
    Phrase{"is not in", "is not one of"},
    Phrase{"is in", "is one of"},
    Phrase{"is any of", "is one of"},
    Phrase{"isn't", "is not"},
    Phrase{"does not contains", "does not contain"},
    Phrase{"does not mentions", "does not mention"},
    Phrase{"does not matches", "does not match"},
    Phrase{"does not includes", "does not contain"},
    Phrase{"does not include", "does not contain"},
    Phrase{"does not have", "does not contain"},
    Phrase{"does not starts with", "does not start with"},
    Phrase{"does not ends with", "does not end with"},
    Phrase{"doesn't contain", "does not contain"},
    Phrase{"doesn't mention", "does not mention"},
    Phrase{"doesn't match", "does not match"},
    Phrase{"doesn't start with", "does not start with"},
    Phrase{"doesn't end with", "does not end with"},
    Phrase{"not contains", "does not contain"},
    Phrase{"not contain", "does not contain"},
    Phrase{"not mentions", "does not mention"},
    Phrase{"contains one of", "contains any of"},
    Phrase{"contains any", "contains any of"},
    Phrase{"contains all", "contains all of"},
    Phrase{"mentions one of", "mentions any of"},
    Phrase{"mentions any", "mentions any of"},
    Phrase{"mentions all", "mentions all of"},
    Phrase{"greater than", ">"},
    Phrase{"more than", ">"},
    Phrase{"less than", "<"},
    Phrase{"fewer than", "<"},
    Phrase{"equal to", "is"},
    Phrase{"equals", "is"},
    Phrase{"contain", "contains"},
    Phrase{"includes", "contains"},
    Phrase{"include", "contains"},
    Phrase{"has", "contains"},
    Phrase{"mention", "mentions"},
    Phrase{"match", "matches"},
    Phrase{"startswith", "starts with"},
    Phrase{"start with", "starts with"},
    Phrase{"begins with", "starts with"},
    Phrase{"endswith", "ends with"},
    Phrase{"end with", "ends with"},
    Phrase{"like", "contains"},
    Phrase{"ignore case", "ignoring case"},
    Phrase{"ignores case", "ignoring case"},
    Phrase{"case insensitive", "ignoring case"},
    Phrase{"case-insensitive", "ignoring case"},
    Phrase{"&", "and"},
};

// Words before `x in LIST` that begin no loop.
constexpr std::array loop_words = {
    Phrase{"any", "some"},           Phrase{"all", "every"},      Phrase{"each", "every"},
    Phrase{"for", "every"},          Phrase{"none", "no"},        Phrase{"count", "count of"},
    Phrase{"sum", "sum of"},         Phrase{"share", "share of"}, Phrase{"list", "list of"},
    Phrase{"average", "average of"},
};

bool is_letter(char byte) { return is_loose(byte); }

// Where this phrase stands around `at`, on its line; nothing if it does not.
std::optional<Span> phrase_around(const Reader& reader, std::uint32_t begin, std::uint32_t at,
                                  std::string_view written) {
  const auto size = static_cast<std::uint32_t>(written.size());
  const auto first = std::max(begin, at > size ? at - size : 0);
  for (auto from = first; from <= at; ++from) {
    if (!reader.starts(from, written)) continue;
    if (from + size <= at) continue;
    const bool words = is_letter(written.front());
    if (words && from > 0 && is_letter(reader.peek(from - 1))) continue;
    if (words && is_letter(reader.peek(from + size))) continue;
    return reader.span(from, from + size);
  }
  return std::nullopt;
}

std::uint32_t blanks_before(const Reader& reader, std::uint32_t at) {
  while (at > 0 && reader.peek(at - 1) == ' ') --at;
  return at;
}

std::uint32_t word_before(const Reader& reader, std::uint32_t end) {
  while (end > 0 && is_letter(reader.peek(end - 1))) --end;
  return end;
}

bool in_follows(const Reader& reader, std::uint32_t at) {
  const auto in = reader.skip_blanks(reader.word_end(at));
  return in > at && reader.word_end(in) == in + 2 && reader.starts(in, "in");
}

// `any word in item.words: …`
bool report_loop_word(Reader& reader, std::uint32_t at) {
  if (!in_follows(reader, at)) return false;
  const auto end = blanks_before(reader, at);
  const auto begin = word_before(reader, end);
  const auto span = reader.span(begin, end);
  for (const auto& word : loop_words) {
    if (word.written != reader.text(span)) continue;
    reader.report(wrong_word, span, word.meant, "go through a list")
        .with_help(fmt::format("write `{} {} in …: …`", word.meant,
                               reader.text(reader.span(at, reader.word_end(at)))))
        .with_fix({fmt::format("write `{}`", word.meant), {{span, std::string(word.meant)}}});
    return true;
  }
  return false;
}

// `"thank you" in answer`, `reply.tokens.out between 20 and 200`: the operands change places.
bool report_other_order(Pending& pending, std::uint32_t at) {
  auto& reader = pending.reader;
  const auto left_end = blanks_before(reader, at);
  const auto left = reader.written(reader.span(pending.begin, left_end));
  const auto word = reader.span(at, reader.word_end(at));
  const auto after = reader.skip_blanks(word.end);
  const bool negated = reader.starts(at, "not in ");
  if (reader.text(word) == "in" || negated) {
    const auto from = negated ? reader.skip_blanks(reader.skip_blanks(word.end) + 2) : after;
    auto end = from;
    while (is_letter(reader.peek(end)) || reader.peek(end) == '.') ++end;
    const bool list = reader.peek(from) == '[';
    auto& made = reader.report(rest_of_line, word, reader.text(word));
    if (list)
      made.with_help(fmt::format("write `{} is{} one of …`", left, negated ? " not" : ""));
    else
      made.with_help(fmt::format("write `{} {} {}`", reader.written(reader.span(from, end)),
                                 negated ? "does not contain" : "contains", left));
    return true;
  }
  if (reader.text(word) != "between") return false;
  reader.report(rest_of_line, word, "between")
      .with_help(fmt::format("say both ends: `{} >= 1 and {} <= 5`", left, left));
  return true;
}

bool report_sign(Reader& reader, std::uint32_t at) {
  const auto say = [&](std::uint32_t length, std::string help) {
    const auto span = reader.span(at, at + length);
    reader.report(rest_of_line, span, reader.written(span)).with_help(std::move(help));
    return true;
  };
  if (reader.starts(at, "//") || reader.starts(at, "--") || reader.starts(at, "/*")) {
    reader.report(habit, reader.span(at, at + 2), "a comment of another language")
        .with_help("comments begin with `#`");
    return true;
  }
  const char byte = reader.peek(at);
  const auto next = reader.peek(reader.skip_blanks(at + 1));
  if (byte == '?' && (next == '\n' || next == '\0'))
    return say(1, "a condition is no question: take the `?` out");
  if (byte == '?') return say(1, "there is no `? :`: say the condition with `and` and `or`");
  if (byte == '|') return say(1, "a function is called by its name: `lower(answer)`");
  if (byte == '%' || byte == '^')
    return say(1, "numbers are reckoned with `+`, `-`, `*` and `/` only");
  if (byte != '(') return false;
  const auto name = reader.text(reader.span(word_before(reader, at), at));
  return say(1, fmt::format("a function stands before what it is given: `{}(answer)`", name));
}

// Elsewhere the same words are prose.
bool holds_conditions(Form form) {
  return form == Form::condition || form == Form::expression || form == Form::goal ||
         form == Form::for_each || form == Form::metrics || form == Form::tool_call;
}

}  // namespace

bool report_phrase(Pending& pending, std::uint32_t at) {
  auto& reader = pending.reader;
  if (!holds_conditions(pending.wanted.form)) return false;
  if (report_loop_word(reader, at)) return true;
  for (const auto& phrase : phrases) {
    const auto span = phrase_around(reader, pending.begin, at, phrase.written);
    if (!span) continue;
    reader
        .report(wrong_word, *span, phrase.meant,
                phrase.meant == "and" ? "join conditions" : "compare")
        .with_help(fmt::format("write `{}` instead of `{}`", phrase.meant, phrase.written))
        .with_fix({fmt::format("write `{}`", phrase.meant), {{*span, std::string(phrase.meant)}}});
    return true;
  }
  return report_other_order(pending, at) || report_sign(reader, at);
}

}  // namespace cairn
