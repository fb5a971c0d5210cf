// Functions written in C++, as the language sees them.
//
// `lang` never names a function of the library: it is handed a table of these.
// A declaration in `stdlib/*.eval` gives the types and the documentation; this
// is the other half, and the table's owner proves that both agree.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "lang/result.h"
#include "lang/value.h"

namespace cairn {

// Borrowed for the length of one call. None is missing, except to a native that
// asks for it (`takes_missing`): for the others a missing argument is the result.
using Arguments = std::span<const Value* const>;

// A native with some arguments known before the run: a compiled regex, a parsed
// schema, a folded needle. Shared by all threads, so calls are const.
class PreparedNative {
 public:
  virtual ~PreparedNative() = default;
  // `arguments` are all of them, the constant ones included.
  virtual Value call(Arguments arguments) const = 0;
};

struct Native {
  std::string_view name;
  int version = 1;             // Raised by a change of result.
  std::string (*signature)();  // "(text, number) -> list of text", from the C++ types.
  Value (*call)(Arguments arguments);
  // May be null. `constants` holds null for what is not known before the run.
  // A failure is a mistake of the user's constant: it becomes a compile error.
  // A null result means that there is nothing worth preparing.
  Result<std::unique_ptr<PreparedNative>> (*prepare)(Arguments constants) = nullptr;
  bool takes_missing = false;
  // May be null: whether the number it gives is at most `limit`, where that is
  // cheaper to tell than the number itself (an edit distance).
  bool (*at_most)(Arguments arguments, double limit) = nullptr;
  // May be null: of a call that gave no, the reason in one line, for explanations
  // ("/steps/0/time: 12 is less than 20"). Empty if there is nothing to say.
  std::string (*why_not)(Arguments arguments) = nullptr;
  // May be null: of a call that gave an empty list, the same ("there is no block of
  // code"), for whoever takes an element of it.
  std::string (*found_nothing)(Arguments arguments) = nullptr;
};

// Sorted by name.
using NativeTable = std::span<const Native>;

// Null if there is none of that name.
const Native* find_native(NativeTable table, std::string_view name);

}  // namespace cairn
