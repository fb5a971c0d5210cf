// Numbers: found in a text, compared, put on a scale. Documented where they are
// declared: stdlib/number.eval.
#pragma once

#include "stdlib/native.h"

namespace cairn {

// The last number in a text; of a number, itself.
Found<double> number(const Value& value);
Found<Numbers> numbers(std::string_view text);

bool close(double number, double other, double tolerance);
Found<double> scaled(double number, double low, double high);
double round(double number, std::optional<double> places);
double abs(double number);

// Of a list of numbers, or of two numbers.
Found<double> min(const Value& first, std::optional<double> second);
Found<double> max(const Value& first, std::optional<double> second);
Found<double> average(const Numbers& values);
double sum(const Numbers& values);

}  // namespace cairn
