#include "tests/server/connection.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>

namespace cairn {

namespace {

constexpr std::size_t read_at_once = 64 * 1024;

bool keeps_open(const Seen& request) {
  const auto said = request.header("connection");
  return said != "close" && said != "Close";
}

std::string hex(std::size_t number) {
  std::string digits;
  do digits.insert(digits.begin(), "0123456789abcdef"[number % 16]);
  while ((number /= 16) != 0);
  return digits;
}

// In one chunk; a body that is cut keeps the whole one's size, and has no end.
std::string in_chunks(const std::string& body, std::size_t cut) {
  if (body.empty()) return "0\r\n\r\n";
  const auto start = hex(body.size()) + "\r\n" + body.substr(0, cut);
  return cut < body.size() ? start : start + "\r\n0\r\n\r\n";
}

}  // namespace

bool Connection::receive(bool ending) {
  static thread_local std::array<char, read_at_once> buffer;
  for (;;) {
    const auto got = recv(socket_, buffer.data(), buffer.size(), 0);
    if (got == 0) return false;
    if (got < 0) {
      if (errno == EINTR) continue;
      return errno == EAGAIN;
    }
    const auto size = static_cast<std::size_t>(got);
    if (stage_ != Stage::lingering) reader_.add({buffer.data(), size});
    // A short read has emptied the socket: news of more comes as an event. That of its
    // end comes once.
    if (size < buffer.size() && !ending) return true;
  }
}

void Connection::answer(Scripted reply, const Seen& request, bool close_after) {
  reply_ = std::move(reply);
  const bool misleads = reply_.cut_after || reply_.declared_length;
  close_after_ = close_after || reply_.then_close || misleads || !keeps_open(request);
  asked_early = false;
  stage_ = Stage::waiting;
}

std::string Connection::head_of_reply() const {
  std::string head = "HTTP/1.1 " + std::to_string(reply_.status) + " \r\n";
  bool typed = false;
  for (const auto& [name, value] : reply_.headers) {
    typed = typed || name == "Content-Type";
    head.append(name).append(": ").append(value).append("\r\n");
  }
  if (!typed) head += "Content-Type: application/json\r\n";
  if (close_after_) head += "Connection: close\r\n";
  if (reply_.chunked)
    head += "Transfer-Encoding: chunked\r\n\r\n";
  else
    head +=
        "Content-Length: " + std::to_string(reply_.declared_length.value_or(reply_.body.size())) +
        "\r\n\r\n";
  return head;
}

void Connection::send_reply(Clock::time_point now) {
  if (reply_.close_at_once) return close();
  out_ = head_of_reply();
  head_size_ = out_.size();
  const auto cut = reply_.cut_after.value_or(reply_.body.size());
  if (reply_.chunked)
    out_ += in_chunks(reply_.body, cut);
  else
    out_.append(reply_.body, 0, cut);
  sent_ = 0;
  began_ = now;
  stage_ = Stage::sending;
  send_more(now);
}

// Bytes that may have been sent by now.
std::size_t Connection::allowed(Clock::time_point now) const {
  if (reply_.seconds_per_byte <= 0) return out_.size();
  const double passed = std::chrono::duration<double>(now - began_).count();
  const double bytes = static_cast<double>(head_size_) + passed / reply_.seconds_per_byte;
  return bytes >= static_cast<double>(out_.size()) ? out_.size() : static_cast<std::size_t>(bytes);
}

void Connection::send_more(Clock::time_point now) {
  const auto end = allowed(now);
  while (sent_ < end) {
    const auto put = send(socket_, out_.data() + sent_, end - sent_, MSG_NOSIGNAL);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0 && errno == EAGAIN) return;
    if (put < 0) return close();
    sent_ += static_cast<std::size_t>(put);
  }
  if (sent_ == out_.size()) finish();
}

std::optional<Clock::duration> Connection::wait() const {
  if (stage_ == Stage::lingering) return std::chrono::seconds(1);
  if (stage_ != Stage::sending || reply_.seconds_per_byte <= 0) return std::nullopt;
  const std::chrono::duration<double> one_byte(std::max(reply_.seconds_per_byte, 0.001));
  return std::chrono::duration_cast<Clock::duration>(one_byte);
}

// A close with bytes of the request unread would reset the connection and could take
// the reply with it, so what still comes is read for a while.
void Connection::finish() {
  stage_ = close_after_ ? Stage::lingering : Stage::reading;
  if (close_after_) shutdown(socket_, SHUT_WR);
}

void Connection::close() {
  if (stage_ == Stage::gone) return;
  ::close(socket_);
  stage_ = Stage::gone;
}

}  // namespace cairn
