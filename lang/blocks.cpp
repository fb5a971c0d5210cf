#include "lang/blocks.h"

#include <algorithm>
#include <array>

namespace cairn {
namespace {

constexpr SettingInfo setting(std::string_view block, std::string_view key, Form form,
                              std::string_view fallback, std::string_view detail,
                              std::string_view help) {
  return {.block = block,
          .key = key,
          .form = form,
          .fallback = fallback,
          .detail = detail,
          .help = help,
          .repeatable = detail == "repeatable",
          .any_key = detail == "any_key"};
}

constexpr std::array settings = [] {
  using enum Form;
  return std::array{
#define SETTING(block, key, form, fallback, detail, help) \
  setting(block, key, form, fallback, detail, help),
#include "lang/blocks.def"
  };
}();

constexpr std::array blocks = {
#define BLOCK(name, top_level, needs_name, inside, help) \
  BlockInfo{name, top_level, needs_name, inside, help},
#include "lang/blocks.def"
};

constexpr std::array keywords = {
#define KEYWORD(word, why) std::string_view(#word),
#include "lang/keywords.def"
};
static_assert(std::ranges::is_sorted(keywords), "keep lang/keywords.def in order");

}  // namespace

std::span<const BlockInfo> block_infos() { return blocks; }
std::span<const SettingInfo> setting_infos() { return settings; }

std::span<const SettingInfo> settings_of(std::string_view block) {
  const auto first = std::ranges::find(settings, block, &SettingInfo::block);
  const auto last =
      std::find_if(first, settings.end(), [&](const auto& info) { return info.block != block; });
  return {first, last};
}

const BlockInfo* find_block(std::string_view name) {
  const auto found = std::ranges::find(blocks, name, &BlockInfo::name);
  return found == blocks.end() ? nullptr : &*found;
}

const SettingInfo* find_setting(std::string_view block, std::string_view key) {
  for (const auto& info : settings_of(block))
    if (info.key == key) return &info;
  return nullptr;
}

bool is_reserved(std::string_view word) { return std::ranges::binary_search(keywords, word); }
std::span<const std::string_view> reserved_words() { return keywords; }

}  // namespace cairn
