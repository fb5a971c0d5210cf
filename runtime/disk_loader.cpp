#include "runtime/disk_loader.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <vector>

#include "lang/nearest.h"

namespace cairn {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t block_size = 256 * 1024;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  int number() const { return number_; }

 private:
  int number_;
};

Failure cannot_read(std::string_view path, int error) {
  if (error == ENOENT || error == ENOTDIR) {
    return Failure{fmt::format("there is no file `{}`", path)};
  }
  if (error == EACCES || error == EPERM) {
    return Failure{fmt::format("you may not read `{}`: its permissions forbid it", path)};
  }
  if (error == ELOOP) return Failure{fmt::format("`{}` is a link that leads to itself", path)};
  return Failure{fmt::format("cannot read `{}`: {}", path, std::strerror(error))};
}

// Why it is no file to be read, if it is none.
std::optional<Failure> not_plain(std::string_view path, const struct stat& found) {
  if (S_ISREG(found.st_mode)) return std::nullopt;
  if (S_ISDIR(found.st_mode)) {
    return Failure{fmt::format("`{}` is a folder; name a file in it", path)};
  }
  return Failure{
      fmt::format("`{}` is a pipe or a device; cairn reads each file twice, so save it "
                  "as a plain file",
                  path)};
}

class DiskStream final : public BlockStream {
 public:
  DiskStream(std::string path, Descriptor file, const struct stat& found)
      : path_(std::move(path)), file_(std::move(file)), at_start_(found), block_(block_size) {}

  Result<std::string_view> next() override {
    ssize_t count = 0;
    do count = ::read(file_.number(), block_.data(), block_.size());
    while (count < 0 && errno == EINTR);
    if (count < 0) return cannot_read(path_, errno);
    read_ += count;
    if (count == 0 && changed()) {
      return Failure{
          fmt::format("`{}` changed while it was read; run again when it is complete", path_)};
    }
    return std::string_view(block_.data(), static_cast<std::size_t>(count));
  }

 private:
  bool changed() const {
    struct stat now {};
    if (fstat(file_.number(), &now) != 0) return true;
    return now.st_size != read_ || now.st_mtim.tv_sec != at_start_.st_mtim.tv_sec ||
           now.st_mtim.tv_nsec != at_start_.st_mtim.tv_nsec;
  }

  std::string path_;
  Descriptor file_;
  struct stat at_start_;
  std::vector<char> block_;
  off_t read_ = 0;
};

class DiskParts final : public PartReader {
 public:
  DiskParts(std::string path, Descriptor file) : path_(std::move(path)), file_(std::move(file)) {}

  Result<std::size_t> read(std::uint64_t offset, std::size_t size, std::string& onto) override {
    const std::size_t begin = onto.size();
    onto.resize(begin + size);
    std::size_t done = 0;
    while (done < size) {
      const auto count = ::pread(file_.number(), onto.data() + begin + done, size - done,
                                 static_cast<off_t>(offset + done));
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return cannot_read(path_, errno);
      if (count == 0)
        return Failure{fmt::format("`{}` has become shorter since it was first read", path_)};
      done += static_cast<std::size_t>(count);
    }
    return size;
  }

 private:
  std::string path_;
  Descriptor file_;
};

struct Opened {
  Descriptor file;
  struct stat found;
};

