#include "runtime/cli/files.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "lang/parse.h"
#include "runtime/disk_loader.h"

namespace cairn {
namespace {

namespace fs = std::filesystem;

bool is_eval_file(const fs::path& path) {
  return path.extension() == ".eval" || path.extension() == ".cairn";
}

std::vector<std::string> files_in(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code ignored;
  auto walk = fs::recursive_directory_iterator(
      folder, fs::directory_options::skip_permission_denied, ignored);
  for (const auto end = fs::recursive_directory_iterator(); !ignored && walk != end;
       walk.increment(ignored)) {
    // Hidden folders hold no evals: .git, and .cairn with its runs.
    if (walk->is_directory(ignored) && walk->path().filename().string().starts_with("."))
      walk.disable_recursion_pending();
    if (walk->is_regular_file(ignored) && is_eval_file(walk->path()))
      files.push_back(walk->path().string());
  }
  std::ranges::sort(files);
  return files;
}

// A sound file without an `eval`.
bool is_library(const std::string& path) {
  auto bytes = DiskLoader().read(path);
  if (!bytes) return false;
  Diagnostics mistakes;
  const auto source = read_source(path, *std::move(bytes), 0, mistakes);
  const auto file = parse(source, 0, mistakes);
  return !mistakes.any_errors() && std::ranges::none_of(file.blocks, [](const auto& block) {
    return block.keyword.id == "eval";
  });
}

}  // namespace

std::optional<std::vector<std::string>> eval_files(const std::vector<std::string>& paths,
                                                   const Terminal& terminal) {
  std::vector<std::string> files;
  for (const auto& path : paths) {
    std::error_code ignored;
    if (!fs::is_directory(path, ignored)) {
      files.push_back(path);
      continue;
    }
    auto found = files_in(path);
    if (found.empty()) {
      terminal.refuse(fmt::format("there is no .eval file in the folder {}", path),
                      "type the path of a file, or `cairn new my_eval`");
      return std::nullopt;
    }
    std::ranges::move(found, std::back_inserter(files));
  }
  return files;
}

std::optional<std::vector<std::string>> runnable_files(const std::vector<std::string>& paths,
                                                       const Terminal& terminal) {
  auto files = eval_files(paths, terminal);
  if (!files) return files;
  std::erase_if(*files, [&](const std::string& path) {
    return std::ranges::count(paths, path) == 0 && is_library(path);
  });
  if (!files->empty()) return files;
  terminal.refuse(fmt::format("no file in {} has an `eval`", paths.front()),
                  "name the file that has one, or type `cairn new my_eval`");
  return std::nullopt;
}

Result<std::string> read_file(const std::string& path) { return DiskLoader().read(path); }

Result<std::size_t> write_file(const std::string& path, std::string_view text) {
  const auto failed = [&] {
    return Failure{fmt::format("cannot write {}: {}", path, std::strerror(errno))};
  };
  std::error_code ignored;
  const auto target = fs::is_symlink(path, ignored) ? fs::canonical(path, ignored).string() : path;
  const auto beside = fmt::format("{}.{}.tmp", target, getpid());
  std::FILE* file = std::fopen(beside.c_str(), "wbe");
  if (file == nullptr) return failed();
  const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size() &&
                       std::fflush(file) == 0 && fsync(fileno(file)) == 0;
  const int why = errno;
  std::fclose(file);
  if (written) {
    const auto mode = fs::status(target, ignored).permissions();
    if (!ignored && mode != fs::perms::unknown && fs::exists(target, ignored))
      fs::permissions(beside, mode, ignored);
    if (std::rename(beside.c_str(), target.c_str()) == 0) return text.size();
  }
  errno = written ? errno : why;
  auto failure = failed();
  std::remove(beside.c_str());
  return failure;
}

std::string read_standard_input() {
  std::string text;
  std::array<char, 65536> block;
  while (const auto count = std::fread(block.data(), 1, block.size(), stdin))
    text.append(block.data(), count);
  return text;
}

}  // namespace cairn
