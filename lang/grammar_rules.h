// The rules that PEGTL does not bring: blanks that depend on the bracket, and
// rules that leave a node. Included by grammar.h alone.
#pragma once

#include <tao/pegtl.hpp>
#include <tao/pegtl/contrib/analyze_traits.hpp>

#include "lang/pending.h"

namespace cairn::grammar {

namespace pegtl = tao::pegtl;

template <class In>
std::uint32_t offset(const In& in) {
  return static_cast<std::uint32_t>(in.current() - in.begin());
}
template <class In>
void move_to(In& in, std::uint32_t at) {
  in.bump_in_this_line(at - offset(in));  // Lines are not counted: positions are bytes.
}

// clang-format off
// NOLINTBEGIN(readability-identifier-naming): rules are spelt as in PEGTL.
#define CAIRN_MATCH                                                                            \
  template <pegtl::apply_mode A, pegtl::rewind_mode M, template <class...> class Action,       \
            template <class...> class Control, class In>                                       \
  static bool match([[maybe_unused]] In& in, [[maybe_unused]] Pending& pending)

// NOLINTEND(readability-identifier-naming)
// clang-format on

// Blanks, also none; what they are, the innermost bracket says.
template <bool Always>
struct blanks {
  using rule_t = blanks;
  using subs_t = pegtl::empty_list;
  CAIRN_MATCH {
    move_to(in, pending.skip(offset(in), Always ? Breaks::free : pending.breaks));
    return true;
  }
};

// Matches Rules with the blanks of this bracket; restored however they end.
template <Breaks B, class... Rules>
struct within {
  using rule_t = within;
  using subs_t = pegtl::type_list<pegtl::seq<Rules...>>;
  CAIRN_MATCH {
    struct Restore {
      Pending& pending;
      Breaks before;
      ~Restore() { pending.breaks = before; }
    };
    const auto open = offset(in) - 1;
    bool matched = false;
    {
      const Restore restore{pending, pending.breaks};
      pending.breaks = B;
      matched = Control<pegtl::seq<Rules...>>::template match<A, M, Action, Control>(in, pending);
    }
    pending.last_open = open;
    return matched;
  }
};

template <class... Rules>
struct deeper {
  using rule_t = deeper;
  using subs_t = pegtl::type_list<pegtl::seq<Rules...>>;
  CAIRN_MATCH {
    struct Leave {
      Pending& pending;
      ~Leave() { --pending.depth; }
    };
    const Leave leave{pending};
    pending.deeper(offset(in));
    return Control<pegtl::seq<Rules...>>::template match<A, M, Action, Control>(in, pending);
  }
};

// The nodes of Rules become one.
template <Built Kind, class... Rules>
struct made {
  using rule_t = made;
  using subs_t = pegtl::type_list<pegtl::seq<Rules...>>;
  CAIRN_MATCH {
    const auto begin = offset(in);
    const auto first = pending.nodes.size();
    const bool matched =
        Control<pegtl::seq<Rules...>>::template match<A, M, Action, Control>(in, pending);
    if (!matched) pending.cut_back(first);
    if (matched && A == pegtl::apply_mode::action)
      pending.build(Kind, pending.reader.span(begin, offset(in)), first);
    return matched;
  }
};

// The same, with the node before as the first operand.
template <Built Kind, class... Rules>
struct after_node {
  using rule_t = after_node;
  using subs_t = pegtl::type_list<pegtl::seq<Rules...>>;
  CAIRN_MATCH {
    const auto begin = offset(in);
    const auto first = pending.nodes.size();
    const bool matched =
        Control<pegtl::seq<Rules...>>::template match<A, M, Action, Control>(in, pending);
    if (!matched) pending.cut_back(first);
    if (matched && A == pegtl::apply_mode::action)
      pending.build(Kind, pending.reader.span(begin, offset(in)), first - 1);
    return matched;
  }
};

// Op, then what it applies to: joined with the node before. From left to right.
template <class Op, class Operand>
struct binary {
  using rule_t = binary;
  using subs_t = pegtl::type_list<pegtl::seq<Op, blanks<false>, pegtl::must<Operand>>>;
  CAIRN_MATCH {
    const auto begin = offset(in);
    if (!Control<Op>::template match<A, pegtl::rewind_mode::required, Action, Control>(in, pending))
      return false;
    const auto end = offset(in);
    move_to(in, pending.skip(end, pending.breaks));
    if (!Control<pegtl::must<Operand>>::template match<A, M, Action, Control>(in, pending))
      return false;
    if (A == pegtl::apply_mode::action)
      pending.build_binary(pending.reader.peek(begin), pending.reader.span(begin, end));
    return true;
  }
};

template <class... Rules>
struct compared {
  using rule_t = compared;
  using subs_t = pegtl::type_list<pegtl::seq<Rules...>>;
  CAIRN_MATCH {
    const auto begin = offset(in);
    const auto first = pending.nodes.size();
    const auto mark = pending.compares.size();
    pending.compares.push_back({.op_at = pending.reader.span(begin, begin)});
    const bool matched =
        Control<pegtl::seq<Rules...>>::template match<A, M, Action, Control>(in, pending);
    if (!matched) pending.cut_back(first);
    if (matched && A == pegtl::apply_mode::action) pending.build_compare(first, offset(in));
    pending.compares.resize(mark);
    return matched;
  }
};

template <class... Rules>
struct looped {
  using rule_t = looped;
  using subs_t = pegtl::type_list<pegtl::seq<Rules...>>;
  CAIRN_MATCH {
    const auto begin = offset(in);
    const auto first = pending.nodes.size();
    const auto mark = pending.loops.size();
    pending.loops.push_back({.has_body = false});
    const bool matched =
        Control<pegtl::seq<Rules...>>::template match<A, M, Action, Control>(in, pending);
    if (!matched) pending.cut_back(first);
    if (matched && A == pegtl::apply_mode::action)
      pending.build_loop(pending.reader.span(begin, offset(in)), first);
    pending.loops.resize(mark);
    return matched;
  }
};

struct text {
  using rule_t = text;
  using subs_t = pegtl::empty_list;
  CAIRN_MATCH {
    auto at = offset(in);
    if (!text_begins(pending.reader, at)) return false;
    if (A == pegtl::apply_mode::action)
      pending.push(read_text(pending.reader, at));
    else
      at = skip_text(pending.reader, at);
    move_to(in, at);
    return true;
  }
};

template <bool Sign, bool Units>
struct number {
  using rule_t = number;
  using subs_t = pegtl::empty_list;
  CAIRN_MATCH {
    auto at = offset(in);
    constexpr NumberRules rules{.sign = Sign, .units = Units};
    const bool matched = A == pegtl::apply_mode::action ? read_number(pending, at, rules)
                                                        : skip_number(pending.reader, at, rules);
    if (matched) move_to(in, at);
    return matched;
  }
};

#undef CAIRN_MATCH

}  // namespace cairn::grammar

