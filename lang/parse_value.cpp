// Values: the grammar's actions, and one entry for each form a key may ask for.
#include "lang/grammar.h"
#include "lang/pending.h"

namespace cairn {
namespace grammar {

template <class Rule>
struct action {};

using syntax::Compare;
using syntax::Loop;

// --- what a loop and a comparison were written with -------------------------------
#define ON_LOOP(rule, value)                                                                \
  template <>                                                                               \
  struct action<rule> {                                                                     \
    static void apply0(Pending& pending) { pending.loops.back().kind = Loop::Kind::value; } \
  }
ON_LOOP(h_every, every);
ON_LOOP(h_some, some);
ON_LOOP(h_no, no);
ON_LOOP(h_least, at_least);
ON_LOOP(h_most, at_most);
ON_LOOP(h_exactly, exactly);
ON_LOOP(h_share, share);
ON_LOOP(h_count, count);
ON_LOOP(h_sum, sum);
ON_LOOP(h_average, average);
ON_LOOP(h_largest, largest);
ON_LOOP(h_smallest, smallest);
ON_LOOP(h_list, list);
#undef ON_LOOP

template <class Input>
Span span_of(const Input& in, const Pending& pending) {
  const auto& whole = in.input();
  return pending.reader.span(static_cast<std::uint32_t>(in.begin() - whole.begin()),
                             static_cast<std::uint32_t>(in.end() - whole.begin()));
}

template <>
struct action<loop_limit> {
  template <class Input>
  static void apply(const Input& in, Pending& pending) {
    pending.loops.back().limit = in.string();
  }
};
template <>
struct action<loop_name> {
  template <class Input>
  static void apply(const Input& in, Pending& pending) {
    pending.loops.back().variable = {span_of(in, pending), in.string()};
  }
};
template <>
struct action<has_where> {
  static void apply0(Pending& pending) { pending.loops.back().has_where = true; }
};
template <>
struct action<has_body> {
  static void apply0(Pending& pending) { pending.loops.back().has_body = true; }
};
template <>
struct action<loop_colon> : action<has_body> {};

template <Compare::Op Op>
struct sets_operator {
  template <class Input>
  static void apply(const Input& in, Pending& pending) {
    pending.compares.back().op = Op;
    pending.compares.back().op_at.end = span_of(in, pending).end;
  }
};
#define ON_OPERATOR(rule, value) \
  template <>                    \
  struct action<rule> : sets_operator<Compare::Op::value> {}
ON_OPERATOR(o_is, is);
ON_OPERATOR(o_one_of, one_of);
ON_OPERATOR(o_empty, empty);
ON_OPERATOR(o_present, present);
ON_OPERATOR(o_missing, missing);
ON_OPERATOR(o_less, less);
ON_OPERATOR(o_at_most, at_most);
ON_OPERATOR(o_more, more);
ON_OPERATOR(o_at_least, at_least);
ON_OPERATOR(o_contains, contains);
ON_OPERATOR(o_contain, contains);
ON_OPERATOR(o_mentions, mentions);
ON_OPERATOR(o_mention, mentions);
ON_OPERATOR(o_matches, matches);
ON_OPERATOR(o_match, matches);
ON_OPERATOR(o_starts, starts_with);
ON_OPERATOR(o_start, starts_with);
ON_OPERATOR(o_ends, ends_with);
ON_OPERATOR(o_end, ends_with);
#undef ON_OPERATOR

template <>
struct action<o_not> {
  template <class Input>
  static void apply(const Input& in, Pending& pending) {
    pending.compares.back().negated = true;
    pending.compares.back().op_at.end = span_of(in, pending).end;
  }
};
template <>
struct action<o_does_not> : action<o_not> {};

template <Compare::Many Many>
struct sets_many {
  template <class Input>
  static void apply(const Input& in, Pending& pending) {
    pending.compares.back().many = Many;
    pending.compares.back().op_at.end = span_of(in, pending).end;
  }
};
template <>
struct action<o_any> : sets_many<Compare::Many::any> {};
template <>
struct action<o_all> : sets_many<Compare::Many::all> {};
template <>
struct action<o_none> : sets_many<Compare::Many::none> {};
template <>
struct action<o_case> {
  static void apply0(Pending& pending) { pending.compares.back().ignoring_case = true; }
};

// --- operators written by habit -----------------------------------------------------
#define ON_HABIT(rule, op_value, is_negated, meant)        \
  template <>                                              \
  struct action<rule> {                                    \
    template <class Input>                                 \
    static void apply(const Input& in, Pending& pending) { \
      const auto at = span_of(in, pending);                \
      pending.compares.back().op = Compare::Op::op_value;  \
      pending.compares.back().negated = is_negated;        \
      pending.compares.back().op_at.end = at.end;          \
      pending.wrong_operator(at, meant);                   \
    }                                                      \
  }
ON_HABIT(wrong_is, is, false, "is");
ON_HABIT(wrong_is_not, is, true, "is not");
ON_HABIT(wrong_at_most, at_most, false, "<=");
ON_HABIT(wrong_at_least, at_least, false, ">=");
#undef ON_HABIT

#define ON_JOINT(rule, meant)                              \
  template <>                                              \
  struct action<rule> {                                    \
    template <class Input>                                 \
    static void apply(const Input& in, Pending& pending) { \
      pending.wrong_operator(span_of(in, pending), meant); \
    }                                                      \
  }
ON_JOINT(wrong_and, "and");
ON_JOINT(wrong_or, "or");
ON_JOINT(wrong_not, "not");
#undef ON_JOINT

// --- what is missing where a rule stops ------------------------------------------------
template <class Rule>
inline constexpr Expected expected = Expected::operand;
template <>
inline constexpr Expected expected<close_list> = Expected::close_list;
template <>
inline constexpr Expected expected<close_paren> = Expected::close_paren;
template <>
inline constexpr Expected expected<close_call> = Expected::close_call;
template <>
inline constexpr Expected expected<close_pick> = Expected::close_pick;
template <>
inline constexpr Expected expected<loop_colon> = Expected::loop_colon;
template <>
inline constexpr Expected expected<loop_body> = Expected::loop_body;
template <>
inline constexpr Expected expected<fold_body> = Expected::loop_body;
template <>
inline constexpr Expected expected<where_body> = Expected::loop_body;
template <>
inline constexpr Expected expected<list_of_loop> = Expected::list_of_loop;
template <>
inline constexpr Expected expected<not_verb> = Expected::verb;
template <>
inline constexpr Expected expected<sor<field_name, text>> = Expected::field;
template <>
inline constexpr Expected expected<share_or_number> = Expected::amount;
template <>
inline constexpr Expected expected<signed_number> = Expected::amount;
template <>
inline constexpr Expected expected<text> = Expected::file_path;

template <class Rule>
struct control : pegtl::normal<Rule> {
  template <class Input>
  [[noreturn]] static void raise(const Input& in, Pending& pending) {
    pending.stop(offset(in), expected<Rule>);
  }
};

}  // namespace grammar

namespace {

namespace g = grammar;
namespace pegtl = tao::pegtl;

using Input = pegtl::memory_input<pegtl::tracking_mode::lazy, pegtl::eol::lf, const char*>;

// One rule at the reader's place; moves behind it.
template <class Rule>
bool matches(Pending& pending) {
  auto& reader = pending.reader;
  Input in(reader.text().data(), reader.text().data() + reader.text().size(), "");
  in.bump_in_this_line(reader.place);
  if (!pegtl::parse<Rule, g::action, g::control>(in, pending)) return false;
  reader.place = g::offset(in);
  return true;
}

template <class Rule>
syntax::Expr one_node(Pending& pending) {
  if (!matches<Rule>(pending)) pending.stop(pending.reader.place, Expected::value);
  auto expr = std::move(pending.nodes.front().expr);
  settle_layout(pending.reader, expr, pending.comments);
  return expr;
}

template <class Rule>
std::vector<Pending::Node> several_nodes(Pending& pending) {
  if (!matches<Rule>(pending)) pending.stop(pending.reader.place, Expected::value);
  return std::move(pending.nodes);
}

syntax::Expr expression(Pending& pending) {
  auto expr = one_node<g::expr>(pending);
  check_readings(pending.reader, expr);
  return expr;
}

syntax::Value for_each(Pending& pending) {
  auto nodes = several_nodes<g::for_each>(pending);
  auto& name = nodes[0].expr;
  settle_layout(pending.reader, nodes[1].expr, pending.comments);
  check_readings(pending.reader, nodes[1].expr);
  return syntax::ForEach{{name.at, std::get<syntax::Word>(name.node).id}, std::move(nodes[1].expr)};
}

syntax::Value combine(Pending& pending) {
  auto expr = one_node<g::combine>(pending);
  if (std::holds_alternative<syntax::Word>(expr.node)) return expr;
  return syntax::AtLeast{std::move(expr)};
}

syntax::Value range(Pending& pending) {
  auto nodes = several_nodes<g::range_form>(pending);
  return syntax::Range{std::move(nodes[0].expr), std::move(nodes[1].expr)};
}

syntax::Verdict verdict_of(syntax::Expr& element) {
  syntax::Verdict verdict{.at = element.at, .comments = std::move(element.comments)};
  auto& label = element.operands[0];
  if (auto* text = std::get_if<syntax::Text>(&label.node)) {
    verdict.quoted = true;
    verdict.label = std::move(text->value);
  } else {
    verdict.label = std::get<syntax::Word>(label.node).id;
  }
  if (element.operands.size() < 2) return verdict;
  verdict.share_at = element.operands[1].at;
  if (const auto* share = std::get_if<syntax::Share>(&element.operands[1].node))
    verdict.share = *share;
  else if (const auto* number = std::get_if<syntax::Number>(&element.operands[1].node))
    verdict.share = syntax::Share{number->value, number->written};
  return verdict;
}

syntax::Value verdicts(Pending& pending) {
  auto list = one_node<g::verdicts>(pending);
  syntax::Verdicts verdicts{.own_lines = list.own_lines, .last = std::move(list.comments)};
  for (auto& element : list.operands) verdicts.all.push_back(verdict_of(element));
  return verdicts;
}

syntax::Parameter parameter_of(syntax::Expr& element) {
  syntax::Parameter parameter{.at = element.at, .comments = std::move(element.comments)};
  parameter.optional = element.operands.size() == 3;
  const auto& type = element.operands[parameter.optional ? 1 : 0];
  parameter.type_at = type.at;
  parameter.type = std::get<syntax::Word>(type.node).id;
  const auto& name = element.operands.back();
  parameter.name = {name.at, std::get<syntax::Word>(name.node).id};
  return parameter;
}

syntax::Value parameters(Pending& pending) {
  auto list = one_node<g::parameters>(pending);
  syntax::Parameters parameters{.own_lines = list.own_lines, .last = std::move(list.comments)};
  for (auto& element : list.operands) parameters.all.push_back(parameter_of(element));
  return parameters;
}

// In data a word is a label; these words of other formats mean something else there.
void refuse_foreign_words(Pending& pending, const syntax::Expr& expr) {
  constexpr std::pair<std::string_view, std::string_view> foreign[] = {
      {"true", "write `yes`"},
      {"false", "write `no`"},
      {"null", "leave the field out"},
      {"none", "leave the field out"},
  };
  if (const auto* word = std::get_if<syntax::Word>(&expr.node))
    for (const auto& [written, help] : foreign)
      if (word->id == written) {
        pending.reader.report(DiagnosticKind::wrong_case, expr.at, written)
            .with_help(fmt::format("{}; a text stands in quotes: `\"{}\"`", help, written));
        throw Stopped{};
      }
  for (const auto& operand : expr.operands) refuse_foreign_words(pending, operand);
}

syntax::Value data(Pending& pending) {
  auto expr = one_node<g::data>(pending);
  refuse_foreign_words(pending, expr);
  return syntax::Data{std::move(expr)};
}

syntax::Value value_of(Pending& pending) {
  switch (pending.wanted.form) {
    case Form::for_each:
      return for_each(pending);
    case Form::combine:
      return combine(pending);
    case Form::range:
      return range(pending);
    case Form::parameters:
      return parameters(pending);
    case Form::verdicts:
      return verdicts(pending);
    case Form::type:
      return one_node<g::type_value>(pending);
    case Form::data:
      return data(pending);
    default:
      return expression(pending);
  }
}

}  // namespace

syntax::Value read_value(Reader& reader, const Wanted& wanted) {
  const auto begin = reader.place;
  try {
    Pending pending(reader, wanted);
    auto value = value_of(pending);
    check_rest_of_line(pending);
    return value;
  } catch (const Stopped&) {
    reader.place = skip_value(reader, begin, wanted.one_line);
    return syntax::Unread{};
  }
}

}  // namespace cairn
