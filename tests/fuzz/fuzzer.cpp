// The targets under libFuzzer: CAIRN_FUZZ_TARGET names one; default all.
#include <cstdint>
#include <cstdlib>

#include "tests/fuzz/targets.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const char* const wanted = std::getenv("CAIRN_FUZZ_TARGET");
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const auto& target : cairn::fuzz_targets())
    if (wanted == nullptr || target.name == wanted) target.run(bytes);
  return 0;
}
