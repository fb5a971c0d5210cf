// Computes the value of an expression. Pure: the same scope gives the same value.
//
// prepare() joins natives by name@version, compiles constant regexes, schemas
// and needles once, and finds the subexpressions that several checks share;
// an Evaluator then runs them, memoising the shared ones for one sample.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lang/expression.h"
#include "lang/native.h"

namespace cairn {

inline constexpr std::size_t scope_names = static_cast<std::size_t>(ScopeName::compare_with) + 1;

// What the names in scope stand for, borrowed. Null: not in scope here.
struct Scope {
  std::array<const Value*, scope_names> values{};
  const Value*& operator[](ScopeName name) { return values[static_cast<std::size_t>(name)]; }
  const Value* operator[](ScopeName name) const { return values[static_cast<std::size_t>(name)]; }
};

// One prepared expression of a Prepared; small, copied.
struct ExprId {
  std::uint32_t index = 0;
};

class Prepared;

// Collects the expressions of a plan, then prepares them together.
class Preparer {
 public:
  explicit Preparer(NativeTable natives);
  ~Preparer();
  // Every expression is added before finish(). A failure names the constant that
  // a native refused, or the native that this build does not have.
  Result<ExprId> add(const Expr& expr);
  std::unique_ptr<const Prepared> finish() &&;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Immutable and shared by all threads; each thread has an Evaluator of its own.
class Prepared {
 public:
  struct State;
  explicit Prepared(std::unique_ptr<const State> state);
  ~Prepared();
  const State& state() const { return *state_; }

 private:
  std::unique_ptr<const State> state_;
};

class Evaluator {
 public:
  explicit Evaluator(const Prepared& prepared);
  ~Evaluator();

  // A new sample: forgets what was memoised. The values stay borrowed until the
  // next call. Values that a check gives anew (evidence, its own `answer`) go
  // through rescope(), which forgets only what depends on them.
  void sample(const Scope& scope);
  void rescope(ScopeName name, const Value* value);
  void bind(const Local& variable, const Value* value);  // The `for each` variable, arguments.

  // The result is borrowed until the next sample(), rescope() or bind().
  const Value& evaluate(ExprId id);

  // What its operand became, in the order of the Expr that it was made of: so that
  // a failure can be explained by values that are known already.
  ExprId operand(ExprId id, std::size_t index) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// For one expression on its own: examples, `where`, slices in the checker.
Value evaluate_once(const Expr& expr, const Scope& scope, NativeTable natives,
                    const std::vector<std::pair<Local, Value>>& bound = {});

}  // namespace cairn
