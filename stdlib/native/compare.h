// How close a text is to another. Documented where they are declared:
// stdlib/compare.eval. A reference is a text, or a list of texts of which the
// nearest counts.
#pragma once

#include "stdlib/native.h"

namespace cairn {

Found<bool> exact_match(std::string_view text, const Value& reference);
Found<double> f1(std::string_view text, const Value& reference);

double levenshtein(std::string_view text, std::string_view other);
bool levenshtein_at_most(Arguments arguments, double limit);  // REQUIRES: two texts.
Found<double> damerau_levenshtein(std::string_view text, std::string_view other);
double hamming(std::string_view text, std::string_view other);
double text_similarity(std::string_view text, std::string_view other);
double jaro(std::string_view text, std::string_view other);
double jaro_winkler(std::string_view text, std::string_view other);
std::string soundex(std::string_view name);
double jaccard(std::string_view text, std::string_view other);

Found<double> rouge_l(std::string_view text, const Value& reference);
Found<double> rouge_n(std::string_view text, const Value& reference, double n);
Found<double> bleu(std::string_view text, const Value& reference,
                   std::optional<std::string_view> words);
Found<double> chrf(std::string_view text, const Value& reference);
Found<double> ter(std::string_view text, const Value& reference);

// A kind of words that there is not is a mistake of the file.
Result<std::unique_ptr<PreparedNative>> prepare_bleu(Arguments constants);

}  // namespace cairn
