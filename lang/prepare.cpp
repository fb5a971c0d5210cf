#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "lang/overloaded.h"
#include "lang/prepared.h"

namespace cairn {
namespace {

std::string key_of(const Value& value) {
  return std::visit(
      Overloaded{
          [](const Missing& absent) { return "missing " + absent.why; },
          [](const Number& number) {
            return fmt::format("number {} {}", number.value, number.written);
          },
          [](const std::string& text) { return fmt::format("text {} {}", text.size(), text); },
          [](const List& list) {
            std::string out = fmt::format("list {}", list.size());
            for (const auto& element : list) out += " " + key_of(element);
            return out;
          },
          [](const Record& record) {
            std::string out = fmt::format("record {}", record.fields.size());
            for (const auto& [name, field] : record.fields)
              out += fmt::format(" {} {} {}", name.size(), name, key_of(field));
            return out;
          },
          [](const Amount& amount) {
            return fmt::format("amount {} {}", static_cast<int>(amount.unit), amount.value);
          },
          [](bool truth) { return std::string(truth ? "yes" : "no"); },
          [](const Media& media) { return "media " + media.path; },
      },
      value.data);
}

// What makes two nodes with the same operands the same computation.
std::string own_key(const Expr& expr) {
  return std::visit(
      Overloaded{
          [](const Constant& constant) { return key_of(constant.value); },
          [](const InScope& name) { return fmt::format("{}", static_cast<int>(name.name)); },
          [](const Local& local) { return fmt::format("{}", local.slot); },
          [](const FieldOf& field) { return field.name; },
          [](const Call& call) { return fmt::format("{}@{}", call.native, call.version); },
          [](const Arithmetic& arithmetic) { return std::string(1, arithmetic.op); },
          [](const Comparison& comparison) {
            return fmt::format("{} {} {}", static_cast<int>(comparison.op), comparison.negated,
                               comparison.ignoring_case);
          },
          [](const OneOf& one) { return fmt::format("{} {}", one.negated, one.ignoring_case); },
          [](const StateTest& test) {
            return fmt::format("{} {}", static_cast<int>(test.state), test.negated);
          },
          [](const TextTest& test) {
            return fmt::format("{}@{} {} {} {}", test.native, test.version,
                               static_cast<int>(test.many), test.negated, test.ignoring_case);
          },
          [](const Loop& loop) {
            return fmt::format("{} {} {} {} {} {}", static_cast<int>(loop.kind), loop.limit,
                               loop.limit_is_share, loop.variable.slot, loop.has_where,
                               loop.has_body);
          },
          [](const Inlined& inlined) {
            std::string out;
            for (const auto& parameter : inlined.parameters)
              out += fmt::format("{} ", parameter.slot);
            return out;
          },
          [](const MetricRef& metric) { return metric.text; },
          [](const auto&) { return std::string(); },
      },
      expr.node);
}

const Value* constant_of(const PreparedNode& node) {
  const auto* constant = std::get_if<Constant>(&node.node);
  return constant ? &constant->value : nullptr;
}

Failure no_native(const std::string& name, int version, const Native* found) {
  if (!found)
    return {fmt::format(
        "this plan uses the function `{}`, which this version of cairn does not have", name)};
  return {
      fmt::format("this plan uses version {} of the function `{}`; this cairn has version {}: "
                  "plan the eval again",
                  version, name, found->version)};
}

}  // namespace

struct Preparer::State {
  std::unique_ptr<Prepared::State> made = std::make_unique<Prepared::State>();
  std::unordered_map<std::string, std::uint32_t> known;

