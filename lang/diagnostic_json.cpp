#include "lang/diagnostic_json.h"

#include <nlohmann/json.hpp>

#include "lang/render_diagnostic.h"
#include "lang/utf8.h"

namespace cairn {
namespace {

using Json = nlohmann::ordered_json;

std::size_t utf16_column(const SourceFile& source, std::uint32_t offset) {
  const auto line = source.line_at(offset);
  auto before =
      line.substr(0, offset - static_cast<std::size_t>(line.data() - source.text().data()));
  std::size_t units = 1;
  while (!before.empty()) {
    const auto length = code_point_length(before);
    units += length == 4 ? 2 : 1;
    before.remove_prefix(length);
  }
  return units;
}

Json position(const SourceFile& source, std::uint32_t offset) {
  offset = std::min(offset, static_cast<std::uint32_t>(source.text().size()));
  const auto place = source.locate(offset);
  return {{"byte", offset},
          {"line", place.line},
          {"column", place.column},
          {"utf16", utf16_column(source, offset)}};
}

Json span_json(Span at, const Sources& sources) {
  if (at.file >= sources.size()) return nullptr;
  const auto& source = sources[at.file];
  return {{"file", source.path()},
          {"start", position(source, at.begin)},
          {"end", position(source, at.end)}};
}

Json fix_json(const Fix& fix, const Sources& sources) {
  auto edits = Json::array();
  for (const auto& edit : fix.edits)
    edits.push_back({{"span", span_json(edit.at, sources)}, {"replacement", edit.replacement}});
  return {{"title", fix.title}, {"applicability", fix.safe ? "safe" : "unsafe"}, {"edits", edits}};
}

std::string_view severity_name(const Diagnostic& diagnostic) {
  return severity_of(diagnostic.kind) == Severity::error ? "error" : "warning";
}

Json diagnostic_json(const Diagnostic& diagnostic, const Sources& sources) {
  Json made = {{"code", code_of(diagnostic.kind)},
               {"severity", severity_name(diagnostic)},
               {"message", diagnostic.message},
               {"span", span_json(diagnostic.at, sources)}};
  if (!diagnostic.label.empty()) made["label"] = diagnostic.label;
  if (diagnostic.data)
    made["data"] = {{"file", diagnostic.data->path},
                    {"line", diagnostic.data->line},
                    {"column", diagnostic.data->column}};
  auto others = Json::array();
  for (const auto& other : diagnostic.others)
    others.push_back({{"span", span_json(other.at, sources)}, {"label", other.text}});
  made["others"] = others;
  made["help"] = diagnostic.help;
  auto fixes = Json::array();
  for (const auto& fix : diagnostic.fixes) fixes.push_back(fix_json(fix, sources));
  made["suggestions"] = fixes;
  return made;
}

// Texts from files may hold bytes that are no UTF-8; those are replaced.
std::string dump(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string escaped(std::string_view text, bool property) {
  std::string out;
  for (const char byte : text) {
    if (byte == '%')
      out += "%25";
    else if (byte == '\r')
      out += "%0D";
    else if (byte == '\n')
      out += "%0A";
    else if (property && byte == ':')
      out += "%3A";
    else if (property && byte == ',')
      out += "%2C";
    else
      out += byte;
  }
  return out;
}

std::string annotation(const Diagnostic& diagnostic, const Sources& sources) {
  const auto place = place_of(diagnostic, sources);
  std::string text = diagnostic.message;
  for (const auto& help : diagnostic.help) text += "\n" + help;
  return fmt::format("::{} file={},line={},col={},title={}::{}\n", severity_name(diagnostic),
                     escaped(place.path, true), std::max<std::size_t>(place.line, 1),
                     std::max<std::size_t>(place.column, 1),
                     escaped(code_of(diagnostic.kind), true), escaped(text, false));
}

std::string annotations(const std::vector<Checked>& all, Severity severity) {
  constexpr std::size_t most = 10;
  std::vector<std::string> lines;
  for (const auto& one : all)
    for (const auto& diagnostic : one.diagnostics->sorted())
      if (severity_of(diagnostic.kind) == severity)
        lines.push_back(annotation(diagnostic, *one.sources));
  std::string out;
  for (std::size_t i = 0; i < lines.size() && (lines.size() <= most || i + 1 < most); ++i)
    out += lines[i];
  if (lines.size() > most)
    out += fmt::format("::{}::and {} more: GitHub shows ten of a kind, `cairn check` shows all\n",
                       severity == Severity::error ? "error" : "warning", lines.size() - most + 1);
  return out;
}

}  // namespace

std::string diagnostics_json(const std::vector<Checked>& all) {
  std::size_t errors = 0, warnings = 0;
  auto list = Json::array();
  for (const auto& one : all) {
    errors += one.diagnostics->errors();
    warnings += one.diagnostics->warnings();
    for (const auto& diagnostic : one.diagnostics->sorted())
      list.push_back(diagnostic_json(diagnostic, *one.sources));
  }
  return dump({{"schema", "cairn.diagnostics/1"},
               {"errors", errors},
               {"warnings", warnings},
               {"diagnostics", list}});
}

std::string diagnostics_github(const std::vector<Checked>& all) {
  return annotations(all, Severity::error) + annotations(all, Severity::warning);
}

std::string diagnostics_sarif(const std::vector<Checked>& all) {
  auto results = Json::array();
  for (const auto& one : all)
    for (const auto& diagnostic : one.diagnostics->sorted()) {
      const auto place = place_of(diagnostic, *one.sources);
      std::string text = diagnostic.message;
      for (const auto& help : diagnostic.help) text += ". " + help;
      results.push_back({{"ruleId", code_of(diagnostic.kind)},
                         {"level", severity_name(diagnostic)},
                         {"message", {{"text", text}}},
                         {"locations",
                          {{{"physicalLocation",
                             {{"artifactLocation", {{"uri", place.path}}},
                              {"region",
                               {{"startLine", std::max<std::size_t>(place.line, 1)},
                                {"startColumn", std::max<std::size_t>(place.column, 1)}}}}}}}}});
    }
  return dump({{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
               {"version", "2.1.0"},
               {"runs",
                {{{"tool", {{"driver", {{"name", "cairn"}}}}},
                  {"columnKind", "unicodeCodePoints"},
                  {"results", results}}}}});
}

}  // namespace cairn
