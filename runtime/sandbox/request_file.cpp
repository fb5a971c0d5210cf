#include "runtime/sandbox/request_file.h"

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "runtime/sandbox/guard/protocol.h"

namespace cairn {
namespace {

namespace fs = std::filesystem;

Failure failed(const fs::path& path, const std::string& why) {
  return Failure{fmt::format("`{}` cannot be given to the sandbox: {}", path.string(), why)};
}

// MFD_NOEXEC_SEAL, which some systems insist on and older ones do not know.
Descriptor memory_file() {
  constexpr unsigned not_executable = 8;
  int file = ::memfd_create("cairn", MFD_CLOEXEC | MFD_ALLOW_SEALING | not_executable);
  if (file < 0) file = ::memfd_create("cairn", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  return out_of_the_way(Descriptor(file));
}

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto count = ::write(file, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

template <class Part>
void add_part(std::string& bytes, const Part& part) {
  bytes.append(reinterpret_cast<const char*>(&part), sizeof part);
}

void add_text(std::string& bytes, std::string_view text) {
  add_part(bytes, static_cast<std::uint64_t>(text.size()));
  bytes += text;
  bytes += '\0';
}

// Writes one entry after another, as the folder is read.
class FolderWriter {
 public:
  FolderWriter(int out, const fs::path& folder) : out_(out), folder_(folder) {}

  // Nothing when all went well.
  std::optional<Failure> go() {
    std::error_code error;
    fs::recursive_directory_iterator at(folder_, error);
    for (; !error && at != fs::recursive_directory_iterator(); at.increment(error))
      if (auto failure = add(*at)) return failure;
    if (error) return failed(folder_, error.message());
    return std::nullopt;
  }
  std::uint32_t count() const { return count_; }

 private:
  std::optional<Failure> add(const fs::directory_entry& entry) {
    std::error_code error;
    const auto& path = entry.path();
    const auto status = entry.symlink_status(error);
    if (error) return failed(path, error.message());
    FileHead head;
    head.mode = static_cast<std::uint32_t>(status.permissions());
    ++count_;
    if (fs::is_regular_file(status)) return add_file(path, head);
    std::string target;
    if (fs::is_symlink(status)) {
      head.kind = FileKind::symlink;
      target = fs::read_symlink(path, error).string();
    } else if (fs::is_directory(status)) {
      head.kind = FileKind::folder;
    } else {
      return failed(path, "it is not a file");
    }
    auto bytes = start_of(path, head);
    add_text(bytes, target);
    if (error || !write_all(out_, bytes)) return failed(path, std::strerror(errno));
    return std::nullopt;
  }

  std::string start_of(const fs::path& path, const FileHead& head) const {
    std::string bytes;
    add_part(bytes, head);
    add_text(bytes, path.lexically_relative(folder_).string());
    return bytes;
  }

  std::optional<Failure> add_file(const fs::path& path, const FileHead& head) {
    const Descriptor in(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    struct stat about {};
    if (!in.open() || ::fstat(in.number(), &about) < 0) return failed(path, std::strerror(errno));
    auto left = static_cast<std::size_t>(about.st_size);
    bytes_ += left;
    if (bytes_ > most_file_bytes) return failed(folder_, "it holds more than 256 MB");
    auto bytes = start_of(path, head);
    add_part(bytes, static_cast<std::uint64_t>(left));
    if (!write_all(out_, bytes)) return failed(path, std::strerror(errno));
    while (left > 0) {
      const auto count = ::sendfile(out_, in.number(), nullptr, left);
      if (count <= 0) return failed(path, count == 0 ? "it became shorter" : std::strerror(errno));
      left -= static_cast<std::size_t>(count);
    }
    if (!write_all(out_, std::string_view("", 1))) return failed(path, std::strerror(errno));
    return std::nullopt;
  }

  int out_;
  const fs::path& folder_;
  std::uint32_t count_ = 0;
  std::uint64_t bytes_ = 0;
};

}  // namespace

Result<Descriptor> write_request(const GuardRequest& request) {
  const auto& call = request.call;
  RequestHead head;
  head.level = static_cast<std::uint32_t>(request.level);
  head.network = call.network ? 1 : 0;
  head.timeout_seconds = call.timeout_seconds;
  head.memory_bytes = call.memory_bytes;
  head.words = static_cast<std::uint32_t>(call.words.size());
  head.keep = static_cast<std::uint32_t>(call.keep.size());
  std::string bytes;
  add_part(bytes, head);
  for (const auto& word : call.words) add_text(bytes, word);
  for (const auto& name : call.keep) add_text(bytes, name);
  add_text(bytes, request.bubblewrap.string());
  add_text(bytes, request.private_folder.string());
  auto file = memory_file();
  if (!file.open() || !write_all(file.number(), bytes))
    return Failure{fmt::format("no sandbox can be asked for: {}", std::strerror(errno))};
  if (call.folder.empty()) return file;
  FolderWriter folder(file.number(), call.folder);
  if (auto failure = folder.go()) return *std::move(failure);
  head.files = folder.count();
  if (::pwrite(file.number(), &head, sizeof head, 0) != sizeof head)
    return failed(call.folder, std::strerror(errno));
  return file;
}

Result<Descriptor> fixed_file(const std::string& text) {
  auto file = memory_file();
  if (!file.open() || !write_all(file.number(), text) || ::lseek(file.number(), 0, SEEK_SET) != 0 ||
      ::fcntl(file.number(), F_ADD_SEALS,
              F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) < 0)
    return Failure{fmt::format("no input can be given to a sandbox: {}", std::strerror(errno))};
  return file;
}

}  // namespace cairn
