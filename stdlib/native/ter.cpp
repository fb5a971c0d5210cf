#include "stdlib/native/ter.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "stdlib/native/tokens.h"
#include "stdlib/native/unicode.h"

namespace cairn {
namespace {

using Words = std::vector<int>;  // Each different word has a number.

constexpr std::size_t most_words = 500;
// As in Snover's program: it looks no further.
constexpr std::size_t longest_move = 10, furthest_move = 50, most_tried = 1000;

// Which words are wrong, and after which word of the text each of the reference's stands.
struct Alignment {
  std::size_t edits = 0;
  std::vector<bool> wrong_in_text, wrong_in_reference;
  std::vector<std::ptrdiff_t> text_at;
};

class EditTable {
 public:
  explicit EditTable(const Words& reference) : reference_(reference) {}

  std::size_t edits(const Words& text) {
    width_ = reference_.size() + 1;
    cells_.resize((text.size() + 1) * width_);
    for (std::size_t j = 0; j < width_; ++j) cells_[j] = j;
    for (std::size_t i = 1; i <= text.size(); ++i) {
      cell(i, 0) = i;
      for (std::size_t j = 1; j < width_; ++j)
        cell(i, j) = std::min({cell(i - 1, j - 1) + (text[i - 1] == reference_[j - 1] ? 0U : 1U),
                               cell(i - 1, j) + 1, cell(i, j - 1) + 1});
    }
    return cells_[text.size() * width_ + reference_.size()];
  }

  Alignment align(const Words& text) {
    Alignment out{edits(text), std::vector<bool>(text.size()), std::vector<bool>(reference_.size()),
                  std::vector<std::ptrdiff_t>(reference_.size())};
    std::size_t i = text.size(), j = reference_.size();
    while (i > 0 || j > 0) {
      const bool equal = i > 0 && j > 0 && text[i - 1] == reference_[j - 1];
      if (i > 0 && j > 0 && cell(i, j) == cell(i - 1, j - 1) + (equal ? 0U : 1U)) {
        out.text_at[--j] = static_cast<std::ptrdiff_t>(--i);
        out.wrong_in_text[i] = out.wrong_in_reference[j] = !equal;
      } else if (i > 0 && cell(i, j) == cell(i - 1, j) + 1) {
        out.wrong_in_text[--i] = true;
      } else {
        out.wrong_in_reference[--j] = true;
        out.text_at[j] = static_cast<std::ptrdiff_t>(i) - 1;
      }
    }
    return out;
  }

 private:
  std::size_t& cell(std::size_t i, std::size_t j) { return cells_[i * width_ + j]; }

  const Words& reference_;
  std::vector<std::size_t> cells_;
  std::size_t width_ = 0;
};

// Words `from` up to `from + length` before what stands at `to` in `words`.
Words moved(const Words& words, std::size_t from, std::size_t length, std::size_t to) {
  Words out = words;
  const auto at = [&out](std::size_t i) { return out.begin() + static_cast<std::ptrdiff_t>(i); };
  if (to < from)
    std::rotate(at(to), at(from), at(from + length));
  else if (to > from + length)
    std::rotate(at(from), at(from + length), at(to));
  else  // Into itself: as far to the right.
    std::rotate(at(from), at(from + length), at(std::min(to + length, out.size())));
  return out;
}

class Mover {
 public:
  Mover(Words text, const Words& reference)
      : text_(std::move(text)), reference_(reference), table_(reference) {}

  std::size_t edits() {
    std::size_t moves = 0;
    while (move_best() && tried_ < most_tried) ++moves;
    return moves + table_.edits(text_);
  }

 private:
  // Ranked: fewest edits left, longest, from furthest left, to furthest left.
  struct Candidate {
    std::tuple<std::ptrdiff_t, std::size_t, std::ptrdiff_t, std::ptrdiff_t> rank;
    Words text;
  };