// What analyze() needs to know: blanks may match nothing, texts and numbers never do.
namespace tao::pegtl {
template <class Name, bool Always>
struct analyze_traits<Name, cairn::grammar::blanks<Always>> : analyze_opt_traits<> {};
template <class Name, cairn::Breaks B, class... Rules>
struct analyze_traits<Name, cairn::grammar::within<B, Rules...>> : analyze_seq_traits<Rules...> {};
template <class Name, class... Rules>
struct analyze_traits<Name, cairn::grammar::deeper<Rules...>> : analyze_seq_traits<Rules...> {};
template <class Name, cairn::Built K, class... Rules>
struct analyze_traits<Name, cairn::grammar::made<K, Rules...>> : analyze_seq_traits<Rules...> {};
template <class Name, cairn::Built K, class... Rules>
struct analyze_traits<Name, cairn::grammar::after_node<K, Rules...>>
    : analyze_seq_traits<Rules...> {};
template <class Name, class Op, class Operand>
struct analyze_traits<Name, cairn::grammar::binary<Op, Operand>> : analyze_seq_traits<Op, Operand> {
};
template <class Name, class... Rules>
struct analyze_traits<Name, cairn::grammar::compared<Rules...>> : analyze_seq_traits<Rules...> {};
template <class Name, class... Rules>
struct analyze_traits<Name, cairn::grammar::looped<Rules...>> : analyze_seq_traits<Rules...> {};
template <class Name>
struct analyze_traits<Name, cairn::grammar::text> : analyze_any_traits<> {};
template <class Name, bool Sign, bool Units>
struct analyze_traits<Name, cairn::grammar::number<Sign, Units>> : analyze_any_traits<> {};
}  // namespace tao::pegtl
