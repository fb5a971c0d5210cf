// What parses but can be read in two ways, or means something else than it says.
#include "lang/pending.h"

namespace cairn {
namespace {

using enum DiagnosticKind;
using syntax::Compare;
using syntax::Loop;

bool is_comparison(const syntax::Expr& expr) { return std::holds_alternative<Compare>(expr.node); }

// A loop whose body is one condition: an `and` behind it could belong to either.
bool ends_in_condition(const syntax::Expr& expr) {
  if (const auto* loop = std::get_if<Loop>(&expr.node))
    return loop->kind <= Loop::Kind::count && loop->has_body;
  if (std::holds_alternative<syntax::Not>(expr.node)) return ends_in_condition(expr.operands[0]);
  return false;
}

class Readings {
 public:
  explicit Readings(Reader& reader) : reader_(reader) {}

  void check(const syntax::Expr& expr) {
    if (report_open_count(expr)) return;
    if (is_comparison(expr)) check_comparison(expr);
    if (std::holds_alternative<syntax::And>(expr.node)) check_joint(expr, "and");
    if (std::holds_alternative<syntax::Or>(expr.node)) check_joint(expr, "or");
    if (std::holds_alternative<syntax::Not>(expr.node)) check_not(expr);
    for (const auto& operand : expr.operands) check(operand);
  }

  // What was read is then not what was meant: its types would say nothing.
  bool unreadable() const { return unreadable_; }

 private:
  std::string written(const syntax::Expr& expr) const {
    return std::string(reader_.written(expr.at));
  }
  std::string written(Span at) const { return std::string(reader_.written(at)); }

  // count of x in l: a mentions x >= 2
  bool report_open_count(const syntax::Expr& expr) {
    const auto* loop = std::get_if<Loop>(&expr.node);
    if (loop == nullptr || (loop->kind != Loop::Kind::count && loop->kind != Loop::Kind::share))
      return false;
    const auto& body = expr.operands.back();
    if (!is_comparison(body) || !is_comparison(body.operands[0]) || body.operands.size() < 2)
      return false;
    const auto& compare = std::get<Compare>(body.node);
    const auto counted = written(reader_.span(expr.at.begin, body.operands[0].at.end));
    const auto right =
        fmt::format("({}) {} {}", counted, written(compare.op_at), written(body.operands[1]));
    reader_.report(chain, compare.op_at)
        .with_other(std::get<Compare>(body.operands[0].node).op_at, "the first comparison")
        .with_help(fmt::format("write `{}`", right))
        .with_fix({"put the loop in brackets", {{expr.at, right}}});
    return true;
  }

  // sum of x in l: a mentions x
  void check_folded(const syntax::Expr& expr) {
    const auto& left = expr.operands[0];
    const auto* loop = std::get_if<Loop>(&left.node);
    const bool text_test = std::get<Compare>(expr.node).op >= Compare::Op::contains;
    if (loop == nullptr || loop->kind < Loop::Kind::sum || loop->kind == Loop::Kind::list ||
        !text_test)
      return;
    const auto word = reader_.span(left.at.begin, reader_.word_end(left.at.begin));
    reader_.report(wrong_word, word, "count of", "count the elements for which something holds")
        .with_help(fmt::format("write `count{}`", written(reader_.span(word.end, expr.at.end))));
    throw Stopped{};
  }

  // 1 < x < 5
  void check_comparison(const syntax::Expr& expr) {
    check_folded(expr);
    const auto& left = expr.operands[0];
    if (!is_comparison(left) || left.operands.size() < 2 || expr.operands.size() < 2) {
      if (is_comparison(left)) report_chain(expr, left, {});
      return;
    }
    const auto& compare = std::get<Compare>(expr.node);
    const auto middle = written(left.operands[1]);
    report_chain(expr, left,
                 fmt::format("{} and {} {} {}", written(left), middle, written(compare.op_at),
                             written(expr.operands[1])));
  }

  void report_chain(const syntax::Expr& expr, const syntax::Expr& left, std::string right) {
    const auto& compare = std::get<Compare>(expr.node);
    unreadable_ = true;
    auto& made = reader_.report(chain, compare.op_at)
                     .with_other(std::get<Compare>(left.node).op_at, "the first comparison");
    if (right.empty())
      made.with_help("put one of them in brackets, or join them with `and`");
    else
      made.with_help(fmt::format("write `{}`", right))
          .with_fix({"write two comparisons", {{expr.at, right}}});
  }

  void check_joint(const syntax::Expr& expr, std::string_view word) {
    for (std::size_t i = 0; i + 1 < expr.operands.size(); ++i) {
      const auto& operand = expr.operands[i];
      const auto& next = expr.operands[i + 1];
      if (ends_in_condition(operand)) return report_stray(operand, next, word);
      if (bare_text(operand, next, word)) return;
    }
    const auto& last = expr.operands.back();
    for (const auto& operand : expr.operands) {
      const bool mixed = word == "or" && std::holds_alternative<syntax::And>(operand.node);
      if (mixed) return report_mixed(expr, operand);
    }
    if (word == "and" && std::holds_alternative<syntax::Or>(last.node)) report_mixed(expr, last);
  }

