// Every native of the library is declared in a `.eval` file and bound in C++, and
// both sides say the same of its types.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "stdlib/stdlib.h"

using namespace cairn;

namespace {

// As Native::signature spells it: "(text, optional yes/no) -> list of text".
std::string signature_of(const program::Function& function) {
  std::string out = "(";
  for (const auto& parameter : function.parameters)
    out += fmt::format("{}{}{}", out.size() > 1 ? ", " : "", parameter.optional ? "optional " : "",
                       to_string(parameter.type));
  return fmt::format("{}) -> {}", out, to_string(function.gives));
}

// What stands before the arrow, for functions whose result follows an argument.
std::string takes_of(const std::string& signature) {
  return signature.substr(0, signature.find(" -> "));
}

}  // namespace

TEST_CASE("every declared native is bound, with the types and the version declared") {
  const auto& library = standard_library_with_examples();
  std::size_t declared = 0;
  for (const auto& entry : library.functions) {
    const auto& function = entry.second;
    if (function.body) continue;
    ++declared;
    CAPTURE(function.name);
    const Native* native = find_native(natives(), function.name);
    REQUIRE(native != nullptr);
    CHECK(native->version == function.version);
    if (function.gives_like.empty())
      CHECK(native->signature() == signature_of(function));
    else
      CHECK(takes_of(native->signature()) == takes_of(signature_of(function)));
  }
  CHECK(declared == natives().size());
}

TEST_CASE("every bound native is declared") {
  const auto& library = standard_library_with_examples();
  for (const auto& native : natives()) {
    CAPTURE(native.name);
    CHECK(library.functions.contains(native.name));
  }
}