Result<Opened> open_plain(std::string_view path, off_t most) {
  const std::string name(path);
  // Without O_NONBLOCK, opening a pipe would wait for somebody to write to it.
  Descriptor file(::open(name.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.number() < 0) return cannot_read(path, errno);
  struct stat found {};
  if (fstat(file.number(), &found) != 0) return cannot_read(path, errno);
  if (auto failure = not_plain(path, found)) return *failure;
  if (most > 0 && found.st_size > most) {
    return Failure{fmt::format("`{}` has {} MB; a text may have {}", path,
                               found.st_size / 1'000'000, most / 1'000'000)};
  }
  return Opened{std::move(file), found};
}

bool is_inside(const fs::path& file, const fs::path& folder) {
  const auto way = file.lexically_relative(folder);
  return !way.empty() && *way.begin() != "..";
}

// "did you mean" among the files of the folder.
std::string missing_help(const fs::path& path) {
  std::error_code error;
  std::vector<std::string> names;
  for (fs::directory_iterator at(path.has_parent_path() ? path.parent_path() : ".", error), end;
       !error && at != end; at.increment(error)) {
    names.push_back(at->path().filename().string());
  }
  const std::vector<std::string_view> views(names.begin(), names.end());
  const auto meant = nearest(path.filename().string(), views);
  return meant.empty() ? "" : fmt::format("; did you mean `{}`?", meant);
}

// What no path of a file can be, whatever the disk holds.
std::optional<Failure> no_path(std::string_view written) {
  if (written.empty()) return Failure{"a path is empty; write the name of a file"};
  if (written.find("://") != written.npos) {
    return Failure{fmt::format("`{}` is a web address; save the file beside the eval", written)};
  }
  if (written.find('\0') != written.npos) return Failure{"a path has a NUL byte in it"};
  if (written.find('\\') != written.npos) {
    return Failure{fmt::format("`{}` has a `\\`; write `/` between folders", written)};
  }
  return std::nullopt;
}

}  // namespace

fs::path project_of(const fs::path& folder) {
  std::error_code ignored;
  for (fs::path at = folder;; at = at.parent_path()) {
    if (fs::exists(at / ".git", ignored) || fs::exists(at / ".cairn", ignored)) return at;
    if (at == at.parent_path()) return folder;
  }
}

Result<std::string> DiskLoader::resolve(std::string_view named_in, std::string_view written) {
  if (auto failure = no_path(written)) return *failure;
  const fs::path folder = fs::path(named_in).parent_path();
  const fs::path path = (folder / fs::path(written)).lexically_normal();
  std::error_code error;
  const fs::path real_folder =
      fs::weakly_canonical(fs::absolute(folder.empty() ? "." : folder, error), error);
  const fs::path project = error ? real_folder : project_of(real_folder);
  // Where it lies in truth: a link may not lead outside either.
  const fs::path real = error ? path : fs::weakly_canonical(fs::absolute(path, error), error);
  if (error) return cannot_read(path.string(), error.value());
  if (!is_inside(real, project)) {
    return Failure{fmt::format("`{}` lies outside the project `{}`; copy it into the project",
                               written, project.string())};
  }
  struct stat found {};
  if (stat(path.c_str(), &found) != 0) {
    auto failure = cannot_read(path.string(), errno);
    if (errno == ENOENT) failure.what += missing_help(path);
    return failure;
  }
  if (auto failure = not_plain(path.string(), found)) return *failure;
  return path.string();
}

Result<std::string> DiskLoader::read(std::string_view path) {
  auto opened = open_plain(path, largest_text);
  if (!opened) return opened.error();
  DiskStream stream(std::string(path), std::move(opened->file), opened->found);
  std::string text;
  while (true) {
    auto block = stream.next();
    if (!block) return block.error();
    if (block->empty()) return text;
    text += *block;
  }
}

Result<std::unique_ptr<BlockStream>> DiskLoader::open(std::string_view path) {
  auto opened = open_plain(path, 0);
  if (!opened) return opened.error();
  return std::unique_ptr<BlockStream>(
      std::make_unique<DiskStream>(std::string(path), std::move(opened->file), opened->found));
}

Result<std::unique_ptr<PartReader>> DiskLoader::open_parts(std::string_view path) {
  auto opened = open_plain(path, 0);
  if (!opened) return opened.error();
  return std::unique_ptr<PartReader>(
      std::make_unique<DiskParts>(std::string(path), std::move(opened->file)));
}

}  // namespace cairn
