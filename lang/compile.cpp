#include "lang/compile.h"

#include <fmt/format.h>

#include <map>

#include "lang/check_context.h"
#include "lang/data/loader.h"
#include "lang/parse.h"

namespace cairn {
namespace {

std::string folder_of(std::string_view path) {
  const auto slash = path.rfind('/');
  return slash == path.npos ? std::string() : std::string(path.substr(0, slash + 1));
}

struct Driver {
  Compilation& made;
  Loader& loader;
  std::vector<std::string> open = {};  // Paths being read, for circles.
  std::map<std::string, std::size_t> read_before = {};

  std::optional<std::size_t> read(const std::string& path, Span asked_at) {
    auto bytes = loader.read(path);
    if (!bytes) {
      made.diagnostics.report(DiagnosticKind::unreadable_file, asked_at, bytes.error().what);
      return std::nullopt;
    }
    const auto id = static_cast<FileId>(made.sources.size());
    made.sources.add(read_source(path, *std::move(bytes), id, made.diagnostics));
    const auto index = made.modules.size();
    made.modules.push_back({.file = parse(made.sources[id], id, made.diagnostics),
                            .folder = folder_of(path),
                            .uses = {}});
    made.modules.back().file.id = id;
    return index;
  }

  // Only what the eval itself uses: what a used file uses is not passed on, but
  // circles are looked for all the same.
  void follow(std::size_t index, const std::string& path) {
    open.push_back(path);
    std::vector<Module::Use> uses;
    const auto blocks = made.modules[index].file.blocks.size();
    for (std::size_t i = 0; i < blocks; ++i)
      if (auto use = follow_one(made.modules[index].file.blocks[i], path)) uses.push_back(*use);
    made.modules[index].uses = std::move(uses);
    open.pop_back();
  }

  std::optional<Module::Use> follow_one(const syntax::Block& block, const std::string& path) {
    if (block.keyword.id != "use" || !block.title || !block.alias) return std::nullopt;
    const auto* written = std::get_if<syntax::Text>(&block.title->node);
    if (!written) return std::nullopt;
    const Span at = block.title->at;
    const auto alias = block.alias->id;
    auto resolved = loader.resolve(path, written->value);
    if (!resolved) {
      made.diagnostics.report(DiagnosticKind::unreadable_file, at, resolved.error().what)
          .with_help("a path starts at the folder of the file it stands in");
      return std::nullopt;
    }
    for (std::size_t i = 0; i < open.size(); ++i)
      if (open[i] == *resolved) {
        report_circle(i, at);
        return std::nullopt;
      }
    // Used twice, also through another file: read once, so that its mistakes are told once.
    if (const auto known = read_before.find(*resolved); known != read_before.end())
      return Module::Use{.alias = alias, .module = known->second, .at = at};
    const auto index = read(*resolved, at);
    if (!index) return std::nullopt;
    read_before.emplace(*resolved, *index);
    follow(*index, *resolved);
    return Module::Use{.alias = alias, .module = *index, .at = at};
  }

  void report_circle(std::size_t from, Span at) {
    std::string circle;
    for (std::size_t i = from; i < open.size(); ++i) circle += open[i] + " → ";
    made.diagnostics.report(DiagnosticKind::use_circle, at, circle + open[from])
        .with_help("move what both need into a third file");
  }
};

// For the library, which reads no files.
class NoFiles final : public Loader {
 public:
  Result<std::string> resolve(std::string_view, std::string_view) override { return nothing(); }
  Result<std::string> read(std::string_view) override { return nothing(); }
  Result<std::unique_ptr<BlockStream>> open(std::string_view) override { return nothing(); }

 private:
  static Failure nothing() { return {"the library reads no files"}; }
};

}  // namespace

Compilation compile(const std::string& path, Loader& loader, const program::Library& library) {
  Compilation made;
  Driver driver{made, loader};
  made.sources = {};
  const auto index = driver.read(path, {});
  if (!index) return made;
  driver.follow(*index, path);
  made.program =
      check(made.modules, made.sources, library, loader, made.diagnostics, made.bound, made.items);
  return made;
}

program::Library compile_library(const Sources& sources, NativeTable natives,
                                 Diagnostics& diagnostics, Examples examples) {
  program::Library library;
  library.natives = natives;
  NoFiles loader;
  std::vector<Module> modules;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const auto id = static_cast<FileId>(i);
    modules.push_back(
        {.file = parse(sources[id], id, diagnostics, examples), .folder = {}, .uses = {}});
  }
  Context context{modules, sources, library, loader, diagnostics};
  context.is_library = true;
  check_library(context);
  library.functions = std::move(context.program.defines);
  check_library_judges(context, library);
  check_library_tools(context, library);
  return library;
}

}  // namespace cairn
