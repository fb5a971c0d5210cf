#include "stdlib/native/bleu.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace cairn {
namespace {

// The most that any one reference has of each n-gram.
NgramCounts most_of_each(const std::vector<Tokens>& references, std::size_t n) {
  NgramCounts out;
  for (const auto& reference : references)
    for (const auto& [ngram, count] : ngrams(reference, n)) {
      auto& most = out[ngram];
      most = std::max(most, count);
    }
  return out;
}

// The reference whose length is nearest; of two as near, the shorter.
std::size_t nearest_length(const std::vector<Tokens>& references, std::size_t length) {
  std::size_t best = 0, best_apart = static_cast<std::size_t>(-1);
  for (const auto& reference : references) {
    const auto size = reference.size();
    const auto apart = size > length ? size - length : length - size;
    if (apart < best_apart || (apart == best_apart && size < best)) best = size;
    best_apart = std::min(best_apart, apart);
  }
  return best;
}

}  // namespace

void Bleu::add(std::string_view text, std::span<const std::string_view> references) {
  const Tokens given = tokenize(text, settings_.tokenizer);
  std::vector<Tokens> wanted;
  for (const auto reference : references)
    wanted.push_back(tokenize(reference, settings_.tokenizer));
  for (std::size_t n = 1; n <= settings_.orders; ++n) {
    const auto counts = overlap(ngrams(given, n), most_of_each(wanted, n));
    matched_[n - 1] += static_cast<double>(counts.shared);
    total_[n - 1] += static_cast<double>(counts.given);
  }
  length_ += static_cast<double>(given.size());
  reference_length_ += static_cast<double>(nearest_length(wanted, given.size()));
}

double Bleu::score() const {
  if (std::ranges::all_of(matched_, [](double n) { return n == 0; })) return 0;
  double logarithms = 0, halved = 1;
  std::size_t met = 0;
  for (std::size_t n = 0; n < settings_.orders; ++n) {
    const double more = settings_.smoothing == Smoothing::add && n > 0 ? settings_.value : 0;
    const double total = total_[n] + more;
    double matched = matched_[n] + more;
    if (total == 0) break;
    ++met;
    if (matched == 0 && settings_.smoothing == Smoothing::halve) matched = halved /= 2;
    if (matched == 0 && settings_.smoothing == Smoothing::floor) matched = settings_.value;
    if (matched == 0) return 0;
    logarithms += std::log(matched / total);
  }
  if (met < settings_.orders && !settings_.only_orders_met) return 0;
  const double brevity =
      length_ < reference_length_ ? std::exp(1 - reference_length_ / length_) : 1;
  return brevity * std::exp(logarithms / static_cast<double>(met));
}

}  // namespace cairn
