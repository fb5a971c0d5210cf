// aimock (tests/aimock) as a process of its own, for as long as a test needs it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lang/result.h"

namespace cairn {

class Aimock {
 public:
  // Why aimock cannot run on this machine: no node, an old one, or no node_modules. A
  // test says so and is skipped: MESSAGE("skipped: ", *why).
  static std::optional<std::string> absent();

  // `fixtures` is a file under tests/aimock/fixtures; `flags` are those of start.mjs.
  // Returns when the server answers. Fails in words of start.mjs, such as a fixture's
  // mistake.
  static Result<Aimock> start(const std::string& fixtures, std::vector<std::string> flags = {});

  Aimock(Aimock&&) noexcept;
  Aimock& operator=(Aimock&&) noexcept;
  ~Aimock();  // The process is gone when it returns.

  const std::string& url() const { return url_; }  // "http://127.0.0.1:PORT"

 private:
  class Process;
  Aimock(std::unique_ptr<Process> process, std::string url);

  std::unique_ptr<Process> process_;
  std::string url_;
};

}  // namespace cairn
