// What `--format github` does besides its text: the page of a job on GitHub.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lang/result.h"

namespace cairn {

// Appends to the file that $GITHUB_STEP_SUMMARY names. GitHub refuses the whole page of
// a step above 1 MiB, so that what has no room any more is left out, with a line that
// says so. Nothing, or why it could not be written.
std::optional<Failure> append_step_summary(const std::string& path, std::string_view markdown);

}  // namespace cairn
