// The line that opens a block: keyword, name, title, `{`.
#include "lang/names.h"
#include "lang/structure.h"

namespace cairn {
namespace {

using enum DiagnosticKind;

// Of what people write for a name: letters, digits, marks between them.
std::uint32_t loose_end(const Reader& reader, std::uint32_t at) {
  const auto begin = at;
  while (is_loose(reader.peek(at)) || (at > begin && reader.peek(at) == '.')) ++at;
  return at;
}

bool braces_optional(const syntax::Block& block) {
  const auto& keyword = block.keyword.id;
  return (keyword == "check" || keyword == "items") && block.name &&
         block.name->id.find('.') != std::string::npos;
}

}  // namespace

std::optional<Structure::Header> Structure::read_header(const Open* parent) {
  Header header;
  auto& block = header.block;
  block.at = reader_.span(reader_.place, reader_.place);
  const bool record = parent != nullptr && parent->data;
  if (!record && forgot_colon(parent)) return std::nullopt;
  header.info = read_keyword(header, parent);
  if (header.info == nullptr && !record) return std::nullopt;
  if (!record) report_place(header, parent);
  if (block.keyword.id == "use" && !record) {
    read_use(header);
  } else {
    read_name(header);
    read_title(header);
    read_open_brace(header);
  }
  block.at.end = reader_.place;
  return header;
}

// `samples 3` is told apart from a block by the block it stands in.
bool Structure::forgot_colon(const Open* parent) {
  if (parent == nullptr || parent->info == nullptr) return false;
  const auto end = reader_.word_end(reader_.place);
  const auto word = reader_.text(reader_.span(reader_.place, end));
  if (find_setting(parent->info->name, word) == nullptr) return false;
  const auto rest = reader_.text(reader_.span(end, reader_.line_end(end)));
  if (rest.find('{') != std::string_view::npos) return false;
  report_missing_colon(*parent, reader_.span(reader_.place, end));
  return true;
}

const BlockInfo* Structure::read_keyword(Header& header, const Open* parent) {
  auto& keyword = header.block.keyword;
  const auto begin = reader_.place;
  reader_.place = loose_end(reader_, begin);
  keyword.at = reader_.span(begin, reader_.place);
  keyword.id = std::string(reader_.text(keyword.at));
  if (parent != nullptr && parent->data) {
    if (!is_name(keyword.id)) report_bad_name(keyword);
    return nullptr;
  }
  const auto* info = find_block(keyword.id);
  if (info != nullptr) return info;
  const auto meant = report_unknown_block(keyword, parent);
  if (meant.empty()) return nullptr;
  keyword.id = meant;
  return find_block(meant);
}

void Structure::read_name(Header& header) {
  auto& block = header.block;
  const auto begin = reader_.skip_blanks(reader_.place);
  const auto end = loose_end(reader_, begin);
  if (end == begin) {
    const bool needed = header.info != nullptr && header.info->needs_name;
    if (needed && !report_name_after_title(header)) report_no_name(header);
    return;
  }
  reader_.place = end;
  block.name = {reader_.span(begin, end), std::string(reader_.text().substr(begin, end - begin))};
  const auto dot = block.name->id.find('.');
  const bool known = is_name(block.name->id.substr(0, dot)) &&
                     (dot == std::string::npos || is_name(block.name->id.substr(dot + 1)));
  const auto& keyword = block.keyword.id;
  const bool dotted = dot != std::string::npos && (keyword == "check" || keyword == "items");
  if (!known || (dot != std::string::npos && !dotted)) return report_bad_name(*block.name);
  report_words_in_name(header);
}

void Structure::read_title(Header& header) {
  const auto at = reader_.skip_blanks(reader_.place);
  if (!text_begins(reader_, at)) return;
  reader_.place = at;
  try {
    header.block.title = read_text(reader_, reader_.place);
  } catch (const Stopped&) {  // The brace may still be there: `check x "Title {`.
    const auto end = reader_.line_end(at);
    const auto brace = reader_.text().substr(at, end - at).rfind('{');
    reader_.place = brace == std::string_view::npos ? end : at + static_cast<std::uint32_t>(brace);
    header.lost = brace == std::string_view::npos;
  }
}

void Structure::read_use(Header& header) {
  auto& block = header.block;
  read_title(header);
  if (!block.title) {
    if (!header.lost)
      reader_.report(bad_header, block.keyword.at, "`use` names a file")
          .with_help("write `use \"../shared/checks.eval\" as shared`");
    header.place = Header::Place::nowhere;
    file_.incomplete = true;
    reader_.place = reader_.line_end(reader_.place);
    return;
  }
  const auto as = reader_.skip_blanks(reader_.place);
  const auto as_end = reader_.word_end(as);
  const auto name = reader_.skip_blanks(as_end);
  const auto name_end = reader_.word_end(name);
  if (reader_.text(reader_.span(as, as_end)) != "as" || name_end == name) {
    reader_.report(bad_header, block.title->at, "a file that is used gets a name")
        .with_help("add a name behind the path: `use " +
                   std::string(reader_.written(block.title->at)) +
                   " as shared`; its blocks are then called `shared.…`");
    header.place = Header::Place::nowhere;
    file_.incomplete = true;
    reader_.place = reader_.line_end(reader_.place);
    return;
  }
  block.alias = {reader_.span(name, name_end),
                 std::string(reader_.text(reader_.span(name, name_end)))};
  reader_.place = name_end;
}

void Structure::read_open_brace(Header& header) {
  auto& block = header.block;
  if (header.lost) return;
  auto at = reader_.skip_blanks(reader_.place);
  if (reader_.peek(at) != '{') {
    if (line_ends(at) && braces_optional(block)) return;
    at = report_no_brace(header, at);
    if (reader_.peek(at) != '{') return;
  }
  block.open = reader_.span(at, at + 1);
  block.braces = true;
  reader_.place = at + 1;
}

}  // namespace cairn
