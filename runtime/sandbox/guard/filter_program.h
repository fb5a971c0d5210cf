// Writes a filter of system calls in the kernel's own small language (seccomp's BPF).
// libseccomp would need a millisecond for each start to write the same.
#pragma once

#include <linux/filter.h>

#include <cstdint>
#include <initializer_list>
#include <vector>

namespace cairn {

// Whatever no rule refuses is allowed. Of arguments only the lower 32 bits are compared:
// those that are given to rules are ints, of which the kernel reads no more.
class FilterProgram {
 public:
  FilterProgram();
  void refuse(long call, int error);
  void hand_over(long call);  // To whom load_and_listen() gives its descriptor.
  void refuse_unless(long call, unsigned argument, std::initializer_list<std::uint32_t> values,
                     int error);
  void refuse_if(long call, unsigned argument, std::initializer_list<std::uint32_t> values,
                 int error);
  void refuse_with_any_bit(long call, unsigned argument, std::uint32_t bits, int error);

  // For the calling process and all that it starts; false, with errno, where that fails.
  // REQUIRES: no_new_privs is set.
  bool load();
  // The same; gives a descriptor at which calls that are handed over wait, or -1.
  int load_and_listen();

 private:
  void add(unsigned code, std::uint32_t value, std::uint8_t if_true = 0, std::uint8_t if_false = 0);
  void give(std::uint32_t action) { add(BPF_RET | BPF_K, action); }
  int load_with(unsigned flags);
  // What follows is only for this call, and must end by giving an action.
  void start_rule(long call, unsigned argument, std::size_t instructions);

  std::vector<sock_filter> code_;
};

}  // namespace cairn
