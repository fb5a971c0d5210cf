#include "lang/data/csv_scan.h"

namespace cairn {

bool CsvScanner::refill() {
  if (ended_) return false;
  auto block = blocks_->next();
  if (!block) failure_ = block.error();
  ended_ = !block || block->empty();
  block_ = ended_ ? std::string_view() : *block;
  at_ = 0;
  return !ended_;
}

int CsvScanner::peek() {
  if (at_ == block_.size() && !refill()) return at_end;
  return static_cast<unsigned char>(block_[at_]);
}

bool CsvScanner::ends_cell(int byte, char delimiter) const {
  return byte == at_end || byte == '\n' || byte == '\r' ||
         byte == static_cast<unsigned char>(delimiter);
}

CsvScanner::Found CsvScanner::read(char delimiter, Cells& cells) {
  cells.text.clear();
  cells.ends.clear();
  cells.line = line_;
  if (peek() == at_end) return Found::end;
  while (true) {
    const Found found = peek() == '"' ? quoted(delimiter, cells) : plain(delimiter, cells);
    if (found != Found::row) return found;
    cells.ends.push_back(cells.text.size());
    if (peek() != static_cast<unsigned char>(delimiter)) break;
    ++at_;
  }
  skip_line_break();
  return failure_ ? Found::end : Found::row;
}

CsvScanner::Found CsvScanner::plain(char delimiter, Cells& cells) {
  while (!ends_cell(peek(), delimiter)) {
    std::size_t end = at_;
    while (end < block_.size() && block_[end] != delimiter && block_[end] != '\n' &&
           block_[end] != '\r') {
      ++end;
    }
    cells.text += block_.substr(at_, end - at_);
    at_ = end;
    if (cells.text.size() > Loader::largest_text) return Found::too_long;
  }
  return Found::row;
}

CsvScanner::Found CsvScanner::quoted(char delimiter, Cells& cells) {
  quote_line_ = line_;
  ++at_;
  while (true) {
    if (peek() == at_end) return Found::open_quote;
    std::size_t end = at_;
    while (end < block_.size() && block_[end] != '"') {
      if (block_[end] == '\n') ++line_;
      ++end;
    }
    cells.text += block_.substr(at_, end - at_);
    at_ = end;
    if (cells.text.size() > Loader::largest_text) return Found::too_long;
    if (end == block_.size()) continue;
    ++at_;
    if (peek() != '"') return after_quote(delimiter);
    cells.text += '"';
    ++at_;
  }
}

CsvScanner::Found CsvScanner::after_quote(char delimiter) {
  if (ends_cell(peek(), delimiter)) return Found::row;
  quote_line_ = line_;
  while (peek() != '\n' && peek() != '\r' && peek() != at_end) ++at_;
  skip_line_break();
  return Found::after_quote;
}

void CsvScanner::skip_line_break() {
  if (peek() == '\r') ++at_;
  if (peek() == '\n') ++at_;
  ++line_;
}

std::string CsvScanner::read_raw() {
  std::string raw;
  bool inside_quotes = false;
  while (peek() != at_end && raw.size() <= Loader::largest_text) {
    const char byte = block_[at_++];
    raw += byte;
    if (byte == '"') inside_quotes = !inside_quotes;
    if (byte == '\n') ++line_;
    if (byte == '\n' && !inside_quotes) break;
    if (byte == '\r' && !inside_quotes) {
      if (peek() == '\n') continue;
      ++line_;
      break;
    }
  }
  return raw;
}

}  // namespace cairn
