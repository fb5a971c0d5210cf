// Turns parts of a plan into values, for JSON and for hashes.
#pragma once

#include "lang/plan_fields.h"

namespace cairn {

// With notes: everything. Without: only what decides, for hashes.
enum class Notes { kept, dropped };

template <class T>
Value written_value(T& part, Notes notes);

class PlanWriter {
 public:
  explicit PlanWriter(Notes notes) : notes_(notes) {}
  Record take() { return std::move(record_); }

  template <class T>
  void field(std::string_view key, T& value) {
    record_.fields.emplace_back(std::string(key), to_value(value));
  }
  template <class T>
  void field(std::string_view key, std::optional<T>& value) {
    if (value) field(key, *value);
  }
  template <class T>
  void note(std::string_view key, T& value) {
    if (notes_ == Notes::kept) field(key, value);
  }
  template <class T>
  void list_unless_empty(std::string_view key, std::vector<T>& all) {
    if (!all.empty()) field(key, all);
  }
  template <class... T>
  void variant(std::variant<T...>& value) {
    Value kind{std::string_view(Kinds<std::variant<T...>>::all[value.index()])};
    record_.fields.emplace_back("kind", std::move(kind));
    std::visit([&](auto& one) { describe(*this, one); }, value);
  }

 private:
  static Value to_value(bool value) { return Value(value); }
  static Value to_value(char value) { return Value(std::string(1, value)); }
  static Value to_value(const std::string& value) { return Value(value); }
  template <class T>
  requires std::is_arithmetic_v<T>
  static Value to_value(T value) { return Value(static_cast<double>(value)); }
  template <class T>
  requires std::is_enum_v<T>
  static Value to_value(T value) { return Value(std::string(Words<T>::of(value))); }
  static Value to_value(const Span& at) {
    List list = {Value(static_cast<double>(at.begin)), Value(static_cast<double>(at.end))};
    if (at.file != 0) list.emplace_back(static_cast<double>(at.file));
    return Value(std::move(list));
  }
  Value to_value(const Value& value) const { return data(value); }
  Value to_value(const Record& record) const { return Value(data(record)); }
  Value to_value(std::variant<std::string, Expr>& part) const {
    if (const auto* text = std::get_if<std::string>(&part)) return Value(*text);
    return to_value(std::get<Expr>(part));
  }
  template <class... T>
  Value to_value(std::variant<T...>& value) const {
    PlanWriter inner(notes_);
    inner.variant(value);
    return Value(inner.take());
  }
  template <class T>
  Value to_value(std::vector<T>& all) const {
    List list;
    for (auto& one : all) list.push_back(to_value(one));
    return Value(std::move(list));
  }
  template <PlanPart T>
  Value to_value(T& part) const {
    PlanWriter inner(notes_);
    describe(inner, part);
    return Value(inner.take());
  }

  // The user's data: amounts, media and records are told apart by their key.
  static Record data(const Record& record) {
    Record out;
    for (const auto& [name, value] : record.fields) out.fields.emplace_back(name, data(value));
    return out;
  }
  static Value data(const Value& value);

  Notes notes_;
  Record record_;

  template <class T>
  friend Value written_value(T& part, Notes notes);
};

template <class T>
Value written_value(T& part, Notes notes) {
  return PlanWriter(notes).to_value(part);
}

}  // namespace cairn
