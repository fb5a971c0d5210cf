#include "runtime/stats/worlds.h"

namespace cairn {

void WorldMoments::add(const ItemValue& value, Group group) {
  const auto& seen = value[World::seen];
  if (seen == value[World::low] && seen == value[World::high]) {
    if (seen) settled_.add(*seen, group);
    return;
  }
  for (const auto world : worlds)
    if (value[world]) open_[world].add(*value[world], group);
}

Moments WorldMoments::in(World world) const {
  Moments all = settled_;
  all.add(open_[world]);
  return all;
}

}  // namespace cairn
