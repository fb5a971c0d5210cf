// nlohmann/json finds the place; its own words name tokens and rules of the
// grammar, so they are only looked at to tell one cause from another.
#include "lang/data/json_mistake.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <nlohmann/json.hpp>
#include <string>

namespace cairn {
namespace {

using Json = nlohmann::json;

struct Found {
  std::size_t read = 0;  // Bytes up to and with the one that cannot be.
  std::string token;
  std::string words;
};

// Accepts everything and keeps the first mistake.
class Listener final : public nlohmann::json_sax<Json> {
 public:
  std::optional<Found> found;

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return true; }
  bool key(string_t&) override { return true; }
  bool end_object() override { return true; }
  bool start_array(std::size_t) override { return true; }
  bool end_array() override { return true; }
  bool parse_error(std::size_t read, const std::string& token,
                   const nlohmann::detail::exception& why) override {
    found = Found{read, token, why.what()};
    return false;
  }
};

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// What stands where no value can begin.
std::string about_literal(std::string_view rest) {
  const auto word = rest.substr(
      0, static_cast<std::size_t>(std::ranges::find_if_not(rest, is_word) - rest.begin()));
  if (rest.starts_with('\'')) return "texts and keys stand in double quotes in JSON, not in `'`";
  if (rest.starts_with('/') || rest.starts_with('#')) return "JSON has no comments";
  if (word == "None" || word == "undefined") return fmt::format("`{}` is `null` in JSON", word);
  if (word == "True" || word == "TRUE") return fmt::format("`{}` is `true` in JSON", word);
  if (word == "False" || word == "FALSE") return fmt::format("`{}` is `false` in JSON", word);
  if (word == "NaN" || word == "Infinity") return fmt::format("JSON has no `{}`", word);
  if (!word.empty())
    return fmt::format("`{}` needs double quotes, or is no JSON", word.substr(0, 40));
  return "no JSON value begins like this";
}

std::string about_control(std::string_view words) {
  if (words.find("(LF)") != words.npos) return "a line break stands inside a text; write `\\n`";
  if (words.find("(CR)") != words.npos) return "a line break stands inside a text; write `\\r`";
  if (words.find("(HT)") != words.npos) return "a tab stands inside a text; write `\\t`";
  return "a control character stands inside a text; write it as `\\u` and four digits";
}

struct Cause {
  std::string_view sign;  // Stands in the parser's own words.
  std::string_view what;
};

// In this order: the first sign that is found counts.
constexpr std::array causes = {
    Cause{"hex digits", "`\\u` needs four hexadecimal digits after it"},
    Cause{"surrogate", "this `\\u` escape is half of a pair, and the other half is missing"},
    Cause{"forbidden character after backslash", "this is not an escape JSON knows"},
    Cause{"ill-formed UTF-8", "this is not valid UTF-8"},
    Cause{"number overflow", "this number is too large"},
    Cause{"invalid number", "this is not how JSON writes a number"},
    Cause{"parsing object separator", "a `:` is missing after the key"},
    Cause{"parsing object key", "a key in double quotes is missing here"},
    Cause{"expected end of input", "something stands after the end of the JSON"},
    Cause{"parsing object ", "a `,` or `}` is missing before this"},
    Cause{"parsing array ", "a `,` or `]` is missing before this"},
};

// Where the token begins that was read last. The parser tells its text, but
// for brackets, commas and words with whatever stood before them.
std::size_t begin_of_token(std::string_view text, std::size_t read, const Found& found) {
  const std::size_t last = read == 0 ? 0 : read - 1;
  const auto says = [&](std::string_view sign) { return found.words.find(sign) != sign.npos; };
  if (says("unexpected string") || says("unexpected number") || says("number overflow")) {
    return read - std::min(read, found.token.size());
  }
  // A word is found wrong at the letter that differs, or after its end.
  std::size_t begin = last;
  while (begin > 0 && is_word(text[begin - 1])) --begin;
  if (begin < last && std::isdigit(static_cast<unsigned char>(text[begin])) != 0) return last;
  return begin;
}

JsonMistake in_words(std::string_view text, const Found& found) {
  const auto says = [&](std::string_view sign) { return found.words.find(sign) != sign.npos; };
  const std::size_t read = std::min(found.read, text.size());
  const std::size_t last = found.read == 0 ? 0 : std::min(found.read - 1, text.size());
  if (says("missing closing quote")) {
    return {read - std::min(read, found.token.size()), "this text has no closing quote"};
  }
  if (says("control character")) return {last, about_control(found.words)};
  if (says("unexpected end of input")) {
    const bool nothing = text.find_first_not_of(" \t\r\n") == text.npos;
    return {text.size(),
            nothing ? "there is nothing here" : "the text ends in the middle of the JSON"};
  }
  const std::size_t begin = begin_of_token(text, read, found);
  if (says("invalid literal")) return {begin, about_literal(text.substr(begin))};
  const bool inside = says("invalid string") || says("invalid number");
  for (const auto& cause : causes) {
    if (says(cause.sign)) return {inside ? last : begin, std::string(cause.what)};
  }
  return {begin, "a value is missing before this"};
}

}  // namespace

std::optional<JsonMistake> json_mistake(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) {
    return JsonMistake{0, "a byte order mark stands before the JSON"};
  }
  Listener listener;
  const auto nul = text.find('\0');  // Would end the text for the parser.
  const bool sound = Json::sax_parse(text.substr(0, nul), &listener);
  if (!sound && listener.found && (nul == text.npos || listener.found->read <= nul)) {
    return in_words(text.substr(0, nul), *listener.found);
  }
  if (nul != text.npos) return JsonMistake{nul, "a NUL byte stands here"};
  return std::nullopt;
}

}  // namespace cairn
