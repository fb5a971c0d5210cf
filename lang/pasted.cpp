#include "lang/pasted.h"

#include <array>

#include "lang/reader.h"
#include "lang/utf8.h"

namespace cairn {
namespace {

using enum DiagnosticKind;

struct Pasted {
  std::string_view written, meant;
  std::string_view name;  // Of what cannot be seen; empty: itself.
};

constexpr std::array pasted = {
    Pasted{"\u201C", "\"", ""},
    Pasted{"\u201D", "\"", ""},
    Pasted{"\u201E", "\"", ""},
    Pasted{"\u2018", "\"", ""},
    Pasted{"\u2019", "\"", ""},
    Pasted{"\u00AB", "\"", ""},
    Pasted{"\u00BB", "\"", ""},
    Pasted{"\u2264", "<=", ""},
    Pasted{"\u2265", ">=", ""},
    Pasted{"\u2013", "-", ""},
    Pasted{"\u2212", "-", ""},
    Pasted{"\uFF1A", ":", ""},
    Pasted{"\uFF0C", ",", ""},
    Pasted{"\uFF08", "(", ""},
    Pasted{"\uFF09", ")", ""},
    Pasted{"\uFF02", "\"", ""},
    Pasted{"\uFF05", "%", ""},
    Pasted{"\u00A0", " ", "a blank that does not break"},
    Pasted{"\u202F", " ", "a narrow blank that does not break"},
    Pasted{"\u2003", " ", "a wide blank"},
    Pasted{"\u2009", " ", "a thin blank"},
    Pasted{"\u3000", " ", "a full-width blank"},
    Pasted{"\u200B", " ", "a blank without width"},
    Pasted{"\uFEFF", " ", "a mark without width"},
};

const Pasted* pasted_at(std::string_view text, std::size_t at) {
  if (static_cast<unsigned char>(text[at]) < 0x80) return nullptr;
  for (const auto& one : pasted)
    if (text.substr(at).starts_with(one.written)) return &one;
  return nullptr;
}

bool is_quote(const Pasted& one) { return one.meant == "\""; }

// Walks over what is not text or comment.
class Cleaner {
 public:
  Cleaner(std::string_view text, FileId id, Diagnostics& diagnostics)
      : text_(text), clean_(text), id_(id), diagnostics_(diagnostics) {}

  std::optional<std::string> clean() {
    while (at_ < clean_.size()) step();
    if (!tabs_.empty()) report_tabs();
    return changed_ ? std::optional(std::move(clean_)) : std::nullopt;
  }

 private:
  Span span(std::size_t begin, std::size_t end) const {
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), id_};
  }

  std::size_t line_end(std::size_t at) const {
    return std::min(clean_.find('\n', at), clean_.size());
  }

  void step() {
    const char byte = clean_[at_];
    if (byte == '#') {
      at_ = line_end(at_);
    } else if (byte == '"') {
      skip_quoted();
    } else if (byte == '\t') {
      tabs_.push_back({span(at_, at_ + 1), blanks_for_tab()});
      ++at_;
    } else if (const auto* one = pasted_at(clean_, at_)) {
      replace(*one);
    } else {
      ++at_;
    }
  }

  // Two blanks a tab at the begin of a line, as the one layout has it.
  std::string blanks_for_tab() const {
    const auto before = clean_.find_last_not_of(" \t", at_);
    return before == std::string::npos || clean_[before] == '\n' ? "  " : " ";
  }

  // A text that a straight quote opens; a curly one may close it.
  void skip_quoted() {
    const Reader reader(clean_, clean_, id_, diagnostics_);
    const auto begin = static_cast<std::uint32_t>(at_);
    const auto end = skip_text(reader, begin);
    const bool block = std::string_view(clean_).substr(at_).starts_with("\"\"\"");
    const bool open = !block && (end <= at_ + 1 || clean_[end - 1] != '"');
    if (open)
      for (auto at = std::min<std::size_t>(end, line_end(at_)); at > begin; --at)
        if (const auto* one = pasted_at(clean_, at - 1); one && is_quote(*one)) {
          put(at - 1, *one, true);
          report(*one, at - 1);
          return;
        }
    at_ = std::max<std::size_t>(end, at_ + 1);
  }

