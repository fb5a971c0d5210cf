#include "runtime/sandbox/kept_file.h"

#include <fmt/format.h>
#include <sys/sendfile.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "runtime/sandbox/descriptor.h"

namespace cairn {

bool stays_inside(const std::string& name) {
  const std::filesystem::path path(name);
  return !name.empty() && name.find('\0') == std::string::npos && path.is_relative() &&
         path.has_filename() && std::find(path.begin(), path.end(), "..") == path.end();
}

Result<std::filesystem::path> keep_file(int file, const std::filesystem::path& folder,
                                        const std::string& name) {
  const auto to = folder / name;
  const auto failed = [&] {
    return Failure{fmt::format("`{}` cannot be kept: {}", to.string(), std::strerror(errno))};
  };
  std::error_code ignored;  // The file says what is wrong.
  std::filesystem::create_directories(to.parent_path(), ignored);
  struct stat about {};
  if (::fstat(file, &about) < 0) return failed();
  const Descriptor out(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!out.open()) return failed();
  for (auto left = static_cast<std::size_t>(about.st_size); left > 0;) {
    const auto count = ::sendfile(out.number(), file, nullptr, left);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failed();
    if (count == 0) break;
    left -= static_cast<std::size_t>(count);
  }
  if (::fchmod(out.number(), about.st_mode & 0777) < 0) return failed();
  return to;
}

}  // namespace cairn
