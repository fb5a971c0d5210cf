#include "stdlib/native/rouge.h"

#include <bit>
#include <string>
#include <unordered_map>

#include "stdlib/native/bit_pattern.h"
#include "stdlib/native/tokens.h"

namespace cairn {
namespace {

double f1_of(std::size_t shared, std::size_t given, std::size_t wanted) {
  if (shared == 0) return 0;
  return 2 * static_cast<double>(shared) / static_cast<double>(given + wanted);
}

// Hyyrö (2004): a 0 in `row` for each place at which the common subsequence grows.
std::size_t longest_common(std::u32string_view a, std::u32string_view b) {
  const BitPattern pattern(a);
  std::vector<std::uint64_t> row(pattern.blocks(), ~std::uint64_t{0});
  for (const char32_t symbol : b) {
    const auto* matches = pattern.matches(symbol);
    if (!matches) continue;
    std::uint64_t carried = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::uint64_t matched = row[i] & matches[i];
      const std::uint64_t with_carry = row[i] + carried;
      const std::uint64_t sum = with_carry + matched;
      carried = with_carry < carried || sum < matched ? 1U : 0U;
      row[i] = sum | (row[i] & ~matches[i]);
    }
  }
  std::size_t length = 0;
  for (const std::uint64_t block : row) length += static_cast<std::size_t>(std::popcount(~block));
  return length;
}

}  // namespace

double rouge_n_score(std::string_view text, std::string_view reference, std::size_t n) {
  const auto counts = overlap(ngrams(plain_words(text), n), ngrams(plain_words(reference), n));
  return f1_of(counts.shared, counts.given, counts.wanted);
}

double rouge_l_score(std::string_view text, std::string_view reference) {
  std::unordered_map<std::string, char32_t> ids;
  const auto numbered = [&ids](const Tokens& words) {
    std::u32string out;
    for (const auto& word : words)
      out += ids.try_emplace(word, static_cast<char32_t>(ids.size())).first->second;
    return out;
  };
  const auto given = numbered(plain_words(text)), wanted = numbered(plain_words(reference));
  return f1_of(longest_common(given, wanted), given.size(), wanted.size());
}

}  // namespace cairn
