#include "lang/explain_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "lang/draw_values.h"
#include "lang/operations.h"
#include "lang/overloaded.h"
#include "lang/words.h"

namespace cairn {
namespace {

using Bound = std::vector<std::pair<Local, Value>>;

constexpr std::size_t longest_value = 40;

// What stands under one place of the source.
struct Note {
  std::uint32_t at = 0;  // Offset in the source.
  std::string text;
};

std::string_view function_of(const Expr& expr) {
  if (const auto* call = std::get_if<Call>(&expr.node)) return call->native;
  if (const auto* inlined = std::get_if<Inlined>(&expr.node)) return inlined->define;
  return {};
}

// "7 sentences" for what `sentences(…)` gave; "7 elements" for other lists.
std::string count_of(const Expr& expr, const List& list) {
  const auto name = function_of(expr);
  const bool plural = name.ends_with('s') && name != "keys";
  if (!plural) return counted(list.size(), "element");
  const std::string singular(name.substr(0, name.size() - 1));
  return fmt::format("{} {}", list.size(), list.size() == 1 ? singular : std::string(name));
}

std::string shown_value(const Expr& expr, const Value& value) {
  if (const auto* list = value.as<List>()) return count_of(expr, *list);
  if (const auto* text = value.as<std::string>(); text && text->size() > longest_value)
    if (const auto characters = code_points(*text); characters > longest_value)
      return fmt::format("{} ({} characters)", shown(value, longest_value), characters);
  if (const auto* truth = value.as<bool>()) return *truth ? "yes" : "no";
  return shown(value, longest_value);
}

// Of two lists that are not equal: where they part.
std::string first_difference(const List& found, const List& wanted) {
  const auto shared = std::min(found.size(), wanted.size());
  for (std::size_t i = 0; i < shared; ++i)
    if (!same(found[i], wanted[i]))
      return fmt::format("element {} is {}, not {}", i + 1, shown(found[i], longest_value),
                         shown(wanted[i], longest_value));
  return found.size() < wanted.size()
             ? fmt::format("after {} there is no {}", counted(shared, "element"),
                           shown(wanted[shared], longest_value))
             : fmt::format("after {} there is also {}", counted(shared, "element"),
                           shown(found[shared], longest_value));
}

class Explainer {
 public:
  Explainer(const Explained& condition, const Scope& scope, NativeTable natives, Bound bound)
      : condition_(condition), scope_(scope), natives_(natives), bound_(std::move(bound)) {}

  // Takes values from an evaluator that computed the condition.
  void ask(Evaluator& evaluator, ExprId id) {
    evaluator_ = &evaluator;
    know(condition_.expr, id);
  }

  Value value(const Expr& expr) const {
    const auto known = std::ranges::find(known_, &expr, &Known::expr);
    if (known != known_.end()) return evaluator_->evaluate(known->id);
    return evaluate_once(expr, scope_, natives_, bound_);
  }

  // --- the picture --------------------------------------------------------------

  std::vector<Note> notes() {
    note_condition(condition_.expr);
    std::ranges::stable_sort(notes_, {}, &Note::at);
    const auto same_place = [](const Note& a, const Note& b) { return a.at == b.at; };
    notes_.erase(std::unique(notes_.begin(), notes_.end(), same_place), notes_.end());
    return std::move(notes_);
  }

  // --- one sentence -----------------------------------------------------------------

  std::string brief(const Expr& expr) {
    const Value result = value(expr);
    if (const auto* absent = result.as<Missing>()) return absent->why;
    return std::visit(
        Overloaded{
            [&](const Comparison& comparison) { return brief_comparison(expr, comparison); },
            [&](const OneOf& test) {
              return fmt::format("{} is {}one of {}", side(expr.operands[0]),
                                 test.negated ? "" : "not ", elements(expr.operands[1]));
            },
            [&](const StateTest& test) { return brief_state(expr, test); },
            [&](const TextTest& test) { return brief_text(expr, test); },
            [&](const And&) { return brief_first(expr, Truth::no); },
            [&](const Or&) { return brief_all(expr); },
            [&](const Not&) { return fmt::format("`{}` holds", source_of(expr.operands.front())); },
            [&](const Loop& loop) { return brief_loop(expr, loop); },
            [&](const Inlined& inlined) {
              return fmt::format("`{}` is {}", inlined.define, shown_value(expr, result));
            },
            [&](const Call& call) {
              return fmt::format("`{}` is {}", call_with_values(expr, call),
                                 shown_call(expr, call, result));
            },
            [&](const auto&) {
              return fmt::format("`{}` is {}", source_of(expr), shown_value(expr, result));
            },
        },
        expr.node);
  }

