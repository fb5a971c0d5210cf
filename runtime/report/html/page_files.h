// The parts of the HTML report, built into the program from runtime/report/html:
// page.html, page.css and the scripts, in the order in which they are put together.
#pragma once

#include <span>

#include "lang/embedded_file.h"

namespace cairn {

std::span<const EmbeddedFile> report_page_files();

}  // namespace cairn
