// One program in one sandbox: starts the guard, reads what the program prints and what the
// guard says, and sees to it that both end.
#pragma once

#include "lang/result.h"
#include "runtime/sandbox/request_file.h"
#include "runtime/sandbox/sandbox.h"

namespace cairn {

Result<SandboxedEnd> guarded_run(const std::filesystem::path& guard, const GuardRequest& request);

}  // namespace cairn
