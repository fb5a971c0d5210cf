// A message as people read it: the lines of the file, the marks under them, the
// help. Also the one-line form that editors' error lists read.
#pragma once

#include <string>

#include "lang/diagnostic.h"

namespace cairn {

struct RenderStyle {
  bool colour = false;
  bool unicode = true;      // Else rulers are of `-`, `|` and `.`.
  std::size_t width = 100;  // Columns; longer lines are cut around the mark.
};

// error[E0203]: this block is never closed
//   ┌─ recipes.eval:23:1
// 20 │ check short_sentences {
//    │                       - the block opens here
std::string render(const Diagnostic& diagnostic, const Sources& sources, const RenderStyle& style);

// recipes.eval:23:1: error[E0203]: this block is never closed
std::string render_short(const Diagnostic& diagnostic, const Sources& sources);

// "2 errors, 1 warning"; empty if there is nothing to count.
std::string count_in_words(const Diagnostics& diagnostics);

// Where a diagnostic is, for people: path, line and column; line 0: the whole file.
struct ShownPlace {
  std::string path;
  std::size_t line = 0, column = 0;
};
ShownPlace place_of(const Diagnostic& diagnostic, const Sources& sources);

}  // namespace cairn
