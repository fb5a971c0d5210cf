// Which defaults stand behind what was not written, for `cairn plan`.
#include <fmt/format.h>

#include <algorithm>

#include "lang/blocks.h"
#include "lang/check_context.h"

namespace cairn {
namespace {

// Defaults that mean nothing without another setting.
struct OnlyWith {
  std::string_view block, key;
  std::vector<std::string_view> with;
};

const std::vector<OnlyWith>& only_with() {
  static const std::vector<OnlyWith> table = {
      {"check", "verdicts", {"judge", "panel"}},
      {"check", "combine", {"for each"}},
      {"check", "orders", {"compare with"}},
      {"check", "passes at", {"score", "points"}},
  };
  return table;
}

// Defaults that another setting makes meaningless.
bool is_replaced(const BlockView& view, std::string_view key) {
  if (key == "verdicts") return view.find("scores") || view.find("compare with");
  if (view.find("measure")) return key == "weight" || key == "must pass" || key == "passes at";
  return false;
}

bool applies(const BlockView& view, std::string_view key) {
  if (is_replaced(view, key)) return false;
  for (const auto& [block, its_key, with] : only_with())
    if (block == view.kind() && its_key == key)
      return std::ranges::any_of(with, [&](std::string_view other) { return view.find(other); });
  return true;
}

}  // namespace

void note_defaults(Context& context) {
  for (const auto& [kind, names] : context.declared)
    for (const auto& [name, declared] : names) {
      const BlockView view(*declared.block);
      for (const auto& setting : setting_infos()) {
        if (setting.block != kind || setting.fallback.empty() || kind == "item") continue;
        if (view.find(setting.key) || !applies(view, setting.key)) continue;
        context.program.defaults.push_back({fmt::format("{} {}", kind, name),
                                            std::string(setting.key),
                                            std::string(setting.fallback)});
      }
    }
}

}  // namespace cairn
