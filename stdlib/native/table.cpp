// The join between stdlib/*.eval and C++: one line for each native.
#include <algorithm>
#include <array>

#include "lang/data/json.h"
#include "stdlib/native/address.h"
#include "stdlib/native/compare.h"
#include "stdlib/native/find_all.h"
#include "stdlib/native/format.h"
#include "stdlib/native/json.h"
#include "stdlib/native/language.h"
#include "stdlib/native/list.h"
#include "stdlib/native/normalize.h"
#include "stdlib/native/number.h"
#include "stdlib/native/operators.h"
#include "stdlib/native/reading.h"
#include "stdlib/native/sentence.h"
#include "stdlib/native/text.h"
#include "stdlib/native/word.h"
#include "stdlib/stdlib.h"

namespace cairn {
namespace {

constexpr Native prepared(Native native, decltype(Native::prepare) prepare) {
  native.prepare = prepare;
  return native;
}

constexpr Native with_limit(Native native, decltype(Native::at_most) at_most) {
  native.at_most = at_most;
  return native;
}

constexpr Native explained(Native native, decltype(Native::why_not) why_not) {
  native.why_not = why_not;
  return native;
}

constexpr Native or_nothing(Native native, decltype(Native::found_nothing) found_nothing) {
  native.found_nothing = found_nothing;
  return native;
}

constexpr Native of_missing(Native native) {
  native.takes_missing = true;
  return native;
}

constexpr std::array table = {
    NATIVE(abs),
    prepared(NATIVE(after), prepare_part),
    prepared(NATIVE(after_last), prepare_part),
    NATIVE(average),
    prepared(NATIVE(before), prepare_part),
    prepared(NATIVE(before_last), prepare_part),
    prepared(NATIVE(bleu), prepare_bleu),
    NATIVE(bold),
    NATIVE(bullets),
    NATIVE(char_count),
    NATIVE(characters),
    NATIVE(chrf),
    NATIVE(close),
    or_nothing(NATIVE(code), no_code),
    prepared(NATIVE(contains), prepare_contains),
    NATIVE(count),
    NATIVE(damerau_levenshtein),
    NATIVE(emails),
    NATIVE(ends_with),
    NATIVE(exact_match),
    NATIVE(f1),
    NATIVE(field),
    prepared(NATIVE(find_all), prepare_find_all),
    NATIVE(first),
    NATIVE(first_code),
    explained(prepared(NATIVE(fits_schema), prepare_fits_schema), why_not_fitting),
    NATIVE(hamming),
    NATIVE(has),
    NATIVE(headings),
    explained(NATIVE(is_json), why_not_json),
    NATIVE(is_url),
    NATIVE(jaccard),
    NATIVE(jaro),
    NATIVE(jaro_winkler),
    NATIVE_AS(join, joined_texts),
    NATIVE(json),
    NATIVE(keys),
    of_missing(NATIVE(kind)),
    NATIVE(language),
    NATIVE(last),
    with_limit(NATIVE(levenshtein), levenshtein_at_most),
    NATIVE(lines),
    NATIVE(links),
    NATIVE(lower),
    prepared(NATIVE(matches), prepare_matches),
    NATIVE(max),
    prepared(NATIVE(mentions), prepare_mentions),
    NATIVE(min),
    NATIVE(normalized),
    prepared(NATIVE(nth), prepare_nth),
    NATIVE(number),
    NATIVE(numbered_steps),
    NATIVE(numbers),
    prepared(NATIVE(occurrences), prepare_part),
    NATIVE(outside_code),
    NATIVE(paragraphs),
    NATIVE(phone_numbers),
    NATIVE(placeholders),
    prepared(NATIVE(replace), prepare_part),
    NATIVE(reversed),
    NATIVE(rouge_l),
    NATIVE(rouge_n),
    NATIVE(round),
    NATIVE(same_ignoring_case),
    NATIVE(same_text),
    NATIVE(scaled),
    NATIVE(section),
    NATIVE(sentence_count),
    NATIVE(sentences),
    NATIVE(sort),
    NATIVE(soundex),
    prepared(NATIVE(split), prepare_part),
    NATIVE(starts_with),
    NATIVE(sum),
    NATIVE(syllables),
    NATIVE(tables),
    NATIVE(ter),
    NATIVE(text_similarity),
    NATIVE(trim),
    NATIVE(unique),
    NATIVE(upper),
    NATIVE(without_first),
    NATIVE(without_last),
    NATIVE(word_count),
    NATIVE(words),
};

static_assert(std::ranges::is_sorted(table, {}, &Native::name),
              "keep the natives in order of name");

}  // namespace

NativeTable natives() { return table; }

}  // namespace cairn