 private:
  std::vector<Value> values_of(const std::vector<Expr>& operands) const {
    std::vector<Value> values;
    for (const auto& operand : operands) values.push_back(value(operand));
    return values;
  }

  static std::vector<const Value*> addresses_of(const std::vector<Value>& values) {
    std::vector<const Value*> addresses;
    for (const auto& one : values) addresses.push_back(&one);
    return addresses;
  }

  // Of a call that gave no, also what the function itself says of it.
  std::string shown_call(const Expr& expr, const Call& call, const Value& found) const {
    const auto* native = find_native(natives_, call.native);
    const auto* truth = found.as<bool>();
    if (!native || !native->why_not || !truth || *truth) return shown_value(expr, found);
    const auto values = values_of(expr.operands);
    const std::string why = native->why_not(addresses_of(values));
    return why.empty() ? "no" : "no: " + why;
  }

  // `close(72.5, 75.2, 0.005)`: what it was asked, unless it says itself why not.
  std::string call_with_values(const Expr& expr, const Call& call) const {
    constexpr std::size_t longest_argument = 20;
    const auto* native = find_native(natives_, call.native);
    if (native && native->why_not) return call.native;
    std::string arguments;
    for (const auto& operand : expr.operands)
      arguments += (arguments.empty() ? "" : ", ") + shown(value(operand), longest_argument);
    return fmt::format("{}({})", call.native, arguments);
  }

  bool in_source(const Expr& expr) const {
    return expr.at.begin >= condition_.starts_at &&
           expr.at.end <= condition_.starts_at + condition_.source.size() &&
           expr.at.begin < expr.at.end;
  }

  std::string source_of(const Expr& expr) const {
    if (!in_source(expr)) return condition_.source;
    std::string text =
        condition_.source.substr(expr.at.begin - condition_.starts_at, expr.at.end - expr.at.begin);
    std::ranges::replace(text, '\n', ' ');
    return text;
  }

  void note(const Expr& expr, std::string text) {
    if (in_source(expr)) notes_.push_back({expr.at.begin - condition_.starts_at, std::move(text)});
  }

  void know(const Expr& expr, ExprId id) {
    known_.push_back({&expr, id});
    for (std::size_t i = 0; i < expr.operands.size(); ++i)
      know(expr.operands[i], evaluator_->operand(id, i));
  }

  // REQUIRES: `element` outlives the binding.
  void bind(const Local& variable, const Value& element) {
    bound_.emplace_back(variable, element);
    if (evaluator_) evaluator_->bind(variable, &element);
  }
  void unbind() {
    if (evaluator_) evaluator_->bind(bound_.back().first, nullptr);
    bound_.pop_back();
  }

  static bool is_constant(const Expr& expr) { return std::holds_alternative<Constant>(expr.node); }

  void note_condition(const Expr& expr) {
    std::visit(Overloaded{
                   [&](const And&) { note_deciding(expr, Truth::no); },
                   [&](const Or&) {
                     for (const auto& operand : expr.operands) note_condition(operand);
                   },
                   [&](const Not&) { note_condition(expr.operands.front()); },
                   [&](const Comparison&) { note_sides(expr); },
                   [&](const OneOf&) { note_sides(expr); },
                   [&](const TextTest&) { note_sides(expr); },
                   [&](const StateTest&) { note_sides(expr); },
                   [&](const auto&) { note_value(expr); },
               },
               expr.node);
  }

