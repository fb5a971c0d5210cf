// For tests/bench/run_answers: writes an eval with recorded answers, and scores the same
// file by a loop written by hand, to hold `cairn run` against.
//
//   cairn_answers write FOLDER ANSWERS    an eval of ten checks and its answers
//   cairn_answers loop FOLDER             the same ten checks; prints what passed
#include <fmt/format.h>
#include <re2/re2.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cctype>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <vector>

namespace {

constexpr std::string_view eval = R"(cairn 1

eval speed "Ten checks over recorded answers" {
  answers: file("answers.jsonl")
}

items rows {
  from: file("items.jsonl")
}

check has_code {
  require: answer contains item.code
}
check polite {
  require: answer contains "KIND REGARDS" ignoring case
}
check dated {
  require: answer matches raw "\b20[0-9]{2}-[0-9]{2}-[0-9]{2}\b"
}
check json {
  require: is_json(answer)
}
check brief {
  require: word_count(answer) <= 170
}
check no_sorry {
  require: answer does not contain "I am sorry"
}
check near {
  require: levenshtein(answer, item.expected) <= 5
}
check greets {
  require: answer starts with "Dear"
}
check short {
  require: char_count(answer) <= 1100
}
check same {
  require: answer is item.expected
}
)";

// The same numbers everywhere (xorshift).
class Numbers {
 public:
  explicit Numbers(std::uint64_t seed) : state_(seed * 2654435761U + 88172645463325252U) {}
  std::uint64_t below(std::uint64_t bound) {
    state_ ^= state_ << 13U;
    state_ ^= state_ >> 7U;
    state_ ^= state_ << 17U;
    return state_ % bound;
  }

 private:
  std::uint64_t state_;
};

std::string letter(Numbers& numbers, std::size_t number) {
  constexpr std::array words = {"order",    "parcel", "refund",  "the",      "a",       "delivery",
                                "customer", "which",  "because", "address",  "invoice", "please",
                                "tomorrow", "to",     "of",      "received", "happy",   "quickly"};
  std::string text = numbers.below(10) < 9 ? "Dear customer,\n\n" : "Hello,\n\n";
  text += fmt::format("your code is C-{}. ", number);
  while (text.size() < 900) {
    text += words[numbers.below(words.size())];
    text += numbers.below(12) == 0 ? ". " : " ";
  }
  if (numbers.below(10) < 8) text += "It will arrive on 2026-11-24. ";
  if (numbers.below(10) == 0) text += "I am sorry for the trouble. ";
  return text + (numbers.below(10) < 9 ? "\n\nKind regards" : "\n\nBye");
}

std::string json_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '\n')
      out += "\\n";
    else if (c == '"' || c == '\\')
      out += fmt::format("\\{}", c);
    else
      out += c;
  }
  return out + "\"";
}

int write(const std::string& folder, std::size_t count) {
  std::ofstream(folder + "/speed.eval") << eval;
  std::ofstream items(folder + "/items.jsonl"), answers(folder + "/answers.jsonl");
  constexpr std::size_t samples = 5;
  for (std::size_t item = 0; item * samples < count; ++item) {
    Numbers numbers(item + 1);
    const auto expected = letter(numbers, item);
    items << fmt::format("{{\"id\":\"i{}\",\"code\":\"C-{}\",\"expected\":{}}}\n", item, item,
                         json_text(expected));
    for (std::size_t sample = 0; sample < samples && item * samples + sample < count; ++sample) {
      std::string answer = expected;
      const auto kind = numbers.below(10);
      if (kind < 5) answer = letter(numbers, item + numbers.below(2));
      if (kind == 5) answer.insert(answer.size() / 2, "oh");
      if (kind == 6) answer = fmt::format("{{\"letter\":{}}}", json_text(answer));
      answers << fmt::format("{{\"item\":\"i{}\",\"sample\":{},\"answer\":{}}}\n", item, sample,
                             json_text(answer));
    }
  }
  return 0;
}

// --- by hand ------------------------------------------------------------------------

struct Item {
  std::string code, expected;
};
using Counts = std::array<std::size_t, 10>;

bool contains_folded(std::string_view text, std::string_view lower) {
  return std::search(text.begin(), text.end(), lower.begin(), lower.end(), [](char a, char b) {
           return std::tolower(static_cast<unsigned char>(a)) == b;
         }) != text.end();
}

std::size_t words_in(std::string_view text) {
  std::size_t count = 0;
  bool inside = false;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!blank && !inside) ++count;
    inside = !blank;
  }
  return count;
}

