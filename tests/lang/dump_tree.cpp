#include "tests/lang/dump_tree.h"

#include <fmt/format.h>

#include "lang/overloaded.h"

namespace cairn {
namespace {

using syntax::Comment;
using syntax::Expr;

std::string what(const Expr& expr) {
  return std::visit(
      Overloaded{
          [](const syntax::Text& text) {
            return fmt::format("text {} {} {} '{}'", static_cast<int>(text.form), text.raw,
                               text.fence, text.value);
          },
          [](const syntax::Number& number) { return "number " + number.written; },
          [](const syntax::Share& share) { return "share " + share.written; },
          [](const syntax::Quantity& amount) { return amount.written + " " + amount.unit.id; },
          [](const syntax::Word& word) { return "word " + word.id; },
          [](const syntax::PassAt& pass) {
            return fmt::format("pass{}{}", pass.sign, pass.samples);
          },
          [](const syntax::ListOf&) { return std::string("list"); },
          [](const syntax::Paren&) { return std::string("paren"); },
          [](const syntax::Call& call) { return "call " + call.function.id; },
          [](const syntax::FieldOf& field) {
            return fmt::format("field {} {}", field.quoted, field.field.id);
          },
          [](const syntax::Pick&) { return std::string("pick"); },
          [](const syntax::Negate&) { return std::string("negate"); },
          [](const syntax::Binary& binary) { return std::string(1, binary.op); },
          [](const syntax::Compare& compare) {
            return fmt::format("compare {} {} {} {}", static_cast<int>(compare.op), compare.negated,
                               static_cast<int>(compare.many), compare.ignoring_case);
          },
          [](const syntax::And&) { return std::string("and"); },
          [](const syntax::Or&) { return std::string("or"); },
          [](const syntax::Not&) { return std::string("not"); },
          [](const syntax::Loop& loop) {
            return fmt::format("loop {} {} {} {} {}", static_cast<int>(loop.kind), loop.limit,
                               loop.variable.id, loop.has_where, loop.has_body);
          },
      },
      expr.node);
}

class Dumper {
 public:
  explicit Dumper(Comments comments) : comments_(comments) {}

  std::string dump(const std::vector<Comment>& comments) {
    std::string out;
    if (comments_ == Comments::left_out) return out;
    for (const auto& comment : comments)
      out += fmt::format(" #{}:{}#", static_cast<int>(comment.place), comment.text);
    return out;
  }

  std::string dump(const std::optional<Comment>& comment) {
    if (!comment || comments_ == Comments::left_out) return {};
    return fmt::format(" beside#{}#", comment->text);
  }

  std::string dump(const syntax::Trivia& trivia) {
    return dump(trivia.before) + dump(trivia.beside);
  }

  std::string dump(const Expr& expr) {
    std::string out = "(" + what(expr) + dump(expr.comments);
    for (const auto& operand : expr.operands) out += " " + dump(operand);
    return out + ")";
  }

  std::string dump(const syntax::Parameters& parameters) {
    std::string out = "parameters";
    for (const auto& one : parameters.all)
      out += fmt::format(" ({} {} {}{})", one.optional, one.type, one.name.id, dump(one.comments));
    return out + dump(parameters.last);
  }

  std::string dump(const syntax::Verdicts& verdicts) {
    std::string out = "verdicts";
    for (const auto& one : verdicts.all)
      out += fmt::format(" ({} {} {}{})", one.quoted, one.label,
                         one.share ? one.share->written : "", dump(one.comments));
    return out + dump(verdicts.last);
  }

  std::string dump(const syntax::Value& value) {
    return std::visit(
        Overloaded{
            [&](const Expr& expr) { return dump(expr); },
            [&](const syntax::Data& data) { return "data" + dump(data.value); },
            [&](const syntax::ForEach& each) {
              return each.variable.id + " in " + dump(each.list);
            },
            [&](const syntax::AtLeast& least) { return "at least " + dump(least.amount); },
            [&](const syntax::Range& range) { return dump(range.low) + " to " + dump(range.high); },
            [&](const syntax::Parameters& parameters) { return dump(parameters); },
            [&](const syntax::Verdicts& verdicts) { return dump(verdicts); },
            [](const syntax::Unread&) { return std::string("unread"); },
        },
        value);
  }

  std::string dump(const syntax::Setting& setting) {
    return fmt::format("{}{}{}: {}{}\n", setting.key_quoted ? "quoted " : "", setting.key.id,
                       setting.argument ? dump(*setting.argument) : "", dump(setting.value),
                       dump(setting.trivia));
  }

  std::string dump(const syntax::Block& block) {
    auto out = fmt::format("{} {} {} {} {}{} {{\n", block.keyword.id,
                           block.name ? block.name->id : "", block.title ? dump(*block.title) : "",
                           block.alias ? block.alias->id : "", block.braces, dump(block.trivia));
    for (const auto& entry : block.entries)
      out += std::visit([&](const auto& it) { return dump(it); }, entry);
    return out + "}" + dump(block.last) + dump(block.beside_close) + "\n";
  }

 private:
  Comments comments_;
};

}  // namespace

std::string dump_tree(const syntax::File& file, Comments comments) {
  Dumper dumper(comments);
  auto out =
      fmt::format("cairn {}{}\n", file.edition.value_or(0), dumper.dump(file.edition_trivia));
  for (const auto& block : file.blocks) out += dumper.dump(block);
  return out + dumper.dump(file.last);
}

}  // namespace cairn
