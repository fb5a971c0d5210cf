// What in a row of recorded answers cannot be meant, before anything is scored.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "lang/data/row_readers.h"
#include "lang/nearest.h"
#include "lang/overloaded.h"
#include "runtime/evidence/recorded.h"
#include "runtime/evidence/recorded_votes.h"
#include "runtime/evidence/reply.h"
#include "runtime/evidence/tool_record.h"

namespace cairn {
namespace {

using program::Check;
using Kind = DiagnosticKind;

bool asks_a_machine(const Check& check) {
  return std::holds_alternative<program::ByTool>(check.evidence) ||
         std::holds_alternative<program::ByReward>(check.evidence) ||
         std::holds_alternative<program::ByEmbedding>(check.evidence);
}

bool asks_people(const Check& check) {
  return std::holds_alternative<program::ByPanel>(check.evidence);
}

class RowChecker {
 public:
  RowChecker(const Plan& plan, const DataPlace& where, Diagnostics& diagnostics)
      : plan_(plan), where_(where), diagnostics_(diagnostics) {}

  void row(const Record& line) {
    if (line.find("check") || line.find("example")) return example(line);
    table(line, "verdicts");
    table(line, "replies");
    ratings(line);
    misspelt(line);
  }

 private:
  template <class... Args>
  Diagnostic& report(Kind kind, const Args&... args) {
    return diagnostics_.report(kind, {}, args...).with_data(where_);
  }

  const Check* check_named(std::string_view name, std::string_view table) {
    std::vector<std::string_view> names;
    for (const auto& planned : plan_.checks) {
      if (planned.check.heading.name == name) return &planned.check;
      names.push_back(planned.check.heading.name);
    }
    auto& said = report(Kind::recorded_no_check, table, name);
    const auto meant = nearest(name, names);
    if (!meant.empty())
      said.with_help(fmt::format("did you mean `{}`?", meant));
    else
      said.with_help("name a check of this eval, or leave this out");
    return nullptr;
  }

  // `verdicts` and `replies`: a record from checks to what was said.
  void table(const Record& line, std::string_view name) {
    const Value* found = line.find(name);
    if (!found || found->is_missing()) return;
    const auto* checks = found->as<Record>();
    if (!checks) {
      report(Kind::recorded_shape, name, "a record", in_words(*found))
          .with_help(fmt::format("write `\"{}\": {{\"CHECK\": …}}`", name));
      return;
    }
    for (const auto& [check_name, value] : checks->fields)
      if (const auto* check = check_named(check_name, name)) of_check(*check, name, value);
  }

  void of_check(const Check& check, std::string_view table, const Value& value) {
    const auto& name = check.heading.name;
    if (asks_people(check)) {
      report(Kind::recorded_no_evidence, table, name, "people")
          .with_help(fmt::format("write `\"ratings\": [{{\"check\": \"{}\", \"rater\": …, "
                                 "\"answer\": …}}]`",
                                 name));
    } else if (std::holds_alternative<program::NoEvidence>(check.evidence)) {
      report(Kind::recorded_no_evidence, table, name, "nobody")
          .with_help("leave it out: this check is computed from the answer");
    } else if (asks_a_machine(check) && table == "replies") {
      report(Kind::recorded_no_evidence, table, name, "no judge")
          .with_help("what a tool, a reward or an embedding gave stands in `verdicts`");
    } else {
      elements(check, table, value);
    }
  }

  void elements(const Check& check, std::string_view table, const Value& value) {
    const auto path = fmt::format("{}.{}", table, check.heading.name);
    if (!check.for_each) return votes(check, path, table, value);
    if (value.is_missing()) return;
    const auto* list = value.as<List>();
    if (!list) {
      report(Kind::recorded_shape, path, "a list", in_words(value))
          .with_help(fmt::format("`{}` runs over a list: record one for each element, in order",
                                 check.heading.name));
      return;
    }
    for (std::size_t i = 0; i < list->size(); ++i)
      votes(check, fmt::format("{}[{}]", path, i + 1), table, (*list)[i]);
  }

  void votes(const Check& check, const std::string& path, std::string_view table,
             const Value& value) {
    if (asks_a_machine(check)) return machine(check, path, value);
    const auto* list = value.as<List>();
    if (!list) return one(check, path, table, value);
    if (list->empty())
      report(Kind::recorded_shape, path, "a list of votes", "an empty list")
          .with_help("write `null` for a judge that gave nothing usable");
    for (std::size_t i = 0; i < list->size(); ++i)
      one(check, fmt::format("{}[{}]", path, i + 1), table, (*list)[i]);
  }

