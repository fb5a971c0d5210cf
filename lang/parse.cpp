#include "lang/parse.h"

#include "lang/pasted.h"
#include "lang/structure.h"
#include "lang/utf8.h"

namespace cairn {
namespace {

using enum DiagnosticKind;

// Spans are 32 bits; nobody writes such an eval by hand.
constexpr std::size_t most_bytes = 64'000'000;

// CRLF becomes LF.
std::string with_line_feeds(std::string bytes) {
  if (bytes.find('\r') == std::string::npos) return bytes;
  std::string text;
  text.reserve(bytes.size());
  for (std::size_t i = 0; i < bytes.size(); ++i)
    if (bytes[i] != '\r' || i + 1 >= bytes.size() || bytes[i + 1] != '\n') text += bytes[i];
  return text;
}

// The mistake, its place in the normalised text, and how long it is.
struct BadByte {
  DiagnosticKind kind;
  std::size_t at;
};

std::optional<BadByte> find_bad_byte(std::string_view text) {
  if (const auto at = find_broken_utf8(text)) return BadByte{broken_utf8, *at};
  if (const auto at = text.find('\0'); at != text.npos) return BadByte{nul_byte, at};
  if (const auto at = text.find('\r'); at != text.npos) return BadByte{lone_cr, at};
  return std::nullopt;
}

std::string_view help_of(DiagnosticKind kind) {
  if (kind == broken_utf8)
    return "save the file as UTF-8: most editors have it under \"save with encoding\"";
  if (kind == lone_cr) return "save the file with Unix line ends";
  return "take the byte out: the file may be of another kind, or saved as UTF-16";
}

}  // namespace

SourceFile read_source(std::string path, std::string bytes, FileId id, Diagnostics& diagnostics) {
  if (bytes.starts_with("PK\x03\x04")) {
    diagnostics.report(inspect_log, {0, 0, id})
        .with_help(
            "read it with `inspect view`; a Cairn eval is a text that begins with `cairn 1`");
    return {std::move(path), ""};
  }
  if (bytes.size() > most_bytes) {
    diagnostics.report(file_too_large, {0, 0, id}, most_bytes / 1'000'000)
        .with_help("keep items in a JSONL file: `items rows { from: file(\"items.jsonl\") }`");
    return {std::move(path), ""};
  }
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.erase(0, 3);
  auto text = with_line_feeds(std::move(bytes));
  const auto bad = find_bad_byte(text);
  if (!bad) return {std::move(path), std::move(text)};
  const auto at = static_cast<std::uint32_t>(bad->at);
  diagnostics.report(bad->kind, {at, at + 1, id}).with_help(std::string(help_of(bad->kind)));
  // The line is kept up to the byte, so that the message can show it.
  text.resize(at);
  return {std::move(path), std::move(text)};
}

syntax::File parse(const SourceFile& source, FileId id, Diagnostics& diagnostics,
                   Examples examples) {
  syntax::File file{.id = id};
  for (const auto& found : diagnostics.all())
    if (found.at.file == id &&
        (found.kind == broken_utf8 || found.kind == nul_byte || found.kind == lone_cr ||
         found.kind == inspect_log || found.kind == file_too_large)) {
      file.incomplete = true;
      return file;  // What is left of it says nothing.
    }
  const auto replaced = replace_pasted(source.text(), id, diagnostics);
  const std::string_view text = replaced ? std::string_view(*replaced) : source.text();
  Reader reader(text, source.text(), id, diagnostics);
  Structure(reader, file, examples).read();
  return file;
}

}  // namespace cairn
