#include "runtime/sandbox/sandbox.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <random>

#include "runtime/sandbox/guarded_run.h"
#include "runtime/sandbox/kept_file.h"
#include "runtime/sandbox/remove_folder.h"

namespace cairn {
namespace {

namespace fs = std::filesystem;

constexpr std::array ladder = {SandboxLevel::namespaces, SandboxLevel::bubblewrap,
                               SandboxLevel::landlock};

struct LevelName {
  SandboxLevel level;
  std::string_view name;
};
constexpr std::array level_names = {LevelName{SandboxLevel::bubblewrap, "bubblewrap"},
                                    LevelName{SandboxLevel::namespaces, "namespaces"},
                                    LevelName{SandboxLevel::landlock, "landlock"},
                                    LevelName{SandboxLevel::none, "none"}};

bool may_be_run(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored) && ::access(path.c_str(), X_OK) == 0;
}

std::optional<fs::path> find_in(std::string_view folders, std::string_view name) {
  while (!folders.empty()) {
    const auto end = std::min(folders.find(':'), folders.size());
    const auto path = fs::path(folders.substr(0, end)) / name;
    if (path.is_absolute() && may_be_run(path)) return path;
    folders.remove_prefix(std::min(end + 1, folders.size()));
  }
  return std::nullopt;
}

// One that does not exist yet, and that no one guesses.
fs::path new_private_folder() {
  std::random_device random;
  std::error_code error;
  auto base = fs::temp_directory_path(error);
  if (error) base = "/tmp";
  return base / fmt::format("cairn-{:08x}{:08x}", random(), random());
}

// Removes what the guard left, which it does only where it was killed.
class PrivateFolder {
 public:
  explicit PrivateFolder(fs::path path) : path_(std::move(path)) {}
  ~PrivateFolder() {
    if (::access(path_.c_str(), F_OK) == 0) remove_folder(path_.c_str());
  }
  PrivateFolder(const PrivateFolder&) = delete;
  PrivateFolder& operator=(const PrivateFolder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::optional<Failure> mistake_in(const SandboxedCall& call) {
  const auto has_zero = [](const std::string& text) { return text.find('\0') != text.npos; };
  if (call.words.empty() || call.words.front().empty()) return Failure{"no program is named"};
  if (std::any_of(call.words.begin(), call.words.end(), has_zero))
    return Failure{"an argument of a program cannot hold a zero byte"};
  for (const auto& name : call.keep)
    if (!stays_inside(name))
      return Failure{fmt::format("`{}` is not the name of a file in the work folder", name)};
  return std::nullopt;
}

// Nothing when a program runs there as it should.
std::optional<std::string> trouble_with(const Sandbox& sandbox) {
  SandboxedCall call;
  call.words = {"true"};
  const auto end = sandbox.run(call);
  if (!end) return end.error().what;
  if (end->exit_code != 0) return fmt::format("`true` ended with {}", end->exit_code);
  return std::nullopt;
}

}  // namespace

std::string_view to_string(SandboxLevel level) {
  return level_names[static_cast<std::size_t>(level)].name;
}

std::optional<SandboxLevel> sandbox_level_named(std::string_view name) {
  for (const auto& known : level_names)
    if (known.name == name) return known.level;
  return std::nullopt;
}

Sandbox::Sandbox(fs::path guard, SandboxLevel level, fs::path bubblewrap)
    : guard_(std::move(guard)), bubblewrap_(std::move(bubblewrap)), level_(level) {}

Result<std::unique_ptr<const Sandbox>> Sandbox::open(const Options& options) {
  std::error_code ignored;
  if (!fs::exists(options.guard, ignored))
    return Failure{
        fmt::format("`{}` is not there: it belongs beside cairn, where the build puts it",
                    options.guard.string())};
  const char* path = std::getenv("PATH");
  const auto bubblewrap = find_in(path != nullptr ? path : "/usr/bin", "bwrap");
  std::string troubles;
  std::vector<SandboxLevel> levels(ladder.begin(), ladder.end());
  if (options.level) levels = {*options.level};
  for (const auto level : levels) {
    std::optional<std::string> trouble = "`bwrap` is not installed";
    if (level != SandboxLevel::bubblewrap || bubblewrap) {
      std::unique_ptr<const Sandbox> sandbox(
          new Sandbox(options.guard, level, bubblewrap.value_or(fs::path())));
      trouble = trouble_with(*sandbox);
      if (!trouble) return sandbox;
    }
    troubles += fmt::format("{}: {}; ", to_string(level), *trouble);
  }
  return Failure{troubles.substr(0, troubles.size() - 2)};
}

Result<SandboxedEnd> Sandbox::run(const SandboxedCall& call) const {
  if (auto mistake = mistake_in(call)) return *std::move(mistake);
  if (level_ == SandboxLevel::bubblewrap || level_ == SandboxLevel::namespaces)
    return guarded_run(guard_, {call, level_, bubblewrap_, {}});
  const PrivateFolder folder(new_private_folder());
  return guarded_run(guard_, {call, level_, bubblewrap_, folder.path()});
}

std::optional<fs::path> Sandbox::find_program(std::string_view word) {
  if (word.empty() || word.find('/') != word.npos) return std::nullopt;
  return find_in("/usr/local/bin:/usr/bin:/bin", word);
}

}  // namespace cairn
