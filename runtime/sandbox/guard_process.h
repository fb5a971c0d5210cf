// The guard as a process of ours: starting it, hearing it, ending it.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>

#include "lang/result.h"
#include "runtime/sandbox/descriptor.h"
#include "runtime/sandbox/guard/protocol.h"

namespace cairn {

struct GuardFiles {
  int input = -1, output = -1, errors = -1;  // The program's.
  int request = -1;
};

// A reply and the file that came with it.
struct Heard {
  GuardReply reply;
  Descriptor file;
};

class GuardProcess {
 public:
  static Result<GuardProcess> start(const std::filesystem::path& guard, const GuardFiles& files);
  GuardProcess(GuardProcess&&) noexcept = default;
  GuardProcess& operator=(GuardProcess&&) = delete;
  ~GuardProcess();  // Kills it if it is still there.

  // Readable when the guard has said something, or when all its processes have ended.
  int socket() const { return socket_.number(); }
  // Nothing when they have ended.
  std::optional<Heard> hear() const;
  void ask_to_stop() const;
  void kill() const;

 private:
  GuardProcess(pid_t process, Descriptor socket);

  struct Child {  // Not to be waited for by two.
    pid_t process = -1;
    explicit Child(pid_t number) : process(number) {}
    Child(Child&& other) noexcept : process(std::exchange(other.process, -1)) {}
    Child& operator=(Child&&) = delete;
    ~Child() = default;
  } child_;
  Descriptor socket_;
};

}  // namespace cairn
