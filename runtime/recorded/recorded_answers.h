// Recorded answers: the first pass binds each to its item and refuses what does
// not fit; the second reads them again, item by item, whatever their order.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "runtime/evidence/trust.h"
#include "runtime/recorded/recorded_row.h"
#include "runtime/run_items.h"

namespace cairn {

// Where the text of a row stands that speaks of one sample of one item. Of a run
// log several rows speak of one sample.
struct Piece {
  std::uint64_t offset = 0;
  std::uint32_t size = 0;
  std::uint32_t check = 0;  // Of its bytes: that they are the same in the second pass.
  std::uint32_t item = 0, sample = 0;
  std::uint32_t line = 0;
};

enum class AnswersKind { rows, run_log };

struct RecordedAnswers {
  std::string path;  // As messages name it.
  AnswersKind kind = AnswersKind::rows;
  AnswerColumns columns;
  std::unique_ptr<PartReader> parts;
  std::vector<Piece> pieces;  // By item, sample, place.
  RecordedExamples examples;
  std::vector<Record> example_rows;  // As they stand, for `--record`.
  Ratings ratings;
  std::vector<std::string> labels;                  // Of a run log: lines that are kept.
  std::set<std::string, std::less<>> tool_results;  // Checks of which some row has a tool's.
  std::size_t left_out = 0;                         // Items of the run without an answer.
};

struct AnswersRequest {
  std::string path;
  AnswersKind kind = AnswersKind::rows;
  AnswerColumns columns;
  bool answers_only = false;
  std::optional<std::size_t> samples;  // At most so many of each item.
  std::size_t threads = 1;
};

// The first pass. Nothing if a mistake was reported.
std::optional<RecordedAnswers> bind_answers(const AnswersRequest& request, const Plan& plan,
                                            RunItems& items, Loader& loader,
                                            Diagnostics& diagnostics);

std::uint32_t check_of(std::string_view bytes);

}  // namespace cairn
