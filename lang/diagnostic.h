// Messages about a user's files: what is wrong, where, and what to do next.
//
// Stages never print and never throw for a user's mistake. They report to a
// Diagnostics and carry on, so that one run shows every mistake. The driver
// decides how to show them: terminal, JSON, or an editor over LSP.
#pragma once

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lang/source.h"

namespace cairn {

enum class Severity { error, warning };

enum class DiagnosticKind {
#define DIAGNOSTIC(code, name, severity, text) name,
#include "lang/diagnostics.def"
};

// A second place that explains the first: "the block opens here".
struct Label {
  Span at;
  std::string text;
};

// One change of the text; an empty span inserts.
struct Edit {
  Span at;
  std::string replacement;
};

// `safe` fixes cannot change what a sound file means; `check --fix` takes those.
struct Fix {
  std::string title;
  std::vector<Edit> edits;
  bool safe = false;
};

// A place in a data file (items, answers, a plan): these are too large to be
// held as a SourceFile, so the line is carried along. Column 0: the whole line.
struct DataPlace {
  std::string path;
  std::size_t line = 0;
  std::size_t column = 0;
  std::string excerpt;             // The line as it stands, cut to a screen's width.
  std::size_t excerpt_column = 1;  // Of the excerpt's first character in the line.
};

struct Diagnostic {
  DiagnosticKind kind;
  Span at;                        // In the `.eval`; the setting that names the file, for data.
  std::optional<DataPlace> data;  // If set, the mistake itself is here.
  std::string message;            // Lower case, no full stop, one line.
  std::string label;              // Beside the carets; may be empty.
  std::vector<Label> others;      // Further places, with a word on each.
  std::vector<std::string> help;  // What to type next, a line each.
  std::vector<Fix> fixes;

  // So that a report reads as a sentence: report(…).with_help("…").with_fix(…).
  Diagnostic& with_label(std::string text);
  Diagnostic& with_other(Span place, std::string text);
  Diagnostic& with_help(std::string text);
  Diagnostic& with_fix(Fix fix);
  Diagnostic& with_data(DataPlace place);
};

// The stable code users quote, such as "E0301".
std::string_view code_of(DiagnosticKind kind);
std::string_view pattern_of(DiagnosticKind kind);
Severity severity_of(DiagnosticKind kind);

class Diagnostics {
 public:
  // `args` fill the pattern of `kind` in diagnostics.def.
  template <class... Args>
  Diagnostic& report(DiagnosticKind kind, Span at, const Args&... args) {
    return add(kind, at, fmt::format(fmt::runtime(pattern_of(kind)), args...));
  }

  // All that another one has, behind what is here.
  void append(Diagnostics other);

  bool any_errors() const;
  std::size_t errors() const;
  std::size_t warnings() const;

  // As reported; `sorted` is in order of position, the eval's own file first.
  const std::vector<Diagnostic>& all() const { return all_; }
  std::vector<Diagnostic> sorted() const;

 private:
  Diagnostic& add(DiagnosticKind kind, Span at, std::string message);

  std::vector<Diagnostic> all_;
};

}  // namespace cairn