  // Of an `and` only what made it fail.
  void note_deciding(const Expr& expr, Truth passing_over) {
    for (const auto& operand : expr.operands) {
      const Truth truth = truth_of(value(operand));
      if (truth == passing_over || truth == Truth::missing) {
        note_condition(operand);
        return;
      }
    }
    for (const auto& operand : expr.operands) note_condition(operand);
  }

  void note_sides(const Expr& expr) {
    for (const auto& operand : expr.operands)
      if (!is_constant(operand)) note_value(operand);
  }

  void note_value(const Expr& expr) {
    if (is_constant(expr)) return;
    const Value found = value(expr);
    const auto* call = std::get_if<Call>(&expr.node);
    note(expr, call ? shown_call(expr, *call, found) : shown_value(expr, found));
    if (const auto* loop = std::get_if<Loop>(&expr.node)) return note_loop(expr, *loop);
    if (std::holds_alternative<Inlined>(expr.node)) return note_arguments(expr, 1);
    if (call) return note_arguments(expr, 0);
    if (std::holds_alternative<Arithmetic>(expr.node) || std::holds_alternative<Negate>(expr.node))
      note_sides(expr);
  }

  // Of what a function is given, that which is itself found: lists and numbers,
  // and what is missing; a text is seen in what became of it.
  void note_arguments(const Expr& expr, std::size_t leave_out) {
    for (std::size_t i = 0; i + leave_out < expr.operands.size(); ++i) {
      const auto& operand = expr.operands[i];
      if (is_constant(operand) || std::holds_alternative<InScope>(operand.node)) continue;
      const Value found = value(operand);
      if (found.as<std::string>())
        note_arguments(operand, std::holds_alternative<Inlined>(operand.node) ? 1 : 0);
      else
        note_value(operand);
    }
  }

  void note_loop(const Expr& expr, const Loop& loop) {
    const Expr& list_expr = expr.operands.front();
    const Value list = value(list_expr);
    note_value(list_expr);
    const auto* elements = list.as<List>();
    if (!elements || elements->empty() || !loop.has_body) return;
    const auto which = deciding_element(expr, loop, *elements);
    if (!which) return;
    const Expr& body = expr.operands.back();
    bind(loop.variable, (*elements)[*which]);
    const Value of_body = value(body);
    const Expr& telling = telling_part(body);
    note(body,
         fmt::format("{} in {}", shown_value(telling, &telling == &body ? of_body : value(telling)),
                     shown((*elements)[*which], longest_value)));
    unbind();
  }

  // What a body's outcome hangs on: of `word_count(s) <= 20`, the count.
  static const Expr& telling_part(const Expr& body) {
    const bool compares = std::holds_alternative<Comparison>(body.node);
    return compares && !is_constant(body.operands.front()) ? body.operands.front() : body;
  }

  // The element that made the loop come out as it did; none where all did alike.
  std::optional<std::size_t> deciding_element(const Expr& expr, const Loop& loop,
                                              const List& list) {
    std::optional<std::size_t> best;
    Value best_value;
    for (std::size_t i = 0; i < list.size(); ++i) {
      bind(loop.variable, list[i]);
      const Value found = value(expr.operands.back());
      unbind();
      switch (loop.kind) {
        case Loop::Kind::every:
        case Loop::Kind::at_least:
        case Loop::Kind::share:
          if (truth_of(found) != Truth::yes) return i;
          break;
        case Loop::Kind::no:
        case Loop::Kind::at_most:
          if (truth_of(found) == Truth::yes) return i;
          break;
        case Loop::Kind::largest:
        case Loop::Kind::smallest: {
          const auto op =
              loop.kind == Loop::Kind::largest ? Comparison::Op::more : Comparison::Op::less;
          if (!best || truth_of(compare(op, found, best_value)) == Truth::yes) {
            best = i;
            best_value = found;
          }
          break;
        }
        default:
          break;
      }
    }
    return best;
  }

  // --- sentences ----------------------------------------------------------------------

  // One side of a comparison, with the element it came from.
  std::string side(const Expr& expr) {
    const Value found = value(expr);
    std::string text = shown_value(expr, found);
    const auto* loop = std::get_if<Loop>(&expr.node);
    const bool extreme =
        loop && (loop->kind == Loop::Kind::largest || loop->kind == Loop::Kind::smallest);
    if (!extreme) return text;
    const Value list = value(expr.operands.front());
    if (const auto* elements = list.as<List>())
      if (const auto which = deciding_element(expr, *loop, *elements))
        text += fmt::format(" in {}", shown((*elements)[*which], longest_value));
    return text;
  }

