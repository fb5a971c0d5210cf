// Every form of value as pieces: what stands in it, and where it may break.
//
// A line breaks only where the grammar allows it: anywhere inside ( ), between
// the elements of [ ], before `and` and `or`, and behind a loop's colon. A
// comment stands between two parts where one stood before, so it may break there.
#include "lang/format_value.h"

#include "lang/overloaded.h"

namespace cairn {
namespace {

using syntax::Comment;
using syntax::Compare;
using syntax::Expr;
using syntax::Loop;

class Values {
 public:
  Values(Pieces& pieces, Layout layout) : out_(pieces), layout_(layout) {}

  // How operands of a chain stand under the first one: further right, but not
  // where only a bracket stands before it.
  enum class Chain { under, further };
  // Whether a line may break between any two words.
  enum class Free { no, yes };

  void node(const Expr& expr, Free free, Chain chain = Chain::further) {
    std::visit(Overloaded{
                   [&](const syntax::Text& text) { add(text); },
                   [&](const syntax::Number& number) { out_.word(number.written); },
                   [&](const syntax::Share& share) { out_.word(share.written); },
                   [&](const syntax::Quantity& amount) {
                     out_.word(amount.written + " " + amount.unit.id);
                   },
                   [&](const syntax::Word& word) { out_.word(word.id); },
                   [&](const syntax::PassAt& pass) {
                     out_.word(std::string("pass") + pass.sign + std::to_string(pass.samples));
                   },
                   [&](const syntax::ListOf&) { list(expr); },
                   [&](const syntax::Paren&) { bracket("(", expr); },
                   [&](const syntax::Call& call) { bracket(call.function.id + "(", expr); },
                   [&](const syntax::FieldOf& field) { add(field, expr, free); },
                   [&](const syntax::Pick&) { pick(expr, free); },
                   [&](const syntax::Negate&) {
                     out_.word("-");
                     operand(expr.operands[0], free);
                   },
                   [&](const syntax::Binary&) { sum(expr, free, chain); },
                   [&](const Compare& compare) { add(compare, expr, free); },
                   [&](const syntax::And&) { join(expr, "and", free, chain); },
                   [&](const syntax::Or&) { join(expr, "or", free, chain); },
                   [&](const syntax::Not&) {
                     out_.word("not");
                     out_.space();
                     operand(expr.operands[0], free);
                   },
                   [&](const Loop& loop) { add(loop, expr, free); },
               },
               expr.node);
  }

  // --- comments -----------------------------------------------------------------

  void before(const std::vector<Comment>& comments) { add(comments, Comment::Place::before); }
  void beside(const std::vector<Comment>& comments) { add(comments, Comment::Place::beside); }
  void last(const std::vector<Comment>& comments) { add(comments, Comment::Place::last); }

  // What stands between brackets with an element a line once it is broken: there
  // a line break is all that separates.
  template <class Element, class Write>
  void elements(const std::vector<Element>& all, bool own_lines,
                const std::vector<Comment>& last_comments, Write write) {
    const bool comments = layout_ == Layout::of_file && !last_comments.empty();
    if (all.empty() && !comments) return out_.word("[]");
    out_.open();
    if (own_lines && layout_ == Layout::of_file) out_.break_groups();
    out_.word("[");
    out_.indent();
    out_.soft();
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (i > 0) out_.line();
      in_list(all[i].comments, Comment::Place::before, i == 0);
      if (i > 0 && layout_ == Layout::of_file && blank_line_before(all[i])) out_.blank_line();
      write(all[i]);
      if (i + 1 < all.size()) out_.comma_in_line();
      beside(all[i].comments);
    }
    in_list(last_comments, Comment::Place::last, all.empty());
    out_.outdent();
    out_.soft();
    out_.word("]");
    out_.close();
  }

 private:
  void add(const std::vector<Comment>& comments, Comment::Place place) {
    if (layout_ == Layout::one_line) return;
    for (const auto& comment : comments)
      if (comment.place == place) out_.comment(comment);
  }

