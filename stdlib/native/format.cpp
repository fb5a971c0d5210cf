#include "stdlib/native/format.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "stdlib/native/fence.h"
#include "stdlib/native/layout.h"
#include "stdlib/native/list_item.h"
#include "stdlib/native/markdown.h"
#include "stdlib/native/text.h"

namespace cairn {
namespace {

using markdown::Block;
using markdown::Document;
using markdown::document_of;
using markdown::Kind;

// The words of a heading as written: of "## Title ##" and of lines over a ruler.
std::string heading_line(const Document& document, const Block& block) {
  const auto first = document.lines[block.begin];
  const auto line = trimmed(first.substr(std::min(block.column, first.size())));
  if (const int level = heading_level(line)) {
    auto text = trimmed(line.substr(static_cast<std::size_t>(level)));
    auto bare = text;
    while (bare.ends_with('#')) bare.remove_suffix(1);
    if (bare.empty() || bare.ends_with(' ')) text = trimmed(bare);
    return std::string(text);
  }
  std::string out;
  for (auto at = block.begin; at + 1 < block.end; ++at) {
    if (!out.empty()) out += ' ';
    out += trimmed(document.lines[at]);
  }
  return out;
}

// The cells of one row as written; "\|" is a stroke inside of a cell.
Texts cells_of(std::string_view row) {
  row = trimmed(row);
  if (row.starts_with('|')) row.remove_prefix(1);
  Texts out(1);
  for (std::size_t at = 0; at < row.size(); ++at) {
    if (row[at] == '\\' && row.substr(at + 1, 1) == "|")
      out.back() += row[++at];
    else if (row[at] != '|')
      out.back() += row[at];
    else if (at + 1 < row.size())
      out.emplace_back();
  }
  for (auto& cell : out) cell = std::string(trimmed(cell));
  return out;
}

// "Price", and "Price 2" for the second column of that name.
std::string free_name(const Texts& names, const std::string& wanted) {
  std::string name = wanted;
  for (int number = 2; std::ranges::find(names, name) != names.end(); ++number)
    name = fmt::format("{} {}", wanted, number);
  return name;
}

Record table_of(const Document& document, const Block& block) {
  std::size_t ruler = block.begin;
  while (ruler < block.end && !is_table_ruler(document.lines[ruler])) ++ruler;
  Texts names;
  if (ruler > block.begin)
    for (const auto& cell : cells_of(document.lines[ruler - 1]))
      names.push_back(free_name(names, cell));
  List rows;
  for (auto line = ruler + 1; line < block.end; ++line) {
    const auto cells = cells_of(document.lines[line]);
    Record row;
    for (std::size_t i = 0; i < names.size(); ++i)
      row.fields.emplace_back(names[i], Value(i < cells.size() ? cells[i] : std::string()));
    rows.emplace_back(std::move(row));
  }
  Record table;
  table.fields.emplace_back("columns", NativeType<Texts>::to(std::move(names)));
  table.fields.emplace_back("rows", Value(std::move(rows)));
  return table;
}

}  // namespace

Texts headings(std::string_view passage) {
  const auto& document = document_of(passage);
  Texts out;
  for (const auto& block : document.blocks)
    if (block.kind == Kind::heading)
      out.push_back(markdown::plain_line(heading_line(document, block)));
  return out;
}

Texts bullets(std::string_view passage) {
  const auto& document = document_of(passage);
  Texts out;
  for (std::size_t at = 0; at < document.blocks.size(); ++at)
    if (document.blocks[at].kind == Kind::item && !document.blocks[at].numbered)
      out.push_back(item_text(document, at, Nested::left_out));
  return out;
}

Texts code(std::string_view passage, std::optional<std::string_view> language) {
  const auto& document = document_of(passage);
  Texts out;
  for (const auto& block : document.blocks) {
    if (block.kind != Kind::fence) continue;
    if (language && !same_language(language_of(document, block), *language)) continue;
    out.push_back(content_of(document, block));
  }
  return out;
}

std::string no_code(Arguments arguments) {
  const auto* language = arguments.size() > 1 ? arguments[1]->as<std::string>() : nullptr;
  return fmt::format("there is no block of {}code in {}",
                     language && !language->empty() ? *language + " " : "", shown(*arguments[0]));
}

Found<std::string> first_code(std::string_view passage, std::string_view language) {
  for (const auto named : {language, std::string_view()})
    if (auto blocks = code(passage, named); !blocks.empty()) return std::move(blocks.front());
  const Value text(passage), of(language);
  return Missing{no_code(std::array{&text, &of})};
}

std::string outside_code(std::string_view passage) {
  const auto& document = document_of(passage);
  std::string out;
  std::size_t line = 0;
  const auto add_until = [&](std::size_t end) {
    for (; line < end; ++line) out.append(document.lines[line]).append("\n");
  };
  for (const auto& block : document.blocks) {
    if (block.kind != Kind::fence || block.begin < line) continue;
    add_until(block.begin);
    line = block.end;
  }
  if (line == 0) return std::string(passage);
  add_until(document.lines.size());
  return out;
}

Records tables(std::string_view passage) {
  const auto& document = document_of(passage);
  Records out;
  for (const auto& block : document.blocks)
    if (block.kind == Kind::table) out.push_back(table_of(document, block));
  return out;
}

Texts links(std::string_view passage) {
  if (passage.find("](") == passage.npos && passage.find("//") == passage.npos &&
      passage.find("www.") == passage.npos && passage.find_first_of("<[") == passage.npos)
    return {};
  return markdown::inlines_of(passage).links;
}

Texts bold(std::string_view passage) {
  if (passage.find("**") == passage.npos && passage.find("__") == passage.npos) return {};
  return markdown::inlines_of(passage).bold;
}

}  // namespace cairn
