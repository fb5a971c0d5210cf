// Values on several lines: which comment belongs to what, and what was broken.
#include "lang/pending.h"

namespace cairn {
namespace {

bool crosses_line(const Reader& reader, std::uint32_t begin, std::uint32_t end) {
  return reader.line_end(begin) < end;
}

bool blank_line_above(const Reader& reader, std::uint32_t at) {
  const auto line = reader.line_begin(at);
  if (line == 0) return false;
  const auto above = reader.line_begin(line - 1);
  return reader.skip_blanks(above) == line - 1;
}

void settle(const Reader& reader, syntax::Expr& expr, std::span<const syntax::Comment> comments);

// A comment in a gap between operands: beside what ends on its line, else
// before what follows, else before the closing bracket.
void keep(const Reader& reader, syntax::Expr& expr, std::size_t next, syntax::Comment comment) {
  using Place = syntax::Comment::Place;
  comment.blank_line_before = blank_line_above(reader, comment.at.begin);
  auto& operands = expr.operands;
  if (next > 0 && !crosses_line(reader, operands[next - 1].at.end, comment.at.begin)) {
    comment.place = Place::beside;
    operands[next - 1].comments.push_back(std::move(comment));
  } else if (next < operands.size()) {
    comment.place = Place::before;
    operands[next].comments.push_back(std::move(comment));
  } else {
    comment.place = Place::last;
    expr.comments.push_back(std::move(comment));
  }
}

void settle_operands(const Reader& reader, syntax::Expr& expr,
                     std::span<const syntax::Comment> comments) {
  auto gap_begin = expr.at.begin;
  for (std::size_t i = 0; i < expr.operands.size(); ++i) {
    auto& operand = expr.operands[i];
    for (; !comments.empty() && comments[0].at.begin < operand.at.begin;
         comments = comments.subspan(1))
      keep(reader, expr, i, comments[0]);
    if (crosses_line(reader, gap_begin, operand.at.begin)) {
      expr.own_lines = true;
      operand.blank_line_before = i > 0 && blank_line_above(reader, operand.at.begin);
    }
    std::size_t inside = 0;
    while (inside < comments.size() && comments[inside].at.begin < operand.at.end) ++inside;
    settle(reader, operand, comments.first(inside));
    comments = comments.subspan(inside);
    gap_begin = operand.at.end;
  }
  for (const auto& comment : comments) keep(reader, expr, expr.operands.size(), comment);
  if (crosses_line(reader, gap_begin, expr.at.end)) expr.own_lines = true;
}

void settle(const Reader& reader, syntax::Expr& expr, std::span<const syntax::Comment> comments) {
  if (std::holds_alternative<syntax::Text>(expr.node)) return;
  if (comments.empty() && !crosses_line(reader, expr.at.begin, expr.at.end)) return;
  settle_operands(reader, expr, comments);
}

}  // namespace

void settle_layout(const Reader& reader, syntax::Expr& expr,
                   const std::vector<syntax::Comment>& comments) {
  // Blanks are tried behind the value too: comments there are not the value's.
  std::size_t inside = 0;
  while (inside < comments.size() && comments[inside].at.begin < expr.at.end) ++inside;
  settle(reader, expr, std::span(comments).first(inside));
}

}  // namespace cairn
