#include "stdlib/native/chrf.h"

#include "stdlib/native/unicode.h"

namespace cairn {
namespace {

Tokens characters_of(std::string_view text, bool with_blanks) {
  Tokens out;
  for (std::size_t at = 0; at < text.size();) {
    const auto begin = at;
    if (const bool blank = is_blank(next_code_point(text, at)); with_blanks || !blank)
      out.emplace_back(text.substr(begin, at - begin));
  }
  return out;
}

double f_score(double precision, double recall, double beta) {
  const double weight = beta * beta;
  const double sum = weight * precision + recall;
  return sum > 0 ? (1 + weight) * precision * recall / sum : 0;
}

double share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

void Chrf::add(std::string_view text, std::string_view reference) {
  const Tokens given = characters_of(text, settings_.blanks_count);
  const Tokens wanted = characters_of(reference, settings_.blanks_count);
  for (std::size_t n = 0; n < orders_.size(); ++n) {
    const auto counts = overlap(ngrams(given, n + 1), ngrams(wanted, n + 1));
    orders_[n].given += counts.wanted > 0 ? counts.given : 0;  // No reference, no error.
    orders_[n].wanted += counts.wanted;
    orders_[n].shared += counts.shared;
  }
}

double Chrf::score() const {
  double precision = 0, recall = 0, separately = 0, met = 0;
  for (const auto& order : orders_) {
    const double of_given = share(order.shared, order.given);
    const double of_wanted = share(order.shared, order.wanted);
    separately += f_score(of_given, of_wanted, settings_.beta);
    if (order.given == 0 || order.wanted == 0) continue;
    precision += of_given;
    recall += of_wanted;
    ++met;
  }
  if (settings_.all_orders) return separately / static_cast<double>(orders_.size());
  return met == 0 ? 0 : f_score(precision / met, recall / met, settings_.beta);
}

}  // namespace cairn
