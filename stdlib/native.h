// Binds C++ functions to the `native` declarations in stdlib/*.eval.
//
// The declaration is the only place where a native's types, parameter names and
// documentation are written. Here a name is joined to a function and its types
// are derived from the C++ signature; a test proves that the two sides agree.
#pragma once

#include <fmt/format.h>

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "lang/native.h"

namespace cairn {

// What a function that may find nothing returns: it, or why there is none.
template <class T>
using Found = std::variant<T, Missing>;

using Texts = std::vector<std::string>;
using TextViews = std::vector<std::string_view>;
using Numbers = std::vector<double>;
using Records = std::vector<Record>;

// How one C++ type stands for one type of the language. `from` is null, or
// nothing, for a value of another kind.
template <class T>
struct NativeType;
template <>
struct NativeType<bool> {
  static constexpr std::string_view name = "yes/no";
  static std::optional<bool> from(const Value& value) {
    const auto* truth = value.as<bool>();
    return truth ? std::optional(*truth) : std::nullopt;
  }
  static Value to(bool value) { return Value(value); }
};
template <>
struct NativeType<double> {
  static constexpr std::string_view name = "number";
  static std::optional<double> from(const Value& value) {
    const auto* number = value.as<Number>();
    return number ? std::optional(number->value) : std::nullopt;
  }
  static Value to(double value) { return Value(value); }
};
template <>
struct NativeType<std::string_view> {
  static constexpr std::string_view name = "text";
  static std::optional<std::string_view> from(const Value& value) {
    const auto* text = value.as<std::string>();
    return text ? std::optional<std::string_view>(*text) : std::nullopt;
  }
};
template <>
struct NativeType<std::string> {
  static constexpr std::string_view name = "text";
  static Value to(std::string value) { return Value(std::move(value)); }
};
template <>
struct NativeType<Value> {  // const Value&
  static constexpr std::string_view name = "anything";
  static const Value* from(const Value& value) { return &value; }
  static Value to(Value value) { return value; }
};
template <>
struct NativeType<List> {  // const List&
  static constexpr std::string_view name = "list of anything";
  static const List* from(const Value& value) { return value.as<List>(); }
  static Value to(List value) { return Value(std::move(value)); }
};
template <>
struct NativeType<Record> {  // const Record&
  static constexpr std::string_view name = "record";
  static const Record* from(const Value& value) { return value.as<Record>(); }
  static Value to(Record value) { return Value(std::move(value)); }
};
template <>
struct NativeType<TextViews> {
  static constexpr std::string_view name = "list of text";
  static std::optional<TextViews> from(const Value& value) {
    const auto* list = value.as<List>();
    if (!list) return std::nullopt;
    TextViews out;
    out.reserve(list->size());
    for (const auto& element : *list) {
      const auto* text = element.as<std::string>();
      if (!text) return std::nullopt;
      out.emplace_back(*text);
    }
    return out;
  }
};
template <>
struct NativeType<Texts> {
  static constexpr std::string_view name = "list of text";
  static Value to(Texts values) {
    List list;
    list.reserve(values.size());
    for (auto& value : values) list.emplace_back(std::move(value));
    return Value(std::move(list));
  }
};
template <>
struct NativeType<Numbers> {
  static constexpr std::string_view name = "list of number";
  static std::optional<Numbers> from(const Value& value) {
    const auto* list = value.as<List>();
    if (!list) return std::nullopt;
    Numbers out;
    out.reserve(list->size());
    for (const auto& element : *list) {
      const auto* number = element.as<Number>();
      if (!number) return std::nullopt;
      out.push_back(number->value);
    }
    return out;
  }
  static Value to(const Numbers& values) {
    List list(values.begin(), values.end());
    return Value(std::move(list));
  }
};
template <>
struct NativeType<Records> {
  static constexpr std::string_view name = "list of record";
  static Value to(Records values) {
    List list;
    list.reserve(values.size());
    for (auto& value : values) list.emplace_back(std::move(value));
    return Value(std::move(list));
  }
};
template <class T>
struct NativeType<Found<T>> {
  static constexpr std::string_view name = NativeType<T>::name;
  static Value to(Found<T> value) {
    if (auto* absent = std::get_if<Missing>(&value)) return Value(std::move(*absent));
    return NativeType<T>::to(std::get<T>(std::move(value)));
  }
};

// A parameter: required, or std::optional for one that may be left out.
template <class T>
struct NativeParameter {
  using Plain = std::remove_cvref_t<T>;
  static std::string name() { return std::string(NativeType<Plain>::name); }
  static bool fits(Arguments arguments, std::size_t i) {
    return i < arguments.size() && NativeType<Plain>::from(*arguments[i]);
  }
  // What stands in the argument is borrowed; what was made for the call is a value.
  static decltype(auto) take(Arguments arguments, std::size_t i) {
    using From = decltype(NativeType<Plain>::from(*arguments[i]));
    if constexpr (std::is_pointer_v<From>)
      return *NativeType<Plain>::from(*arguments[i]);
    else
      return Plain(*NativeType<Plain>::from(*arguments[i]));
  }
};
template <class T>
struct NativeParameter<std::optional<T>> {
  static std::string name() { return fmt::format("optional {}", NativeType<T>::name); }
  static bool fits(Arguments arguments, std::size_t i) {
    return i >= arguments.size() || NativeType<T>::from(*arguments[i]);
  }
  static std::optional<T> take(Arguments arguments, std::size_t i) {
    if (i >= arguments.size()) return std::nullopt;
    return NativeType<T>::from(*arguments[i]);
  }
};

// "this is a number, not a text": for what came out of a model's JSON.
Value argument_does_not_fit(const Value& argument, std::string_view wanted);

template <auto function>
struct Binding;
template <class Result, class... Params, Result (*function)(Params...)>
struct Binding<function> {
  static std::string signature() {
    std::string params;
    ((params += (params.empty() ? "" : ", ") + NativeParameter<Params>::name()), ...);
    return fmt::format("({}) -> {}", params, NativeType<std::remove_cvref_t<Result>>::name);
  }

  static Value call(Arguments arguments) {
    return call_with(arguments, std::index_sequence_for<Params...>{});
  }

 private:
  template <std::size_t... i>
  static Value call_with(Arguments arguments, std::index_sequence<i...>) {
    const std::array<bool, sizeof...(Params) + 1> fits = {
        NativeParameter<Params>::fits(arguments, i)..., true};
    const std::array<std::string (*)(), sizeof...(Params) + 1> names = {
        NativeParameter<Params>::name..., nullptr};
    for (std::size_t n = 0; n < arguments.size() && n < sizeof...(Params); ++n)
      if (!fits[n]) return argument_does_not_fit(*arguments[n], names[n]());
    return NativeType<std::remove_cvref_t<Result>>::to(
        function(NativeParameter<Params>::take(arguments, i)...));
  }
};

// One line of native/table.cpp: the name is the function's own, or, where C++ or
// `lang` has another use for that name, the one given first.
#define NATIVE_AS(called, function)                                                             \
  Native {                                                                                      \
    .name = #called, .signature = Binding<function>::signature, .call = Binding<function>::call \
  }
#define NATIVE(function) NATIVE_AS(function, function)

}  // namespace cairn
