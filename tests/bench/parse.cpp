// How long reading a long eval takes: the text to a syntax tree, with every check of
// the characters in it. Run: build/tests/bench/cairn_parse [MEGABYTES]
#include "lang/parse.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <string>

using namespace cairn;

namespace {

// What evals are made of: prose, conditions, judges with examples, items.
std::string block(std::size_t number) {
  return fmt::format(R"(
# What a customer is told first.
item order_{0} "An order that is late" {{
  question: "Where is my order C-{0}? It was due on Monday."
  expected: ["C-{0}", "Monday"]
  weight: 2
}}

check tone_{0} {{
  judge: grader
  question: """
    Is the reply to {{item.question}} friendly, and does it say what happens next?
    A reply that only says sorry is not enough.
    """
  verdicts: [yes, no]
}}

check dated_{0} "Names the day" {{
  # ISO dates only
  when: item.weight > 1 and item.expected contains "Monday"
  require: (answer contains "Monday" ignoring case and word_count(answer) <= 120)
    or answer matches raw "\b20[0-9]{{2}}-[0-9]{{2}}-[0-9]{{2}}\b"
}}
)",
                     number);
}

}  // namespace

int main(int count, char** arguments) {
  const double megabytes = count > 1 ? std::atof(arguments[1]) : 1;
  std::string text = "cairn 1\n\neval bench \"A long eval\" {\n  goal: score >= 90%\n}\n";
  for (std::size_t number = 0; static_cast<double>(text.size()) < megabytes * 1e6; ++number)
    text += block(number);
  double best = 1e9;  // Milliseconds of this program's own time, whatever else runs.
  std::size_t blocks = 0, mistakes = 0;
  for (int round = 0; round < 5; ++round) {
    const auto start = std::clock();
    Diagnostics diagnostics;
    const auto source = read_source("bench.eval", text, 0, diagnostics);
    const auto file = parse(source, 0, diagnostics);
    best = std::min(best, 1e3 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
    blocks = file.blocks.size();
    mistakes = diagnostics.errors();
  }
  fmt::print("{:.2f} MB of .eval: {:.0f} ms, {} blocks, {} mistakes\n",
             static_cast<double>(text.size()) / 1e6, best, blocks, mistakes);
}
