#include "lang/units.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "lang/nearest.h"

namespace cairn {
namespace {

constexpr std::array units = std::to_array<UnitInfo>({
    {"milliseconds", Unit::seconds, 0.001},
    {"millisecond", Unit::seconds, 0.001},
    {"seconds", Unit::seconds, 1},
    {"second", Unit::seconds, 1},
    {"minutes", Unit::seconds, 60},
    {"minute", Unit::seconds, 60},
    {"hours", Unit::seconds, 3600},
    {"hour", Unit::seconds, 3600},
    {"days", Unit::seconds, 86400},
    {"day", Unit::seconds, 86400},
    {"KB", Unit::bytes, 1e3},
    {"MB", Unit::bytes, 1e6},
    {"GB", Unit::bytes, 1e9},
    {"USD", Unit::usd, 1},
});

using Alias = std::pair<std::string_view, std::string_view>;
constexpr std::array aliases = std::to_array<Alias>({
    {"ms", "milliseconds"},
    {"msec", "milliseconds"},
    {"millis", "milliseconds"},
    {"s", "seconds"},
    {"sec", "seconds"},
    {"secs", "seconds"},
    {"m", "minutes"},
    {"min", "minutes"},
    {"mins", "minutes"},
    {"h", "hours"},
    {"hr", "hours"},
    {"hrs", "hours"},
    {"d", "days"},
    {"k", "KB"},
    {"kb", "KB"},
    {"kib", "KB"},
    {"kilobytes", "KB"},
    {"mb", "MB"},
    {"mib", "MB"},
    {"megabytes", "MB"},
    {"gb", "GB"},
    {"g", "GB"},
    {"gib", "GB"},
    {"gigabytes", "GB"},
    {"usd", "USD"},
    {"dollar", "USD"},
    {"dollars", "USD"},
});

std::string lower(std::string_view word) {
  std::string out(word);
  for (char& byte : out)
    if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte + ('a' - 'A'));
  return out;
}

}  // namespace

std::span<const UnitInfo> unit_infos() { return units; }

const UnitInfo* find_unit(std::string_view name) {
  const auto found = std::ranges::find(units, name, &UnitInfo::name);
  return found == units.end() ? nullptr : &*found;
}

std::string_view meant_unit(std::string_view word) {
  const auto plain = lower(word);
  const auto alias = std::ranges::find(aliases, plain, &Alias::first);
  if (alias != aliases.end()) return alias->second;
  for (const auto& info : units)
    if (lower(info.name) == plain) return info.name;
  if (plain.size() < 4) return {};  // Two edits make a unit of any short word.
  std::vector<std::string_view> names;
  for (const auto& info : units) names.push_back(info.name);
  return nearest(plain, names);
}

}  // namespace cairn
