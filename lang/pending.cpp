#include "lang/pending.h"

#include <algorithm>
#include <charconv>

namespace cairn {
namespace {

using enum DiagnosticKind;

// Brackets in brackets, `not` before `not`: what the parser itself recurses on.
constexpr int most_nesting = 64;
// Of the finished tree, which every later stage walks: long chains count too.
constexpr int most_height = 512;

syntax::Name name_of(const Reader& reader, Span at) {
  return {at, std::string(reader.text().substr(at.begin, at.end - at.begin))};
}

// Words with one blank between each two: "list of text".
std::string words_of(std::string_view written) {
  std::string out;
  bool blank = false;
  for (const char byte : written) {
    const bool is_blank = byte == ' ' || byte == '\t' || byte == '\n';
    if (!is_blank && blank && !out.empty()) out += ' ';
    if (!is_blank) out += byte;
    blank = is_blank;
  }
  return out;
}

// What a comparison or a join is called in a message.
std::string_view purpose_of(std::string_view meant) {
  if (meant == "and" || meant == "or") return "join conditions";
  return meant == "not" ? "turn a condition round" : "compare";
}

// `a==b` becomes `a is b`: a word needs blanks around it.
std::string spaced(const Reader& reader, Span at, std::string_view word) {
  const auto is_blank = [](char byte) { return byte == ' ' || byte == '\t' || byte == '\n'; };
  std::string out(word);
  if (at.begin > 0 && !is_blank(reader.peek(at.begin - 1)) && word != "not") out.insert(0, " ");
  if (!is_blank(reader.peek(at.end))) out += ' ';
  return out;
}

std::vector<syntax::Expr> take(std::vector<Pending::Node>& nodes, std::size_t first) {
  std::vector<syntax::Expr> taken;
  taken.reserve(nodes.size() - first);
  for (auto at = first; at < nodes.size(); ++at) taken.push_back(std::move(nodes[at].expr));
  nodes.resize(first);
  return taken;
}

syntax::PassAt pass_at_of(const Reader& reader, Span at) {
  syntax::PassAt pass;
  pass.sign = reader.peek(at.begin + 4);
  const auto digits = reader.text().substr(at.begin + 5, at.end - at.begin - 5);
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), pass.samples);
  if (read.ec != std::errc()) pass.samples = std::numeric_limits<int>::max();
  return pass;
}

}  // namespace

void Pending::put(Span at, std::size_t first, std::size_t operands_from,
                  decltype(syntax::Expr::node) node) {
  int height = 1;
  for (auto i = operands_from; i < nodes.size(); ++i)
    height = std::max(height, nodes[i].height + 1);
  if (height > most_height) {
    reader.report(expression_too_long, at)
        .with_help("give a part of it a name of its own with a `define` block");
    throw Stopped{};
  }
  auto operands = take(nodes, operands_from);
  nodes.resize(first);
  nodes.push_back({{.at = at, .node = std::move(node), .operands = std::move(operands)}, height});
}

void Pending::build(Built kind, Span at, std::size_t first) {
  const auto several = nodes.size() - first > 1;
  switch (kind) {
    case Built::word:
      return put(at, first, first, syntax::Word{words_of(reader.written(at))});
    case Built::pass_at:
      return put(at, first, first, pass_at_of(reader, at));
    case Built::list:
      return put(at, first, first, syntax::ListOf{});
    case Built::paren:
      return put(at, first, first, syntax::Paren{});
    case Built::call: {
      const auto function = nodes[first].expr.at;
      return put(at, first, first + 1, syntax::Call{name_of(reader, function)});
    }
    case Built::field: {
      const Span name = reader.span(at.begin + 1, at.end);
      syntax::FieldOf field{name_of(reader, name)};
      if (nodes.size() - first == 2) {  // item."Recipe Name"
        field.quoted = true;
        field.field.id = std::get<syntax::Text>(nodes.back().expr.node).value;
        nodes.pop_back();
      }
      return put(join(nodes[first].expr.at, at), first, first, std::move(field));
    }
    case Built::pick:
      return put(join(nodes[first].expr.at, at), first, first, syntax::Pick{});
    case Built::negate:
      return put(at, first, first, syntax::Negate{});
    case Built::not_:
      return put(at, first, first, syntax::Not{});
    case Built::and_:
      if (several) put(at, first, first, syntax::And{});
      return;
    case Built::or_:
      if (several) put(at, first, first, syntax::Or{});
      return;
  }
}

void Pending::build_binary(char op, Span op_at) {
  const auto first = nodes.size() - 2;
  put(join(nodes[first].expr.at, nodes.back().expr.at), first, first, syntax::Binary{op, op_at});
}

void Pending::build_compare(std::size_t first, std::uint32_t end) {
  const auto left = first - 1;
  const Span at = reader.span(nodes[left].expr.at.begin, end);
  put(at, left, left, compares.back());
}

void Pending::build_loop(Span at, std::size_t first) {
  auto loop = std::move(loops.back());
  loops.back() = {};
  put(at, first, first, std::move(loop));
}

std::uint32_t Pending::skip(std::uint32_t at, Breaks how) {
  while (true) {
    const char byte = reader.peek(at);
    if (byte == ' ' || byte == '\t' || (byte == '\n' && how == Breaks::free)) {
      ++at;
    } else if (byte == '#' && how == Breaks::free) {
      const auto end = reader.line_end(at);
      keep_comment(at);
      at = end;
    } else {
      return at;
    }
  }
}

// Blanks are tried more than once; a comment is kept the first time.
void Pending::keep_comment(std::uint32_t mark) {
  if (!comments.empty() && comments.back().at.begin >= mark) return;
  comments.push_back(reader.comment(mark));
}

void Pending::deeper(std::uint32_t at) {
  if (++depth <= most_nesting) return;
  reader.report(nested_too_deep, reader.span(at == 0 ? 0 : at - 1, at), most_nesting)
      .with_help("give a part of it a name of its own with a `define` block");
  throw Stopped{};
}

void Pending::wrong_operator(Span at, std::string_view meant) {
  if (wrong_until > at.begin) return;  // The grammar tried this place before.
  wrong_until = at.end;
  reader.report(wrong_word, at, meant, purpose_of(meant))
      .with_help(fmt::format("write `{}` instead of `{}`", meant, reader.written(at)))
      .with_fix({fmt::format("write `{}`", meant), {{at, spaced(reader, at, meant)}}, true});
}

}  // namespace cairn
