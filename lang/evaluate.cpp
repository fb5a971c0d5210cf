#include "lang/evaluate.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>

#include "lang/operations.h"
#include "lang/overloaded.h"
#include "lang/prepared.h"

namespace cairn {
namespace {

const Value ignoring_case_argument(true);
const Value exact_case_argument(false);
const Value nothing_to_check = missing("nothing to check: the list is empty");

// Thirds of a loop's elements, by what the condition said of each.
struct Tally {
  double yes = 0, no = 0, missing = 0;
  const Value* first_missing = nullptr;
};

}  // namespace

struct Evaluator::State {
  struct Slot {
    Value owned;
    const Value* value = nullptr;
    std::uint64_t computed_at = 0;
  };

  explicit State(const Prepared::State& made)
      : prepared(made), slots(made.nodes.size()), locals(static_cast<std::size_t>(made.slots)) {}

  const Prepared::State& prepared;
  std::vector<Slot> slots;  // One for each node.
  Scope scope;
  std::vector<const Value*> locals;
  std::uint64_t now = 1;
  std::array<std::uint64_t, 64> changed_at{};  // By the bits of Dependencies.

  const Value& evaluate(std::uint32_t id);
  bool is_fresh(const PreparedNode& node, const Slot& slot) const;
  void bind(int slot, const Value* value);

  const Value& keep(std::uint32_t id, Value value) {
    slots[id].owned = std::move(value);
    return slots[id].owned;
  }
  Truth truth(std::uint32_t id) { return truth_of(evaluate(id)); }

