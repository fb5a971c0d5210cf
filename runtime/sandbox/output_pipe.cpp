#include "runtime/sandbox/output_pipe.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include "runtime/sandbox/guard/protocol.h"

namespace cairn {
namespace {

// The bytes of the UTF-8 character that starts with this byte; 1 where none does.
std::size_t character_length(unsigned char first) {
  if (first >= 0xf0) return 4;
  if (first >= 0xe0) return 3;
  if (first >= 0xc0) return 2;
  return 1;
}

void drop_half_character(std::string& text) {
  std::size_t after = 0;  // Bytes that only continue a character.
  while (after < 4 && after < text.size() &&
         (static_cast<unsigned char>(text[text.size() - 1 - after]) & 0xc0) == 0x80)
    ++after;
  if (after >= text.size()) return;
  const auto start = text.size() - 1 - after;
  if (character_length(static_cast<unsigned char>(text[start])) > after + 1) text.resize(start);
}

}  // namespace

OutputPipe::OutputPipe() {
  std::array<int, 2> ends = {-1, -1};
  if (::pipe2(ends.data(), O_CLOEXEC) < 0) return;
  read_ = Descriptor(ends[0]);
  write_ = out_of_the_way(Descriptor(ends[1]));
  ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
  // So that who becomes nobody may open /dev/stdout.
  made_ = write_.open() && (::geteuid() != 0 || ::fchown(ends[0], nobody, nobody) == 0);
}

void OutputPipe::drain() {
  std::array<char, 65536> bytes;
  // Not for ever: others are to be read too.
  for (int rounds = 0; rounds < 16 && read_.open(); ++rounds) {
    const auto count = ::read(read_.number(), bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) return;
    if (count <= 0) return read_.close();
    const auto got = static_cast<std::size_t>(count);
    text_.append(bytes.data(), std::min(most_kept - text_.size(), got));
    printed_ += got;
  }
}

std::string OutputPipe::take() {
  if (cut()) drop_half_character(text_);
  return std::move(text_);
}

}  // namespace cairn