  // Here blank lines are kept, but not behind the opening bracket.
  void in_list(const std::vector<Comment>& comments, Comment::Place place, bool first) {
    if (layout_ == Layout::one_line) return;
    for (const auto& comment : comments) {
      if (comment.place != place) continue;
      if (comment.blank_line_before && !first) out_.blank_line();
      first = false;
      out_.comment(comment);
    }
  }

  static bool blank_line_before(const Expr& expr) { return expr.blank_line_before; }
  template <class Other>
  static bool blank_line_before(const Other&) {
    return false;
  }

  void operand(const Expr& expr, Free free, Chain chain = Chain::further) {
    before(expr.comments);
    node(expr, free, chain);
    beside(expr.comments);
  }

  // --- brackets -------------------------------------------------------------------

  void add(const syntax::Text& text) {
    if (text.form == syntax::Text::Form::quoted) return out_.word(spelt(text));
    if (layout_ == Layout::one_line) return out_.word(quoted(text.value));
    out_.text_block(text);
  }

  void list(const Expr& expr) {
    elements(expr.operands, expr.own_lines, expr.comments,
             [&](const Expr& element) { node(element, Free::no); });
  }

  // A list or a text alone in brackets: these do not stand on lines of their own.
  static bool holds_one_value(const Expr& expr) {
    if (expr.operands.size() != 1 || !expr.comments.empty()) return false;
    const auto& only = expr.operands[0];
    return only.comments.empty() && (std::holds_alternative<syntax::ListOf>(only.node) ||
                                     std::holds_alternative<syntax::Text>(only.node));
  }

  void bracket(std::string opening, const Expr& expr) {
    out_.word(std::move(opening));
    if (holds_one_value(expr)) {
      node(expr.operands[0], Free::yes);
      return out_.word(")");
    }
    out_.open();
    out_.indent();
    out_.soft();
    for (std::size_t i = 0; i < expr.operands.size(); ++i) {
      const auto& argument = expr.operands[i];
      if (i > 0) out_.line();
      before(argument.comments);
      node(argument, Free::yes,
           std::holds_alternative<syntax::Paren>(expr.node) ? Chain::under : Chain::further);
      if (i + 1 < expr.operands.size()) out_.word(",");
      beside(argument.comments);
    }
    last(expr.comments);
    out_.outdent();
    out_.soft();
    out_.word(")");
    out_.close();
  }

  void add(const syntax::FieldOf& field, const Expr& expr, Free free) {
    node(expr.operands[0], free);
    out_.word("." + (field.quoted ? quoted(field.field.id) : field.field.id));
  }

  void pick(const Expr& expr, Free free) {
    node(expr.operands[0], free);
    out_.open();
    out_.word("[");
    beside(expr.operands[0].comments);
    out_.indent();
    out_.soft();
    operand(expr.operands[1], Free::yes, Chain::under);
    last(expr.comments);
    out_.outdent();
    out_.soft();
    out_.word("]");
    out_.close();
  }

  // --- operators ----------------------------------------------------------------

  static int tightness(const Expr& expr) {
    const auto* binary = std::get_if<syntax::Binary>(&expr.node);
    if (binary == nullptr) return 0;
    return binary->op == '+' || binary->op == '-' ? 1 : 2;
  }

  // a + b + c, which the tree holds as (a + b) + c.
  void sum(const Expr& expr, Free free, Chain chain) {
    std::vector<const Expr*> links{&expr};
    while (tightness(links.back()->operands[0]) == tightness(expr))
      links.push_back(&links.back()->operands[0]);
    const bool further = chain == Chain::further && free == Free::yes;
    out_.open();
    node(links.back()->operands[0], free);
    if (further) out_.indent();
    while (!links.empty()) {
      link(*links.back(), free);
      links.pop_back();
    }
    if (further) out_.outdent();
    out_.close();
  }

  void link(const Expr& expr, Free free) {
    const auto& right = expr.operands[1];
    beside(expr.operands[0].comments);
    if (free == Free::yes)
      out_.line();
    else
      out_.space();
    before(right.comments);
    out_.word(std::string(1, std::get<syntax::Binary>(expr.node).op));
    out_.space();
    node(right, free);
    beside(right.comments);
  }

