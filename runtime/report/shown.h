// One item of a run for people: its fields, each answer, what each check said of
// it, on what evidence, and why.
#pragma once

#include <string>
#include <string_view>

#include "runtime/report/terminal.h"
#include "runtime/shown_item.h"

namespace cairn {

std::string report(const ShownItem& item, std::string_view id, const ReportStyle& style);

}  // namespace cairn
