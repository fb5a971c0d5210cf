#include "stdlib/native/edit_distance.h"

#include <algorithm>
#include <cstdlib>
#include <unordered_map>
#include <vector>

#include "stdlib/native/bit_pattern.h"
#include "stdlib/native/unicode.h"

namespace cairn {
namespace {

// Of bytes, for ASCII, or of code points.
template <class View>
struct Pair {
  View a, b;
};

// What they begin and end with in common costs nothing.
template <class View>
Pair<View> without_common_ends(Pair<View> pair) {
  auto& [a, b] = pair;
  const auto start = std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin();
  a.remove_prefix(static_cast<std::size_t>(start));
  b.remove_prefix(static_cast<std::size_t>(start));
  const auto end = std::mismatch(a.rbegin(), a.rend(), b.rbegin(), b.rend()).first - a.rbegin();
  a.remove_suffix(static_cast<std::size_t>(end));
  b.remove_suffix(static_cast<std::size_t>(end));
  return pair;
}

// What a column hands down from one block to the next: whether the horizontal
// difference there is +1, is -1; bits, since a branch here is guessed wrong too often.
struct Carried {
  std::uint64_t up = 0, down = 0;
};

// One block of 64 rows of one column (Hyyrö 2003).
struct Block {
  std::uint64_t up = ~std::uint64_t{0}, down = 0;  // Vertical differences of +1, of -1.

  // The result is read at the row whose number is `last`.
  Carried advance(std::uint64_t matches, Carried in, unsigned last) {
    const std::uint64_t x = matches | down;
    matches |= in.down;
    const std::uint64_t diagonal = (((matches & up) + up) ^ up) | matches;
    std::uint64_t right = down | ~(diagonal | up);
    std::uint64_t left = up & diagonal;
    const Carried out{(right >> last) & 1U, (left >> last) & 1U};
    right = (right << 1U) | in.up;
    left = (left << 1U) | in.down;
    up = left | ~(x | right);
    down = right & x;
    return out;
  }
};

std::size_t by_bit_vectors(const Pair<std::u32string_view>& pair) {
  const BitPattern pattern(pair.a);
  std::vector<Block> blocks(pattern.blocks());
  const std::vector<std::uint64_t> nowhere(pattern.blocks());  // Of a symbol that does not occur.
  const std::size_t bottom = blocks.size() - 1;
  const auto last = static_cast<unsigned>((pair.a.size() - 1) % 64);
  std::size_t distance = pair.a.size();
  for (const char32_t symbol : pair.b) {
    const auto* found = pattern.matches(symbol);
    const auto* matches = found ? found : nowhere.data();
    Carried carried{1, 0};
    for (std::size_t i = 0; i < bottom; ++i) carried = blocks[i].advance(matches[i], carried, 63);
    carried = blocks[bottom].advance(matches[bottom], carried, last);
    distance += carried.up - carried.down;
  }
  return distance;
}

// How far each diagonal gets with 0, 1, 2 … edits, running along what is equal for
// nothing (Ukkonen 1985, Landau and Vishkin 1988): near texts cost little more than
// reading them once, far ones little more than the square of `most`.
template <class View>
bool is_reached(const Pair<View>& pair, std::size_t most) {
  const auto& [a, b] = pair;
  const auto rows = static_cast<std::ptrdiff_t>(a.size());
  const auto columns = static_cast<std::ptrdiff_t>(b.size());
  const auto edits = static_cast<std::ptrdiff_t>(most);
  const std::ptrdiff_t last = columns - rows;  // The diagonal of both ends.
  constexpr std::ptrdiff_t nowhere = -2;
  thread_local std::vector<std::ptrdiff_t> before, now;  // Rows, by diagonal.
  before.assign(2 * most + 3, nowhere);
  now = before;
  const auto place = [edits](std::ptrdiff_t diagonal) {
    return static_cast<std::size_t>(diagonal + edits + 1);
  };
  for (std::ptrdiff_t used = 0; used <= edits; ++used) {
    for (std::ptrdiff_t diagonal = -used; diagonal <= used; ++diagonal) {
      auto row = used == 0 ? 0
                           : std::max({before[place(diagonal) - 1], before[place(diagonal)] + 1,
                                       before[place(diagonal) + 1] + 1});
      row = std::min({row, rows, columns - diagonal});
      if (row >= 0 && row + diagonal >= 0)
        row = std::mismatch(a.begin() + row, a.end(), b.begin() + row + diagonal, b.end()).first -
              a.begin();
      now[place(diagonal)] = row < 0 ? nowhere : row;
    }
    if (std::abs(last) <= used && now[place(last)] == rows) return true;
    std::swap(before, now);
  }
  return false;
}

template <class View>
bool is_within(const Pair<View>& whole, std::size_t most) {
  const auto difference = whole.a.size() > whole.b.size() ? whole.a.size() - whole.b.size()
                                                          : whole.b.size() - whole.a.size();
  if (difference > most) return false;
  const auto pair = without_common_ends(whole);
  if (std::max(pair.a.size(), pair.b.size()) <= most) return true;
  constexpr std::size_t few = 32;  // Beyond, bit vectors are cheaper.
  if (most <= few) return is_reached(pair, most);
  const std::u32string a(pair.a.begin(), pair.a.end()), b(pair.b.begin(), pair.b.end());
  return (a.empty() ? b.size() : by_bit_vectors({a, b})) <= most;
}

}  // namespace

std::u32string code_points(std::string_view text) {
  if (is_ascii(text)) return {text.begin(), text.end()};
  std::u32string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) out += next_code_point(text, at);
  return out;
}

