// The grammar of values, in PEGTL: language.md, section 5. Included by
// parse_value.cpp alone.
//
// Rules say what a value may be; what it becomes is in parse_value.cpp. Every
// choice is made before anything is built: an alternative that can fail late
// looks ahead first (`at<…>`), so parsing is linear and nothing is undone.
#pragma once

#include <tao/pegtl.hpp>

#include "lang/grammar_rules.h"

namespace cairn::grammar {

using namespace tao::pegtl;

// clang-format off
// NOLINTBEGIN(readability-identifier-naming): rules are spelt as in PEGTL.

// --- blanks and words ----------------------------------------------------------
// What a blank is, the innermost bracket decides: only inside ( ) it crosses lines.
using sp   = blanks<false>;                             // Blanks, also none.
using wrap = blanks<true>;                              // Line breaks too, wherever it stands.
struct blank_ahead : at<sor<blank, one<'\n', '#'>>> {};
struct s           : seq<blank_ahead, sp> {};           // One blank at the least.
struct id_char     : sor<range<'a', 'z'>, digit, one<'_'>> {};
struct word        : seq<range<'a', 'z'>, star<id_char>> {};

#define WORD(id, text) struct id : seq<TAO_PEGTL_STRING(text), not_at<id_char>> {}
WORD(k_all, "all");           WORD(k_and, "and");           WORD(k_any, "any");
WORD(k_applicable, "applicable"); WORD(k_as, "as");         WORD(k_at, "at");
WORD(k_average, "average");   WORD(k_case, "case");         WORD(k_contain, "contain");
WORD(k_contains, "contains"); WORD(k_count, "count");       WORD(k_does, "does");
WORD(k_element, "element");   WORD(k_empty, "empty");       WORD(k_end, "end");
WORD(k_ends, "ends");         WORD(k_every, "every");       WORD(k_exactly, "exactly");
WORD(k_ignoring, "ignoring"); WORD(k_in, "in");             WORD(k_is, "is");
WORD(k_largest, "largest");   WORD(k_least, "least");       WORD(k_list, "list");
WORD(k_match, "match");       WORD(k_matches, "matches");   WORD(k_mention, "mention");
WORD(k_mentions, "mentions"); WORD(k_missing, "missing");   WORD(k_most, "most");
WORD(k_no, "no");             WORD(k_none, "none");         WORD(k_not, "not");
WORD(k_of, "of");             WORD(k_one, "one");           WORD(k_optional, "optional");
WORD(k_or, "or");             WORD(k_present, "present");   WORD(k_same, "same");
WORD(k_share, "share");       WORD(k_smallest, "smallest"); WORD(k_some, "some");
WORD(k_start, "start");       WORD(k_starts, "starts");     WORD(k_sum, "sum");
WORD(k_to, "to");             WORD(k_where, "where");       WORD(k_with, "with");
#undef WORD
// These never stand for a value; all other words do (language.md: `share > 2`).
struct never_value : sor<k_and, k_or, k_not, k_is, k_in, k_every, k_some, k_contains, k_mentions,
                         k_matches, k_empty, k_present, k_missing, k_where> {};

// --- amounts ---------------------------------------------------------------------
using amount          = number<false, true>;            // 3, 80%, 20 seconds
using share_or_number = number<false, false>;
using signed_number   = number<true, false>;            // Of data: -3.
struct pass_at     : made<Built::pass_at, TAO_PEGTL_STRING("pass"), one<'@', '^'>, plus<digit>,
                          not_at<id_char>> {};

// --- expressions, tightest first ---------------------------------------------------
struct expr; struct negation; struct sum;

struct separator   : sor<seq<sp, one<','>, wrap>, seq<sp, at<one<'\n', '#'>>, wrap, not_at<one<']'>>>> {};
template <class Element>
struct elements    : seq<wrap, opt<Element, star<separator, Element>, opt<sp, one<','>>>, wrap> {};
struct close_list  : one<']'> {};
struct close_paren : one<')'> {};
struct close_pick  : one<']'> {};
struct close_call  : one<')'> {};
template <class Element>
struct listed      : made<Built::list, one<'['>, deeper<within<Breaks::elements, elements<Element>>>,
                          must<close_list>> {};
struct list_value  : listed<expr> {};
struct paren       : made<Built::paren, one<'('>, deeper<within<Breaks::free, wrap, must<expr>, wrap>>,
                          must<close_paren>> {};
struct argument    : seq<expr> {};
struct next_argument : seq<expr> {};
struct arguments   : seq<wrap, opt<argument, star<wrap, one<','>, wrap, must<next_argument>>>, wrap> {};
struct callee_name : seq<word, opt<one<'.'>, word>> {};  // With the alias of a used file.
struct callee      : made<Built::word, callee_name> {};
struct call        : made<Built::call, at<callee_name, one<'('>>, callee, one<'('>,
                          deeper<within<Breaks::free, arguments>>, must<close_call>> {};
struct word_value  : made<Built::word, not_at<never_value>, word> {};

// `x in` is looked for before a loop is believed: `share > 2`, `count(l)`, `list` stay names.
struct over_ahead  : at<s, word, s, k_in> {};
struct loop_name   : word {};
struct over        : seq<s, loop_name, s, k_in, sp, deeper<must<sum>>> {};
struct loop_colon  : one<':'> {};
struct fold_body   : seq<sum> {};
struct loop_body   : seq<negation> {};
struct where_body  : seq<negation> {};
struct h_sum : k_sum {};     struct h_average : k_average {};   struct h_share : k_share {};
struct h_count : k_count {}; struct h_largest : k_largest {};   struct h_smallest : k_smallest {};
struct h_list : k_list {};   struct h_every : k_every {};       struct h_some : k_some {};
struct h_no : k_no {};
struct h_least     : seq<k_at, s, k_least> {};
struct h_most      : seq<k_at, s, k_most> {};
struct h_exactly   : k_exactly {};
struct loop_limit  : seq<plus<digit>, opt<one<'.'>, plus<digit>>, opt<one<'%'>>, not_at<id_char>> {};
struct fold        : looped<sor<h_sum, h_average, h_largest, h_smallest>, s, k_of, over_ahead, over,
                            sp, must<loop_colon>, wrap, deeper<must<fold_body>>> {};
struct tally       : looped<sor<h_share, h_count>, s, k_of, over_ahead, over,
                            sp, must<loop_colon>, wrap, deeper<must<loop_body>>> {};
struct has_where   : k_where {};
struct has_body    : one<':'> {};
struct gather      : looped<h_list, s, k_of, over_ahead, over, opt<s, has_where, sp, deeper<must<where_body>>>,
                            opt<sp, has_body, wrap, deeper<must<fold_body>>>> {};
struct limited     : seq<sor<h_least, h_most, h_exactly>, s, loop_limit, s, k_of> {};
struct quant       : looped<sor<seq<sor<h_every, h_some, h_no>, over_ahead>, seq<limited, over_ahead>>,
                            over, sp, must<loop_colon>, wrap, deeper<must<loop_body>>> {};

struct primary     : sor<text, pass_at, amount, list_value, paren, fold, tally, gather, quant, call,
                         word_value> {};
struct field_name  : seq<alpha, star<sor<alnum, one<'_'>>>> {};
struct field       : after_node<Built::field, one<'.'>, must<sor<field_name, text>>> {};
struct pick        : after_node<Built::pick, one<'['>, deeper<within<Breaks::free, wrap, must<expr>, wrap>>,
                                must<close_pick>> {};
struct postfix     : seq<primary, star<sor<field, pick>>> {};
struct minus_operand : postfix {};
struct negated     : made<Built::negate, one<'-'>, sp, must<minus_operand>> {};
struct unary       : sor<negated, postfix> {};
struct times       : sor<one<'*'>, seq<one<'/'>, not_at<one<'/', '*'>>>> {};
struct plus_minus  : sor<one<'+'>, seq<one<'-'>, not_at<one<'-', '>'>>>> {};
struct product     : seq<unary, star<sp, binary<times, unary>>> {};
struct sum         : seq<product, star<sp, binary<plus_minus, product>>> {};

// --- comparisons ---------------------------------------------------------------------
struct operand     : sum {};                            // The right side; said to be missing if so.
struct o_is : k_is {};            struct o_not : k_not {};        struct o_empty : k_empty {};
struct o_present : k_present {};  struct o_missing : k_missing {};
struct o_one_of : seq<k_one, s, k_of> {};
struct o_at_most : string<'<', '='> {};   struct o_at_least : string<'>', '='> {};
struct o_less : one<'<'> {};              struct o_more : one<'>'> {};
struct o_contains : k_contains {};        struct o_mentions : k_mentions {};
struct o_matches : k_matches {};          struct o_starts : seq<k_starts, s, k_with> {};
struct o_ends : seq<k_ends, s, k_with> {};
struct o_contain : k_contain {};          struct o_mention : k_mention {};
struct o_match : k_match {};              struct o_start : seq<k_start, s, k_with> {};
struct o_end : seq<k_end, s, k_with> {};
struct o_does_not : seq<k_does, s, k_not> {};
struct o_any : seq<k_any, s, k_of> {};    struct o_all : seq<k_all, s, k_of> {};
struct o_none : seq<k_none, s, k_of> {};
struct o_case : seq<k_ignoring, s, k_case> {};
// Written by habit; each is read, and reported with the word that is meant.
struct wrong_is      : sor<string<'=', '=', '='>, string<'=', '='>, seq<one<'='>, not_at<one<'<', '>'>>>> {};
struct wrong_is_not  : sor<string<'!', '=', '='>, string<'!', '='>, string<'<', '>'>, TAO_PEGTL_STRING("≠")> {};
struct wrong_at_most : string<'=', '<'> {};
struct wrong_at_least : string<'=', '>'> {};
struct wrong_and     : string<'&', '&'> {};
struct wrong_or      : string<'|', '|'> {};
struct wrong_not     : seq<one<'!'>, not_at<one<'='>>> {};

struct state_word  : sor<o_empty, o_present, o_missing> {};
struct is_tail     : seq<o_is, opt<s, o_not>, sor<seq<s, state_word>, seq<opt<s, o_one_of>, sp, must<operand>>>> {};
struct many        : seq<s, sor<o_any, o_all, o_none>> {};
struct text_tail   : seq<sor<o_contains, o_mentions, o_matches, o_starts, o_ends>, opt<many>, sp,
                         must<operand>> {};
struct not_verb    : sor<o_contain, o_mention, o_match, o_start, o_end> {};
struct not_tail    : seq<o_does_not, s, must<not_verb>, opt<many>, sp, must<operand>> {};
struct sign_tail   : seq<sor<wrong_at_most, wrong_at_least, wrong_is, wrong_is_not, o_at_most,
                             o_at_least, o_less, o_more>, sp, must<operand>> {};
struct tail        : compared<sor<is_tail, text_tail, not_tail, sign_tail>, opt<s, o_case>> {};
struct comparison  : seq<sum, star<sp, tail>> {};       // A chain is reported once it is read.
struct not_operand : seq<negation> {};
struct negation    : sor<made<Built::not_, sor<seq<k_not, sor<s, at<one<'('>>>>, wrong_not>, sp,
                                   deeper<must<not_operand>>>,
                         comparison> {};

// --- and, or -----------------------------------------------------------------------------
struct not_a_key   : not_at<sp, one<':'>> {};           // `or: 3` is the next line's key.
struct and_joint   : seq<wrap, sor<k_and, wrong_and>, not_a_key, wrap> {};
struct or_joint    : seq<wrap, sor<k_or, wrong_or>, not_a_key, wrap> {};
struct and_operand : negation {};
struct or_operand;
struct conjunction : made<Built::and_, negation, star<and_joint, must<and_operand>>> {};
struct or_operand  : conjunction {};
struct expr        : made<Built::or_, conjunction, star<or_joint, must<or_operand>>> {};

// --- the small forms, and data --------------------------------------------------------------
struct list_of_loop : sum {};
struct for_each    : seq<made<Built::word, word>, s, k_in, sp, must<list_of_loop>> {};
struct at_least    : seq<k_at, s, k_least, sp, must<share_or_number>> {};
struct combine     : sor<at_least, made<Built::word, word>> {};
struct range_form  : seq<signed_number, s, k_to, sp, must<signed_number>> {};
struct not_applicable : seq<k_not, s, k_applicable> {};
struct label       : sor<made<Built::word, not_applicable>, made<Built::word, word>> {};
struct verdict     : made<Built::list, sor<text, label>, opt<s, share_or_number>> {};
struct verdicts    : listed<verdict> {};
struct type_name   : sor<seq<k_list, s, k_of, s, sor<seq<k_element, s, k_of, s, word>, TAO_PEGTL_STRING("yes/no"), word>>,
                         seq<k_element, s, k_of, s, word>, seq<k_same, s, k_as, s, word>,
                         TAO_PEGTL_STRING("yes/no"), word> {};
struct type_value  : made<Built::word, type_name> {};
struct parameter   : made<Built::list, opt<made<Built::word, k_optional>, s>, type_value, s, made<Built::word, word>> {};
struct parameters  : listed<parameter> {};

struct data;
struct data_list   : listed<data> {};
struct data_file   : made<Built::call, at<sor<TAO_PEGTL_STRING("file("), TAO_PEGTL_STRING("media(")>>, callee,
                          one<'('>, within<Breaks::free, wrap, must<text>, wrap>, must<close_call>> {};
struct data        : sor<text, signed_number, data_list, data_file, label> {};
// NOLINTEND(readability-identifier-naming)
// clang-format on

}  // namespace cairn::grammar
