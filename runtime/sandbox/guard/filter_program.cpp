#include "runtime/sandbox/guard/filter_program.h"

#include <linux/audit.h>
#include <linux/seccomp.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>

namespace cairn {
namespace {

#if defined(__x86_64__)
constexpr std::uint32_t this_machine = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t this_machine = AUDIT_ARCH_AARCH64;
#elif defined(__riscv) && __riscv_xlen == 64
constexpr std::uint32_t this_machine = AUDIT_ARCH_RISCV64;
#else
#error "name this machine as linux/audit.h does; its numbers must be little-endian"
#endif

constexpr unsigned load_word = BPF_LD | BPF_W | BPF_ABS, if_equal = BPF_JMP | BPF_JEQ | BPF_K,
                   if_not_less = BPF_JMP | BPF_JGE | BPF_K, if_any_bit = BPF_JMP | BPF_JSET | BPF_K;

constexpr std::uint32_t refusal(int error) {
  return SECCOMP_RET_ERRNO | (static_cast<std::uint32_t>(error) & SECCOMP_RET_DATA);
}

}  // namespace

FilterProgram::FilterProgram() {
  code_.reserve(400);
  // Calls of another machine, such as 32-bit ones, have other numbers.
  add(load_word, offsetof(seccomp_data, arch));
  add(if_equal, this_machine, 1, 0);
  give(SECCOMP_RET_KILL_PROCESS);
  add(load_word, offsetof(seccomp_data, nr));
#if defined(__x86_64__)
  constexpr std::uint32_t x32 = 0x40000000;  // The same calls once more, by other numbers.
  add(if_not_less, x32, 0, 1);
  give(refusal(ENOSYS));
#endif
}

void FilterProgram::add(unsigned code, std::uint32_t value, std::uint8_t if_true,
                        std::uint8_t if_false) {
  code_.push_back({static_cast<std::uint16_t>(code), if_true, if_false, value});
}

void FilterProgram::refuse(long call, int error) {
  add(if_equal, static_cast<std::uint32_t>(call), 0, 1);
  give(refusal(error));
}

void FilterProgram::hand_over(long call) {
  add(if_equal, static_cast<std::uint32_t>(call), 0, 1);
  give(SECCOMP_RET_USER_NOTIF);
}

void FilterProgram::start_rule(long call, unsigned argument, std::size_t instructions) {
  add(if_equal, static_cast<std::uint32_t>(call), 0, static_cast<std::uint8_t>(instructions + 1));
  add(load_word,
      static_cast<std::uint32_t>(offsetof(seccomp_data, args) + argument * sizeof(std::uint64_t)));
}

void FilterProgram::refuse_unless(long call, unsigned argument,
                                  std::initializer_list<std::uint32_t> values, int error) {
  start_rule(call, argument, 2 * values.size() + 1);
  for (const auto value : values) {
    add(if_equal, value, 0, 1);
    give(SECCOMP_RET_ALLOW);
  }
  give(refusal(error));
}

void FilterProgram::refuse_if(long call, unsigned argument,
                              std::initializer_list<std::uint32_t> values, int error) {
  start_rule(call, argument, 2 * values.size() + 1);
  for (const auto value : values) {
    add(if_equal, value, 0, 1);
    give(refusal(error));
  }
  give(SECCOMP_RET_ALLOW);
}

void FilterProgram::refuse_with_any_bit(long call, unsigned argument, std::uint32_t bits,
                                        int error) {
  start_rule(call, argument, 3);
  add(if_any_bit, bits, 0, 1);
  give(refusal(error));
  give(SECCOMP_RET_ALLOW);
}

bool FilterProgram::load() { return load_with(0) == 0; }

int FilterProgram::load_and_listen() { return load_with(SECCOMP_FILTER_FLAG_NEW_LISTENER); }

int FilterProgram::load_with(unsigned flags) {
  give(SECCOMP_RET_ALLOW);
  const sock_fprog program{static_cast<unsigned short>(code_.size()), code_.data()};
  return static_cast<int>(::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program));
}

}  // namespace cairn
