// How names are spelt: [a-z][a-z0-9_]*.
#pragma once

#include <string>
#include <string_view>

namespace cairn {

bool is_name(std::string_view word);

// Of what people write for a name: letters of any script, digits, `_ - '`.
bool is_loose(char byte);

// The name that a title or a misspelt name probably means: "Short sentences" and
// "short-Sentences" are short_sentences. Empty if nothing is left of it.
std::string name_from(std::string_view words);

}  // namespace cairn