  std::string elements(const Expr& expr) {
    const Value found = value(expr);
    const auto* list = found.as<List>();
    if (!list) return shown_value(expr, found);
    std::string out;
    for (const auto& element : *list) out += (out.empty() ? "" : ", ") + shown(element, 20);
    return "[" + out + "]";
  }

  std::string brief_comparison(const Expr& expr, const Comparison& comparison) {
    constexpr std::string_view failed[] = {"is not", "is not less than", "is more than",
                                           "is not more than", "is less than"};
    const auto words = comparison.negated ? "is" : failed[static_cast<std::size_t>(comparison.op)];
    // "the verdict is "no"" says more than ""no" is not "yes"".
    const auto* name = std::get_if<InScope>(&expr.operands[0].node);
    if (name && name->name == ScopeName::verdict && comparison.op == Comparison::Op::is)
      return fmt::format("the verdict is {}", shown(value(expr.operands[0]), longest_value));
    if (comparison.op == Comparison::Op::is) {
      const Value left = value(expr.operands[0]), right = value(expr.operands[1]);
      const auto* found = left.as<List>();
      const auto* wanted = right.as<List>();
      if (found && wanted && !same(left, right)) return first_difference(*found, *wanted);
    }
    if (comparison.op == Comparison::Op::at_most && is_far_over(expr))
      return fmt::format("`{}` is far more than {}", source_of(expr.operands[0]),
                         side(expr.operands[1]));
    return fmt::format("{} {} {}", side(expr.operands[0]), words, side(expr.operands[1]));
  }

  // A number that is dear to compute, such as an edit distance, is told only where it
  // is near the limit.
  bool is_far_over(const Expr& expr) {
    constexpr double near = 4, always_near = 20;
    const auto* call = std::get_if<Call>(&expr.operands[0].node);
    const auto* native = call ? find_native(natives_, call->native) : nullptr;
    const Value limit = value(expr.operands[1]);
    if (!native || !native->at_most || !limit.as<Number>()) return false;
    const auto values = values_of(expr.operands[0].operands);
    const auto is_text = [](const Value& one) { return one.as<std::string>() != nullptr; };
    if (!std::ranges::all_of(values, is_text)) return false;
    return !native->at_most(addresses_of(values),
                            std::max(near * limit.as<Number>()->value, always_near));
  }

  std::string brief_state(const Expr& expr, const StateTest& test) {
    constexpr std::string_view states[] = {"empty", "there", "missing"};
    const auto state = states[static_cast<std::size_t>(test.state)];
    return fmt::format("`{}` is {}{}", source_of(expr.operands.front()), test.negated ? "" : "not ",
                       state);
  }

  std::string brief_text(const Expr& expr, const TextTest& test) {
    std::string verb = test.native;
    std::ranges::replace(verb, '_', ' ');
    const std::string what = fmt::format("`{}`", source_of(expr.operands[0]));
    if (test.many == TextTest::Many::one)
      return fmt::format("{} {} {}", what, test.negated ? verb : "does not " + infinitive(verb),
                         shown(value(expr.operands[1]), longest_value));
    const bool one_is_there = test.many == TextTest::Many::none || test.negated;
    const Value needles = value(expr.operands[1]);
    if (const auto* list = needles.as<List>())
      for (const auto& needle : *list)
        if (holds(expr, test, needle) == one_is_there &&
            (one_is_there || test.many == TextTest::Many::all))
          return fmt::format("{} {} {}", what, one_is_there ? verb : "does not " + infinitive(verb),
                             shown(needle, longest_value));
    return fmt::format("{} {} none of {}", what, verb, elements(expr.operands[1]));
  }

