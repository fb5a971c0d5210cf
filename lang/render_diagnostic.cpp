#include "lang/render_diagnostic.h"

#include <algorithm>

#include "lang/utf8.h"

namespace cairn {
namespace {

// One marked stretch of one line.
struct Mark {
  FileId file = 0;
  std::size_t line = 0;
  std::uint32_t begin = 0, end = 0;  // Bytes in the file; at least one character is marked.
  std::string text;
  bool first = false;  // The mistake itself; else a further place.
};

Mark mark_of(const SourceFile& source, Span at, std::string text, bool first) {
  const auto line = source.line_at(at.begin);
  const auto line_begin = static_cast<std::uint32_t>(line.data() - source.text().data());
  const auto line_end = line_begin + static_cast<std::uint32_t>(line.size());
  const auto place = source.locate(at.begin);
  const auto end = std::max(std::min(at.end, line_end), std::min(at.begin + 1, line_end));
  return {at.file,         static_cast<std::size_t>(place.line),
          at.begin,        std::max(end, at.begin),
          std::move(text), first};
}

// A line as a screen shows it: tabs are blanks, escapes are visible.
std::string shown_line(std::string_view line) {
  std::string out;
  for (const char byte : line) out += byte == '\t' ? ' ' : byte;
  return printable(out);
}

struct Colours {
  std::string_view error, warning, ruler, bold, other, reset;
};
constexpr Colours coloured = {"\x1b[1;31m", "\x1b[1;33m", "\x1b[34m",
                              "\x1b[1m",    "\x1b[34m",   "\x1b[0m"};
constexpr Colours plain = {};

class Renderer {
 public:
  Renderer(const Diagnostic& diagnostic, const Sources& sources, const RenderStyle& style)
      : diagnostic_(diagnostic),
        sources_(sources),
        style_(style),
        colours_(style.colour ? coloured : plain) {}

  std::string render() {
    headline();
    collect();
    place();
    std::size_t last = 0;
    FileId file = diagnostic_.at.file;
    for (std::size_t i = 0; i < marks_.size(); ++i) {
      if (marks_[i].file != file) {
        file = marks_[i].file;
        other_file(marks_[i]);
        last = 0;
      }
      if (marks_[i].line != last) source_line(marks_[i], last);
      last = marks_[i].line;
      mark_line(marks_[i]);
    }
    if (diagnostic_.data) data_line();
    for (const auto& help : diagnostic_.help) note("help", help);
    if (std::ranges::any_of(diagnostic_.fixes, &Fix::safe))
      note("fix", "`cairn check --fix` can do this");
    return std::move(out_);
  }

 private:
  std::string_view bar() const { return style_.unicode ? "│" : "|"; }
  std::string_view corner() const { return style_.unicode ? "┌─" : "-->"; }
  std::string_view gap() const { return style_.unicode ? "·" : "."; }

  void headline() {
    const bool error = severity_of(diagnostic_.kind) == Severity::error;
    out_ += fmt::format("{}{}[{}]{}{}: {}{}\n", error ? colours_.error : colours_.warning,
                        error ? "error" : "warning", code_of(diagnostic_.kind), colours_.reset,
                        colours_.bold, printable(diagnostic_.message), colours_.reset);
  }

  void collect() {
    if (diagnostic_.at.file < sources_.size() && !sources_[diagnostic_.at.file].text().empty())
      marks_.push_back(
          mark_of(sources_[diagnostic_.at.file], diagnostic_.at, diagnostic_.label, true));
    for (const auto& other : diagnostic_.others)
      if (other.at.file < sources_.size() && !sources_[other.at.file].text().empty())
        marks_.push_back(mark_of(sources_[other.at.file], other.at, other.text, false));
    const auto own = diagnostic_.at.file;
    std::ranges::stable_sort(marks_, {}, [own](const Mark& mark) {
      return std::tuple(mark.file != own, mark.file, mark.line, mark.begin);
    });
    std::size_t widest = diagnostic_.data ? diagnostic_.data->line : 0;
    for (const auto& mark : marks_) widest = std::max(widest, mark.line);
    margin_ = std::max<std::size_t>(2, fmt::formatted_size("{}", widest));
  }

  void place() {
    const auto place = place_of(diagnostic_, sources_);
    if (place.path.empty()) return;  // The message itself names the file.
    out_ += fmt::format("{:>{}}{}{}{} {}", "", margin_, colours_.ruler, corner(), colours_.reset,
                        place.path);
    if (place.line > 0) out_ += fmt::format(":{}", place.line);
    if (place.line > 0 && place.column > 0) out_ += fmt::format(":{}", place.column);
    out_ += '\n';
  }

  void other_file(const Mark& mark) {
    const auto& source = sources_[mark.file];
    out_ += fmt::format("{:>{}}{}{}{} {}:{}\n", "", margin_, colours_.ruler, corner(),
                        colours_.reset, source.path(), mark.line);
  }

  void ruled(std::string_view number, std::string_view rest) {
    out_ += fmt::format("{}{:>{}} {}{}{}{}\n", colours_.ruler, number, margin_, bar(),
                        colours_.reset, rest.empty() ? "" : " ", rest);
  }

