// How the elements of a `for each` make one outcome: `combine:` in language.md
// section 4. Pure arithmetic on what each element came to.
#pragma once

#include <span>
#include <string>

#include "lang/program.h"
#include "lang/verdict.h"

namespace cairn {

// What one element came to.
struct Part {
  // Its score; the two differ only while it is open. Of a condition 0 or 1.
  double low = 0, high = 0;
  double points = 1;    // Under `combine: points`; may be negative.
  std::string element;  // As messages show it.
  std::string why;      // Of a failed or open one.
  bool open() const { return low != high; }
};

// REQUIRES: at least one part. Under `all`, `some` and `at least` the parts are
// of a condition. A score is passed at `passes_at`.
Outcome combine(const program::Combine& how, double passes_at, std::span<const Part> parts);

// Whether a score reaches what is asked, but for the last bits of a sum.
bool reaches(double score, double asked);

}  // namespace cairn