  bool holds(const Expr& expr, const TextTest& test, const Value& needle) {
    Expr one = expr;
    auto& its = std::get<TextTest>(one.node);
    its = test;
    its.many = TextTest::Many::one;
    its.negated = false;
    one.operands[1] = {expr.operands[1].at, {}, Constant{needle}, {}};
    return truth_of(value(one)) == Truth::yes;
  }

  static std::string infinitive(std::string_view verb) {
    const auto blank = verb.find(' ');
    std::string first(verb.substr(0, blank));
    if (first.ends_with("ches"))
      first.resize(first.size() - 2);
    else if (first.ends_with('s'))
      first.pop_back();
    return first + std::string(blank == verb.npos ? std::string_view() : verb.substr(blank));
  }

  std::string brief_first(const Expr& expr, Truth decides) {
    for (const auto& operand : expr.operands)
      if (truth_of(value(operand)) == decides) return brief(operand);
    return fmt::format("`{}` does not hold", source_of(expr));
  }

  std::string brief_all(const Expr& expr) {
    std::string out;
    for (const auto& operand : expr.operands) out += (out.empty() ? "" : ", and ") + brief(operand);
    return out;
  }

  std::string brief_loop(const Expr& expr, const Loop& loop) {
    const Value list = value(expr.operands.front());
    const auto* found = list.as<List>();
    if (!found) return shown_value(expr, value(expr));
    std::size_t holding = 0;
    for (const auto& element : *found) {
      bind(loop.variable, element);
      if (truth_of(value(expr.operands.back())) == Truth::yes) ++holding;
      unbind();
    }
    std::string out = fmt::format("it holds for {} of {}", holding, found->size());
    const auto which = deciding_element(expr, loop, *found);
    if (!which || loop.kind == Loop::Kind::some) return out;
    bind(loop.variable, (*found)[*which]);
    const bool failing = truth_of(value(expr.operands.back())) != Truth::yes;
    const std::string why = failing ? brief(expr.operands.back()) : "";
    unbind();
    out +=
        fmt::format("; {} {}", failing ? "not for" : "for", shown((*found)[*which], longest_value));
    return why.empty() ? out : out + fmt::format(": {}", why);
  }

  const Explained& condition_;
  const Scope& scope_;
  NativeTable natives_;
  Bound bound_;
  std::vector<Note> notes_;
  struct Known {
    const Expr* expr = nullptr;
    ExprId id;
  };
  Evaluator* evaluator_ = nullptr;
  std::vector<Known> known_;
};

}  // namespace

std::vector<std::string> explain_values(const Explained& condition, const Scope& scope,
                                        NativeTable natives, const Bound& bound, std::size_t width,
                                        Rulers rulers) {
  const auto notes = Explainer(condition, scope, natives, bound).notes();
  std::vector<std::string> out;
  std::size_t begin = 0;
  auto next = notes.begin();
  while (begin <= condition.source.size()) {
    const auto end = std::min(condition.source.find('\n', begin), condition.source.size());
    const auto line = std::string_view(condition.source).substr(begin, end - begin);
    const auto indent = std::min(line.find_first_not_of(' '), line.size());
    const std::size_t dropped = begin == 0 ? 0 : indent;
    const std::size_t moved = begin == 0 ? 0 : 2;
    out.push_back(std::string(moved, ' ') + std::string(line.substr(dropped)));
    std::vector<Placed> placed;
    for (; next != notes.end() && next->at < end + 1; ++next) {
      const auto before = line.substr(0, next->at - begin);
      placed.push_back(
          {code_points(before) - std::min(dropped, code_points(before)) + moved, next->text});
    }
    for (auto& row : draw(std::move(placed), width, rulers)) out.push_back(std::move(row));
    begin = end + 1;
  }
  return out;
}

std::string explain_briefly(const Explained& condition, const Scope& scope, NativeTable natives,
                            const Bound& bound) {
  return Explainer(condition, scope, natives, bound).brief(condition.expr);
}

std::string explain_briefly(const Explained& condition, const Scope& scope, NativeTable natives,
                            const Bound& bound, Evaluator& evaluator, ExprId id) {
  Explainer explainer(condition, scope, natives, bound);
  explainer.ask(evaluator, id);
  return explainer.brief(condition.expr);
}

}  // namespace cairn
