// Blocks, settings and what stands between them.
#include "lang/format.h"

#include "lang/format_value.h"
#include "lang/overloaded.h"
#include "lang/utf8.h"

namespace cairn {
namespace {

using syntax::Block;
using syntax::Comment;
using syntax::Setting;

// "check layout "Ingredients first"", without the brace.
std::string header_of(const Block& block) {
  auto text = block.keyword.id;
  if (block.name) text += " " + block.name->id;
  if (block.title) text += " " + format(*block.title);
  if (block.alias) text += " as " + block.alias->id;
  return text;
}

std::string key_of(const Setting& setting) {
  auto text = setting.key_quoted ? quoted(setting.key.id) : setting.key.id;
  if (setting.argument) text += " " + format(*setting.argument);
  return text + ":";
}

// The whole block in one line; nothing where something in it cannot stand in one.
std::optional<std::string> in_one_line(const Block& block);

std::optional<std::string> in_one_line(const Setting& setting) {
  Pieces pieces;
  add_value(pieces, setting.value);
  const auto value = pieces.in_one_line();
  return value ? std::optional(key_of(setting) + " " + *value) : std::nullopt;
}

std::optional<std::string> in_one_line(const Block& block) {
  auto text = header_of(block);
  if (!block.braces) return text;
  if (!block.one_line) return std::nullopt;
  if (block.entries.empty()) return text + " {}";
  text += " {";
  for (const auto& entry : block.entries) {
    const auto one = std::visit([](const auto& it) { return in_one_line(it); }, entry);
    if (!one) return std::nullopt;
    text += " " + *one;
  }
  return text + " }";
}

class Writer {
 public:
  std::string file(const syntax::File& file) {
    bool many_lines = false;  // The block above.
    if (file.edition) {
      above(file.edition_trivia, false);
      lines_.word("cairn " + std::to_string(*file.edition));
      beside(file.edition_trivia.beside);
    }
    for (const auto& block : file.blocks) {
      const auto one_line = fitting_line(block);
      above(block.trivia, many_lines || !one_line);
      write(block, one_line);
      many_lines = !one_line;
    }
    own_comments(file.last);
    return lines_.take();
  }

 private:
  std::optional<std::string> fitting_line(const Block& block) const {
    auto text = in_one_line(block);
    if (!text || !block.braces) return text;
    const auto width = lines_.indent + static_cast<std::size_t>(width_of(*text));
    return width <= most_columns ? text : std::nullopt;
  }

  // Comments on lines of their own and blank lines above an entry.
  void above(const syntax::Trivia& trivia, bool blank_line) {
    if (blank_line) lines_.blank_line();
    own_comments(trivia.before);
    lines_.next_line();
    if (trivia.blank_line_before) lines_.blank_line();
  }

  void own_comments(const std::vector<Comment>& comments) {
    for (const auto& comment : comments) {
      if (comment.blank_line_before) lines_.blank_line();
      lines_.own_comment(comment);
    }
  }

  void beside(const std::optional<Comment>& comment) {
    if (comment) lines_.beside(*comment);
    lines_.next_line();
  }

  void write(const Block& block, const std::optional<std::string>& one_line) {
    lines_.word(one_line ? *one_line : header_of(block) + " {");
    beside(block.trivia.beside);
    if (one_line) return;
    lines_.open_block();
    lines_.indent += 2;
    for (const auto& entry : block.entries) {
      std::visit([&](const auto& it) { write(it); }, entry);
    }
    own_comments(block.last);
    lines_.indent -= 2;
    lines_.next_line();
    lines_.word("}");
    beside(block.beside_close);
  }

  void write(const Block& block) {
    above(block.trivia, false);
    write(block, fitting_line(block));
  }

  void write(const Setting& setting) {
    above(setting.trivia, false);
    lines_.word(key_of(setting));
    lines_.space();
    Pieces pieces;
    add_value(pieces, setting.value);
    pieces.write(lines_);
    beside(setting.trivia.beside);
  }

  Lines lines_;
};

}  // namespace

std::string format(const syntax::File& file) { return Writer().file(file); }

}  // namespace cairn
