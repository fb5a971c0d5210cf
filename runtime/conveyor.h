// Work that comes in order, is done by several threads, and leaves in order.
//
// Only so much is under way at a time, so memory does not grow with the work.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace cairn {

template <class In, class Out>
class Conveyor {
 public:
  // In a thread of its own; nothing at the end.
  std::function<std::optional<In>()> next;
  // Called once in each worker's thread; what it gives does one piece of work.
  std::function<std::function<Out(In)>()> worker;
  // In the thread that calls run(), in the order in which `next` gave; false: enough.
  std::function<bool(Out)> take;

  void run(std::size_t workers) {
    most_under_way_ = 4 * workers + 4;
    std::vector<std::jthread> threads;
    threads.emplace_back([this] { produce(); });
    for (std::size_t i = 0; i < workers; ++i) threads.emplace_back([this] { work(); });
    collect();
  }

 private:
  void produce() {
    while (true) {
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return stopped_ || given_ - taken_ < most_under_way_; });
        if (stopped_) break;
      }
      auto piece = next();
      const std::lock_guard lock(mutex_);
      if (!piece || stopped_) break;
      waiting_.emplace_back(given_++, *std::move(piece));
      changed_.notify_all();
    }
    const std::lock_guard lock(mutex_);
    ended_ = true;
    changed_.notify_all();
  }

  void work() {
    const auto do_one = worker();
    while (true) {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return stopped_ || ended_ || !waiting_.empty(); });
      if (stopped_ || waiting_.empty()) {
        if (stopped_ || ended_) return;
        continue;
      }
      auto [place, piece] = std::move(waiting_.front());
      waiting_.pop_front();
      lock.unlock();
      Out made = do_one(std::move(piece));
      lock.lock();
      done_.emplace(place, std::move(made));
      changed_.notify_all();
    }
  }

  void collect() {
    while (true) {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return done_.contains(taken_) || (ended_ && taken_ == given_); });
      const auto found = done_.find(taken_);
      if (found == done_.end()) return;
      Out made = std::move(found->second);
      done_.erase(found);
      lock.unlock();
      const bool go_on = take(std::move(made));
      lock.lock();
      ++taken_;
      if (!go_on) stopped_ = true;
      changed_.notify_all();
      if (!go_on) return;
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::pair<std::size_t, In>> waiting_;
  std::map<std::size_t, Out> done_;
  std::size_t given_ = 0, taken_ = 0, most_under_way_ = 8;
  bool ended_ = false, stopped_ = false;
};

}  // namespace cairn
