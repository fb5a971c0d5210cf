// What one check said of one answer.
//
// The four outcomes are kept apart everywhere: nobody can mistake an answer that
// could not be judged for a bad one.
#pragma once

#include <string>
#include <variant>

namespace cairn {

struct Scored {
  double score = 0;  // 0 to 1; with points it may be below 0.
  bool passed = false;
  std::string why;  // Of a failed check: one sentence, with the values.
};

// Of a `measure:` check: reported, never scored.
struct Measured {
  double value = 0;
};

// Whoever should have judged gave nothing usable. The score could still be
// anything from `low` to `high`.
struct Unanswered {
  double low = 0;
  double high = 1;
  std::string why;
};

// `when` was false, or nobody was meant to judge this answer.
struct NotApplicable {
  std::string why;
};

using Outcome = std::variant<Scored, Measured, Unanswered, NotApplicable>;

}  // namespace cairn
