// Reads one stream of a program: keeps its beginning, counts and drops the rest.
#pragma once

#include <string>

#include "runtime/sandbox/descriptor.h"

namespace cairn {

class OutputPipe {
 public:
  static constexpr std::size_t most_kept = 1 << 20;  // Bytes.

  OutputPipe();
  bool made() const { return made_; }
  int read_end() const { return read_.number(); }
  int write_end() const { return write_.number(); }
  void close_write_end() { write_.close(); }

  // All that can be read without waiting; closes the end where there will be no more.
  void drain();

  std::size_t printed() const { return printed_; }
  bool cut() const { return printed_ > most_kept; }
  // What was kept; without a character that was cut in two.
  std::string take();

 private:
  bool made_ = false;
  Descriptor read_, write_;
  std::string text_;
  std::size_t printed_ = 0;
};

}  // namespace cairn
