#include "tests/server/request_reader.h"

#include <algorithm>
#include <charconv>

namespace cairn {

namespace {

constexpr std::string_view line_end = "\r\n";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_word(std::string_view one, std::string_view other) {
  return std::ranges::equal(one, other, {}, lower, lower);
}

std::string_view without_blanks(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<std::size_t> number_of(std::string_view digits, int base) {
  std::size_t number = 0;
  const auto end = digits.data() + digits.size();
  const auto [stopped, error] = std::from_chars(digits.data(), end, number, base);
  if (error != std::errc() || stopped != end) return std::nullopt;
  return number;
}

}  // namespace

std::string_view Seen::header(std::string_view name) const {
  for (const auto& [its_name, value] : headers)
    if (same_word(its_name, name)) return value;
  return {};
}

const Seen* RequestReader::head() {
  if (!head_ && !broken_) read_head();
  return head_ ? &*head_ : nullptr;
}

std::optional<Seen> RequestReader::take() {
  if (!head() || broken_ || !read_body()) return std::nullopt;
  drop_what_is_read();
  std::optional<Seen> whole = std::move(head_);
  head_.reset();
  return whole;
}

void RequestReader::read_head() {
  const auto text = unread();
  const auto end = text.find("\r\n\r\n");
  if (end == std::string_view::npos) return;
  const auto first_line = text.substr(0, text.find(line_end));
  const auto path = first_line.find(' ');
  const auto version = first_line.rfind(' ');
  broken_ = path == version || !first_line.substr(version + 1).starts_with("HTTP/1.");
  if (broken_) return;
  head_.emplace();
  head_->method = first_line.substr(0, path);
  head_->path = first_line.substr(path + 1, version - path - 1);
  length_ = 0;
  chunked_ = last_chunk_ = false;
  for (auto at = first_line.size() + 2; at < end + 2;) {
    const auto line = text.substr(at, text.find(line_end, at) - at);
    read_header(line);
    at += line.size() + 2;
  }
  at_ += end + 4;
}

void RequestReader::read_header(std::string_view line) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) {
    broken_ = true;
    return;
  }
  const auto name = line.substr(0, colon);
  const auto value = without_blanks(line.substr(colon + 1));
  if (same_word(name, "content-length")) {
    const auto length = number_of(value, 10);
    broken_ = broken_ || !length;
    length_ = length.value_or(0);
  }
  if (same_word(name, "transfer-encoding")) chunked_ = same_word(value, "chunked");
  head_->headers.emplace_back(name, value);
}

bool RequestReader::read_body() {
  if (!chunked_) {
    if (unread().size() < length_) return false;
    head_->body = unread().substr(0, length_);
    at_ += length_;
    return true;
  }
  while (!last_chunk_)
    if (!read_chunk()) return false;
  return read_trailers();
}

// False if the chunk is not all there yet, or is none.
bool RequestReader::read_chunk() {
  const auto text = unread();
  const auto end = text.find(line_end);
  if (end == std::string_view::npos) return false;
  const auto line = text.substr(0, end);
  const auto size = number_of(without_blanks(line.substr(0, line.find(';'))), 16);
  broken_ = !size;
  if (broken_) return false;
  last_chunk_ = *size == 0;
  if (!last_chunk_) {
    if (text.size() < end + 2 + *size + 2) return false;
    head_->body += text.substr(end + 2, *size);
    at_ += *size + 2;
  }
  at_ += end + 2;
  return true;
}

// Lines up to an empty one; what they say is of no interest here.
bool RequestReader::read_trailers() {
  for (;;) {
    const auto text = unread();
    const auto end = text.find(line_end);
    if (end == std::string_view::npos) return false;
    at_ += end + 2;
    if (end == 0) return true;
  }
}

void RequestReader::drop_what_is_read() {
  bytes_.erase(0, at_);
  at_ = 0;
}

}  // namespace cairn