  void source_line(const Mark& mark, std::size_t last) {
    if (last != 0 && mark.line > last + 1)
      out_ += fmt::format("{}{:>{}} {}{}\n", colours_.ruler, "", margin_, gap(), colours_.reset);
    const auto& source = sources_[mark.file];
    const auto line = source.line_at(mark.begin);
    const auto line_begin = static_cast<std::uint32_t>(line.data() - source.text().data());
    cut_ = 0;
    const auto before = width_of(shown_line(line.substr(0, mark.begin - line_begin)));
    const auto room =
        static_cast<int>(style_.width > margin_ + 10 ? style_.width - margin_ - 4 : 40);
    if (before > room - 20) cut_ = before - room / 3;
    ruled(fmt::format("{}", mark.line), window(shown_line(line), room));
  }

  // `room` columns of `line`, from column cut_ on.
  std::string window(std::string_view line, int room) const {
    std::string out;
    int column = 0;
    while (!line.empty()) {
      const auto length = code_point_length(line);
      const auto width = width_of(first_code_point(line));
      if (column >= cut_ && column + width <= cut_ + room) out += line.substr(0, length);
      column += width;
      line.remove_prefix(length);
    }
    if (cut_ > 0)
      out = (style_.unicode ? "…" : ".") +
            out.substr(std::min<std::size_t>(out.size(), code_point_length(out)));
    if (column > cut_ + room) out += style_.unicode ? "…" : "...";
    return out;
  }

  void mark_line(const Mark& mark) {
    const auto& source = sources_[mark.file];
    const auto line = source.line_at(mark.begin);
    const auto line_begin = static_cast<std::uint32_t>(line.data() - source.text().data());
    const auto before = width_of(shown_line(line.substr(0, mark.begin - line_begin))) - cut_;
    const auto marked =
        width_of(shown_line(source.text().substr(mark.begin, mark.end - mark.begin)));
    const auto room =
        static_cast<int>(style_.width > margin_ + 10 ? style_.width - margin_ - 4 : 40);
    const auto length = std::clamp(marked, 1, std::max(1, room - before));
    const bool error = severity_of(diagnostic_.kind) == Severity::error;
    const auto colour = !mark.first ? colours_.other : error ? colours_.error : colours_.warning;
    ruled("", fmt::format("{:{}}{}{}{}{}{}", "", std::max(0, before), colour,
                          std::string(static_cast<std::size_t>(length), mark.first ? '^' : '-'),
                          mark.text.empty() ? "" : " ", printable(mark.text), colours_.reset));
  }

  void data_line() {
    const auto& data = *diagnostic_.data;
    if (data.excerpt.empty() || data.line == 0) return;
    ruled(fmt::format("{}", data.line), shown_line(data.excerpt));
    if (data.column < data.excerpt_column || data.column == 0) return;
    std::string_view before = data.excerpt;
    std::size_t bytes = 0;
    for (auto column = data.excerpt_column; column < data.column && bytes < before.size(); ++column)
      bytes += code_point_length(before.substr(bytes));
    ruled("", fmt::format("{:{}}{}^{}", "", width_of(shown_line(before.substr(0, bytes))),
                          colours_.error, colours_.reset));
  }

  void note(std::string_view word, std::string_view text) {
    out_ += fmt::format("{:>{}} {}={} {}: {}\n", "", margin_, colours_.ruler, colours_.reset, word,
                        printable(text));
  }

  const Diagnostic& diagnostic_;
  const Sources& sources_;
  const RenderStyle& style_;
  const Colours& colours_;
  std::vector<Mark> marks_;
  std::size_t margin_ = 2;
  int cut_ = 0;  // Columns of the line that are not shown.
  std::string out_;
};

std::string counted(std::size_t count, std::string_view word) {
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

}  // namespace

ShownPlace place_of(const Diagnostic& diagnostic, const Sources& sources) {
  if (diagnostic.data)
    return {diagnostic.data->path, diagnostic.data->line, diagnostic.data->column};
  if (diagnostic.at.file >= sources.size()) return {};
  const auto& source = sources[diagnostic.at.file];
  if (source.text().empty()) return {source.path(), 0, 0};
  const auto place = source.locate(diagnostic.at.begin);
  return {source.path(), static_cast<std::size_t>(place.line),
          static_cast<std::size_t>(place.column)};
}

std::string render(const Diagnostic& diagnostic, const Sources& sources, const RenderStyle& style) {
  return Renderer(diagnostic, sources, style).render();
}

std::string render_short(const Diagnostic& diagnostic, const Sources& sources) {
  const auto place = place_of(diagnostic, sources);
  const bool error = severity_of(diagnostic.kind) == Severity::error;
  return fmt::format("{}:{}:{}: {}[{}]: {}\n", place.path, std::max<std::size_t>(place.line, 1),
                     std::max<std::size_t>(place.column, 1), error ? "error" : "warning",
                     code_of(diagnostic.kind), printable(diagnostic.message));
}

std::string count_in_words(const Diagnostics& diagnostics) {
  std::string words;
  if (diagnostics.errors() > 0) words = counted(diagnostics.errors(), "error");
  if (diagnostics.warnings() > 0)
    words += (words.empty() ? "" : ", ") + counted(diagnostics.warnings(), "warning");
  return words;
}

}  // namespace cairn
