// Numbers, intervals and lists as the JSON of reports has them: what is not known is
// null, nothing is rounded.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "lang/value.h"
#include "runtime/summary.h"

namespace cairn {

// Null too where it is no number.
Value json_number(std::optional<double> number);
Value json_count(std::size_t count);
Value json_interval(const std::optional<Interval>& interval);  // [low, high]
Value json_texts(const std::vector<std::string>& texts);

// Puts a field into a record unless the text is empty.
void add_text(Record& record, std::string_view key, const std::string& text);

// A list with `made(one)` of each.
template <class T, class Made>
Value json_list(const std::vector<T>& all, Made made) {
  List list;
  list.reserve(all.size());
  for (const auto& one : all) list.push_back(made(one));
  return Value(std::move(list));
}

}  // namespace cairn
