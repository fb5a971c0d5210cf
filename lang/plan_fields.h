// The fields of a plan, once for writing, reading and hashing it.
//
// An archive has `field(key, value)` for what decides a run and `note(key, value)`
// for what does not: titles, spans, texts as written. Only lang/plan*.cpp and
// fingerprint.cpp include this.
#pragma once

#include <array>
#include <string_view>
#include <tuple>

#include "lang/plan.h"

namespace cairn {

// What has fields of its own here; data, texts and places are written as they are.
template <class T>
concept PlanPart =
    std::is_class_v<T> && !std::is_same_v<T, std::string> && !std::is_same_v<T, Value> &&
    !std::is_same_v<T, Record> && !std::is_same_v<T, Span>;

// --- words for what the code counts -------------------------------------------

template <class Enum>
struct Words;
template <>
struct Words<ScopeName> {
  static std::string_view of(ScopeName name) { return to_string(name); }
  static constexpr std::size_t count = static_cast<std::size_t>(ScopeName::compare_with) + 1;
};
#define CAIRN_WORDS(Enum, number, ...)                                                  \
  template <>                                                                           \
  struct Words<Enum> {                                                                  \
    static constexpr std::size_t count = number;                                        \
    static constexpr std::array<std::string_view, number> all = {__VA_ARGS__};          \
    static std::string_view of(Enum one) { return all[static_cast<std::size_t>(one)]; } \
  };
CAIRN_WORDS(Comparison::Op, 5, "is", "less", "at most", "more", "at least")
CAIRN_WORDS(StateTest::State, 3, "empty", "present", "missing")
CAIRN_WORDS(TextTest::Many, 4, "one", "any", "all", "none")
CAIRN_WORDS(Loop::Kind, 13, "every", "some", "no", "at least", "at most", "exactly", "share",
            "count", "sum", "average", "largest", "smallest", "list")
CAIRN_WORDS(program::DecideBy, 3, "majority", "mean", "median")
CAIRN_WORDS(program::Combine::How, 5, "all", "share", "some", "at least", "points")
CAIRN_WORDS(program::Example::Expect, 5, "pass", "fail", "not applicable", "verdict", "share")
#undef CAIRN_WORDS

// Variants are written with `kind`, one of these, in the order of the alternatives.
template <class Variant>
struct Kinds;
template <>
struct Kinds<decltype(Expr::node)> {
  static constexpr std::array<std::string_view, 18> all = {
      "constant", "scope", "local", "field", "list", "call", "arithmetic", "negate",  "compare",
      "one of",   "state", "text",  "and",   "or",   "not",  "loop",       "inlined", "metric"};
};
template <>
struct Kinds<program::Evidence> {
  static constexpr std::array<std::string_view, 6> all = {"none",   "judge",     "tool",
                                                          "reward", "embedding", "panel"};
};
template <>
struct Kinds<program::Rule> {
  static constexpr std::array<std::string_view, 5> all = {"require", "score", "measure", "says",
                                                          "points"};
};
template <>
struct Kinds<decltype(program::Points::earned)> {
  static constexpr std::array<std::string_view, 2> all = {"require", "score"};
};

// --- expressions ------------------------------------------------------------------

template <class A>
void describe(A& a, Constant& x) {
  a.field("value", x.value);
}
template <class A>
void describe(A& a, InScope& x) {
  a.field("name", x.name);
}
template <class A>
void describe(A& a, Local& x) {
  a.field("slot", x.slot);
  a.note("name", x.name);
}
template <class A>
void describe(A& a, FieldOf& x) {
  a.field("name", x.name);
}
template <class A>
void describe(A&, MakeList&) {}
template <class A>
void describe(A& a, Call& x) {
  a.field("native", x.native);
  a.field("version", x.version);
}
template <class A>
void describe(A& a, Arithmetic& x) {
  a.field("op", x.op);
}
template <class A>
void describe(A&, Negate&) {}
template <class A>
void describe(A& a, Comparison& x) {
  a.field("op", x.op);
  a.field("negated", x.negated);
  a.field("ignoring_case", x.ignoring_case);
}
template <class A>
void describe(A& a, OneOf& x) {
  a.field("negated", x.negated);
  a.field("ignoring_case", x.ignoring_case);
}
template <class A>
void describe(A& a, StateTest& x) {
  a.field("state", x.state);
  a.field("negated", x.negated);
}
template <class A>
void describe(A& a, TextTest& x) {
  a.field("native", x.native);
  a.field("version", x.version);
  a.field("many", x.many);
  a.field("negated", x.negated);
  a.field("ignoring_case", x.ignoring_case);
}
template <class A>
void describe(A&, And&) {}
template <class A>
void describe(A&, Or&) {}
template <class A>
void describe(A&, Not&) {}
template <class A>
void describe(A& a, Loop& x) {
  a.field("loop", x.kind);
  a.field("limit", x.limit);
  a.field("limit_is_share", x.limit_is_share);
  a.field("variable", x.variable);
  a.field("has_where", x.has_where);
  a.field("has_body", x.has_body);
}
template <class A>
void describe(A& a, Inlined& x) {
  a.note("define", x.define);
  a.field("parameters", x.parameters);
}
template <class A>
void describe(A& a, MetricRef& x) {
  a.note("text", x.text);
  a.field("name", x.name);
  a.field("samples", x.samples);
  a.field("part", x.part);
  a.field("half", x.half);
  a.field("slice", x.slice);
}
template <class A>
void describe(A& a, Expr& x) {
  a.variant(x.node);
  a.note("at", x.at);
  a.list_unless_empty("of", x.operands);
}
template <class A>
void describe(A& a, Explained& x) {
  a.field("expr", x.expr);
  a.note("source", x.source);
  a.note("starts_at", x.starts_at);
}
template <class A>
void describe(A& a, Template& x) {
  a.field("parts", x.parts);
}

// --- blocks -----------------------------------------------------------------------

template <class A>
void describe(A& a, program::Heading& x) {
  a.field("name", x.name);
  a.note("title", x.title);
  a.note("at", x.at);
}
template <class A>
void describe(A& a, program::InlineItem& x) {
  a.field("heading", x.heading);
  a.field("fields", x.fields);
  a.field("skip", x.skip);
  a.field("holdout", x.holdout);
}
template <class A>
void describe(A& a, program::ItemsFile& x) {
  a.note("heading", x.heading);
  a.note("path", x.path);
  a.note("named_in", x.named_in);
  a.field("id_column", x.id_column);
  a.field("media", x.media);
  a.field("text_from", x.text_from);
  a.field("lists", x.lists);
  a.field("split", x.split);
  a.field("where", x.where);
  a.field("take", x.take);
  a.note("holdout", x.holdout);
}
template <class A>
void describe(A& a, program::ForEach& x) {
  a.field("variable", x.variable);
  a.field("list", x.list);
  a.field("of_the_item", x.of_the_item);
}
template <class A>
void describe(A& a, program::Turn& x) {
  a.field("for_each", x.for_each);
  a.field("user", x.user);
  a.field("assistant", x.assistant);
  a.field("attach", x.attach);
}
template <class A>
void describe(A& a, program::Prompt& x) {
  a.note("heading", x.heading);
  a.field("system", x.system);
  a.field("user", x.user);
  a.field("messages", x.messages);
  a.field("attach", x.attach);
  a.field("turns", x.turns);
  a.field("offers", x.offers_json);
  a.field("reply_schema", x.reply_schema_json);
  a.field("stop", x.stop);
  a.field("reply_as_json", x.reply_as_json);
}
template <class A>
void describe(A& a, program::Model& x) {
  a.note("heading", x.heading);
  a.field("id", x.id);
  a.field("run", x.run);
  a.field("effort", x.effort);
  a.field("temperature", x.temperature);
  a.field("top_p", x.top_p);
  a.field("max_tokens", x.max_tokens);
  a.field("seed", x.seed);
  a.note("concurrency", x.concurrency);
  a.field("base_url", x.base_url);
  a.note("api_key_variable", x.api_key_variable);
  a.note("price_in", x.price_in);
  a.note("price_out", x.price_out);
  a.note("timeout_seconds", x.timeout_seconds);
}
template <class A>
void describe(A& a, program::Trust& x) {
  a.field("when", x.when);
  a.note("because", x.because);
}
template <class A>
void describe(A& a, program::Judge& x) {
  a.field("heading", x.heading);
  a.field("model", x.model);
  a.field("prompt", x.prompt);
  a.field("samples", x.samples);
  a.field("decide_by", x.decide_by);
  a.field("temperature", x.temperature);
  a.field("trust", x.trust);
}
template <class A>
void describe(A& a, program::Panel& x) {
  a.field("heading", x.heading);
  a.field("raters", x.raters);
  a.field("rate", x.rate);
  a.field("protocol", x.protocol);
  a.field("decide_by", x.decide_by);
  a.field("trust", x.trust);
  a.field("trust_written", x.trust_written);
}
template <class A>
void describe(A& a, program::ToolFile& x) {
  a.field("name", x.name);
  a.field("text", x.text);
}
template <class A>
void describe(A& a, program::Tool& x) {
  a.field("heading", x.heading);
  a.field("takes", x.takes);
  a.field("after", x.after);
  a.field("files", x.files);
  a.field("run", x.run);
  a.field("input", x.input);
  a.field("keep", x.keep);
  a.field("timeout_seconds", x.timeout_seconds);
  a.field("memory_bytes", x.memory_bytes);
  a.field("network", x.network);
}
template <class A>
void describe(A& a, program::Reward& x) {
  a.field("heading", x.heading);
  a.field("model", x.model);
  a.field("reads", x.reads);
}
template <class A>
void describe(A& a, program::Embedding& x) {
  a.field("heading", x.heading);
  a.field("model", x.model);
}

// --- checks -----------------------------------------------------------------------

template <class A>
void describe(A& a, program::AllowedVerdict& x) {
  a.field("label", x.label);
  a.field("share", x.share);
}
template <class A>
void describe(A& a, program::Scale& x) {
  a.field("verdicts", x.verdicts);
  a.field("numeric", x.numeric);
  a.field("low", x.low);
  a.field("high", x.high);
}
template <class A>
void describe(A& a, program::Asked& x) {
  a.field("question", x.question);
  a.field("scale", x.scale);
  a.field("compare_with", x.compare_with);
  a.field("both_orders", x.both_orders);
  a.field("attach", x.attach);
}
template <class A>
void describe(A&, program::NoEvidence&) {}
template <class A>
void describe(A& a, program::ByJudge& x) {
  a.field("judge", x.judge);
  a.field("asked", x.asked);
}
template <class A>
void describe(A& a, program::ByTool& x) {
  a.field("tool", x.tool);
  a.field("arguments", x.arguments);
}
template <class A>
void describe(A& a, program::ByReward& x) {
  a.field("reward", x.reward);
}
template <class A>
void describe(A& a, program::ByEmbedding& x) {
  a.field("embedding", x.embedding);
  a.field("compare_with", x.compare_with);
}
template <class A>
void describe(A& a, program::ByPanel& x) {
  a.field("panel", x.panel);
  a.field("asked", x.asked);
}
template <class A>
void describe(A& a, program::Require& x) {
  a.field("condition", x.condition);
}
template <class A>
void describe(A& a, program::Score& x) {
  a.field("score", x.score);
}
template <class A>
void describe(A& a, program::Measure& x) {
  a.field("number", x.number);
}
template <class A>
void describe(A& a, program::Says& x) {
  a.field("says", x.says);
  a.field("should_say", x.should_say);
}
template <class A>
void describe(A& a, program::Points& x) {
  a.field("points", x.points);
  a.field("earned", x.earned);
}
template <class A>
void describe(A& a, program::Combine& x) {
  a.field("how", x.how);
  a.field("at_least", x.at_least);
  a.field("at_least_is_share", x.at_least_is_share);
}
template <class A>
void describe(A& a, program::Example& x) {
  a.field("heading", x.heading);
  a.field("given", x.given);
  a.field("element", x.element);
  a.field("expect", x.expect);
  a.field("verdict", x.verdict);
  a.field("share", x.share);
  a.note("because", x.because);
  a.field("passing", x.passing);
}
template <class A>
void describe(A& a, program::Check& x) {
  a.field("heading", x.heading);
  a.field("evidence", x.evidence);
  a.field("rule", x.rule);
  a.field("passes_at", x.passes_at);
  a.field("for_each", x.for_each);
  a.field("combine", x.combine);
  a.field("area", x.area);
  a.field("weight", x.weight);
  a.field("must_pass", x.must_pass);
  a.field("needs", x.needs);
  a.field("when", x.when);
  a.field("answer", x.answer);
  a.field("examples", x.examples);
}
template <class A>
void describe(A& a, program::Slice& x) {
  a.field("heading", x.heading);
  a.field("field", x.field);
  a.field("when", x.when);
}

// --- the plan ---------------------------------------------------------------------

template <class A>
void describe(A& a, program::Metric& x) {
  a.field("text", x.text);
  a.field("expr", x.expr);
}
template <class A>
void describe(A& a, program::Eval& x) {
  a.field("heading", x.heading);
  a.field("prompt", x.prompt);
  a.field("model", x.model);
  a.field("answers", x.answers_path);
  a.field("answer", x.answer);
  a.field("samples", x.samples);
  a.field("slices", x.slices);
  a.field("group_by", x.group_by);
  a.field("report", x.report);
  a.field("goal", x.goal);
  a.field("unanswered_at_most", x.unanswered_at_most);
  a.field("budget_usd", x.budget_usd);
  a.field("seed", x.seed);
  a.note("owner", x.owner);
  a.note("about", x.about);
}
template <class A>
void describe(A& a, program::DefaultUsed& x) {
  a.field("where", x.where);
  a.field("setting", x.setting);
  a.field("value", x.value);
}
template <class A>
void describe(A& a, BoundFile& x) {
  a.field("path", x.path);
  a.field("hash", x.hash);
}
template <class A>
void describe(A& a, PlannedCheck& x) {
  a.field("hash", x.hash);
  a.field("check", x.check);
}
template <class A>
void describe(A& a, Hashes& x) {
  a.field("answers", x.answers);
  a.field("score", x.score);
}
template <class A>
void describe(A& a, Plan& x) {
  a.field("edition", x.edition);
  a.field("file", x.file);
  a.field("folder", x.folder);
  a.field("hashes", x.hashes);
  a.field("eval", x.eval);
  a.field("prompt", x.prompt);
  a.field("items", x.items);
  a.field("inline_items", x.inline_items);
  a.field("items_files", x.items_files);
  a.field("bound", x.bound);
  a.field("judges", x.judges);
  a.field("panels", x.panels);
  a.field("tools", x.tools);
  a.field("rewards", x.rewards);
  a.field("embeddings", x.embeddings);
  a.field("checks", x.checks);
  a.field("slices", x.slices);
  a.field("defaults", x.defaults);
  a.field("item_fields", x.item_fields);
  a.field("natives", x.natives);
}

}  // namespace cairn