  void add(const Compare& compare, const Expr& expr, Free free) {
    const bool of_two = expr.operands.size() > 1;
    node(expr.operands[0], free);
    beside(expr.operands[0].comments);
    if (of_two)
      before(expr.operands[1].comments);
    else
      last(expr.comments);
    out_.space();
    out_.word(words_of(compare));
    if (!of_two) return;
    out_.space();
    node(expr.operands[1], free);
    beside(expr.operands[1].comments);
    last(expr.comments);
    if (!compare.ignoring_case) return;
    out_.space();
    out_.word("ignoring case");
  }

  void join(const Expr& expr, std::string word, Free free, Chain chain) {
    out_.open();
    operand(expr.operands[0], free);
    if (chain == Chain::further) out_.indent();
    for (std::size_t i = 1; i < expr.operands.size(); ++i) {
      const auto& next = expr.operands[i];
      out_.line();
      before(next.comments);
      out_.word(word);
      out_.space();
      node(next, free);
      beside(next.comments);
    }
    if (chain == Chain::further) out_.outdent();
    out_.close();
  }

  // The comment beside what stands before a colon stands beside the colon.
  void add(const Loop& loop, const Expr& expr, Free free) {
    const auto* before_colon = &expr.operands[0];
    out_.open();
    out_.word(words_of(loop) + " " + loop.variable.id + " in");
    out_.space();
    before(before_colon->comments);
    node(*before_colon, free);
    if (loop.has_where) {
      beside(before_colon->comments);
      before_colon = &expr.operands[1];
      out_.space();
      before(before_colon->comments);
      out_.word("where");
      out_.space();
      node(*before_colon, free);
    }
    if (loop.has_body) out_.word(":");
    beside(before_colon->comments);
    if (loop.has_body) body(expr.operands.back(), free);
    out_.close();
  }

  void body(const Expr& expr, Free free) {
    if (std::holds_alternative<syntax::Paren>(expr.node) && expr.comments.empty()) {
      out_.space();
      return node(expr, free);
    }
    out_.indent();
    out_.line();
    operand(expr, free);
    out_.outdent();
  }

  Pieces& out_;
  Layout layout_;
};

std::string label_of(const syntax::Verdict& verdict) {
  auto text = verdict.quoted ? quoted(verdict.label) : verdict.label;
  if (verdict.share) text += " " + verdict.share->written;
  return text;
}

std::string written(const syntax::Parameter& parameter) {
  return (parameter.optional ? "optional " : "") + parameter.type + " " + parameter.name.id;
}

}  // namespace

void add_value(Pieces& pieces, const Expr& expr, Layout layout) {
  Values(pieces, layout).node(expr, Values::Free::no);
}

void add_value(Pieces& pieces, const syntax::Value& value) {
  Values values(pieces, Layout::of_file);
  const auto add = [&](const Expr& expr) { values.node(expr, Values::Free::no); };
  std::visit(Overloaded{
                 [&](const Expr& expr) { add(expr); },
                 [&](const syntax::Data& data) { add(data.value); },
                 [&](const syntax::ForEach& each) {
                   pieces.word(each.variable.id + " in");
                   pieces.space();
                   add(each.list);
                 },
                 [&](const syntax::AtLeast& least) {
                   pieces.word("at least");
                   pieces.space();
                   add(least.amount);
                 },
                 [&](const syntax::Range& range) {
                   add(range.low);
                   pieces.word(" to ");
                   add(range.high);
                 },
                 [&](const syntax::Parameters& parameters) {
                   values.elements(
                       parameters.all, parameters.own_lines, parameters.last,
                       [&](const syntax::Parameter& one) { pieces.word(written(one)); });
                 },
                 [&](const syntax::Verdicts& verdicts) {
                   values.elements(verdicts.all, verdicts.own_lines, verdicts.last,
                                   [&](const syntax::Verdict& one) { pieces.word(label_of(one)); });
                 },
                 [&](const syntax::Unread&) {},
             },
             value);
}

std::string format(const Expr& expr) {
  Pieces pieces;
  add_value(pieces, expr, Layout::one_line);
  return pieces.in_one_line().value_or("");
}

}  // namespace cairn
