# Writes OUTPUT, a C++ file that holds each of FILES as an EmbeddedFile.
# FUNCTION, which HEADER declares, gives them.
#   cmake -DOUTPUT=... "-DFILES=a.eval;b.eval" -DFUNCTION=stdlib_files -DHEADER=stdlib/stdlib.h -P embed.cmake
set(entries "")
foreach(file IN LISTS FILES)
  file(READ "${file}" text)
  get_filename_component(name "${file}" NAME)
  # A literal may not be longer than 65,536 bytes; adjacent ones are joined.
  string(LENGTH "${text}" length)
  set(pieces "")
  set(at 0)
  while(at LESS length)
    string(SUBSTRING "${text}" ${at} 12000 piece)
    string(APPEND pieces "R\"~eval~(${piece})~eval~\"\n")
    math(EXPR at "${at} + 12000")
  endwhile()
  string(APPEND entries "    EmbeddedFile{\"${name}\", ${pieces}},\n")
endforeach()
file(WRITE "${OUTPUT}" "// Made by lang/embed.cmake. Do not edit.
#include <array>

#include \"${HEADER}\"

namespace cairn {

std::span<const EmbeddedFile> ${FUNCTION}() {
  static constexpr std::array files = {
${entries}  };
  return files;
}

}  // namespace cairn
")
