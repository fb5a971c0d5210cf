// Scores items whose answers, or whose evidence, have to be asked for.
//
// Each item goes round: its samples are scored as far as they can be, what is wanted
// is asked, and when all of it has come, the item goes round again; an item that wants
// nothing is done. Workers do the rounds, the asker's thread brings replies. New items
// begin only while few calls wait, so that memory does not grow with the number of
// items.
#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "runtime/asking/answer_asking.h"
#include "runtime/log_lines.h"
#include "runtime/runner.h"

namespace cairn {

// An item as it begins. Samples without a row are asked for.
struct LiveItem {
  Item item;
  std::uint32_t place = 0;
  std::vector<RecordedSample> samples;
  std::size_t asked_samples = 0;  // How many answers are asked for; 0: `samples` holds all.
};

// An item as it is done: for statistics, log and record.
struct LiveDone {
  ScoredItem item;
  std::string log, record;
  std::set<std::string> models;
};

struct LiveRun {
  const AskingWorld* world = nullptr;
  const Runner* runner = nullptr;
  const AnswerAsking* answers = nullptr;  // Null: all answers are recorded.
  bool records = false;                   // Whether LiveDone::record is wanted.
  std::size_t threads = 1;
  std::size_t calls_at_once = 100;  // About so many are kept waiting or under way.

  // From one thread at a time. Nothing at the end.
  std::function<std::optional<LiveItem>()> next;
  // Likewise; items come in any order.
  std::function<void(LiveDone)> take;
  // Asked between rounds: true ends the run; what is under way is still taken.
  std::function<bool()> stop;
  // Called some times a second, from the thread that called run().
  std::function<void()> wait;

  // Returns when all is done, or the asker was stopped: then items are left of which a
  // call was never sent.
  void run();
};

}  // namespace cairn