  void one(const Check& check, const std::string& path, std::string_view table,
           const Value& value) {
    if (value.is_missing()) return;
    const auto& asked = *asked_by(check.evidence);
    const auto* orders = value.as<Record>();
    if (!orders) {
      if (asked.compare_with && asked.both_orders && table == "replies")
        report(Kind::recorded_shape, path, "a record of both orders", in_words(value))
            .with_help("write `{\"first\": \"…\", \"swapped\": \"…\"}`");
      else
        verdict(asked, path, table, value);
      return;
    }
    if (!asked.compare_with || !asked.both_orders) {
      report(Kind::recorded_shape, path, table == "replies" ? "a text" : "a verdict", "a record")
          .with_help("only a check that compares in both orders has a record here");
      return;
    }
    for (const auto& [key, said] : orders->fields) {
      if (key == "first" || key == "swapped")
        verdict(asked, fmt::format("{}.{}", path, key), table, said);
      else
        unknown_key(path, key, {"first", "swapped"});
    }
  }

  void verdict(const program::Asked& asked, const std::string& path, std::string_view table,
               const Value& value) {
    if (value.is_missing()) return;
    if (table == "replies") {
      if (!value.as<std::string>())
        report(Kind::recorded_shape, path, "the text of a reply", in_words(value))
            .with_help("verdicts that are read already stand in `verdicts`");
      return;
    }
    if (!allowed_verdict(value, asked.scale)) bad_verdict(asked.scale, path, value);
  }

  void bad_verdict(const program::Scale& scale, std::string_view path, const Value& value) {
    auto& said = report(Kind::recorded_verdict, path, shown(value, 40));
    const auto* text = value.as<std::string>();
    std::vector<std::string_view> labels;
    for (const auto& one : scale.verdicts) labels.push_back(one.label);
    const auto meant = text ? nearest(*text, labels) : std::string_view();
    if (!meant.empty()) said.with_help(fmt::format("did you mean `{}`?", meant));
    said.with_help(fmt::format("it can be {}, or `null` if the judge gave nothing usable",
                               allowed_verdicts(scale)));
  }

  void unknown_key(std::string_view path, std::string_view key,
                   const std::vector<std::string_view>& known) {
    auto& said = report(Kind::recorded_unknown_key, key, path);
    const auto meant = nearest(key, known);
    if (!meant.empty()) said.with_help(fmt::format("did you mean `{}`?", meant));
    std::string all;
    for (const auto one : known) all += fmt::format("{}`{}`", all.empty() ? "" : ", ", one);
    said.with_help(fmt::format("it has {}", all));
  }

  // --- tools, rewards, embeddings -----------------------------------------------------

  void machine(const Check& check, const std::string& path, const Value& value) {
    if (value.is_missing()) return;
    const auto* record = value.as<Record>();
    const bool tool = std::holds_alternative<program::ByTool>(check.evidence);
    const std::string_view number =
        std::holds_alternative<program::ByReward>(check.evidence) ? "reward" : "similarity";
    std::vector<std::string_view> known(tool_key::all.begin(), tool_key::all.end());
    if (!tool) known = {number};
    if (!record) {
      report(Kind::recorded_shape, path, "a record", in_words(value))
          .with_help(tool ? "write `{\"exit_code\": 0, \"stdout\": \"…\"}`"
                          : fmt::format("write `{{\"{}\": 0.93}}`", number));
      return;
    }
    for (const auto& [key, given] : record->fields) {
      if (std::ranges::count(known, std::string_view(key)) == 0)
        unknown_key(path, key, known);
      else
        machine_field(fmt::format("{}.{}", path, key), key, given);
    }
  }

  void machine_field(const std::string& path, std::string_view key, const Value& given) {
    if (given.is_missing()) return;
    constexpr std::string_view texts[] = {tool_key::output,  tool_key::errors,
                                          tool_key::stopped, tool_key::failed_in,
                                          tool_key::not_run, tool_key::sandbox};
    const bool text = std::ranges::count(texts, key) > 0, truth = key == tool_key::timed_out;
    const bool list = key == tool_key::lacks;
    if (text    ? given.as<std::string>() != nullptr
        : truth ? given.as<bool>() != nullptr
        : list  ? given.as<List>() != nullptr
                : given.as<Number>() != nullptr)
      return;
    report(Kind::recorded_shape, path,
           text    ? "a text"
           : truth ? "`true` or `false`"
           : list  ? "a list of names"
                   : "a number",
           in_words(given))
        .with_help(key == "time" ? "a time is a number of seconds" : "or `null`");
  }

  // --- ratings ------------------------------------------------------------------------

  void ratings(const Record& line) {
    const Value* found = line.find("ratings");
    if (!found || found->is_missing()) return;
    const auto* list = found->as<List>();
    if (!list) {
      report(Kind::recorded_shape, "ratings", "a list", in_words(*found))
          .with_help("write `\"ratings\": [{\"check\": …, \"rater\": …, \"answer\": …}]`");
      return;
    }
    const Value* sample = line.find("sample");
    const auto* number = sample ? sample->as<Number>() : nullptr;
    if (number && number->value != 0 && !list->empty())
      report(Kind::recorded_rating, "ratings", "of another sample than the first")
          .with_help("people rate the first sample of an item: move them to its row");
    std::set<std::pair<std::string, std::string>> seen;
    for (std::size_t i = 0; i < list->size(); ++i)
      rating(fmt::format("ratings[{}]", i + 1), (*list)[i], seen);
  }

