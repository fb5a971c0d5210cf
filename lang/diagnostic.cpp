#include "lang/diagnostic.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <tuple>

namespace cairn {
namespace {

struct Entry {
  std::string_view code;
  Severity severity;
  std::string_view pattern;
};

constexpr std::array entries = {
#define DIAGNOSTIC(code, name, severity, text) Entry{#code, Severity::severity, text},
#include "lang/diagnostics.def"
};

static_assert(std::ranges::is_sorted(entries, {}, &Entry::code),
              "keep lang/diagnostics.def in order of code");

const Entry& entry(DiagnosticKind kind) { return entries[static_cast<std::size_t>(kind)]; }

}  // namespace

std::string_view code_of(DiagnosticKind kind) { return entry(kind).code; }
std::string_view pattern_of(DiagnosticKind kind) { return entry(kind).pattern; }
Severity severity_of(DiagnosticKind kind) { return entry(kind).severity; }

Diagnostic& Diagnostic::with_label(std::string text) {
  label = std::move(text);
  return *this;
}

Diagnostic& Diagnostic::with_other(Span place, std::string text) {
  others.push_back({place, std::move(text)});
  return *this;
}

Diagnostic& Diagnostic::with_help(std::string text) {
  help.push_back(std::move(text));
  return *this;
}

Diagnostic& Diagnostic::with_fix(Fix fix) {
  fixes.push_back(std::move(fix));
  return *this;
}

Diagnostic& Diagnostic::with_data(DataPlace place) {
  data = std::move(place);
  return *this;
}

void Diagnostics::append(Diagnostics other) {
  std::ranges::move(other.all_, std::back_inserter(all_));
}

Diagnostic& Diagnostics::add(DiagnosticKind kind, Span at, std::string message) {
  auto& made = all_.emplace_back();
  made.kind = kind;
  made.at = at;
  made.message = std::move(message);
  return made;
}

std::size_t Diagnostics::errors() const {
  return static_cast<std::size_t>(std::ranges::count_if(
      all_, [](const Diagnostic& d) { return severity_of(d.kind) == Severity::error; }));
}

std::size_t Diagnostics::warnings() const { return all_.size() - errors(); }

bool Diagnostics::any_errors() const { return errors() > 0; }

std::vector<Diagnostic> Diagnostics::sorted() const {
  auto out = all_;
  std::ranges::stable_sort(
      out, {}, [](const Diagnostic& d) { return std::tuple(d.at.file, d.at.begin, d.at.end); });
  return out;
}

}  // namespace cairn
