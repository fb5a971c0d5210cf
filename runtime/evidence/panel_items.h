// Which items the panels of a plan rate: all, or with `rate:` the N with the
// smallest draw of seed and id, so that adding items moves few.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "lang/plan.h"

namespace cairn {

class PanelItems {
 public:
  // Borrowed. Costs nothing for a plan without panels.
  explicit PanelItems(const Plan& plan);

  // Every item that is asked, before anything else is asked of this.
  void add(std::string_view id);

  bool rates(std::string_view panel, std::string_view id) const;
  // How many items it rates, of how many.
  std::size_t count(std::string_view panel) const;
  std::size_t all() const { return all_; }

 private:
  using Drawn = std::pair<std::uint64_t, std::string>;
  struct Draw {
    std::size_t most = 0;
    std::set<Drawn> drawn;
  };
  std::int64_t seed_;
  std::size_t all_ = 0;
  std::map<std::string, Draw, std::less<>> draws_;  // Of panels with `rate:`.
};

}  // namespace cairn
