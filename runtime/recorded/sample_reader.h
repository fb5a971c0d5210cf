// The second pass: item by item, each with its samples, in the order of the eval
// and of the samples, whatever the order in the file.
#pragma once

#include <string>
#include <vector>

#include "runtime/recorded/recorded_answers.h"
#include "runtime/run_items.h"
#include "runtime/runner.h"

namespace cairn {

// A few items, and the bytes of what was recorded of them.
struct SampleBlock {
  struct Part {
    std::size_t begin = 0;  // In `text`.
    const Piece* piece = nullptr;
  };
  struct Entry {
    Item item;
    std::uint32_t place = 0;
    std::vector<Part> parts;
  };
  std::vector<Entry> items;
  std::string text;
};

class SampleReader {
 public:
  static constexpr std::size_t usual_items = 256;  // In a block.

  // `items_at_once`: in a block, at most; few where each takes long.
  SampleReader(const Plan& plan, RunItems& items, RecordedAnswers& answers,
               std::size_t items_at_once = usual_items)
      : plan_(plan),
        answers_(answers),
        cursor_(items.open(diagnostics_)),
        items_at_once_(items_at_once) {}

  // From one thread. Nothing at the end, or after a mistake.
  std::optional<SampleBlock> next();
  // After the end: a file that changed since the first pass.
  Diagnostics take_diagnostics() { return std::move(diagnostics_); }

  // From any thread: takes the bytes apart. Reports if they are not those of the
  // first pass.
  std::vector<RecordedSample> samples_of(const SampleBlock& block, const SampleBlock::Entry& entry,
                                         Diagnostics& diagnostics) const;

 private:
  bool read(SampleBlock& block);
  std::optional<Record> record_of(const SampleBlock& block, const SampleBlock::Part& part) const;
  void changed(Diagnostics& diagnostics) const;

  const Plan& plan_;
  RecordedAnswers& answers_;
  Diagnostics diagnostics_;
  std::unique_ptr<RunItems::Cursor> cursor_;
  std::size_t items_at_once_;
  std::size_t at_ = 0;  // Of the pieces.
  bool ended_ = false;
};

}  // namespace cairn
