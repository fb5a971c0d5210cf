// What will be asked of whom, how often, and how it is decided: everything a
// run needs, as data that can be read, costed, hashed, written and run.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lang/diagnostic.h"
#include "lang/program.h"

namespace cairn {

// An items file or answers file, bound by its content.
struct BoundFile {
  std::string path;  // Relative to `folder`.
  std::string hash;  // Of its bytes; a run with other bytes is refused.
};

// The three hashes of language.md section 8, 16 hexadecimal digits each.
struct PlannedCheck {
  program::Check check;
  std::string hash;
};
struct Hashes {
  std::string answers;  // Prompt, attachments, items, draw.
  std::string score;    // All checks' hashes, weights, must pass, needs, combine.
};

struct Plan {
  int edition = 1;
  std::string file;    // The eval's file name, for people.
  std::string folder;  // Where it lay when it was planned; paths are relative to it.
  program::Eval eval;
  std::optional<program::Prompt> prompt;
  std::vector<program::InlineItem> inline_items;
  std::vector<program::ItemsFile> items_files;
  std::vector<BoundFile> bound;
  std::size_t items = 0;               // That will be asked.
  std::vector<program::Judge> judges;  // Only those that a check uses; so below.
  std::vector<program::Panel> panels;
  std::vector<program::Tool> tools;
  std::vector<program::Reward> rewards;
  std::vector<program::Embedding> embeddings;
  std::vector<PlannedCheck> checks;
  std::vector<program::Slice> slices;
  std::vector<program::DefaultUsed> defaults;
  std::vector<std::string> item_fields;  // That prompts, checks, slices and groups use.
  std::vector<std::string> natives;      // "sentences@1", sorted.
  Hashes hashes;
};

// REQUIRES: the program has an eval and was checked without an error.
Plan make_plan(const program::Program& program, std::string file, std::string folder,
               std::vector<BoundFile> bound, std::size_t items);

// One JSON document, schema "cairn.plan/1". Reading it back gives the same plan
// and the same hashes.
std::string to_json(const Plan& plan);

// Reports what is malformed, unknown or of another major version, with its place
// in the document, as R0xxx; the plan must then not be run.
std::optional<Plan> read_plan(std::string_view json, std::string_view path,
                              const program::Library& library, Diagnostics& diagnostics);

}  // namespace cairn
