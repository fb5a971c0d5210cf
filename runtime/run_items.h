// Which items a run has: those of the eval, after `--item` and `--take`.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lang/data/ids.h"
#include "lang/item_sources.h"
#include "lang/plan.h"
#include "runtime/run.h"

namespace cairn {

// Items are numbered in the order of the eval. Of each an id is kept as a hash,
// and whether it is in the run; the items themselves are read again when needed.
class RunItems {
 public:
  // Reads all items once. Nothing if a mistake was reported: a file that is not
  // the one planned, an id that `--item` names and no item has, nothing left.
  static std::optional<RunItems> find(const Plan& plan, const RunOptions& options,
                                      const RunWorld& world, Diagnostics& diagnostics);

  // Of an id: its place among the eval's items; `left_out` if `skip:`, `where:` or
  // `take:` keeps it out of the eval; nothing if there is no such item.
  static constexpr std::uint32_t left_out = 0xFFFF'FFFF;
  std::optional<std::uint32_t> place(std::string_view id) const;

  bool in_run(std::uint32_t place) const { return chosen_[place]; }
  std::size_t size() const { return size_; }              // In the run.
  std::size_t in_eval() const { return chosen_.size(); }  // Before `--item` and `--take`.

  // Whether the last reading met the files that were planned.
  bool unchanged(const Plan& plan) const;

  // The items of the run in their order, until `each` gives false.
  void each(Diagnostics& diagnostics,
            const std::function<bool(const Item&, std::uint32_t place)>& each);

  // In pieces, for a thread that asks for one after the other.
  class Cursor;
  std::unique_ptr<Cursor> open(Diagnostics& diagnostics);

 private:
  RunItems() = default;
  bool read(const Plan& plan, const RunWorld& world, Diagnostics& diagnostics);
  bool is_as_planned(const Plan& plan, std::size_t source) const;
  void read_left_out(const Plan& plan, const RunWorld& world);
  bool choose(const Plan& plan, const RunOptions& options, Diagnostics& diagnostics);
  bool choose_named(const std::vector<std::string>& names, Diagnostics& diagnostics);
  void choose_drawn(std::size_t take);
  std::string id_near(std::string_view name);

  const std::vector<program::InlineItem>* inline_items_ = nullptr;
  std::vector<ItemSource> sources_;
  IdTable ids_;               // Of the eval first, then those left out.
  std::vector<bool> chosen_;  // Of the eval's items.
  std::vector<std::uint64_t> draws_;
  std::size_t size_ = 0;
};

// The path of the eval, from which those of its files are told: as short as it
// can be said from here.
std::string eval_path(const Plan& plan);

// Gives the items of the run one by one.
class RunItems::Cursor {
 public:
  struct Found {
    Item item;
    std::uint32_t place = 0;
  };
  Cursor(RunItems& items, Diagnostics& diagnostics) : items_(items), diagnostics_(diagnostics) {}
  std::optional<Found> next();
  std::optional<Item> any();  // Also one that is not chosen.

 private:
  RunItems& items_;
  Diagnostics& diagnostics_;
  std::size_t inline_at_ = 0, source_at_ = 0;
  std::unique_ptr<ItemReader> reader_;
  std::uint32_t place_ = 0;
};

}  // namespace cairn
