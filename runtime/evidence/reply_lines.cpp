#include "runtime/evidence/reply_lines.h"

#include <algorithm>
#include <array>

#include "lang/utf8.h"
#include "lang/words.h"
#include "stdlib/native/unicode.h"

namespace cairn {
namespace {

struct Plainer {
  char32_t first, last;
  std::string_view becomes;
};

// What people and models type for plain characters; in order.
constexpr std::array plainer = {
    Plainer{0x00A0, 0x00A0, " "},   Plainer{0x00AB, 0x00AB, "\""}, Plainer{0x00AD, 0x00AD, ""},
    Plainer{0x00BB, 0x00BB, "\""},  Plainer{0x061C, 0x061C, ""},   Plainer{0x180E, 0x180E, ""},
    Plainer{0x2000, 0x200A, " "},   Plainer{0x200B, 0x200F, ""},   Plainer{0x2010, 0x2011, "-"},
    Plainer{0x2012, 0x2015, " - "}, Plainer{0x2018, 0x201B, "'"},  Plainer{0x201C, 0x201F, "\""},
    Plainer{0x2026, 0x2026, "..."}, Plainer{0x2028, 0x2029, " "},  Plainer{0x202A, 0x202E, ""},
    Plainer{0x202F, 0x202F, " "},   Plainer{0x205F, 0x205F, " "},  Plainer{0x2060, 0x206F, ""},
    Plainer{0x2212, 0x2212, "-"},   Plainer{0x3000, 0x3000, " "},  Plainer{0x3001, 0x3001, ","},
    Plainer{0x3002, 0x3002, "."},   Plainer{0x300C, 0x300F, "\""}, Plainer{0x3010, 0x3010, "["},
    Plainer{0x3011, 0x3011, "]"},   Plainer{0xFE00, 0xFE0F, ""},   Plainer{0xFEFF, 0xFEFF, ""},
    Plainer{0xFF01, 0xFF01, "!"},   Plainer{0xFF08, 0xFF08, "("},  Plainer{0xFF09, 0xFF09, ")"},
    Plainer{0xFF0C, 0xFF0C, ","},   Plainer{0xFF1A, 0xFF1A, ":"},  Plainer{0xFF1B, 0xFF1B, ";"},
    Plainer{0xE0000, 0xE007F, ""},
};

// Marks that stand beside a verdict and say nothing of their own.
constexpr std::array<char32_t, 12> ticks = {0x2705, 0x2714, 0x2611, 0x274C,  0x2717,  0x2718,
                                            0x2716, 0x2713, 0x2B50, 0x1F44D, 0x1F44E, 0x2022};

bool is_fence(std::string_view text) { return text.starts_with("```") || text.starts_with("~~~"); }

bool is_rule(std::string_view text) {
  return text.size() >= 3 && text.find_first_not_of("-_=* ") == text.npos;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

// Behind "- ", "* ", "3. " and the like.
std::string_view behind_bullet(std::string_view text) {
  for (const std::string_view bullet : {"- ", "* ", "+ ", "\u2022 "})
    if (text.starts_with(bullet)) return trimmed(text.substr(bullet.size()));
  const auto digits = std::min(text.find_first_not_of("0123456789"), text.size());
  if (digits == 0 || digits > 3 || text.size() < digits + 3) return text;
  const bool numbered = (text[digits] == '.' || text[digits] == ')') && text[digits + 1] == ' ';
  return numbered ? trimmed(text.substr(digits + 2)) : text;
}

std::string_view behind_heading(std::string_view text) {
  const auto marks = std::min(text.find_first_not_of('#'), text.size());
  return marks > 0 && marks <= 6 ? trimmed(text.substr(marks)) : text;
}

// Where what follows a closed <think> begins; the end if it is never closed.
std::size_t behind_thinking(std::string_view reply) {
  for (const std::string_view name : {"think>", "thinking>"}) {
    const auto closed = reply.rfind("</" + std::string(name));
    if (closed != reply.npos) return closed + name.size() + 2;
    if (trimmed(reply).starts_with("<" + std::string(name))) return reply.size();
  }
  return 0;
}

// A line with where a fence holds it: 0 is none.
struct Fenced {
  ReplyLine line;
  std::size_t fence = 0;
};

std::vector<Fenced> split(std::string_view reply) {
  std::vector<Fenced> lines;
  std::size_t fences = 0;
  bool open = false;
  for (std::size_t begin = behind_thinking(reply); begin < reply.size();) {
    const auto end = std::min(reply.find('\n', begin), reply.size());
    const std::string clear = plain(reply.substr(begin, end - begin));
    std::string_view text = trimmed(clear);
    if (is_fence(text)) {
      open = !open;
      if (open) ++fences;
    } else if (!text.empty() && !is_rule(text) && text != "</verdict>") {
      ReplyLine line{.begin = begin, .end = end};
      line.quoted = text.front() == '>';
      const auto behind = behind_bullet(text);
      line.listed = behind != text;
      line.text = behind_heading(behind);
      if (!line.text.empty()) lines.push_back({std::move(line), open ? fences : 0});
    }
    begin = end + 1;
  }
  return lines;
}

}  // namespace

std::string plain(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    // Most of most replies: nothing of it is changed.
    const auto usual = std::ranges::find_if(text, [](char c) { return c < 0x20 || c == 0x7F; });
    out.append(text.begin(), usual);
    text.remove_prefix(static_cast<std::size_t>(usual - text.begin()));
    if (text.empty()) break;
    const auto length = code_point_length(text);
    const auto value = first_code_point(text);
    const auto found = std::ranges::find_if(
        plainer, [value](const Plainer& p) { return value >= p.first && value <= p.last; });
    if (found != plainer.end())
      out += found->becomes;
    else if (value == '\t')
      out += ' ';
    else if (value >= 0x20 && (value < 0x7F || value >= 0xA0))
      out += text.substr(0, length);
    text.remove_prefix(length);
  }
  return out;
}

std::string_view undecorated(std::string_view text) {
  constexpr std::string_view before = " *_`\"'([{.$";
  constexpr std::string_view behind = " *_`\"')]}.!,;:$";
  for (auto was = text.size() + 1; text.size() != was;) {
    was = text.size();
    while (!text.empty() && before.find(text.front()) != before.npos) text.remove_prefix(1);
    while (!text.empty() && behind.find(text.back()) != behind.npos) text.remove_suffix(1);
    if (text.starts_with("\\boxed{")) text.remove_prefix(7);
    if (!text.empty() && std::ranges::count(ticks, first_code_point(text)))
      text.remove_prefix(code_point_length(text));
    for (const auto tick : ticks) {
      std::string mark;
      append_code_point(mark, tick);
      if (text.ends_with(mark)) text.remove_suffix(mark.size());
    }
  }
  return text;
}

bool introduces_a_verdict(std::string_view text) {
  constexpr std::string_view of_verdicts[] = {"verdict",    "score",     "rating",    "grade",
                                              "decision",   "judgment",  "judgement", "evaluation",
                                              "assessment", "conclusion"};
  bool found = false;
  const std::string low = folded(text);
  for (const auto word : words_of(low)) {
    const auto bare = undecorated(word);
    found = found || std::ranges::count(of_verdicts, bare) > 0;
  }
  return found && !introduces_a_quotation(text);
}

bool introduces_a_quotation(std::string_view text) {
  constexpr std::string_view of_quotations[] = {
      "answer",   "answers", "answer's", "says",   "said",     "writes", "wrote",   "written",
      "claims",   "claimed", "reads",    "ends",   "contains", "quote",  "quoted",  "text",
      "response", "reply",   "states",   "stated", "includes", "line",   "quoting", "e.g"};
  if (!text.ends_with(':')) return false;
  const std::string low = folded(text);
  for (const auto word : words_of(low))
    if (std::ranges::count(of_quotations, undecorated(word)) > 0) return true;
  return false;
}

std::vector<ReplyLine> reply_lines(std::string_view reply) {
  auto found = split(reply);
  // The fence that ends the reply may be the verdict's own.
  const std::size_t last = found.empty() ? 0 : found.back().fence;
  const auto first_in = std::ranges::find_if(
      found, [last](const Fenced& one) { return last > 0 && one.fence == last; });
  const bool whole = first_in == found.begin();
  const bool short_one = found.end() - first_in == 1 ||
                         (first_in != found.end() && first_in->line.text.starts_with('{'));
  const std::string before = whole ? std::string() : (first_in - 1)->line.text;
  const bool own = whole || (short_one && (!before.ends_with(':') || introduces_a_verdict(before)));
  std::vector<ReplyLine> lines;
  for (auto& [line, fence] : found) {
    if (fence > 0 && !(fence == last && own)) line.quoted = true;
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace cairn
