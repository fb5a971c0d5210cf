#include "runtime/report/shown.h"

#include <fmt/format.h>

#include <algorithm>

#include "lang/utf8.h"
#include "lang/words.h"
#include "runtime/report/phrases.h"
#include "runtime/report/table.h"

namespace cairn {
namespace {

// Longer fields, replies and outputs are cut; the log has them whole.
constexpr std::size_t most_of_a_field = 400, most_of_a_reply = 1200;

std::string text_of(const Record& record, std::string_view field) {
  const Value* value = record.find(field);
  if (!value || value->is_missing()) return {};
  return value->as<Media>() ? value->as<Media>()->path : printed(*value);
}

const List* list_of(const Record& record, std::string_view field) {
  const Value* value = record.find(field);
  return value ? value->as<List>() : nullptr;
}

class ItemReport {
 public:
  ItemReport(const ShownItem& item, std::string_view id, const ReportStyle& style)
      : item_(item), id_(id), style_(style), say_(style) {}

  std::string text() const {
    std::string text = say_.strong(printable(item_.eval)) + std::string(say_.dot()) + "run " +
                       printable(item_.run) + std::string(say_.dot()) + say_.date(item_.time) +
                       "\nitem " + say_.strong(printable(id_)) + "\n\n" + fields();
    for (const auto& [number, sample] : item_.samples) text += of_sample(number, sample);
    return text;
  }

 private:
  // A text of a stranger, line by line, cut where it is too long for a screen.
  std::string block(std::string_view text, std::size_t indent, std::size_t most) const {
    std::string shown(text);
    bool cut = false;
    if (shown.size() > most) {
      std::size_t end = most;
      while (end > 0 && (static_cast<unsigned char>(shown[end]) & 0xC0U) == 0x80U) --end;
      shown.resize(end);
      cut = true;
    }
    std::string out, rest = printable(shown);
    for (std::size_t begin = 0; begin <= rest.size();) {
      const auto end = std::min(rest.find('\n', begin), rest.size());
      const auto line = rest.substr(begin, end - begin);
      // What fits stays as it stands: the layout of an answer is part of it.
      const bool fits = display_width(line) + indent <= style_.width;
      if (!line.empty()) out += std::string(indent, ' ');
      out += (fits ? line : broken(line, indent)) + "\n";
      begin = end + 1;
    }
    if (cut)
      out += std::string(indent, ' ') +
             say_.faint(fmt::format("{} {} more in the log", say_.ellipsis(),
                                    counted(text.size() - shown.size(), "byte"))) +
             "\n";
    return out;
  }

  std::string broken(std::string_view line, std::size_t indent) const {
    std::string out;
    for (const char c :
         wrapped(line, std::max<std::size_t>(style_.width, indent + 20) - indent, 0)) {
      out += c;
      if (c == '\n') out += std::string(indent, ' ');
    }
    return out;
  }

  std::string fields() const {
    std::string text;
    for (const auto& [name, value] : item_.fields.fields) {
      if (name == "id" || value.is_missing()) continue;
      text += "  " + say_.faint(printable(name)) + "\n" +
              block(text_of(item_.fields, name), 4, most_of_a_field);
    }
    return text.empty() ? text : text + "\n";
  }

  std::string of_sample(std::size_t number, const ShownSample& sample) const {
    std::string facts = fmt::format("sample {}", number);
    for (const std::string_view fact : {"model", "finish_reason"})
      if (const auto said = text_of(sample.answer, fact); !said.empty())
        facts += std::string(say_.dot()) + said;
    std::string text = say_.strong(printable(facts)) + "\n" + answer(sample.answer) + "\n";
    for (const auto& verdict : sample.verdicts) text += of_check(verdict, sample);
    return text + "\n";
  }

  std::string answer(const Record& answer) const {
    if (const auto error = text_of(answer, "error"); !error.empty())
      return block("no reply: " + error, 2, most_of_a_reply);
    const auto* turns = list_of(answer, "turns");
    if (!turns) return block(text_of(answer, "text"), 2, std::string::npos);
    std::string text;
    for (std::size_t i = 0; i < turns->size(); ++i)
      text += say_.faint(fmt::format("  turn {}", i + 1)) + "\n" +
              block((*turns)[i].is_missing() ? "" : printed((*turns)[i]), 4, std::string::npos);
    return text;
  }

  std::string outcome(const Record& verdict) const {
    const auto word = text_of(verdict, "outcome");
    const auto* score = verdict.find("score") ? verdict.find("score")->as<Number>() : nullptr;
    std::string share;
    if (score && score->value != 0 && score->value != 1)
      share = fmt::format(", {:.0f}%", score->value * 100);
    if (word == "passed") return say_.good(word + share);
    if (word == "failed") return say_.bad(word + share);
    if (word == "measured") return text_of(verdict, "value");
    return say_.faint(word == "not_applicable" ? "does not apply" : word);
  }

  std::string of_check(const Record& verdict, const ShownSample& sample) const {
    const auto check = text_of(verdict, "check");
    std::string text = fmt::format("  {}  {}\n", say_.strong(printable(check)), outcome(verdict));
    if (const auto why = text_of(verdict, "why"); !why.empty())
      text += block(why, 4, most_of_a_reply);
    if (const auto* elements = list_of(verdict, "elements"))
      for (const auto& one : *elements)
        if (const auto* element = one.as<Record>()) text += of_element(*element);
    for (const auto& evidence : sample.evidence)
      if (text_of(evidence, "check") == check) text += of_evidence(evidence);
    for (const auto& rating : sample.ratings)
      if (text_of(rating, "check") == check)
        text +=
            block(fmt::format("{} says {}", text_of(rating, "rater"), text_of(rating, "answer")), 4,
                  most_of_a_reply);
    for (const auto& label : sample.labels)
      if (text_of(label, "check") == check)
        text += block(fmt::format("by hand: should be {}, says {}", text_of(label, "expect"),
                                  text_of(label, "who")),
                      4, most_of_a_reply);
    return text;
  }

  std::string of_element(const Record& element) const {
    const auto why = text_of(element, "why");
    const auto line =
        fmt::format("{}: {}", printable(text_of(element, "element")), outcome(element));
    std::string text = "    " + line + "\n";
    return why.empty() ? text : text + block(why, 6, most_of_a_reply);
  }

  std::string of_evidence(const Record& evidence) const {
    std::string text;
    const auto place = [&](std::string_view key) {
      const Value* value = evidence.find(key);
      const auto* number = value ? value->as<Number>() : nullptr;
      return number && number->value > 0 ? fmt::format(" {} {}", key, number->value + 1)
                                         : std::string();
    };
    const auto of = place("element") + place("vote");
    for (const auto& [key, value] : evidence.fields) {
      constexpr std::string_view where[] = {"record", "item", "sample", "check", "element", "vote"};
      if (std::ranges::count(where, std::string_view(key)) > 0) continue;
      const auto said = value.is_missing() ? "nothing usable" : text_of(evidence, key);
      const bool long_one = said.find('\n') != said.npos || said.size() > style_.width / 2;
      text += long_one ? block(fmt::format("{}{}:", key, of), 4, most_of_a_field) +
                             block(said, 6, most_of_a_reply)
                       : block(fmt::format("{}{}: {}", key, of, said), 4, most_of_a_reply);
    }
    return text;
  }

  const ShownItem& item_;
  std::string_view id_;
  ReportStyle style_;
  Phrases say_;
};

}  // namespace

std::string report(const ShownItem& item, std::string_view id, const ReportStyle& style) {
  return ItemReport(item, id, style).text();
}

}  // namespace cairn
