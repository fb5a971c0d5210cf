#include "stdlib/native/abbreviation.h"

#include <algorithm>
#include <array>
#include <string>

#include "stdlib/native/unicode.h"

namespace cairn {
namespace {

using namespace std::string_view_literals;

constexpr std::array never = {
    "approx"sv, "bspw"sv, "bzw"sv, "ca"sv,    "cf"sv,  "d.h"sv,  "e.g"sv,
    "eg"sv,     "evtl"sv, "ggf"sv, "i.d.r"sv, "i.e"sv, "inkl"sv, "p.ex"sv,
    "sog"sv,    "u.a"sv,  "vgl"sv, "viz"sv,   "vs"sv,  "z.b"sv,  "zzgl"sv,
};
// Likewise, but only with a capital: a "rep" at the gym is no "Rep. Smith".
constexpr std::array titles = {
    "Capt"sv, "Cmdr"sv, "Col"sv, "Cpt"sv, "Dr"sv,   "Drs"sv,    "Fr"sv,   "Gen"sv,
    "Gov"sv,  "Hon"sv,  "Hr"sv,  "Lt"sv,  "Maj"sv,  "Messrs"sv, "Mlle"sv, "Mme"sv,
    "Mr"sv,   "Mrs"sv,  "Ms"sv,  "Mt"sv,  "Mx"sv,   "Pres"sv,   "Prof"sv, "Rep"sv,
    "Rev"sv,  "Sen"sv,  "Sgt"sv, "Sra"sv, "Supt"sv,
};
constexpr std::array before_number = {
    "abb"sv, "abs"sv,  "apr"sv, "art"sv, "aug"sv,  "bd"sv,   "ch"sv,  "chap"sv, "dec"sv,  "dez"sv,
    "eq"sv,  "eqs"sv,  "ext"sv, "feb"sv, "fig"sv,  "figs"sv, "jan"sv, "jul"sv,  "jun"sv,  "kap"sv,
    "mar"sv, "n"sv,    "no"sv,  "nos"sv, "nov"sv,  "nr"sv,   "nrs"sv, "num"sv,  "n°"sv,   "nº"sv,
    "oct"sv, "okt"sv,  "p"sv,   "par"sv, "para"sv, "pos"sv,  "pp"sv,  "ref"sv,  "s"sv,    "sec"sv,
    "sep"sv, "sept"sv, "tab"sv, "tel"sv, "v"sv,    "ver"sv,  "vol"sv, "vols"sv, "ziff"sv,
};
constexpr std::array before_a_starter = {
    "al"sv, "assn"sv, "ave"sv, "blvd"sv, "bros"sv, "co"sv,  "corp"sv, "dept"sv,
    "ed"sv, "eds"sv,  "esq"sv, "est"sv,  "gal"sv,  "hwy"sv, "inc"sv,  "jr"sv,
    "lb"sv, "lbs"sv,  "llc"sv, "ltd"sv,  "oz"sv,   "pt"sv,  "qt"sv,   "rd"sv,
    "sr"sv, "st"sv,   "str"sv, "tbs"sv,  "tbsp"sv, "tsp"sv, "univ"sv,
};
constexpr std::array starters = {
    "Add"sv,     "After"sv, "Also"sv,    "Although"sv, "And"sv,  "Are"sv,   "As"sv,
    "At"sv,      "Bake"sv,  "Because"sv, "Before"sv,   "But"sv,  "Can"sv,   "Ce"sv,
    "Cette"sv,   "Cook"sv,  "Could"sv,   "Danach"sv,   "Dann"sv, "Das"sv,   "Der"sv,
    "Did"sv,     "Die"sv,   "Do"sv,      "Does"sv,     "Ein"sv,  "Eine"sv,  "El"sv,
    "Elle"sv,    "Er"sv,    "Es"sv,      "For"sv,      "From"sv, "Had"sv,   "Has"sv,
    "Have"sv,    "He"sv,    "Heat"sv,    "Her"sv,      "Here"sv, "His"sv,   "How"sv,
    "However"sv, "I"sv,     "Ich"sv,     "If"sv,       "Il"sv,   "In"sv,    "Is"sv,
    "It"sv,      "Its"sv,   "La"sv,      "Las"sv,      "Le"sv,   "Les"sv,   "Let"sv,
    "Los"sv,     "Man"sv,   "Mix"sv,     "My"sv,       "No"sv,   "Not"sv,   "Nous"sv,
    "Now"sv,     "On"sv,    "Once"sv,    "Or"sv,       "Our"sv,  "Place"sv, "Please"sv,
    "Remove"sv,  "Serve"sv, "She"sv,     "Should"sv,   "Sie"sv,  "Since"sv, "So"sv,
    "Stir"sv,    "That"sv,  "The"sv,     "Their"sv,    "Then"sv, "There"sv, "These"sv,
    "They"sv,    "This"sv,  "Those"sv,   "Though"sv,   "Un"sv,   "Und"sv,   "Une"sv,
    "Vous"sv,    "Was"sv,   "We"sv,      "Wenn"sv,     "Were"sv, "What"sv,  "When"sv,
    "Where"sv,   "Which"sv, "While"sv,   "Who"sv,      "Why"sv,  "Wir"sv,   "With"sv,
    "Would"sv,   "Yes"sv,   "You"sv,     "Your"sv,
};
constexpr std::array german_months = {
    "April"sv, "August"sv, "Dezember"sv, "Februar"sv,  "Januar"sv,  "Jänner"sv,    "Juli"sv,
    "Juni"sv,  "Mai"sv,    "März"sv,     "November"sv, "Oktober"sv, "September"sv,
};

static_assert(std::ranges::is_sorted(never));
static_assert(std::ranges::is_sorted(titles));
static_assert(std::ranges::is_sorted(before_number));
static_assert(std::ranges::is_sorted(before_a_starter));
static_assert(std::ranges::is_sorted(starters));

// One or two letters between points, as "U.S", "Ph.D", "a.m": spelt as initials.
bool has_inner_points(std::string_view word) {
  bool point = false;
  std::size_t letters = 0;
  for (std::size_t at = 0; at < word.size();) {
    const char32_t c = next_code_point(word, at);
    if (c == '.') {
      if (letters == 0) return false;
      point = true;
      letters = 0;
    } else if (!is_letter(c) || ++letters > 2) {
      return false;
    }
  }
  return point && letters > 0;
}

bool is_initial(std::string_view word) {
  std::size_t at = 0;
  if (word.empty()) return false;
  const char32_t c = next_code_point(word, at);
  return at == word.size() && is_upper(c);
}

}  // namespace

Point point_after(std::string_view word) {
  if (word.empty() || word.size() > 12) return Point::ends;
  const std::string small = folded(word);
  if (std::ranges::binary_search(never, small) || std::ranges::binary_search(titles, word))
    return Point::never;
  if (is_initial(word) || has_inner_points(word)) return Point::before_a_starter;
  if (std::ranges::binary_search(before_number, small)) return Point::before_number;
  if (std::ranges::binary_search(before_a_starter, small)) return Point::before_a_starter;
  return Point::ends;
}

bool is_starter(std::string_view word) { return std::ranges::binary_search(starters, word); }

bool is_german_month(std::string_view word) {
  return std::ranges::find(german_months, word) != german_months.end();
}

}  // namespace cairn
