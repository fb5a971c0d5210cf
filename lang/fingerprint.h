// The three hashes of language.md section 8: 16 hexadecimal digits of SHA-256
// over what decides, written without spans, titles, names of variables, notes.
#pragma once

#include <string>

#include "lang/plan.h"

namespace cairn {

// What decides the verdicts of a check: its evidence with whoever gives it, its
// rule, elements and conditions, and what of a reply is judged.
std::string check_hash(const Plan& plan, const program::Check& check);

// REQUIRES: the checks' own hashes are set.
Hashes hashes_of(const Plan& plan);

}  // namespace cairn
