#include "stdlib/native/language.h"

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include <algorithm>
#include <array>
#include <limits>

namespace cairn {
namespace {

// CLD2's older codes as BCP 47 has them. Chinese is one language: in a short text
// its two scripts cannot be told apart. Empty for codes that name no language.
std::string_view as_tag(std::string_view code) {
  if (code == "iw") return "he";
  if (code == "jw") return "jv";
  if (code == "mo") return "ro";
  if (code == "tl") return "fil";
  if (code.starts_with("zh")) return "zh";
  if (code == "sit-NP") return "lif";
  if (code == "un" || code == "xxx" || code.starts_with("xx-") || code == "zzp") return "";
  return code;
}

}  // namespace

Found<std::string> language(std::string_view text) {
  const auto size =
      static_cast<int>(std::min<std::size_t>(text.size(), std::numeric_limits<int>::max()));
  const CLD2::CLDHints no_hints{nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
  std::array<CLD2::Language, 3> languages{};
  std::array<int, 3> percents{};
  std::array<double, 3> scores{};
  int bytes_of_text = 0, valid = 0;
  bool reliable = false;
  const auto found = CLD2::ExtDetectLanguageSummaryCheckUTF8(
      text.data(), size, true, &no_hints, 0, languages.data(), percents.data(), scores.data(),
      nullptr, &bytes_of_text, &reliable, &valid);
  const auto tag = as_tag(CLD2::LanguageCode(found));
  if (!reliable || tag.empty())
    return Missing{fmt::format("the language of {} cannot be told", shown(Value(text)))};
  return std::string(tag);
}

}  // namespace cairn
