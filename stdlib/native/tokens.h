// How texts are cut into the words and characters that metrics of translation
// and summary count.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cairn {

using Tokens = std::vector<std::string>;

// sacreBLEU's names (Post 2018): `13a` is mteval-v13a's rule, the usual one; `intl`
// is mteval-v14's for all of Unicode; `char` makes each character a word, for
// scripts without blanks; `none` splits at blanks.
enum class Tokenizer { none, v13a, intl, character };
std::optional<Tokenizer> tokenizer_named(std::string_view name);
Tokens tokenize(std::string_view text, Tokenizer how);

// Lower-cased runs of letters and digits; a character of a script without blanks is
// a word of its own. ROUGE's rule, kept up for all of Unicode.
Tokens plain_words(std::string_view text);

// How often each run of n tokens occurs.
using NgramCounts = std::map<std::string, std::size_t, std::less<>>;
NgramCounts ngrams(const Tokens& tokens, std::size_t n);

struct Overlap {
  std::size_t given = 0, wanted = 0, shared = 0;
};
Overlap overlap(const NgramCounts& given, const NgramCounts& wanted);

}  // namespace cairn
