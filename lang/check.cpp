#include "lang/check.h"

#include "lang/check_context.h"

namespace cairn {

program::Program check(const std::vector<Module>& modules, const Sources& sources,
                       const program::Library& library, Loader& loader, Diagnostics& diagnostics,
                       std::vector<BoundFile>& bound, std::size_t& items) {
  Context context{modules, sources, library, loader, diagnostics};
  if (const auto& edition = modules.front().file.edition) context.program.edition = *edition;
  declare_blocks(context);
  // Used files first: the eval calls their functions, and `where` of items may.
  for (auto module = modules.size(); module-- > 0;) check_defines(context, module);
  check_items(context);
  check_eval_basics(context);
  check_prompts(context);
  check_deciders(context);
  check_checks(context);
  check_brought_deciders(context);
  check_eval(context);
  prove_obligations(context);
  try_examples_of_defines(context);
  note_defaults(context);
  lint(context);
  bound = std::move(context.bound);
  items = context.items;
  return std::move(context.program);
}

}  // namespace cairn
