// Mutations of a text, by a seeded generator: the same seed gives the same texts.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace cairn {

class Mutator {
 public:
  Mutator(std::vector<std::string> seeds, std::uint64_t seed);

  // A seed with one to eight changes: bytes and runs of bytes put in, taken out,
  // doubled, moved, replaced by words of the language, parts of other seeds.
  std::string next();

 private:
  std::size_t below(std::size_t limit);
  std::size_t place_in(const std::string& text) { return below(text.size() + 1); }
  void change(std::string& text);
  std::string piece();

  std::vector<std::string> seeds_;
  std::mt19937_64 random_;
};

}  // namespace cairn
