#include "runtime/cli/messages.h"

#include <fmt/format.h>

#include "lang/render_diagnostic.h"
#include "runtime/cli/files.h"
#include "runtime/disk_loader.h"
#include "stdlib/stdlib.h"

namespace cairn {
namespace {

// Standard input beside the files of the disk.
class InputLoader final : public Loader {
 public:
  Result<std::string> resolve(std::string_view named_in, std::string_view written) override {
    return disk_.resolve(named_in == "-" ? "./-" : named_in, written);
  }
  Result<std::string> read(std::string_view path) override {
    return path == "-" ? text_ : disk_.read(path);
  }
  Result<std::unique_ptr<BlockStream>> open(std::string_view path) override {
    return disk_.open(path);
  }

 private:
  DiskLoader disk_;
  std::string text_ = read_standard_input();
};

template <class Render>
std::string first_of(const Compilation& compiled, Render rendered) {
  constexpr std::size_t most = 20;
  const auto all = compiled.diagnostics.sorted();
  std::string out;
  for (std::size_t i = 0; i < all.size() && i < most; ++i) out += rendered(all[i]);
  if (all.size() > most) out += fmt::format("and {} more\n", all.size() - most);
  return out;
}

}  // namespace

std::string listed_messages(const Compilation& compiled, const Stream& stream,
                            const Terminal& terminal) {
  const RenderStyle style{stream.colour, terminal.unicode, terminal.width};
  return first_of(
      compiled, [&](const Diagnostic& one) { return render(one, compiled.sources, style) + "\n"; });
}

std::string messages(const Compilation& compiled, std::string_view path, bool short_form,
                     const Stream& stream, const Terminal& terminal) {
  if (short_form)
    return first_of(compiled,
                    [&](const Diagnostic& one) { return render_short(one, compiled.sources); });
  auto out = listed_messages(compiled, stream, terminal);
  const auto count = count_in_words(compiled.diagnostics);
  if (count.empty()) return fmt::format("{}: no mistakes found\n", path);
  out += fmt::format("{}: {}", path, count);
  if (compiled.diagnostics.any_errors()) out += ". Nothing was run.";
  return out + "\n";
}

std::unique_ptr<Loader> loader_for(const std::string& path) {
  if (path == "-") return std::make_unique<InputLoader>();
  return std::make_unique<DiskLoader>();
}

std::unique_ptr<Compilation> compile_or_say(const std::string& path, Loader& loader,
                                            const Terminal& terminal) {
  auto compiled = std::make_unique<Compilation>(compile(path, loader, standard_library()));
  if (!compiled->diagnostics.all().empty())
    terminal.err.print(messages(*compiled, path, false, terminal.err, terminal));
  if (compiled->diagnostics.any_errors()) return nullptr;
  return compiled;
}

}  // namespace cairn