  const Value& compute(std::uint32_t id, const PreparedNode& node);
  Value call(const PreparedNode& node);
  std::string why_empty(const PreparedNode& node, const Value& value);
  Value make_list(const PreparedNode& node);
  Value compare_nodes(const PreparedNode& node, const Comparison& comparison);
  Value at_most(const PreparedNode& node);
  Value one_of(const PreparedNode& node, const OneOf& test);
  Value test_text(const PreparedNode& node, const TextTest& test);
  Value test_needle(const PreparedNode& node, const TextTest& test, const Value& text,
                    const Value& needle, std::size_t which);
  Value all_hold(const PreparedNode& node, Truth decides);
  Value loop(const PreparedNode& node, const Loop& loop);
  Value quantify(const PreparedNode& node, const Loop& loop, const List& list);
  Value fold(const PreparedNode& node, const Loop& loop, const List& list);
  Value gather(const PreparedNode& node, const Loop& loop, const List& list);
  const Value& inlined(const PreparedNode& node, const Inlined& inlined);
};

bool Evaluator::State::is_fresh(const PreparedNode& node, const Slot& slot) const {
  if (!slot.value) return false;
  for (Dependencies left = node.depends; left != 0; left &= left - 1)
    if (changed_at[static_cast<std::size_t>(std::countr_zero(left))] > slot.computed_at)
      return false;
  return true;
}

void Evaluator::State::bind(int slot, const Value* value) {
  locals[static_cast<std::size_t>(slot)] = value;
  changed_at[scope_names + static_cast<std::size_t>(std::min(slot, most_slots - 1))] = ++now;
}

const Value& Evaluator::State::evaluate(std::uint32_t id) {
  const PreparedNode& node = prepared.nodes[id];
  Slot& slot = slots[id];
  if (is_fresh(node, slot)) return *slot.value;
  const Value& value = compute(id, node);
  slot.value = &value;
  slot.computed_at = now;
  return value;
}

const Value& Evaluator::State::compute(std::uint32_t id, const PreparedNode& node) {
  return std::visit(
      Overloaded{
          [](const Constant& constant) -> const Value& { return constant.value; },
          [&](const InScope& name) -> const Value& {
            const Value* value = scope[name.name];
            return value
                       ? *value
                       : keep(id,
                              missing(fmt::format("there is no `{}` here", to_string(name.name))));
          },
          [&](const Local& local) -> const Value& {
            const Value* value = locals[static_cast<std::size_t>(local.slot)];
            return value ? *value
                         : keep(id, missing(fmt::format("there is no `{}` here", local.name)));
          },
          [&](const FieldOf& field) -> const Value& {
            const Value& of = evaluate(node.operands[0]);
            const auto* record = of.as<Record>();
            const Value* found = record ? record->find(field.name) : nullptr;
            if (found && !found->is_missing()) return *found;
            return keep(id, field_missing(of, field.name));
          },
          [&](const MakeList&) -> const Value& { return keep(id, make_list(node)); },
          [&](const Call&) -> const Value& { return keep(id, call(node)); },
          [&](const Arithmetic& arithmetic) -> const Value& {
            const Value& left = evaluate(node.operands[0]);
            return keep(id, calculate(arithmetic.op, left, evaluate(node.operands[1])));
          },
          [&](const Negate&) -> const Value& {
            return keep(id, negate(evaluate(node.operands[0])));
          },
          [&](const Comparison& comparison) -> const Value& {
            return keep(id, compare_nodes(node, comparison));
          },
          [&](const OneOf& test) -> const Value& { return keep(id, one_of(node, test)); },
          [&](const StateTest& test) -> const Value& {
            return keep(id, test_state(test, evaluate(node.operands[0])));
          },
          [&](const TextTest& test) -> const Value& { return keep(id, test_text(node, test)); },
          [&](const And&) -> const Value& { return keep(id, all_hold(node, Truth::no)); },
          [&](const Or&) -> const Value& { return keep(id, all_hold(node, Truth::yes)); },
          [&](const Not&) -> const Value& {
            const Value& of = evaluate(node.operands[0]);
            return keep(id, of.as<bool>() ? inverted_if(true, of) : not_a("yes_no", of));
          },
          [&](const Loop& over) -> const Value& { return keep(id, loop(node, over)); },
          [&](const Inlined& define) -> const Value& { return inlined(node, define); },
          [&](const MetricRef& metric) -> const Value& {
            return keep(id, missing(fmt::format("`{}` is known only after the run", metric.text)));
          },
      },
      node.node);
}

Value Evaluator::State::make_list(const PreparedNode& node) {
  List list;
  list.reserve(node.operands.size());
  for (const auto operand : node.operands) {
    const Value& element = evaluate(operand);
    if (element.is_missing()) return element;
    list.push_back(element);
  }
  return Value(std::move(list));
}

Value Evaluator::State::call(const PreparedNode& node) {
  constexpr std::size_t most = 8;
  std::array<const Value*, most> arguments{};
  assert(node.operands.size() <= most);
  for (std::size_t i = 0; i < node.operands.size(); ++i) {
    arguments[i] = &evaluate(node.operands[i]);
    if (arguments[i]->is_missing() && !node.native->takes_missing) return *arguments[i];
  }
  const Arguments given(arguments.data(), node.operands.size());
  Value found =
      node.prepared.empty() ? node.native->call(given) : node.prepared.front()->call(given);
  if (found.is_missing() && !given.empty())
    if (auto why = why_empty(prepared.nodes[node.operands.front()], *given.front()); !why.empty())
      return missing(std::move(why));
  return found;
}

// Of a list that a call gave and that is empty: what that call did not find.
std::string Evaluator::State::why_empty(const PreparedNode& node, const Value& value) {
  const auto* list = value.as<List>();
  if (!list || !list->empty() || !node.native || !node.native->found_nothing) return {};
  std::vector<const Value*> arguments;
  for (const auto operand : node.operands) arguments.push_back(&evaluate(operand));
  return node.native->found_nothing(arguments);
}

Value Evaluator::State::compare_nodes(const PreparedNode& node, const Comparison& comparison) {
  if (node.asks_at_most) return at_most(node);
  const Value& left = evaluate(node.operands[0]);
  const Value& right = evaluate(node.operands[1]);
  if (comparison.ignoring_case && left.as<std::string>() && right.as<std::string>()) {
    const Value* const arguments[] = {&left, &right};
    return inverted_if(comparison.negated, node.native->call(Arguments(arguments)));
  }
  return inverted_if(comparison.negated, compare(comparison.op, left, right));
}

// REQUIRES: node.asks_at_most: the left operand is a call whose native can tell.
Value Evaluator::State::at_most(const PreparedNode& node) {
  const PreparedNode& left = prepared.nodes[node.operands[0]];
  const auto* limit = evaluate(node.operands[1]).as<Number>();
  std::vector<const Value*> arguments;
  for (const auto operand : left.operands) {
    arguments.push_back(&evaluate(operand));
    if (arguments.back()->is_missing()) return *arguments.back();
    if (!arguments.back()->as<std::string>()) return not_a("text", *arguments.back());
  }
  return Value(left.native->at_most(arguments, limit->value));
}

Value Evaluator::State::one_of(const PreparedNode& node, const OneOf& test) {
  const Value& value = evaluate(node.operands[0]);
  if (value.is_missing()) return value;
  const Value& right = evaluate(node.operands[1]);
  const auto* list = right.as<List>();
  if (!list) return not_a("list", right);
  const bool found = std::ranges::any_of(*list, [&](const Value& element) {
    if (test.ignoring_case && value.as<std::string>() && element.as<std::string>()) {
      const Value* const arguments[] = {&value, &element};
      return truth_of(node.native->call(Arguments(arguments))) == Truth::yes;
    }
    return same(value, element);
  });
  return Value(found != test.negated);
}

Value Evaluator::State::test_needle(const PreparedNode& node, const TextTest& test,
                                    const Value& text, const Value& needle, std::size_t which) {
  if (needle.is_missing()) return needle;
  const Value* const arguments[] = {
      &text, &needle, test.ignoring_case ? &ignoring_case_argument : &exact_case_argument};
  if (which < node.prepared.size()) return node.prepared[which]->call(Arguments(arguments));
  return node.native->call(Arguments(arguments));
}

Value Evaluator::State::test_text(const PreparedNode& node, const TextTest& test) {
  const Value& text = evaluate(node.operands[0]);
  if (text.is_missing()) return text;
  const Value& right = evaluate(node.operands[1]);
  if (test.many == TextTest::Many::one)
    return inverted_if(test.negated, test_needle(node, test, text, right, 0));
  const auto* needles = right.as<List>();
  if (!needles) return not_a("list", right);
  const bool wanted_all = test.many == TextTest::Many::all;
  const Value* unknown = nullptr;
  Value last;
  for (std::size_t i = 0; i < needles->size(); ++i) {
    Value found = test_needle(node, test, text, (*needles)[i], i);
    const Truth truth = truth_of(found);
    if (truth == Truth::missing) {
      last = std::move(found);
      unknown = &last;
    } else if ((truth == Truth::yes) != wanted_all) {
      // One that is there decides `any of` and `none of`; one that is not, `all of`.
      return Value((test.many == TextTest::Many::any) != test.negated);
    }
  }
  if (unknown) return *unknown;
  return Value((test.many != TextTest::Many::any) != test.negated);
}

// `and` is decided by a no, `or` by a yes; else one that is missing leaves it so.
Value Evaluator::State::all_hold(const PreparedNode& node, Truth decides) {
  const Value* unknown = nullptr;
  for (const auto operand : node.operands) {
    const Value& value = evaluate(operand);
    const Truth truth = truth_of(value);
    if (truth == decides) return Value(decides == Truth::yes);
    if (truth == Truth::missing && !unknown) unknown = &value;
  }
  if (unknown) return not_a("yes_no", *unknown);
  return Value(decides == Truth::no);
}

const Value& Evaluator::State::inlined(const PreparedNode& node, const Inlined& define) {
  std::vector<const Value*> given;
  for (std::size_t i = 0; i < define.parameters.size(); ++i)
    given.push_back(&evaluate(node.operands[i]));
  for (std::size_t i = 0; i < given.size(); ++i) bind(define.parameters[i].slot, given[i]);
  return evaluate(node.operands.back());
}

Value Evaluator::State::loop(const PreparedNode& node, const Loop& over) {
  const Value& list = evaluate(node.operands[0]);
  const auto* elements = list.as<List>();
  if (!elements) return not_a("list", list);
  switch (over.kind) {
    case Loop::Kind::sum:
    case Loop::Kind::average:
    case Loop::Kind::largest:
    case Loop::Kind::smallest:
      return fold(node, over, *elements);
    case Loop::Kind::list:
      return gather(node, over, *elements);
    default:
      return quantify(node, over, *elements);
  }
}

namespace {

// What a loop of conditions comes to, as soon as the open elements (those not
// yet met and those missing) cannot change it; else nothing.
std::optional<Value> decided(const Loop& loop, const Tally& tally, double all) {
  const double open = all - tally.yes - tally.no;
  // A share of a count such as 90% of 10 must not fail by the last bit.
  const double need = loop.limit_is_share ? loop.limit * all - 1e-9 : loop.limit;
  const double most = loop.limit_is_share ? loop.limit * all + 1e-9 : loop.limit;
  switch (loop.kind) {
    case Loop::Kind::every:
      if (tally.no > 0) return Value(false);
      break;
    case Loop::Kind::some:
    case Loop::Kind::no:
      if (tally.yes > 0) return Value(loop.kind == Loop::Kind::some);
      break;
    case Loop::Kind::at_least:
      if (tally.yes >= need) return Value(true);
      if (tally.yes + open < need) return Value(false);
      break;
    case Loop::Kind::at_most:
      if (tally.yes > most) return Value(false);
      if (tally.yes + open <= most) return Value(true);
      break;
    case Loop::Kind::exactly:
      if (tally.yes > most || tally.yes + open < need) return Value(false);
      break;
    default:
      break;
  }
  return std::nullopt;
}

// REQUIRES: every element was met and nothing was decided before.
Value outcome(const Loop& loop, const Tally& tally, double all) {
  if (tally.first_missing) return not_a("yes_no", *tally.first_missing);
  switch (loop.kind) {
    case Loop::Kind::share:
      return Value(tally.yes / all);
    case Loop::Kind::count:
      return Value(tally.yes);
    case Loop::Kind::some:
      return Value(false);
    default:
      return Value(true);
  }
}

bool holds_of_nothing(Loop::Kind kind) {
  return kind == Loop::Kind::no || kind == Loop::Kind::some || kind == Loop::Kind::count;
}

}  // namespace

Value Evaluator::State::quantify(const PreparedNode& node, const Loop& over, const List& list) {
  if (list.empty() && !holds_of_nothing(over.kind)) return nothing_to_check;
  const auto all = static_cast<double>(list.size());
  const auto body = node.operands.back();
  Tally tally;
  Value reason;
  for (const auto& element : list) {
    bind(over.variable.slot, &element);
    const Value& value = evaluate(body);
    switch (truth_of(value)) {
      case Truth::yes:
        ++tally.yes;
        break;
      case Truth::no:
        ++tally.no;
        break;
      case Truth::missing:
        if (!tally.first_missing) {
          reason = value;
          tally.first_missing = &reason;
        }
        ++tally.missing;
    }
    if (auto result = decided(over, tally, all)) return *std::move(result);
  }
  return outcome(over, tally, all);
}

Value Evaluator::State::fold(const PreparedNode& node, const Loop& over, const List& list) {
  if (list.empty()) return over.kind == Loop::Kind::sum ? Value(0.0) : nothing_to_check;
  const auto body = node.operands.back();
  Value result;
  for (const auto& element : list) {
    bind(over.variable.slot, &element);
    const Value& value = evaluate(body);
    if (!value.as<Number>() && !value.as<Amount>()) return not_a("number", value);
    if (&element == &list.front()) {
      result = value;
      continue;
    }
    if (over.kind == Loop::Kind::sum || over.kind == Loop::Kind::average) {
      result = calculate('+', result, value);
    } else {
      const auto op =
          over.kind == Loop::Kind::largest ? Comparison::Op::more : Comparison::Op::less;
      const Value beyond = compare(op, value, result);
      if (beyond.is_missing()) return beyond;
      if (*beyond.as<bool>()) result = value;
    }
    if (result.is_missing()) return result;
  }
  if (over.kind == Loop::Kind::average)
    return calculate('/', result, Value(static_cast<double>(list.size())));
  return result;
}

// An element whose `where` is missing is left out, as `when` would leave it out.
Value Evaluator::State::gather(const PreparedNode& node, const Loop& over, const List& list) {
  List out;
  for (const auto& element : list) {
    bind(over.variable.slot, &element);
    if (over.has_where && truth(node.operands[1]) != Truth::yes) continue;
    const Value& value = over.has_body ? evaluate(node.operands.back()) : element;
    if (value.is_missing()) return value;
    out.push_back(value);
  }
  return Value(std::move(out));
}

Evaluator::Evaluator(const Prepared& prepared)
    : state_(std::make_unique<State>(prepared.state())) {}
Evaluator::~Evaluator() = default;

void Evaluator::sample(const Scope& scope) {
  state_->scope = scope;
  ++state_->now;
  for (std::size_t i = 0; i < scope_names; ++i) state_->changed_at[i] = state_->now;
}

void Evaluator::rescope(ScopeName name, const Value* value) {
  state_->scope[name] = value;
  state_->changed_at[static_cast<std::size_t>(name)] = ++state_->now;
}

void Evaluator::bind(const Local& variable, const Value* value) {
  // A variable that no expression reads has no place to stand in.
  if (static_cast<std::size_t>(variable.slot) < state_->locals.size())
    state_->bind(variable.slot, value);
}

const Value& Evaluator::evaluate(ExprId id) { return state_->evaluate(id.index); }

ExprId Evaluator::operand(ExprId id, std::size_t index) const {
  return {state_->prepared.nodes[id.index].operands[index]};
}

Value evaluate_once(const Expr& expr, const Scope& scope, NativeTable natives,
                    const std::vector<std::pair<Local, Value>>& bound) {
  Preparer preparer(natives);
  const auto id = preparer.add(expr);
  if (!id) return missing(id.error().what);
  const auto prepared = std::move(preparer).finish();
  Evaluator evaluator(*prepared);
  evaluator.sample(scope);
  for (const auto& [variable, value] : bound) evaluator.bind(variable, &value);
  return evaluator.evaluate(*id);
}

std::string_view to_string(ScopeName name) {
  constexpr std::array<std::string_view, scope_names> names = {
      "item",   "answer",     "answers", "prompt",   "reply",         "verdict",
      "reason", "exit_code",  "stdout",  "stderr",   "time",          "timed_out",
      "reward", "similarity", "ratings", "question", "how_to_answer", "compare_with"};
  return names[static_cast<std::size_t>(name)];
}

}  // namespace cairn
