#include "runtime/asking/live_items.h"

namespace cairn {

LiveItems::LiveItems(const Plan& plan, RunItems& items, RecordedAnswers& answers,
                     std::size_t asked_samples)
    : plan_(plan), items_(items), asked_samples_(asked_samples) {
  if (asked_samples > 0)
    cursor_ = items.open(diagnostics_);
  else
    reader_.emplace(plan, items, answers);
}

std::optional<LiveItem> LiveItems::next() {
  if (!cursor_) return next_recorded();
  auto found = cursor_->next();
  ended_ = ended_ || !found;
  if (!found) return std::nullopt;
  return LiveItem{.item = std::move(found->item),
                  .place = found->place,
                  .samples = {},
                  .asked_samples = asked_samples_};
}

std::optional<LiveItem> LiveItems::next_recorded() {
  while (ready_.empty()) {
    auto block = reader_->next();
    ended_ = ended_ || !block;
    if (!block || diagnostics_.any_errors()) return std::nullopt;
    for (auto& entry : block->items) {
      auto samples = reader_->samples_of(*block, entry, diagnostics_);
      ready_.push_back(
          {.item = std::move(entry.item), .place = entry.place, .samples = std::move(samples)});
    }
  }
  auto item = std::move(ready_.front());
  ready_.pop_front();
  return item;
}

Diagnostics LiveItems::take_diagnostics() {
  if (reader_) diagnostics_.append(reader_->take_diagnostics());
  if (ended_ && !diagnostics_.any_errors() && !items_.unchanged(plan_))
    diagnostics_.report(DiagnosticKind::file_changed, {}, plan_.items_files.front().path);
  return std::move(diagnostics_);
}

}  // namespace cairn