// Whether at most `most` edits lead from one to the other: a band of the table.
bool within(std::string_view a, std::string_view b, std::size_t most) {
  const std::size_t longer = std::max(a.size(), b.size()), shorter = std::min(a.size(), b.size());
  if (longer - shorter > most) return false;
  std::vector<std::size_t> before(b.size() + 1, most + 1), now(b.size() + 1, most + 1);
  for (std::size_t k = 0; k <= std::min(b.size(), most); ++k) before[k] = k;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    const std::size_t from = i > most ? i - most : 0, to = std::min(b.size(), i + most);
    std::fill(now.begin() + static_cast<std::ptrdiff_t>(from > 0 ? from - 1 : 0),
              now.begin() + static_cast<std::ptrdiff_t>(std::min(to + 1, b.size()) + 1), most + 1);
    std::size_t least = most + 1;
    for (std::size_t k = from; k <= to; ++k) {
      std::size_t best = k == 0 ? i : before[k - 1] + (a[i - 1] == b[k - 1] ? 0 : 1);
      if (k > 0) best = std::min({best, before[k] + 1, now[k - 1] + 1});
      if (k == 0) best = std::min(best, before[k] + 1);
      now[k] = best;
      least = std::min(least, best);
    }
    if (least > most) return false;
    std::swap(before, now);
  }
  return before[b.size()] <= most;
}

bool is_json(simdjson::dom::parser& parser, std::string_view text) {
  return (text.starts_with('{') || text.starts_with('[')) && !parser.parse(text).error();
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::array<bool, 10> judged(std::string_view text, const Item& item, const re2::RE2& date,
                            simdjson::dom::parser& parser) {
  return {text.find(item.code) != text.npos,
          contains_folded(text, "kind regards"),
          re2::RE2::PartialMatch({text.data(), text.size()}, date),
          is_json(parser, text),
          words_in(text) <= 170,
          text.find("I am sorry") == text.npos,
          within(text, item.expected, 5),
          text.starts_with("Dear"),
          characters(text) <= 1100,
          text == item.expected};
}

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::unordered_map<std::string, Item> items_of(const std::string& folder) {
  std::unordered_map<std::string, Item> items;
  simdjson::dom::parser parser;
  auto text = simdjson::padded_string(read(folder + "/items.jsonl"));
  simdjson::dom::document_stream rows;
  if (parser.parse_many(text).get(rows)) return items;
  for (auto row : rows) {
    const auto field = [&](const char* name) {
      return std::string{row[name].get_string().value()};
    };
    items[field("id")] = {field("code"), field("expected")};
  }
  return items;
}

// Scores the lines of one half of the file, and writes a log like cairn's.
void score(std::string_view lines, const std::unordered_map<std::string, Item>& items,
           Counts& counts, std::FILE* log) {
  constexpr std::array names = {"has_code", "polite", "dated",  "json",  "brief",
                                "no_sorry", "near",   "greets", "short", "same"};
  const re2::RE2 date(R"(\b20[0-9]{2}-[0-9]{2}-[0-9]{2}\b)");
  simdjson::dom::parser parser, inner;
  std::string out;
  while (!lines.empty()) {
    const auto end = lines.find('\n');
    const auto line = lines.substr(0, end);
    lines.remove_prefix(std::min(end, lines.size() - 1) + 1);
    auto row = parser.parse(line);
    const std::string id{row["item"].get_string().value()};
    const auto sample = row["sample"].get_int64().value();
    const std::string_view text = row["answer"].get_string().value();
    const auto passed = judged(text, items.at(id), date, inner);
    out += fmt::format("{{\"record\":\"answer\",\"item\":\"{}\",\"sample\":{},\"text\":{}}}\n", id,
                       sample, json_text(text));
    for (std::size_t i = 0; i < passed.size(); ++i) {
      counts[i] += passed[i] ? 1U : 0U;
      out += fmt::format(
          "{{\"record\":\"verdict\",\"item\":\"{}\",\"sample\":{},\"check\":\"{}\",\"outcome\":\"{}"
          "\","
          "\"score\":{}}}\n",
          id, sample, names[i], passed[i] ? "passed" : "failed", passed[i] ? 1 : 0);
    }
    if (out.size() < 1'000'000) continue;
    std::fwrite(out.data(), 1, out.size(), log);
    out.clear();
  }
  std::fwrite(out.data(), 1, out.size(), log);
}

int loop(const std::string& folder) {
  const auto items = items_of(folder);
  const auto text = read(folder + "/answers.jsonl");
  const auto middle = text.find('\n', text.size() / 2) + 1;
  const std::string_view all(text);
  std::array<Counts, 2> counts{};
  std::FILE* log = std::fopen((folder + "/loop.jsonl").c_str(), "wb");
  if (log == nullptr) return 1;
  {
    std::jthread first([&] { score(all.substr(0, middle), items, counts[0], log); });
    std::jthread second([&] { score(all.substr(middle), items, counts[1], log); });
  }
  std::fclose(log);
  for (std::size_t i = 0; i < counts[0].size(); ++i)
    fmt::print("{}{}", i > 0 ? " " : "", counts[0][i] + counts[1][i]);
  fmt::print("\n");
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.size() == 3 && words[0] == "write") return write(words[1], std::stoul(words[2]));
  if (words.size() == 2 && words[0] == "loop") return loop(words[1]);
  fmt::print(stderr, "cairn_answers write FOLDER ANSWERS | loop FOLDER\n");
  return 2;
}