  void put(std::size_t at, const Pasted& one, bool closes) {
    std::string instead(one.written.size() - one.meant.size(), ' ');
    instead.insert(closes ? 0 : is_quote(one) ? instead.size() : 0, one.meant);
    clean_.replace(at, one.written.size(), instead);
    changed_ = true;
  }

  Diagnostic& report(const Pasted& one, std::size_t at) {
    const auto name = one.name.empty() ? one.written : one.name;
    const auto meant = one.meant == " " ? std::string_view("a plain blank") : one.meant;
    return diagnostics_.report(pasted_character, span(at, at + one.written.size()), name)
        .with_help(fmt::format("write {}{}{}", one.meant == " " ? "" : "`", meant,
                               one.meant == " " ? "" : "`"))
        .with_fix(
            {"replace it", {{span(at, at + one.written.size()), std::string(one.meant)}}, true});
  }

  void replace(const Pasted& one) {
    const auto begin = at_;
    auto& made = report(one, begin);
    at_ += one.written.size();
    put(begin, one, false);
    if (is_quote(one)) return close_quote(made);
    // The same on the rest of this line is the same mistake.
    const auto end = line_end(at_);
    for (auto at = at_; at < end && clean_[at] != '"' && clean_[at] != '#'; ++at) {
      if (!std::string_view(clean_).substr(at).starts_with(one.written)) continue;
      made.fixes[0].edits.push_back({span(at, at + one.written.size()), std::string(one.meant)});
      put(at, one, false);
    }
  }

  // The quote that closes the text which a pasted one opened, in the same message.
  void close_quote(Diagnostic& made) {
    const auto end = line_end(at_);
    for (auto at = at_; at < end; ++at) {
      if (clean_[at] == '"') {
        at_ = at + 1;
        return;
      }
      const auto* one = pasted_at(clean_, at);
      if (one == nullptr || !is_quote(*one) || apostrophe(at, *one)) continue;
      made.fixes[0].edits.push_back({span(at, at + one->written.size()), std::string(one->meant)});
      made.at.end = static_cast<std::uint32_t>(at + one->written.size());
      put(at, *one, true);
      at_ = at + one->written.size();
      return;
    }
    at_ = end;
  }

  // ’ inside a word.
  bool apostrophe(std::size_t at, const Pasted& one) const {
    const auto next = at + one.written.size();
    return one.written == "\u2019" && next < clean_.size() &&
           std::isalpha(static_cast<unsigned char>(clean_[next])) != 0;
  }

  void report_tabs() {
    auto& made =
        diagnostics_.report(tab, tabs_.front().at, tabs_.size() == 1 ? "this line" : "this file");
    made.with_help("indent with two blanks; `cairn check --fix` or `cairn fmt` replaces them");
    made.with_fix({"replace the tabs by blanks", std::move(tabs_), true});
  }

  std::string_view text_;
  std::string clean_;
  FileId id_;
  Diagnostics& diagnostics_;
  std::size_t at_ = 0;
  bool changed_ = false;
  std::vector<Edit> tabs_;
};

void warn_of_bidi(std::string_view text, FileId id, Diagnostics& diagnostics) {
  // All of them are E2 80 8E/8F/AA–AE, E2 81 A6–A9 or D8 9C.
  for (auto at = text.find_first_of("\xE2\xD8"); at != text.npos;
       at = text.find_first_of("\xE2\xD8", at + 1)) {
    if (!is_bidi_control(first_code_point(text.substr(at)))) continue;
    const auto begin = static_cast<std::uint32_t>(at);
    const auto length = code_point_length(text.substr(at));
    diagnostics.report(bidi_control, {begin, begin + length, id})
        .with_help("take it out; in a text write it as an escape, such as `\\u{202E}`");
    at = std::min(text.find('\n', at), text.size() - 1);
  }
}

}  // namespace

std::optional<std::string> replace_pasted(std::string_view text, FileId id,
                                          Diagnostics& diagnostics) {
  const auto special = std::ranges::find_if(
      text, [](char byte) { return byte == '\t' || static_cast<unsigned char>(byte) >= 0x80; });
  if (special == text.end()) return std::nullopt;
  warn_of_bidi(text, id, diagnostics);
  return Cleaner(text, id, diagnostics).clean();
}

}  // namespace cairn
