// HTTP/1.1 requests out of the bytes of one connection, as they come in.
//
// Takes bodies by Content-Length and in chunks. What follows a request stays for the
// next one, so pipelined requests come out one by one.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cairn {

// A request as the server saw it. Names of headers are as they were sent.
struct Seen {
  std::string method, path;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::size_t number = 0;  // In order of arrival, from 0.

  // The value of a header, letter case of its name aside; empty if it is not there.
  std::string_view header(std::string_view name) const;
};

class RequestReader {
 public:
  void add(std::string_view bytes) { bytes_.append(bytes); }

  // The head of the request that is being read, once it is in; its body is empty yet.
  const Seen* head();
  // The next whole request; nothing while a part of it is missing.
  std::optional<Seen> take();
  // What came is not HTTP/1.1: nothing more can be read.
  bool broken() const { return broken_; }

 private:
  void read_head();
  void read_header(std::string_view line);
  bool read_body();
  bool read_chunk();
  bool read_trailers();
  void drop_what_is_read();
  std::string_view unread() const { return std::string_view(bytes_).substr(at_); }

  std::string bytes_;
  std::size_t at_ = 0;  // What lies before is read.
  std::optional<Seen> head_;
  std::size_t length_ = 0;
  bool chunked_ = false, last_chunk_ = false, broken_ = false;
};

}  // namespace cairn
