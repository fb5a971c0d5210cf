#include "runtime/evidence/votes.h"

#include <fmt/format.h>

#include <algorithm>

namespace cairn {
namespace {

struct Count {
  const Vote* first = nullptr;
  std::size_t votes = 0;
};

std::vector<Count> counted_by_verdict(const std::vector<const Vote*>& read) {
  std::vector<Count> counts;
  for (const auto* vote : read) {
    auto found = std::ranges::find_if(
        counts, [vote](const Count& one) { return same(*one.first->verdict, *vote->verdict); });
    if (found == counts.end()) found = counts.insert(counts.end(), {vote, 0});
    ++found->votes;
  }
  std::ranges::stable_sort(counts, std::greater(), &Count::votes);
  return counts;
}

std::string listed(const std::vector<Count>& counts) {
  std::string text;
  for (const auto& one : counts)
    text +=
        fmt::format("{}{} {}", text.empty() ? "" : ", ", one.votes, shown(*one.first->verdict, 30));
  return text;
}

std::variant<Voted, Open> majority(const std::vector<const Vote*>& read, std::string_view called) {
  const auto counts = counted_by_verdict(read);
  if (counts.size() > 1 && counts[0].votes == counts[1].votes)
    return Open{fmt::format("the {} are tied: {}", called, listed(counts))};
  if (counts[0].votes * 2 < read.size())
    return Open{fmt::format("no verdict has half of the {}: {}", called, listed(counts))};
  return Voted{*counts[0].first->verdict, counts[0].first->reason};
}

Voted middle(const std::vector<const Vote*>& read, program::DecideBy how) {
  std::vector<double> numbers;
  for (const auto* vote : read) numbers.push_back(vote->verdict->as<Number>()->value);
  std::ranges::sort(numbers);
  const auto half = numbers.size() / 2;
  double value = numbers[half];
  if (how == program::DecideBy::mean) {
    value = 0;
    for (const auto number : numbers) value += number;
    value /= static_cast<double>(numbers.size());
  } else if (numbers.size() % 2 == 0) {
    value = (numbers[half - 1] + numbers[half]) / 2;
  }
  return {Value(value), read.front()->reason};
}

}  // namespace

std::variant<Voted, Open> decide_votes(const std::vector<Vote>& votes, program::DecideBy how,
                                       std::string_view called) {
  std::vector<const Vote*> read;
  const Vote* first_unread = nullptr;
  for (const auto& vote : votes) {
    if (vote.verdict)
      read.push_back(&vote);
    else if (!first_unread)
      first_unread = &vote;
  }
  if (votes.size() == 1 && first_unread) return Open{first_unread->why};
  if (read.empty())
    return Open{
        fmt::format("none of {} {} gives a verdict: {}", votes.size(), called, first_unread->why)};
  if (read.size() * 2 < votes.size())
    return Open{fmt::format("only {} of {} {} {} a verdict: {}", read.size(), votes.size(), called,
                            read.size() == 1 ? "gives" : "give", first_unread->why)};
  const bool numbers = std::ranges::all_of(
      read, [](const Vote* vote) { return vote->verdict->as<Number>() != nullptr; });
  if (how == program::DecideBy::majority || !numbers) return majority(read, called);
  return middle(read, how);
}

program::DecideBy decided_by(std::optional<program::DecideBy> written,
                             const program::Scale& scale) {
  if (written) return *written;
  return scale.numeric ? program::DecideBy::mean : program::DecideBy::majority;
}

}  // namespace cairn
