// Regular expressions: RE2, so that a stranger's pattern takes linear time.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "lang/result.h"

namespace re2 {
class RE2;
}

namespace cairn {

struct PatternCloser {
  void operator()(re2::RE2* pattern) const;
};
using Pattern = std::unique_ptr<re2::RE2, PatternCloser>;

enum class Case { exact, ignored };

// A failure says in a PM's words what RE2 does not know or cannot read.
Result<Pattern> compile_pattern(std::string_view pattern, Case letters);

}  // namespace cairn
