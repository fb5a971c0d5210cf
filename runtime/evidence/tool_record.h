// What a tool gave for one answer, as the run log and recorded answers hold it:
// {"exit_code": 0, "stdout": "…", "stderr": "…", "time": 0.2, "timed_out": false}.
//
// A program that did not end by itself has `stopped`, why, as the end of a sentence ("ran
// longer than 2 seconds and was stopped"). Where a tool runs after another one that failed,
// the record is that one's: `failed_in` names it, and `lacks` the files it should have kept.
// Where the answer gave it nothing to run, `not_run` alone says what was missing.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "lang/program.h"
#include "lang/score_check.h"

namespace cairn {

namespace tool_key {
inline constexpr std::string_view exit_code = "exit_code";
inline constexpr std::string_view output = "stdout";
inline constexpr std::string_view errors = "stderr";
inline constexpr std::string_view time = "time";
inline constexpr std::string_view timed_out = "timed_out";
inline constexpr std::string_view stopped = "stopped";
inline constexpr std::string_view failed_in = "failed_in";
inline constexpr std::string_view lacks = "lacks";
inline constexpr std::string_view not_run = "not_run";  // What of the answer was missing.
inline constexpr std::string_view sandbox = "sandbox";  // How strictly it was kept in.
inline constexpr std::array all = {exit_code, output,    errors, time,    timed_out,
                                   stopped,   failed_in, lacks,  not_run, sandbox};
}  // namespace tool_key

// What conditions see of it. It failed outright where a tool before it failed, or where its
// program was stopped and the rule does not look at that itself (`exit_code`, `timed_out`).
Gathered tool_evidence(const Record& record, const program::Check& check);

// The line of a program's complaints that says most: of compilers the first error, of
// interpreters the exception. At most 200 characters.
std::string telling_line(std::string_view errors);

}  // namespace cairn
