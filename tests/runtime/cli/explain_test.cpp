// `cairn explain` and `cairn functions`, as typed.
#include <doctest/doctest.h>

#include "tests/run_program.h"

namespace cairn {

TEST_CASE("cairn explain finds what its words mean together") {
  const ScratchFolder folder;
  const auto setting = folder.run("explain passes at");
  CHECK(setting.code == 0);
  CHECK(setting.out.find("passes at: in `check`") != setting.out.npos);
  CHECK(folder.run("explain E0303").out.starts_with("E0303 "));
  const auto tried = folder.run("explain sentences 'A text. Another.'");
  CHECK(tried.code == 0);
  CHECK(tried.out ==
        "sentences(text passage) gives list of text\n\n"
        "2 elements\n   1  \"A text.\"\n   2  \"Another.\"\n");
}

TEST_CASE("cairn explain refuses what means nothing, with what is meant") {
  const ScratchFolder folder;
  const auto unknown = folder.run("explain sentnces");
  CHECK(unknown.code == 2);
  CHECK(unknown.err.find("did you mean `sentences`?") != unknown.err.npos);
  CHECK(folder.run("explain xyzzyxyzzy").err.find("cairn functions") != std::string::npos);
  CHECK(folder.run("explain weight 'A text.'").code == 2);
  CHECK(folder.run("explain mentions 'A text.'").code == 2);
}

TEST_CASE("cairn functions has a line for each function") {
  const ScratchFolder folder;
  const auto run = folder.run("functions");
  CHECK(run.code == 0);
  CHECK(run.out.find("\n  sentences(passage) ") != run.out.npos);
  CHECK(run.out.find("text\n  ") != run.out.npos);
}

}  // namespace cairn
