// Writes what the guard is to do (guard/protocol.h).
#pragma once

#include <filesystem>
#include <string>

#include "lang/result.h"
#include "runtime/sandbox/descriptor.h"
#include "runtime/sandbox/sandbox.h"

namespace cairn {

struct GuardRequest {
  const SandboxedCall& call;
  SandboxLevel level = SandboxLevel::none;
  std::filesystem::path bubblewrap;      // The program bwrap.
  std::filesystem::path private_folder;  // For the guard to make, where it needs one.
};

// A file in memory. Fails where the call's folder cannot be read.
Result<Descriptor> write_request(const GuardRequest& request);

// A file in memory that holds this text and that no one can change any more.
Result<Descriptor> fixed_file(const std::string& text);

}  // namespace cairn
