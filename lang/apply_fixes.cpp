#include "lang/apply_fixes.h"

#include <algorithm>

namespace cairn {
namespace {

bool overlaps(const Edit& a, const Edit& b) {
  if (a.at.begin == a.at.end && b.at.begin == b.at.end) return a.at.begin == b.at.begin;
  return a.at.begin < b.at.end && b.at.begin < a.at.end;
}

const Fix* safe_fix(const Diagnostic& diagnostic, FileId file) {
  for (const auto& fix : diagnostic.fixes)
    if (fix.safe &&
        std::ranges::all_of(fix.edits, [file](const Edit& edit) { return edit.at.file == file; }))
      return &fix;
  return nullptr;
}

}  // namespace

Fixed apply_safe_fixes(const SourceFile& source, FileId file, const Diagnostics& diagnostics) {
  Fixed fixed{.text = std::string(source.text())};
  std::vector<Edit> edits;
  for (const auto& diagnostic : diagnostics.sorted()) {
    const auto* fix = safe_fix(diagnostic, file);
    if (fix == nullptr) continue;
    const bool free = std::ranges::none_of(fix->edits, [&](const Edit& edit) {
      return std::ranges::any_of(edits, [&](const Edit& made) { return overlaps(edit, made); });
    });
    if (!free) continue;
    std::ranges::copy(fix->edits, std::back_inserter(edits));
    ++fixed.changes;
  }
  std::ranges::sort(edits, std::ranges::greater(), [](const Edit& edit) { return edit.at.begin; });
  for (const auto& edit : edits)
    fixed.text.replace(edit.at.begin, edit.at.end - edit.at.begin, edit.replacement);
  return fixed;
}

}  // namespace cairn
