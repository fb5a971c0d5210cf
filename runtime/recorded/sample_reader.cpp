#include "runtime/recorded/sample_reader.h"

#include "lang/data/json.h"
#include "runtime/recorded/log_row.h"

namespace cairn {
namespace {

constexpr std::size_t block_bytes = 128 * 1024;
constexpr std::size_t widest_gap = 4096;  // Read along, to read once instead of twice.

}  // namespace

std::optional<SampleBlock> SampleReader::next() {
  if (ended_) return std::nullopt;
  const auto& pieces = answers_.pieces;
  SampleBlock block;
  std::size_t bytes = 0;
  while (bytes < block_bytes && block.items.size() < items_at_once_) {
    auto found = cursor_->next();
    if (!found) {
      ended_ = true;
      break;
    }
    if (at_ == pieces.size() || pieces[at_].item != found->place) continue;
    SampleBlock::Entry entry{std::move(found->item), found->place, {}};
    for (; at_ < pieces.size() && pieces[at_].item == entry.place; ++at_) {
      entry.parts.push_back({0, &pieces[at_]});
      bytes += pieces[at_].size;
    }
    block.items.push_back(std::move(entry));
  }
  // An items file that has become shorter leaves answers over.
  if (ended_ && at_ < pieces.size() && !diagnostics_.any_errors()) changed(diagnostics_);
  if (block.items.empty() || !read(block)) {
    ended_ = true;
    return std::nullopt;
  }
  return block;
}

// Pieces that stand close together are read at once.
bool SampleReader::read(SampleBlock& block) {
  std::vector<SampleBlock::Part*> group;
  const auto end_of = [](const Piece& piece) { return piece.offset + piece.size; };
  const auto flush = [&] {
    if (group.empty()) return true;
    const auto begin = group.front()->piece->offset;
    const auto size = static_cast<std::size_t>(end_of(*group.back()->piece) - begin);
    for (auto* part : group)
      part->begin = block.text.size() + static_cast<std::size_t>(part->piece->offset - begin);
    group.clear();
    const auto done = answers_.parts->read(begin, size, block.text);
    if (!done) diagnostics_.report(DiagnosticKind::data_unreadable, {}, done.error().what);
    return done.has_value();
  };
  for (auto& entry : block.items) {
    for (auto& part : entry.parts) {
      const bool follows = !group.empty() && part.piece->offset >= end_of(*group.back()->piece) &&
                           part.piece->offset - end_of(*group.back()->piece) <= widest_gap;
      if (!follows && !flush()) return false;
      group.push_back(&part);
    }
  }
  return flush();
}

std::vector<RecordedSample> SampleReader::samples_of(const SampleBlock& block,
                                                     const SampleBlock::Entry& entry,
                                                     Diagnostics& diagnostics) const {
  std::vector<RecordedSample> samples;
  const auto& parts = entry.parts;
  for (std::size_t begin = 0; begin < parts.size();) {
    std::size_t end = begin + 1;
    while (end < parts.size() && parts[end].piece->sample == parts[begin].piece->sample) ++end;
    std::vector<Record> records;
    for (; begin < end; ++begin) {
      auto record = record_of(block, parts[begin]);
      if (!record) {
        changed(diagnostics);
        return {};
      }
      records.push_back(*std::move(record));
    }
    Record row = answers_.kind == AnswersKind::run_log
                     ? row_of_log(plan_, records)
                     : as_ours(std::move(records.front()), answers_.columns);
    samples.push_back({parts[begin - 1].piece->sample, std::move(row)});
  }
  return samples;
}

std::optional<Record> SampleReader::record_of(const SampleBlock& block,
                                              const SampleBlock::Part& part) const {
  const auto text = std::string_view(block.text).substr(part.begin, part.piece->size);
  if (check_of(text) != part.piece->check) return std::nullopt;
  auto json = parse_json(text);
  auto* record = std::get_if<Record>(&json.value.data);
  if (!record) return std::nullopt;
  return std::move(*record);
}

void SampleReader::changed(Diagnostics& diagnostics) const {
  diagnostics.report(DiagnosticKind::file_changed, {}, answers_.path)
      .with_help("run again when nothing writes to it any more");
}

}  // namespace cairn
