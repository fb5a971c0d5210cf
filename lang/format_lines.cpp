#include "lang/format_lines.h"

#include "lang/utf8.h"

namespace cairn {

void Lines::begin_line() {
  if (!out_.empty()) out_ += '\n';
  if (blank_ && !opened_) out_ += '\n';
  out_.append(indent, ' ');
  column_ = line_indent_ = indent;
  ended_ = blank_ = space_ = opened_ = false;
}

void Lines::word(std::string_view text) {
  if (ended_) begin_line();
  if (space_) out_ += ' ';
  column_ += (space_ ? 1U : 0U) + static_cast<std::size_t>(width_of(text));
  space_ = false;
  out_ += text;
}

void Lines::space() { space_ = !ended_; }

void Lines::next_line() {
  ended_ = true;
  space_ = false;
}

void Lines::blank_line() {
  next_line();
  blank_ = true;
}

void Lines::open_block() {
  next_line();
  opened_ = true;
}

void Lines::own_comment(const syntax::Comment& comment) {
  next_line();
  word("#" + comment.text);
  next_line();
}

void Lines::beside(const syntax::Comment& comment) {
  if (ended_) return own_comment(comment);
  space_ = false;
  out_ += "  #" + comment.text;
  next_line();
}

void Lines::text_block(const syntax::Text& text) {
  const auto fence = std::string(static_cast<std::size_t>(text.fence), '"');
  word(text.raw ? "raw " + fence : fence);
  const std::string margin(line_indent_ + 2, ' ');
  std::string_view rest = text.value;
  while (!text.value.empty()) {
    const auto end = rest.find('\n');
    const auto line = rest.substr(0, end);
    out_ += '\n';
    if (!line.empty()) out_.append(margin).append(line);
    if (end == rest.npos) break;
    rest.remove_prefix(end + 1);
  }
  out_ += '\n' + margin + fence;
  next_line();
}

std::size_t Lines::column() const { return ended_ ? indent : column_ + (space_ ? 1U : 0U); }

std::string Lines::take() {
  if (!out_.empty()) out_ += '\n';
  return std::move(out_);
}

}  // namespace cairn
