#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "lang/blocks.h"
#include "lang/check_context.h"

namespace cairn {
namespace {

// Checks, slices, defines and metrics share one space of names.
constexpr std::string_view one_space[] = {"check", "slice", "define"};

bool shares_names(std::string_view a, std::string_view b) {
  return a == b || (std::ranges::count(one_space, a) && std::ranges::count(one_space, b));
}

void declare(Context& context, std::string_view kind, Declared declared) {
  const auto& name = *declared.block->name;
  const auto& own_name = declared.name;
  for (auto& [other_kind, names] : context.declared) {
    if (!shares_names(kind, other_kind)) continue;
    const auto found = names.find(own_name);
    if (found == names.end()) continue;
    context
        .report(DiagnosticKind::duplicate_name, name.at,
                kind == other_kind ? std::string(kind) + "s"
                                   : fmt::format("blocks, a {} and a {},", other_kind, kind),
                own_name)
        .with_other(found->second.block->name->at, "the first one is here")
        .with_help("give one of them another name");
    return;
  }
  context.declared[std::string(kind)].emplace(own_name, declared);
}

// Checks and items of a used file come only where a line asks for them; its eval never.
bool comes_with_use(std::string_view kind) {
  return kind != "eval" && kind != "check" && kind != "items" && kind != "item" && kind != "use" &&
         kind != "native";
}

// False if the block cannot be declared at all.
bool has_sound_name(Context& context, const syntax::Block& block) {
  if (block.keyword.id == "native") {
    context.report(DiagnosticKind::wrong_place, block.keyword.at, "native")
        .with_help("only the library has functions written in C++: write a `define`");
    return false;
  }
  if (is_reserved(block.name->id))
    context.report(DiagnosticKind::reserved_name, block.name->at, block.name->id)
        .with_help(
            fmt::format("choose another name, such as `{}_{}`", block.name->id, block.keyword.id));
  return true;
}

void check_aliases(Context& context) {
  std::set<std::string_view> seen;
  for (const auto& block : context.modules.front().file.blocks) {
    if (block.keyword.id != "use" || !block.alias) continue;
    const auto& alias = *block.alias;
    if (is_reserved(alias.id) || alias.id == "std")  // `std.` is the library.
      context.report(DiagnosticKind::reserved_name, alias.at, alias.id)
          .with_help(fmt::format("choose another name, such as `{}_file`", alias.id));
    if (!seen.insert(alias.id).second)
      context.report(DiagnosticKind::duplicate_name, alias.at, "files", alias.id)
          .with_help("give one of them another name behind `as`");
  }
}

void declare_own(Context& context) {
  std::size_t evals = 0;
  for (const auto& block : context.modules.front().file.blocks) {
    if (block.keyword.id == "use" || !block.name) continue;
    // Of most blocks nothing else reads what is said for people.
    const bool read_elsewhere = block.keyword.id == "eval" || block.keyword.id == "define" ||
                                block.keyword.id == "native" || block.keyword.id == "item";
    if (!has_sound_name(context, block)) continue;
    if (!read_elsewhere) SettingReader{context, BlockView(block), 0}.text("about");
    if (block.keyword.id == "eval" && ++evals > 1) {
      context.report(DiagnosticKind::several_evals, block.keyword.at, 2)
          .with_help("put the second eval into a file of its own");
      continue;
    }
    declare(context, block.keyword.id, {&block, 0, block.name->id});
  }
}

void declare_used(Context& context) {
  std::set<std::size_t> told;
  std::set<std::string_view> aliases;
  for (const auto& use : context.modules.front().uses) {
    if (!aliases.insert(use.alias).second) continue;  // Reported.
    const bool first = told.insert(use.module).second;
    for (const auto& block : context.modules[use.module].file.blocks) {
      if (!block.name || block.keyword.id == "use") continue;
      if (first && !has_sound_name(context, block)) continue;
      if (comes_with_use(block.keyword.id))
        declare(context, block.keyword.id, {&block, use.module, use.alias + "." + block.name->id});
    }
  }
}

std::string kind_in_words(std::string_view kind) {
  return kind == "eval" ? "eval" : std::string(kind);
}

}  // namespace

const syntax::Setting* BlockView::find(std::string_view key) const {
  for (const auto& entry : block_->entries)
    if (const auto* setting = std::get_if<syntax::Setting>(&entry))
      if (setting->key.id == key && !setting->key_quoted) return setting;
  return nullptr;
}

const syntax::Expr* BlockView::expr(std::string_view key) const {
  const auto* setting = find(key);
  return setting ? std::get_if<syntax::Expr>(&setting->value) : nullptr;
}

std::vector<const syntax::Block*> BlockView::nested(std::string_view keyword) const {
  std::vector<const syntax::Block*> out;
  for (const auto& entry : block_->entries)
    if (const auto* block = std::get_if<syntax::Block>(&entry))
      if (block->keyword.id == keyword) out.push_back(block);
  return out;
}

void declare_blocks(Context& context) {
  check_aliases(context);
  declare_own(context);
  declare_used(context);
}

program::Heading heading_of(const Declared& declared) {
  program::Heading heading{.name = declared.name, .title = {}, .at = declared.block->name->at};
  if (declared.block->title)
    if (const auto* title = std::get_if<syntax::Text>(&declared.block->title->node))
      heading.title = title->value;
  return heading;
}

const Declared* Context::find(std::string_view kind, std::string_view name) const {
  const auto names = declared.find(kind);
  if (names == declared.end()) return nullptr;
  const auto found = names->second.find(name);
  return found == names->second.end() ? nullptr : &found->second;
}

const Declared* Context::refer(std::string_view kind, const syntax::Expr& reference,
                               std::size_t module) {
  const std::string name = spelled(reference);
  // What stands in a used file speaks of its own blocks.
  std::string prefix;
  if (module != 0)
    for (const auto& use : modules.front().uses)
      if (use.module == module) prefix = use.alias + ".";
  if (const auto* found = find(kind, prefix + name)) {
    used.insert(fmt::format("{} {}", kind, found->name));
    return found;
  }
  if (name.empty()) {
    const auto* quoted = std::get_if<syntax::Text>(&reference.node);
    const bool a_name = quoted && quoted->value.find_first_of(" ./") == std::string::npos;
    report(DiagnosticKind::unknown_name, reference.at, kind_in_words(kind), text(reference.at))
        .with_help(a_name ? fmt::format("write it without quotes: `{}`", quoted->value)
                          : fmt::format("write the name of a `{}` block", kind));
    return nullptr;
  }
  auto& diagnostic = report(DiagnosticKind::unknown_name, reference.at, kind_in_words(kind), name);
  std::vector<std::string_view> known;
  if (const auto names = declared.find(kind); names != declared.end())
    for (const auto& [other, block] : names->second) known.push_back(other);
  suggest(diagnostic, name, known);
  if (diagnostic.help.empty()) {
    if (known.empty())
      diagnostic.with_help(fmt::format("write a block for it: `{} {} {{ … }}`", kind, name));
    else
      diagnostic.with_help(
          fmt::format("there {}: {}", known.size() == 1 ? "is" : "are", fmt::join(known, ", ")));
  }
  return nullptr;
}

void suggest(Diagnostic& diagnostic, std::string_view name,
             const std::vector<std::string_view>& candidates) {
  const auto best = nearest(name, candidates);
  if (best.empty()) return;
  diagnostic.with_help(fmt::format("did you mean `{}`?", best));
  diagnostic.with_fix(
      {fmt::format("change it to `{}`", best), {{diagnostic.at, std::string(best)}}, false});
}

std::string listed(const std::vector<std::string>& names, std::size_t most) {
  const std::vector<std::string> shown_names(
      names.begin(), names.begin() + static_cast<std::ptrdiff_t>(std::min(most, names.size())));
  std::string out = fmt::format("{}", fmt::join(shown_names, ", "));
  if (names.size() > most) out += fmt::format(" and {} more", names.size() - most);
  return out;
}

}  // namespace cairn