  // no x in l: a and b
  void report_stray(const syntax::Expr& loop, const syntax::Expr& next, std::string_view word) {
    const auto* inner = &loop;
    while (std::holds_alternative<syntax::Not>(inner->node)) inner = &inner->operands[0];
    const auto& body = inner->operands.back();
    const auto head = written(reader_.span(loop.at.begin, body.at.begin));
    const auto first = fmt::format("({}) {} {}", written(loop), word, written(next));
    const auto second = fmt::format("{}({} {} {})", head, written(body), word, written(next));
    const auto whole = join(loop.at, next.at);
    reader_.report(stray_join, joint(loop, next), word)
        .with_other(loop.at, "this asks one condition of each element")
        .with_help(fmt::format("write `{}`", first))
        .with_help(fmt::format("or `{}`", second))
        .with_fix({"close the loop first", {{whole, first}}})
        .with_fix({"ask both of each element", {{whole, second}}});
  }

  // a and b or c
  void report_mixed(const syntax::Expr& expr, const syntax::Expr& inner) {
    const auto inside = fmt::format("({})", written(inner));
    const auto begin = written(reader_.span(expr.at.begin, inner.at.begin));
    const auto end = written(reader_.span(inner.at.end, expr.at.end));
    auto& made = reader_.report(and_or_mixed, expr.at)
                     .with_help(fmt::format("write `{}{}{}`", begin, inside, end))
                     .with_fix({"put the `and` in brackets", {{inner.at, inside}}});
    const auto other = other_reading(expr, inner);
    if (!other.empty())
      made.with_help(fmt::format("or `{}`", other))
          .with_fix({"put the `or` in brackets", {{expr.at, other}}});
  }

  // The reading in which `or` binds first; empty where there is no simple one.
  std::string other_reading(const syntax::Expr& expr, const syntax::Expr& inner) const {
    if (expr.operands.size() != 2 || inner.operands.size() != 2) return {};
    const auto& a = inner.operands[0];
    const auto& b = inner.operands[1];
    if (&inner == &expr.operands[0])
      return fmt::format("{} and ({} or {})", written(a), written(b), written(expr.operands[1]));
    return fmt::format("({} or {}) and {}", written(expr.operands[0]), written(a), written(b));
  }

  // answer contains "a" and "b"
  bool bare_text(const syntax::Expr& operand, const syntax::Expr& next, std::string_view word) {
    const bool text = std::holds_alternative<syntax::Text>(next.node);
    if (!text || !is_comparison(operand) || operand.operands.size() < 2) return false;
    const auto& compare = std::get<Compare>(operand.node);
    const auto left = written(operand.operands[0]);
    const auto op = written(compare.op_at);
    const bool listable = compare.op >= Compare::Op::contains && compare.many == Compare::Many::one;
    const auto many = word == "and" ? "all of" : "any of";
    std::string right;
    if (listable)
      right = fmt::format("{} {} {} [{}, {}]", left, op, many, written(operand.operands[1]),
                          written(next));
    else if (compare.op == Compare::Op::is && word == "or")
      right =
          fmt::format("{} is one of [{}, {}]", left, written(operand.operands[1]), written(next));
    else
      right = fmt::format("{} {} {} {}", written(operand), word, left + " " + op, written(next));
    unreadable_ = true;
    reader_.report(bare_text_condition, next.at)
        .with_help(fmt::format("write `{}`", right))
        .with_fix({"say it of both", {{join(operand.at, next.at), right}}});
    return true;
  }

  // not a contains b
  void check_not(const syntax::Expr& expr) {
    const auto& inside = expr.operands[0];
    if (!is_comparison(inside)) return;
    const auto& compare = std::get<Compare>(inside.node);
    if (compare.op >= Compare::Op::less && compare.op <= Compare::Op::at_least) return;
    const auto left = written(inside.operands[0]);
    const auto op = written(compare.op_at);
    std::string right;
    if (compare.negated) {
      right = {};
    } else if (compare.op == Compare::Op::is || compare.op == Compare::Op::one_of ||
               compare.op == Compare::Op::empty || compare.op == Compare::Op::present ||
               compare.op == Compare::Op::missing) {
      right = left + " is not" + written(reader_.span(compare.op_at.begin + 2, inside.at.end));
    } else if (compare.op >= Compare::Op::contains && compare.many == Compare::Many::one) {
      right = fmt::format("{} does not {}{}", left, verb(compare.op),
                          written(reader_.span(compare.op_at.end, inside.at.end)));
    }
    auto& made = reader_.report(misplaced_not, reader_.span(expr.at.begin, expr.at.begin + 3), op);
    if (right.empty())
      made.with_help(fmt::format("write `not ({})`", written(inside)));
    else
      made.with_help(fmt::format("write `{}`", right))
          .with_fix({"write it this way", {{expr.at, right}}, true});
  }

  static std::string_view verb(Compare::Op op) {
    switch (op) {
      case Compare::Op::mentions:
        return "mention";
      case Compare::Op::matches:
        return "match";
      case Compare::Op::starts_with:
        return "start with";
      case Compare::Op::ends_with:
        return "end with";
      default:
        return "contain";
    }
  }

  // The word between two operands.
  Span joint(const syntax::Expr& left, const syntax::Expr& right) const {
    auto at = left.at.end;
    const auto& text = reader_.text();
    while (at < right.at.begin && (text[at] < 'a' || text[at] > 'z') && text[at] != '&' &&
           text[at] != '|')
      ++at;
    auto end = at;
    while (end < right.at.begin && text[end] != ' ' && text[end] != '\n' && text[end] != '(') ++end;
    return reader_.span(at, std::max(end, at));
  }

  Reader& reader_;
  bool unreadable_ = false;
};

}  // namespace

// Throws Stopped where no reading says anything.
void check_readings(Reader& reader, const syntax::Expr& expr) {
  Readings readings(reader);
  readings.check(expr);
  if (readings.unreadable()) throw Stopped{};
}

}  // namespace cairn
