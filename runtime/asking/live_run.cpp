#include "runtime/asking/live_run.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

#include "runtime/recorded/log_row.h"

namespace cairn {
namespace {

struct LiveSample {
  std::optional<RecordedSample> recorded;  // Its answer, when it is there.
  std::optional<ScoredSample> scored;      // When nothing is wanted of it any more.
  std::string log, record;
};

// An item on its rounds. One thread has it at a time.
struct LiveWork {
  explicit LiveWork(LiveItem began, Asker& asker) : begun(std::move(began)), replies(asker) {}

  LiveItem begun;
  std::vector<LiveSample> samples;
  std::optional<Result<std::vector<ScriptLine>>> script;
  Replies replies;
  std::size_t wanted = 0;  // Replies that have not come; guarded by the run's mutex.
};
using LiveWorkPtr = std::shared_ptr<LiveWork>;

// What one worker needs to bring an item one round further.
class Rounds {
 public:
  explicit Rounds(const LiveRun& run)
      : run_(run), scorer_(*run.runner), lines_(run.runner->plan()) {}

  // Whether the item is done.
  bool go(LiveWork& work) {
    scored_ = scorer_.begin(work.begun.item, work.begun.place);
    begin_samples(work);
    for (auto& sample : work.samples)
      if (!sample.scored) advance(work, sample);
    return std::ranges::all_of(work.samples,
                               [](const auto& one) { return one.scored.has_value(); });
  }

  // REQUIRES: go() just gave true.
  LiveDone done(LiveWork& work) {
    LiveDone made;
    lines_.item(made.log, work.begun.item.id, work.begun.place, work.begun.item.fields);
    for (auto& sample : work.samples) {
      made.log += sample.log;
      made.record += sample.record;
      if (!sample.scored->facts.model.empty()) made.models.insert(sample.scored->facts.model);
      scored_.samples.push_back(*std::move(sample.scored));
    }
    made.item = std::move(scored_);
    return made;
  }

 private:
  void begin_samples(LiveWork& work) {
    if (!work.samples.empty()) return;
    for (auto& recorded : work.begun.samples)
      work.samples.push_back({.recorded = std::move(recorded)});
    if (work.samples.empty()) work.samples.resize(work.begun.asked_samples);
  }

  void advance(LiveWork& work, LiveSample& sample) {
    const auto place = static_cast<std::size_t>(&sample - work.samples.data());
    if (!sample.recorded) ask_answer(work, sample, place);
    if (!sample.recorded) return;
    const auto before = work.replies.lacking();
    auto scored = scorer_.sample(*sample.recorded, place, &work.replies);
    if (work.replies.lacking() > before) return;
    write(work, sample, scored);
    sample.scored = std::move(scored);
  }

  void ask_answer(LiveWork& work, LiveSample& sample, std::size_t place) {
    const auto& plan = run_.runner->plan();
    if (!work.script)
      work.script =
          script_of(plan, scorer_.item_scope(), run_.world->library.natives, run_.world->media);
    const auto& id = work.begun.item.id;
    auto row = *work.script
                   ? run_.answers->row(**work.script, id, place, work.replies)
                   : std::optional(row_without_answer(id, place, work.script->error().what));
    if (row) sample.recorded = {static_cast<std::uint32_t>(place), *std::move(row)};
  }

  void write(const LiveWork& work, LiveSample& sample, const ScoredSample& scored) {
    std::string unused;
    lines_.item(unused, work.begun.item.id, work.begun.place, {});
    lines_.answer(sample.log, *sample.recorded);
    lines_.evidence(sample.log, *sample.recorded, scorer_.notes(), scored.checks);
    lines_.ratings(sample.log, *sample.recorded);
    if (run_.records) append_recorded(sample.record, row_of_log(run_.runner->plan(), sample.log));
    lines_.verdicts(sample.log, *sample.recorded, scored.checks);
  }

  const LiveRun& run_;
  Scorer scorer_;
  LogLines lines_;
  ScoredItem scored_;
};

// The queue between workers and the asker.
class LiveQueue {
 public:
  explicit LiveQueue(const LiveRun& run) : run_(run) {}

  void go() {
    std::vector<std::jthread> threads;
    working_ = std::max<std::size_t>(run_.threads, 1);
    for (std::size_t i = 0, all = working_; i < all; ++i) threads.emplace_back([this] { work(); });
    std::unique_lock lock(mutex_);
    while (working_ > 0) {
      over_.wait_for(lock, std::chrono::milliseconds(100));
      lock.unlock();
      if (run_.wait) run_.wait();
      lock.lock();
    }
  }

 private:
  void work() {
    Rounds rounds(run_);
    while (auto work = next()) {
      if (rounds.go(*work))
        finish(rounds.done(*work));
      else
        ask(work);
    }
    const std::lock_guard lock(mutex_);
    --working_;
    over_.notify_all();
  }

  // An item that can go on, else a new one; nothing when all is done.
  LiveWorkPtr next() {
    std::unique_lock lock(mutex_);
    while (true) {
      if (!stopping_ && run_.stop && run_.stop()) stopping_ = true;
      if (!ready_.empty()) {
        auto work = std::move(ready_.front());
        ready_.pop_front();
        return work;
      }
      const bool may_begin = !ended_ && !stopping_ && !beginning_ && calls_ < run_.calls_at_once;
      if (may_begin) {
        if (auto work = begin(lock)) return work;
        continue;
      }
      if ((ended_ || stopping_) && under_way_ == 0 && !beginning_) {
        changed_.notify_all();
        return nullptr;
      }
      changed_.wait_for(lock, std::chrono::milliseconds(200));
    }
  }

  LiveWorkPtr begin(std::unique_lock<std::mutex>& lock) {
    beginning_ = true;
    lock.unlock();
    auto item = run_.next();
    lock.lock();
    beginning_ = false;
    changed_.notify_all();
    if (!item) {
      ended_ = true;
      return nullptr;
    }
    ++under_way_;
    return std::make_shared<LiveWork>(*std::move(item), run_.world->asker);
  }

  void finish(LiveDone done) {
    const std::lock_guard take_lock(take_mutex_);
    run_.take(std::move(done));
    const std::lock_guard lock(mutex_);
    --under_way_;
    changed_.notify_all();
  }

  void ask(const LiveWorkPtr& work) {
    auto wanted = work->replies.take_wanted();
    {
      const std::lock_guard lock(mutex_);
      if (work->replies.any_stopped()) return leave();
      work->wanted = wanted.size();
      calls_ += wanted.size();
    }
    for (auto& call : wanted) {
      const auto key = call.key;
      run_.world->asker.ask(std::move(call), [this, work, key](Answered answered) {
        const std::lock_guard lock(mutex_);
        work->replies.take(key, std::move(answered));
        --calls_;
        if (--work->wanted > 0) return;
        if (work->replies.any_stopped()) return leave();
        ready_.push_back(work);
        changed_.notify_all();
      });
    }
  }

  // REQUIRES: the mutex is held. The item is left as it is; what it was given is kept.
  void leave() {
    --under_way_;
    stopping_ = true;
    changed_.notify_all();
  }

  const LiveRun& run_;
  std::mutex mutex_, take_mutex_;
  std::condition_variable changed_, over_;
  std::deque<LiveWorkPtr> ready_;
  std::size_t under_way_ = 0, calls_ = 0, working_ = 0;
  bool ended_ = false, stopping_ = false, beginning_ = false;
};

}  // namespace

void LiveRun::run() { LiveQueue(*this).go(); }

}  // namespace cairn
