// Why answers failed or stayed open: the reasons of one check, counted.
//
// Memory is bounded, and what is kept does not depend on the order of arrival. Of
// reasons that differ in more than numbers and what is quoted, only so many are
// kept, those with the smallest hash; checks give far fewer.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/summary.h"

namespace cairn {

class Reasons {
 public:
  // Where in the eval the answer stands, so that the first items can be named.
  struct Place {
    std::size_t index = 0;
    std::string_view item;
  };
  void add(std::string_view why, const Place& place);

  // The most common first. Reasons that differ only in a number or in what is
  // quoted, and hardly ever repeat, are one: "… words are more than 250".
  std::vector<Reason> most_common(std::size_t most) const;

 private:
  struct Kept {
    std::size_t count = 0;
    std::string why;
    std::map<std::size_t, std::string> items;  // The first few, by their index.
  };
  struct Shape {  // Reasons alike but for their numbers and quoted texts.
    Kept all;
    std::vector<bool> varies;  // Of the places where they may differ: do they?
    std::map<std::uint64_t, Kept> exact;
    bool too_many = false;  // Of them to be kept apart.
  };
  static void count(Kept& kept, const Place& place);
  static void merge(Shape& shape, std::string_view why);

  std::map<std::uint64_t, Shape> shapes_;
};

}  // namespace cairn
