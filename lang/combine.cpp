#include "lang/combine.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lang/value.h"

namespace cairn {
namespace {

using How = program::Combine::How;

struct Count {
  std::size_t passed = 0, failed = 0, open = 0;
  const Part* first_failed = nullptr;
  const Part* first_open = nullptr;
};

Count count(std::span<const Part> parts) {
  Count found;
  for (const auto& part : parts) {
    if (part.open()) {
      ++found.open;
      if (!found.first_open) found.first_open = &part;
    } else if (part.low == 1) {
      ++found.passed;
    } else if (part.low == 0) {  // A score between 0 and 1 is neither.
      ++found.failed;
      if (!found.first_failed) found.first_failed = &part;
    }
  }
  return found;
}

std::string reason_of(const Part& part) {
  if (part.element.empty() || part.why.empty()) return part.element + part.why;
  return fmt::format("{}: {}", part.element, part.why);
}

std::string why_failed(const Count& found, std::size_t all) {
  if (!found.first_failed) return {};
  if (found.failed == 1) return reason_of(*found.first_failed);
  return fmt::format("{} of {} failed, first {}", found.failed, all,
                     reason_of(*found.first_failed));
}

Outcome decided(bool passed, std::string why) {
  return Scored{passed ? 1.0 : 0.0, passed, passed ? std::string() : std::move(why)};
}

Outcome left_open(const Count& found, double low, double high) {
  return Unanswered{low, high, reason_of(*found.first_open)};
}

// As many must pass, whatever the open ones come to.
Outcome at_least(std::size_t need, std::size_t all, const Count& found) {
  if (found.passed >= need) return decided(true, {});
  if (found.passed + found.open >= need) return left_open(found, 0, 1);
  return decided(false,
                 fmt::format("{} of {} passed, {} were needed; first failed {}", found.passed, all,
                             need, found.first_failed ? reason_of(*found.first_failed) : "none"));
}

Outcome scored(double score, double passes_at, const Count& found, std::size_t all) {
  const bool passed = reaches(score, passes_at);
  if (passed) return Scored{score, true, {}};
  const std::string short_of = fmt::format("the score is {}, below {}",
                                           shortest(std::round(score * 1000) / 1000), passes_at);
  const std::string why = why_failed(found, all);
  return Scored{score, false, why.empty() ? short_of : fmt::format("{}: {}", short_of, why)};
}

Outcome share(double passes_at, std::span<const Part> parts, const Count& found) {
  double low = 0, high = 0;
  for (const auto& part : parts) {
    low += part.low;
    high += part.high;
  }
  const auto all = static_cast<double>(parts.size());
  if (found.open > 0) return left_open(found, low / all, high / all);
  return scored(low / all, passes_at, found, parts.size());
}

Outcome points(double passes_at, std::span<const Part> parts, const Count& found) {
  double low = 0, high = 0, most = 0;
  for (const auto& part : parts) {
    const double a = part.low * part.points, b = part.high * part.points;
    low += std::min(a, b);
    high += std::max(a, b);
    most += std::max(part.points, 0.0);
  }
  if (most <= 0) return Scored{0, false, "no element has points that could be earned"};
  if (low != high) return left_open(found, low / most, high / most);
  return scored(low / most, passes_at, found, parts.size());
}

std::size_t needed(const program::Combine& how, std::size_t all) {
  if (!how.at_least_is_share) return static_cast<std::size_t>(std::max(0.0, how.at_least));
  // A share of a count such as 90% of 10 must not ask for one more by the last bit.
  return static_cast<std::size_t>(std::ceil(how.at_least * static_cast<double>(all) - 1e-9));
}

}  // namespace

bool reaches(double score, double asked) { return score >= asked - 1e-12; }

Outcome combine(const program::Combine& how, double passes_at, std::span<const Part> parts) {
  const Count found = count(parts);
  switch (how.how) {
    case How::all:
      if (found.failed > 0) return decided(false, why_failed(found, parts.size()));
      if (found.open > 0) return left_open(found, 0, 1);
      return decided(true, {});
    case How::some:
      if (found.passed > 0) return decided(true, {});
      if (found.open > 0) return left_open(found, 0, 1);
      return decided(false, why_failed(found, parts.size()));
    case How::at_least:
      return at_least(needed(how, parts.size()), parts.size(), found);
    case How::share:
      return share(passes_at, parts, found);
    case How::points:
      return points(passes_at, parts, found);
  }
  return NotApplicable{};
}

}  // namespace cairn