  Result<std::uint32_t> add(const Expr& expr);
  Result<bool> bind(PreparedNode& node) const;
  Result<bool> bind_call(PreparedNode& node, const std::string& name, int version) const;
  Result<bool> prepare_call(PreparedNode& node) const;
  Result<bool> prepare_needles(PreparedNode& node, const TextTest& test) const;
  Dependencies depends_on(const PreparedNode& node);
  void note_slot(int slot) { made->slots = std::max(made->slots, slot + 1); }
};

Result<std::uint32_t> Preparer::State::add(const Expr& expr) {
  PreparedNode node{.node = expr.node};
  std::string key = fmt::format("{}:{}:", expr.node.index(), own_key(expr));
  for (const auto& operand : expr.operands) {
    auto id = add(operand);
    if (!id) return id;
    node.operands.push_back(*id);
    key += fmt::format(" {}", *id);
  }
  if (const auto found = known.find(key); found != known.end()) return found->second;
  if (auto bound = bind(node); !bound) return bound.error();
  node.depends = depends_on(node);
  const auto id = static_cast<std::uint32_t>(made->nodes.size());
  made->nodes.push_back(std::move(node));
  known.emplace(std::move(key), id);
  return id;
}

Dependencies Preparer::State::depends_on(const PreparedNode& node) {
  Dependencies all = 0;
  for (const auto operand : node.operands) all |= made->nodes[operand].depends;
  if (const auto* name = std::get_if<InScope>(&node.node)) all |= bit_of(name->name);
  if (const auto* local = std::get_if<Local>(&node.node)) {
    note_slot(local->slot);
    all |= bit_of_slot(std::min(local->slot, most_slots - 1));
  }
  if (const auto* loop = std::get_if<Loop>(&node.node)) {
    note_slot(loop->variable.slot);
    if (loop->variable.slot < most_slots - 1) all &= ~bit_of_slot(loop->variable.slot);
    all |= made->nodes[node.operands.front()].depends;
  }
  if (const auto* inlined = std::get_if<Inlined>(&node.node)) {
    for (const auto& parameter : inlined->parameters) {
      note_slot(parameter.slot);
      if (parameter.slot < most_slots - 1) all &= ~bit_of_slot(parameter.slot);
    }
    for (std::size_t i = 0; i < inlined->parameters.size(); ++i)
      all |= made->nodes[node.operands[i]].depends;
  }
  return all;
}

Result<bool> Preparer::State::bind(PreparedNode& node) const {
  if (const auto* call = std::get_if<Call>(&node.node)) {
    if (auto bound = bind_call(node, call->native, call->version); !bound) return bound;
    return prepare_call(node);
  }
  if (const auto* test = std::get_if<TextTest>(&node.node)) {
    if (auto bound = bind_call(node, test->native, test->version); !bound) return bound;
    return prepare_needles(node, *test);
  }
  const auto* comparison = std::get_if<Comparison>(&node.node);
  const auto* one_of = std::get_if<OneOf>(&node.node);
  if ((comparison && comparison->ignoring_case) || (one_of && one_of->ignoring_case))
    return bind_call(node, "same_ignoring_case", 1);
  if (comparison && comparison->op == Comparison::Op::at_most) {
    const auto& left = made->nodes[node.operands[0]];
    const Value* limit = constant_of(made->nodes[node.operands[1]]);
    node.asks_at_most = std::holds_alternative<Call>(left.node) && left.native->at_most && limit &&
                        limit->as<Number>();
  }
  return true;
}

Result<bool> Preparer::State::bind_call(PreparedNode& node, const std::string& name,
                                        int version) const {
  node.native = find_native(made->natives, name);
  if (!node.native || node.native->version != version) return no_native(name, version, node.native);
  return true;
}

Result<bool> Preparer::State::prepare_call(PreparedNode& node) const {
  if (!node.native->prepare) return true;
  std::vector<const Value*> constants;
  for (const auto operand : node.operands) constants.push_back(constant_of(made->nodes[operand]));
  if (std::ranges::none_of(constants, [](const Value* v) { return v != nullptr; })) return true;
  auto prepared = node.native->prepare(Arguments(constants));
  if (!prepared) return prepared.error();
  if (*prepared) node.prepared.push_back(std::move(*prepared));
  return true;
}

// A constant needle, or each of a constant list of them, becomes a prepared one.
Result<bool> Preparer::State::prepare_needles(PreparedNode& node, const TextTest& test) const {
  if (!node.native->prepare) return true;
  const PreparedNode& right = made->nodes[node.operands[1]];
  std::vector<const Value*> needles;
  if (test.many == TextTest::Many::one) {
    needles.push_back(constant_of(right));
  } else if (const Value* list = constant_of(right)) {
    if (const auto* elements = list->as<List>())
      for (const auto& element : *elements) needles.push_back(&element);
  } else if (std::holds_alternative<MakeList>(right.node)) {
    for (const auto operand : right.operands) needles.push_back(constant_of(made->nodes[operand]));
  }
  if (std::ranges::any_of(needles, [](const Value* v) { return v == nullptr; })) return true;
  const Value ignoring(test.ignoring_case);
  for (const Value* needle : needles) {
    const Value* const constants[] = {nullptr, needle, &ignoring};
    auto prepared = node.native->prepare(Arguments(constants));
    if (!prepared) return prepared.error();
    if (!*prepared) {
      node.prepared.clear();
      return true;
    }
    node.prepared.push_back(std::move(*prepared));
  }
  return true;
}

Preparer::Preparer(NativeTable natives) : state_(std::make_unique<State>()) {
  state_->made->natives = natives;
}
Preparer::~Preparer() = default;

Result<ExprId> Preparer::add(const Expr& expr) {
  auto id = state_->add(expr);
  if (!id) return id.error();
  return ExprId{*id};
}

std::unique_ptr<const Prepared> Preparer::finish() && {
  return std::make_unique<const Prepared>(std::move(state_->made));
}

Prepared::Prepared(std::unique_ptr<const State> state) : state_(std::move(state)) {}
Prepared::~Prepared() = default;

}  // namespace cairn
