#include "runtime/stats/reasons.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace cairn;

namespace {

std::string told(const std::vector<Reason>& reasons) {
  std::string text;
  for (const auto& reason : reasons) {
    text += std::to_string(reason.count) + " " + reason.why + " [";
    for (const auto& id : reason.items) text += id + " ";
    text += "]\n";
  }
  return text;
}

std::string counted(const std::vector<std::string>& whys) {
  Reasons reasons;
  for (std::size_t i = 0; i < whys.size(); ++i) reasons.add(whys[i], {i, std::to_string(i)});
  return told(reasons.most_common(10));
}

}  // namespace

TEST_CASE("reasons are counted, the most common first") {
  struct Case {
    std::string about;
    std::vector<std::string> whys;
    std::string told;
  };
  const Case cases[] = {
      {"none", {}, ""},
      {"the same twice", {"a", "b", "b"}, "2 b [1 2 ]\n1 a [0 ]\n"},
      {"numbers that hardly repeat are left open",
       {"31 is more than 25", "27 is more than 25", "40 is more than 25"},
       "3 … is more than 25 [0 1 2 ]\n"},
      {"quoted texts too",
       {"no `contains` of \"egg\" in \"Beat 2\"", "no `contains` of \"egg\" in \"Mix\""},
       "2 no `contains` of \"egg\" in \"…\" [0 1 ]\n"},
      {"values that repeat are told apart",
       {"\"egg\" is missing", "\"egg\" is missing", "\"oil\" is missing", "\"egg\" is missing"},
       "3 \"egg\" is missing [0 1 3 ]\n1 \"oil\" is missing [2 ]\n"},
      {"labels that repeat are told apart",
       {"it says `a`, `b` is right", "it says `a`, `b` is right", "it says `b`, `b` is right",
        "it says `a`, `b` is right"},
       "3 it says `a`, `b` is right [0 1 3 ]\n1 it says `b`, `b` is right [2 ]\n"},
      {"labels that do not are left open",
       {"it says `c`, `b` is right", "it says `d`, `b` is right"},
       "2 it says `…`, `b` is right [0 1 ]\n"},
      {"a quote that never closes", {"\"a", "\"b"}, "2 \"…\" [0 1 ]\n"},
      {"a number at the end", {"it is 1.", "it is 2."}, "2 it is …. [0 1 ]\n"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    CHECK(counted(c.whys) == c.told);
  }
}

TEST_CASE("reasons stay few, whatever their number and the order they come in") {
  struct Case {
    std::string about;
    std::size_t wordings;
    std::string first;
  };
  const Case cases[] = {
      {"few wordings", 100, "5000 it has … words [i0 i1 i2 i3 i4 ]\n"},
      {"more wordings than are kept", 5000, ""},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    std::vector<std::pair<std::size_t, std::string>> whys;
    for (std::size_t i = 0; i < 5000; ++i) {
      std::string words = "reason ";
      for (std::size_t n = i % c.wordings; n > 0; n /= 26) words += static_cast<char>('a' + n % 26);
      whys.emplace_back(i, words);
      whys.emplace_back(i, "it has " + std::to_string(i) + " words");
    }
    const auto all = [&] {
      Reasons reasons;
      for (const auto& [index, why] : whys) reasons.add(why, {index, "i" + std::to_string(index)});
      return told(reasons.most_common(10000));
    };
    const auto forward = all();
    CHECK(forward.starts_with(c.first));
    CHECK(std::ranges::count(forward, '\n') <= 500);
    std::ranges::reverse(whys);
    CHECK(all() == forward);
  }
}
