#include "runtime/sandbox/guard/request.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "runtime/sandbox/guard/reply.h"

namespace cairn {
namespace {

// Takes one thing after another from the mapped file. Cairn wrote it, so it is believed.
class Cursor {
 public:
  explicit Cursor(const char* at) : at_(at) {}

  template <class Part>
  Part part() {
    Part found;
    std::memcpy(&found, at_, sizeof found);
    at_ += sizeof found;
    return found;
  }
  std::string_view text() {
    const auto length = static_cast<std::size_t>(part<std::uint64_t>());
    const std::string_view found(at_, length);
    at_ += length + 1;
    return found;
  }

 private:
  const char* at_;
};

void write_file(int folder, const RequestedFile& file) {
  const int out =
      or_fail(::openat(folder, file.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600),
              "cannot make a file in the work folder");
  for (auto left = file.content; !left.empty();) {
    const auto count = ::write(out, left.data(), left.size());
    if (count < 0 && errno == EINTR) continue;
    or_fail(count, "cannot fill the work folder");
    left.remove_prefix(static_cast<std::size_t>(count));
  }
  or_fail(::fchmod(out, file.mode & 0777), "cannot set a file's mode");
  ::close(out);
}

}  // namespace

Request read_request() {
  struct stat about {};
  or_fail(::fstat(guard_request, &about), "cannot read its request");
  void* mapped = ::mmap(nullptr, static_cast<std::size_t>(about.st_size), PROT_READ, MAP_PRIVATE,
                        guard_request, 0);
  if (mapped == MAP_FAILED) fail("cannot read its request");
  Cursor cursor(static_cast<const char*>(mapped));
  Request request;
  request.head = cursor.part<RequestHead>();
  for (std::uint32_t i = 0; i < request.head.words; ++i)
    request.words.push_back(cursor.text().data());
  for (std::uint32_t i = 0; i < request.head.keep; ++i)
    request.keep.push_back(cursor.text().data());
  request.bubblewrap = cursor.text().data();
  request.private_folder = cursor.text().data();
  for (std::uint32_t i = 0; i < request.head.files; ++i) {
    const auto head = cursor.part<FileHead>();
    const auto path = cursor.text();
    request.files.push_back({head.kind, head.mode, path.data(), cursor.text()});
  }
  return request;
}

void lay_out(const Request& request, int work_folder) {
  for (const auto& file : request.files) {
    if (file.kind == FileKind::regular) write_file(work_folder, file);
    if (file.kind == FileKind::symlink)
      or_fail(::symlinkat(file.content.data(), work_folder, file.path), "cannot make a symlink");
    if (file.kind == FileKind::folder)
      or_fail(::mkdirat(work_folder, file.path, (file.mode & 0777) | 0700), "cannot make a folder");
  }
}

}  // namespace cairn
