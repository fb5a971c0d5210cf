#include <algorithm>
#include <span>

#include "stdlib/native/format.h"
#include "stdlib/native/layout.h"
#include "stdlib/native/list_item.h"
#include "stdlib/native/markdown.h"
#include "stdlib/native/text.h"
#include "stdlib/native/title.h"

namespace cairn {
namespace {

using markdown::Block;
using markdown::Document;
using markdown::Kind;

// A line that begins a step outside of a list: "Step 2: Stir", "### Step 2",
// "**Step 2:** Stir", "**2. Stir**".
struct StepLine {
  std::size_t line = 0;
  Mark mark = Mark::none;
  bool is_title = false;  // What follows belongs to it up to the next step or title.
  std::size_t paragraph_end = 0;
  std::string text;  // Behind the marker.
};

std::string without_bold_marks(std::string_view line) {
  std::string out;
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (line.substr(at, 2) == "**" || line.substr(at, 2) == "__") {
      ++at;
      continue;
    }
    out += line[at];
  }
  return out;
}

std::optional<StepLine> step_line(const Document& document, const Block& block, std::size_t line) {
  const auto written = trimmed(document.lines[line]);
  const auto level = static_cast<std::size_t>(heading_level(written));
  const auto words = without_indentation(written.substr(level));
  const bool marked =
      block.kind == Kind::heading || words.starts_with("**") || words.starts_with("__");
  const std::string text = marked ? without_bold_marks(words) : std::string(words);
  const auto marker = marker_of(text);
  if (marker.kind != Mark::step && (marker.kind != Mark::number || !marked)) return std::nullopt;
  StepLine step{.line = line, .mark = marker.kind};
  step.text = text.substr(marker.length);
  step.is_title =
      block.kind == Kind::heading || !bold_throughout(words).empty() || step.text.empty();
  step.paragraph_end = block.end;
  return step;
}

std::vector<StepLine> step_lines(const Document& document, Mark mark) {
  std::vector<StepLine> out;
  for (const auto& block : document.blocks) {
    if (block.depth != 1) continue;
    if (block.kind != Kind::heading && block.kind != Kind::paragraph) continue;
    const auto end = block.kind == Kind::heading ? block.begin + 1 : block.end;
    for (auto line = block.begin; line < end; ++line)
      if (auto step = step_line(document, block, line); step && step->mark == mark)
        out.push_back(*std::move(step));
  }
  return out;
}

// Where the text behind a step's line ends. `titles` are those not yet passed.
std::size_t end_of_step(const StepLine& step, std::size_t next_step,
                        std::span<const Title>& titles) {
  if (!step.is_title) return std::min(step.paragraph_end, next_step);
  while (!titles.empty() && (titles.front().line <= step.line || titles.front().rank > bold_rank))
    titles = titles.subspan(1);
  return titles.empty() ? next_step : std::min(titles.front().line, next_step);
}

Texts texts_of(const Document& document, const std::vector<StepLine>& steps) {
  const auto all_titles = titles_of(document);
  std::span<const Title> titles(all_titles);
  Texts out;
  for (std::size_t at = 0; at < steps.size(); ++at) {
    const auto next = at + 1 < steps.size() ? steps[at + 1].line : document.lines.size();
    const auto begin = steps[at].line + 1;
    const auto end = std::max(begin, end_of_step(steps[at], next, titles));
    const auto rest = markdown::text_of(document, begin, end);
    std::string text(trimmed(steps[at].text));
    if (!text.empty() && !rest.empty()) text += '\n';
    out.push_back(text + rest);
  }
  return out;
}

// The items of numbered lists that no other numbered item holds.
Texts numbered_items(const Document& document) {
  Texts out;
  int inside = 0;  // The depth of the numbered item that is open; 0 for none.
  for (std::size_t at = 0; at < document.blocks.size(); ++at) {
    const Block& block = document.blocks[at];
    if (inside > 0 && block.depth > inside) continue;
    inside = 0;
    if (block.kind != Kind::item || !block.numbered) continue;
    out.push_back(item_text(document, at, Nested::kept));
    inside = block.depth;
  }
  return out;
}

}  // namespace

Texts numbered_steps(std::string_view passage) {
  const auto& document = markdown::document_of(passage);
  if (const auto named = step_lines(document, Mark::step); named.size() > 1)
    return texts_of(document, named);
  if (auto items = numbered_items(document); !items.empty()) return items;
  if (const auto numbered = step_lines(document, Mark::number); numbered.size() > 1)
    return texts_of(document, numbered);
  return {};
}

}  // namespace cairn