  bool move_best() {
    best_.reset();
    alignment_ = table_.align(text_);
    for (std::size_t h = 0; h < text_.size(); ++h)
      for (std::size_t r = 0; r < reference_.size(); ++r) {
        if ((h > r ? h - r : r - h) > furthest_move) continue;
        for (std::size_t n = 1;
             n <= longest_move && h + n <= text_.size() && r + n <= reference_.size() &&
             text_[h + n - 1] == reference_[r + n - 1];
             ++n) {
          if (is_worth_moving(h, r, n)) try_targets(h, r, n);
          if (tried_ >= most_tried) return false;
        }
      }
    if (!best_ || std::get<0>(best_->rank) <= 0) return false;
    text_ = std::move(best_->text);
    return true;
  }

  static bool any_wrong(const std::vector<bool>& wrong, std::size_t from, std::size_t length) {
    const auto begin = wrong.begin() + static_cast<std::ptrdiff_t>(from);
    return std::find(begin, begin + static_cast<std::ptrdiff_t>(length), true) !=
           begin + static_cast<std::ptrdiff_t>(length);
  }

  bool is_worth_moving(std::size_t h, std::size_t r, std::size_t n) const {
    const auto stands_at = alignment_.text_at[r];
    const bool within = stands_at >= static_cast<std::ptrdiff_t>(h) &&
                        stands_at < static_cast<std::ptrdiff_t>(h + n);
    return any_wrong(alignment_.wrong_in_text, h, n) &&
           any_wrong(alignment_.wrong_in_reference, r, n) && !within;
  }

  void try_targets(std::size_t h, std::size_t r, std::size_t n) {
    std::ptrdiff_t before = -1;
    for (std::size_t i = 0; i <= n && r + i <= reference_.size(); ++i) {
      const auto to = r + i == 0 ? 0 : alignment_.text_at[r + i - 1] + 1;
      if (to == before) continue;
      before = to;
      Words candidate = moved(text_, h, n, static_cast<std::size_t>(to));
      const auto gain = static_cast<std::ptrdiff_t>(alignment_.edits) -
                        static_cast<std::ptrdiff_t>(table_.edits(candidate));
      const auto rank = std::tuple(gain, n, -static_cast<std::ptrdiff_t>(h), -to);
      ++tried_;
      if (!best_ || rank > best_->rank) best_ = Candidate{rank, std::move(candidate)};
    }
  }

  Words text_;
  const Words& reference_;
  EditTable table_;
  Alignment alignment_;
  std::optional<Candidate> best_;
  std::size_t tried_ = 0;
};

std::size_t fewest_edits(const Words& text, const Words& reference) {
  if (text.empty() || reference.empty()) return std::max(text.size(), reference.size());
  return Mover(text, reference).edits();
}

}  // namespace

double TranslationEdits::rate() const {
  if (words == 0) return edits > 0 ? 1 : 0;
  return edits / words;
}

std::optional<TranslationEdits> translation_edits(std::string_view text,
                                                  std::span<const std::string_view> references) {
  std::unordered_map<std::string, int> ids;
  const auto numbered = [&ids](std::string_view words) {
    Words out;
    for (auto& word : tokenize(lowered(words), Tokenizer::none))
      out.push_back(ids.try_emplace(std::move(word), static_cast<int>(ids.size())).first->second);
    return out;
  };
  const Words given = numbered(text);
  std::size_t words = 0;
  std::optional<std::size_t> fewest;
  for (const auto reference : references) {
    const Words wanted = numbered(reference);
    if (given.size() > most_words || wanted.size() > most_words) return std::nullopt;
    const auto edits = fewest_edits(given, wanted);
    fewest = std::min(edits, fewest.value_or(edits));
    words += wanted.size();
  }
  if (references.empty()) return TranslationEdits{};
  return TranslationEdits{static_cast<double>(*fewest),
                          static_cast<double>(words) / static_cast<double>(references.size())};
}

}  // namespace cairn
