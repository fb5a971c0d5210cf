// The files a page of lang/explain shows, for the tests that hold it to its word.
//
// The `eval` block of a section is the file itself; a block with a name is a file
// beside it. In a block marked `bytes`, <E9> stands for the byte E9.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace cairn {

using PageFiles = std::map<std::string, std::string, std::less<>>;

// Of "Wrong" or "Right", with "wrong.eval" or "right.eval" among them; nothing if
// the page has no such section.
std::optional<PageFiles> files_of(std::string_view page, std::string_view section);

}  // namespace cairn
