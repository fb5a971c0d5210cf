#include "lang/vocabulary.h"

#include <array>

namespace cairn {
namespace {

constexpr std::array word_table = {
#define WORD(word, sample, help) WordInfo{word, sample, help},
#include "lang/vocabulary.def"
};

}  // namespace

std::span<const WordInfo> word_infos() { return word_table; }

}  // namespace cairn
