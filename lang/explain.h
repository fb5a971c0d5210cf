// The pages of `cairn explain`: what a code, a block, a setting, a word of the
// language, a metric or a function means, as plain text for a terminal or an
// editor.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lang/embedded_file.h"
#include "lang/program.h"

namespace cairn {

// lang/explain/CODE.md, as they stand.
std::span<const EmbeddedFile> explain_files();

// What `name` means, a page for each of its meanings: `share` is a word of lists and
// kept from names, `weight` a setting. None if it means nothing. Codes are known in
// small letters too, and `starts_with` is `starts with`.
std::vector<std::string> explain(std::string_view name, const program::Library& library);

// All that can be asked for, for did-you-mean.
std::vector<std::string_view> explained_names(const program::Library& library);

// "sentences(text passage) gives list of text".
std::string signature_of(const program::Function& function);
// The first sentence of its `about`, in one line.
std::string summary_of(const program::Function& function);

// How a check names a tool of the library: "std.python_passes(tests)".
std::string call_of(const program::LibraryTool& tool);

// What a function of one text gives for this one, in lines; nothing, with the
// reason, for a function that takes something else.
Result<std::string> tried_on(const program::Function& function, const program::Library& library,
                             std::string_view text);

}  // namespace cairn