std::size_t levenshtein_distance(std::string_view a, std::string_view b) {
  if (a == b) return 0;
  const auto left = code_points(a), right = code_points(b);
  const auto pair = without_common_ends(Pair<std::u32string_view>{left, right});
  if (pair.a.empty() || pair.b.empty()) return pair.a.size() + pair.b.size();
  return by_bit_vectors(pair);
}

bool is_within_distance(std::string_view a, std::string_view b, std::size_t most) {
  if (a == b) return true;
  if (is_ascii(a) && is_ascii(b)) return is_within(Pair<std::string_view>{a, b}, most);
  const auto left = code_points(a), right = code_points(b);
  return is_within(Pair<std::u32string_view>{left, right}, most);
}

std::optional<std::size_t> weighted_distance(std::string_view a, std::string_view b,
                                             EditCosts costs) {
  constexpr std::size_t largest_table = 1U << 24U;
  const auto left = code_points(a), right = code_points(b);
  const std::size_t width = right.size() + 1;
  if ((left.size() + 1) > largest_table / width) return std::nullopt;
  std::vector<std::uint32_t> table((left.size() + 1) * width);
  const auto at = [&](std::size_t i, std::size_t j) -> std::uint32_t& {
    return table[i * width + j];
  };
  for (std::size_t i = 0; i <= left.size(); ++i) at(i, 0) = static_cast<std::uint32_t>(i);
  for (std::size_t j = 0; j < width; ++j) at(0, j) = static_cast<std::uint32_t>(j);
  std::unordered_map<char32_t, std::size_t> last_row;  // In which it stood in `left`.
  for (std::size_t i = 1; i <= left.size(); ++i) {
    std::size_t last_column = 0;  // In which left[i - 1] stood in `right`.
    for (std::size_t j = 1; j < width; ++j) {
      const bool equal = left[i - 1] == right[j - 1];
      const auto step = static_cast<std::uint32_t>(equal ? 0 : costs.substitution);
      auto best = std::min({at(i - 1, j - 1) + step, at(i - 1, j) + 1, at(i, j - 1) + 1});
      const auto found = last_row.find(right[j - 1]);
      if (costs.transpositions && found != last_row.end() && last_column > 0) {
        const auto between = i - found->second - 1 + j - last_column - 1;
        best = std::min(
            best, at(found->second - 1, last_column - 1) + 1 + static_cast<std::uint32_t>(between));
      }
      if (equal) last_column = j;
      at(i, j) = best;
    }
    last_row[left[i - 1]] = i;
  }
  return table.back();
}

std::size_t hamming_distance(std::string_view a, std::string_view b) {
  const auto left = code_points(a), right = code_points(b);
  const auto shared = std::min(left.size(), right.size());
  std::size_t distance = std::max(left.size(), right.size()) - shared;
  for (std::size_t i = 0; i < shared; ++i) distance += left[i] != right[i] ? 1U : 0U;
  return distance;
}

}  // namespace cairn
