// A file descriptor that is closed at the end.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <utility>

namespace cairn {

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() { close(); }
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }

  bool open() const { return number_ >= 0; }
  int number() const { return number_; }
  void close() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }

 private:
  int number_ = -1;
};

// The same file above the first few numbers, so that giving it one of those in a new
// program overwrites no other.
inline Descriptor out_of_the_way(Descriptor file) {
  constexpr int first_free = 10;
  if (file.number() >= first_free || !file.open()) return file;
  return Descriptor(::fcntl(file.number(), F_DUPFD_CLOEXEC, first_free));
}

}  // namespace cairn
