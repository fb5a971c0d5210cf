// A checked file: every name looked up, every expression given a type.
//
// Plain data by value. The blocks that a plan needs are the plan's own types
// too, so that nothing is said twice; spans stay for messages and editors.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "lang/expression.h"
#include "lang/native.h"

namespace cairn::program {

// A name as results show it: blocks brought by `use "…" as x` are called `x.name`.
struct Heading {
  std::string name;
  std::string title;  // Empty if none was written.
  Span at;            // The name, where it was written.
};

// --- items ------------------------------------------------------------------

struct InlineItem {
  Heading heading;
  Record fields;  // With `id`, the name.
  std::optional<std::string> skip;
  bool holdout = false;
};

struct ItemsFile {
  Heading heading;
  std::string path;      // As written, relative to the file that names it.
  std::string named_in;  // That file, when it is another than the eval; else empty.
  Span from_at;
  std::string id_column;  // Empty: `id` if there is one, else the line number.
  std::vector<std::string> media, text_from, lists;
  std::string split;
  std::optional<Expr> where;
  std::optional<std::size_t> take;
  bool holdout = false;
};

// --- what is sent -----------------------------------------------------------

struct ForEach {
  Local variable;
  Expr list;
  bool of_the_item = true;  // The list is the item's: empty means not applicable, else failed.
};

struct Turn {
  std::optional<ForEach> for_each;
  std::optional<Template> user, assistant;
  std::vector<Expr> attach;
};

struct Prompt {
  Heading heading;
  std::optional<Template> system, user;
  std::optional<Expr> messages;
  std::vector<Expr> attach;
  std::vector<Turn> turns;
  std::string offers_json, reply_schema_json;  // The files' texts; empty if none.
  std::vector<std::string> stop;
  bool reply_as_json = false;
};

struct Model {
  Heading heading;  // Nameless when only an id in quotes was written.
  std::string id;   // "provider/name"; empty for `run`.
  std::vector<std::string> run;
  std::string effort;
  std::optional<double> temperature, top_p;
  std::optional<long long> max_tokens, seed, concurrency;
  std::string base_url, api_key_variable;
  std::optional<double> price_in, price_out;  // USD per million tokens.
  std::optional<double> timeout_seconds;
};

// --- who decides ------------------------------------------------------------

// How votes or ratings make one: see language.md, "Judges".
enum class DecideBy { majority, mean, median };

// What must hold before its verdicts count; without a condition: always.
struct Trust {
  std::optional<Explained> when;
  std::string because;
};

struct Judge {
  Heading heading;
  Model model;
  std::optional<Template> prompt;  // Absent: the library's, chosen by what is asked.
  int samples = 1;
  std::optional<DecideBy> decide_by;
  std::optional<double> temperature;
  Trust trust;
};

struct Panel {
  Heading heading;
  int raters = 3;
  std::optional<std::size_t> rate;
  Template protocol;
  std::optional<DecideBy> decide_by;
  Trust trust;
  bool trust_written = false;  // Else the default, which depends on the check's verdicts.
};

struct ToolFile {
  std::string name;
  Expr text;
};

struct Tool {
  Heading heading;
  std::vector<Local> takes;
  std::string after;  // A tool's name, or empty.
  std::vector<ToolFile> files;
  std::vector<std::string> run;
  std::optional<Expr> input;
  std::vector<std::string> keep;
  double timeout_seconds = 10;
  double memory_bytes = 512e6;
  bool network = false;
};

struct Reward {
  Heading heading;
  Model model;
  std::optional<Template> reads;  // Absent: prompt and answer.
};

struct Embedding {
  Heading heading;
  Model model;
};

// --- checks -----------------------------------------------------------------

struct AllowedVerdict {
  std::string label;
  std::optional<double> share;
};

// What a judge or a panel may say: labels, or a whole number from `low` to `high`.
struct Scale {
  std::vector<AllowedVerdict> verdicts;
  bool numeric = false;
  double low = 0, high = 0;
};

struct Asked {  // Of a judge or a panel.
  Template question;
  Scale scale;
  std::optional<Expr> compare_with;
  bool both_orders = true;
  std::vector<Expr> attach;
};

struct NoEvidence {};
struct ByJudge {
  std::string judge;
  Asked asked;
};
struct ByTool {
  std::string tool;
  std::vector<Expr> arguments;
};
struct ByReward {
  std::string reward;
};
struct ByEmbedding {
  std::string embedding;
  Expr compare_with;
};
struct ByPanel {
  std::string panel;
  Asked asked;
};
using Evidence = std::variant<NoEvidence, ByJudge, ByTool, ByReward, ByEmbedding, ByPanel>;

// "none", "judge", "tool", … as logs and JSON have it.
std::string_view kind_of(const Evidence& evidence);

struct Require {
  Explained condition;
};
struct Score {
  Explained score;
};
struct Measure {
  Explained number;
};
struct Says {
  Explained says, should_say;
};
struct Points {  // `combine: points`; the condition or the score is `earned`.
  Expr points;
  std::variant<Require, Score> earned;
};
using Rule = std::variant<Require, Score, Measure, Says, Points>;

struct Combine {
  enum class How { all, share, some, at_least, points };
  How how = How::all;
  double at_least = 0;
  bool at_least_is_share = false;
};

struct Example {
  Heading heading;
  // What it gives for the names in scope: answer, answers, item, reply, …
  Record given;
  std::optional<Value> element;  // With `for each`: it speaks of one element.
  enum class Expect { pass, fail, not_applicable, verdict, share };
  Expect expect = Expect::pass;
  std::string verdict;
  double share = 0;
  std::string because;
  bool passing = true;  // The check would pass with what is expected.
};

struct Check {
  Heading heading;
  Evidence evidence;
  Rule rule;
  double passes_at = 1;
  std::optional<ForEach> for_each;
  Combine combine;
  std::string area;
  double weight = 1;
  bool must_pass = false;
  std::vector<std::string> needs;
  std::optional<Explained> when;
  std::optional<Expr> answer;  // Replaces `answer` in the rest of the check.
  std::vector<Example> examples;
};

struct Slice {
  Heading heading;  // Of an item field: its name is "item.cuisine" and `field` is set.
  std::string field;
  std::optional<Expr> when;
};

// --- the eval ---------------------------------------------------------------

struct Metric {
  std::string text;  // As written.
  Expr expr;         // A MetricRef.
};

struct Eval {
  Heading heading;
  std::string prompt;  // Names; empty if not given.
  std::optional<Model> model;
  std::string answers_path;
  std::optional<Expr> answer;
  int samples = 1;
  std::vector<std::string> slices;  // Names into Program::slices.
  std::string group_by;             // An item field; empty: each item is a group.
  std::vector<Metric> report;
  std::optional<Explained> goal;  // And, Or, Not, comparisons over MetricRefs.
  double unanswered_at_most = 0.02;
  std::optional<double> budget_usd;
  long long seed = 0;
  std::string owner, about;
};

struct Parameter {
  std::string name;
  Type type;
  bool optional = false;
  Span at;
};

// A define of a file, or a declared native.
struct Function {
  std::string name;
  std::string about;
  std::vector<Parameter> parameters;
  Type gives;
  std::string gives_like;    // "element of values", "same as values"; else empty.
  std::optional<Expr> body;  // Absent for a native. Parameters are Locals in their order.
  int version = 1;
  struct Tried {  // An example: both sides are evaluated and compared.
    Heading heading;
    Expr value, expect;
    std::string source;  // Of `value`, as written.
  };
  std::vector<Tried> examples;
  std::string file;  // "text.eval"
  Span at;
};

// What a judge is asked where the eval does not say: `judge` blocks of the library.
struct JudgePrompt {
  std::string title;
  Template text;
};

// A `tool` block of the library, which a check names as `std.python_passes`.
struct LibraryTool {
  Tool tool;  // Its name with `std.` before it.
  std::vector<Parameter> takes;
  std::string about;
  std::string source;  // The block as it is written, for people.
  std::string file;    // "tools.eval"
};

// What every eval may call: declared in stdlib/*.eval, natives bound by name.
struct Library {
  std::map<std::string, JudgePrompt, std::less<>> judge_prompts;  // By name: "yes_no".
  std::map<std::string, LibraryTool, std::less<>> tools;          // By name: "python_passes".
  std::map<std::string, Function, std::less<>> functions;
  NativeTable natives;
};

// A default that was used, in words: "samples: 1".
struct DefaultUsed {
  std::string where;  // "eval recipes", "judge grader"
  std::string setting;
  std::string value;
};

struct Program {
  int edition = 1;
  std::optional<Eval> eval;
  std::vector<InlineItem> inline_items;
  std::vector<ItemsFile> items_files;
  std::vector<Prompt> prompts;
  std::vector<Judge> judges;
  std::vector<Panel> panels;
  std::vector<Tool> tools;
  std::vector<Reward> rewards;
  std::vector<Embedding> embeddings;
  std::vector<Model> models;
  std::vector<Check> checks;  // Of this file and those asked for, in order.
  std::vector<Slice> slices;
  std::map<std::string, Function, std::less<>> defines;
  std::vector<DefaultUsed> defaults;  // Of the blocks that can be used, in order.
};

}  // namespace cairn::program
