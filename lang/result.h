// Either a value or why there is none: for failures of the world, such as a
// file that is missing or a model that does not answer. Mistakes in a user's
// file go to Diagnostics instead, and bugs in cairn itself to assert.
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace cairn {

struct Failure {
  std::string what;        // One sentence a PM can act on.
  bool may_retry = false;  // The same call might work later.
};

// A small part of std::expected, under the same names, so that it can be
// replaced when the compilers we support have it.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}
  Result(Failure failure) : state_(std::move(failure)) {}

  bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }
  T& operator*() & {
    assert(has_value());
    return std::get<0>(state_);
  }
  const T& operator*() const& {
    assert(has_value());
    return std::get<0>(state_);
  }
  T&& operator*() && {
    assert(has_value());
    return std::get<0>(std::move(state_));
  }
  T* operator->() { return &**this; }
  const T* operator->() const { return &**this; }
  const Failure& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Failure> state_;
};

}  // namespace cairn
