#include "lang/vocabulary.h"

#include <array>

namespace cairn {
namespace {

constexpr std::array words = {
#define WORD(word, sample, help) WordInfo{word, sample, help},
#include "lang/vocabulary.def"
};

}  // namespace

std::span<const WordInfo> word_infos() { return words; }

}  // namespace cairn