  void rating(const std::string& path, const Value& value,
              std::set<std::pair<std::string, std::string>>& seen) {
    const auto* record = value.as<Record>();
    if (!record) {
      report(Kind::recorded_shape, path, "a record", in_words(value))
          .with_help("write `{\"check\": …, \"rater\": …, \"answer\": …}`");
      return;
    }
    for (const std::string_view key : {"check", "rater", "answer"}) {
      const Value* given = record->find(key);
      if (given && !given->is_missing()) continue;
      report(Kind::recorded_rating, path, fmt::format("without `{}`", key))
          .with_help("a rating says which check, which rater and what answer");
      return;
    }
    const Value& name = *record->find("check");
    if (!name.as<std::string>()) {
      report(Kind::recorded_shape, path + ".check", "the name of a check", in_words(name));
      return;
    }
    const auto* check = check_named(*name.as<std::string>(), path);
    if (check) rating_of(*check, path, *record, seen);
  }

  void rating_of(const Check& check, const std::string& path, const Record& record,
                 std::set<std::pair<std::string, std::string>>& seen) {
    if (!asks_people(check)) {
      report(Kind::recorded_no_evidence, path, check.heading.name, "no panel")
          .with_help("only checks with `panel:` have ratings");
      return;
    }
    const Value &rater = *record.find("rater"), &answer = *record.find("answer");
    if (!rater.as<std::string>() && !rater.as<Number>()) {
      report(Kind::recorded_shape, path + ".rater", "a code", in_words(rater));
      return;
    }
    if (!seen.emplace(check.heading.name, printed(rater)).second)
      report(Kind::recorded_two_ratings, printed(rater), check.heading.name)
          .with_help("keep one of the two");
    const auto& scale = asked_by(check.evidence)->scale;
    if (rated_verdict(answer, scale) || is_cannot_tell(answer)) return;
    report(Kind::recorded_verdict, path + ".answer", shown(answer, 40))
        .with_help(fmt::format("it can be {}, or \"can't tell\"", allowed_verdicts(scale)));
  }

  // --- examples -----------------------------------------------------------------------

  void example(const Record& line) {
    const Value *check_value = line.find("check"), *example_value = line.find("example");
    for (const auto& [key, value] : {std::pair("check", check_value), {"example", example_value}}) {
      if (value && value->as<std::string>()) continue;
      report(Kind::recorded_shape, key, "a name", value ? in_words(*value) : "missing")
          .with_help("a row of an example has `check`, `example`, and `reply` or `verdict`");
      return;
    }
    const auto* check = check_named(*check_value->as<std::string>(), "check");
    if (!check) return;
    const auto& name = *example_value->as<std::string>();
    std::vector<std::string_view> names;
    for (const auto& one : check->examples) names.push_back(one.heading.name);
    const auto found =
        std::ranges::find(check->examples, std::string_view(name),
                          [](const auto& e) -> std::string_view { return e.heading.name; });
    if (found == check->examples.end()) {
      auto& said = report(Kind::recorded_no_example, check->heading.name, name);
      const auto meant = nearest(name, names);
      if (!meant.empty()) said.with_help(fmt::format("did you mean `{}`?", meant));
      return;
    }
    example_said(*check, *found, line);
  }

  void example_said(const Check& check, const program::Example& example, const Record& line) {
    const Value *verdict = line.find("verdict"), *reply = line.find("reply");
    if (!verdict && !reply) {
      report(Kind::recorded_shape, "this row", "`reply` or `verdict`", "neither")
          .with_help("record what the judge said, or `\"verdict\": null`");
      return;
    }
    Check judged = check;
    judged.examples.clear();
    if (example.element) judged.for_each.reset();
    if (verdict) of_check(judged, "verdicts", *verdict);
    if (reply) of_check(judged, "replies", *reply);
  }

  // `verdict` for `verdicts` would be read by nobody.
  void misspelt(const Record& line) {
    for (const auto& [key, value] : line.fields) {
      if (key == "reply" || key == "verdicts" || key == "replies" || key == "ratings") continue;
      const auto meant = nearest(key, {"verdicts", "replies", "ratings"});
      if (!meant.empty())
        report(Kind::recorded_unknown_key, key, "a recorded answer")
            .with_help(fmt::format("did you mean `{}`?", meant));
    }
  }

  const Plan& plan_;
  const DataPlace& where_;
  Diagnostics& diagnostics_;
};

}  // namespace

void check_recorded(const Plan& plan, const Record& line, const DataPlace& where,
                    Diagnostics& diagnostics) {
  RowChecker(plan, where, diagnostics).row(line);
}

}  // namespace cairn
