#include <fmt/format.h>

#include <algorithm>

#include "lang/check_context.h"
#include "lang/item_sources.h"

namespace cairn {
namespace {

// Whether a value here or in a record could not be read; this has been reported.
bool lost_value(const syntax::Block& block) {
  return std::ranges::any_of(block.entries, [](const syntax::Entry& entry) {
    if (const auto* setting = std::get_if<syntax::Setting>(&entry))
      return std::holds_alternative<syntax::Unread>(setting->value);
    return lost_value(std::get<syntax::Block>(entry));
  });
}

struct ItemsChecker {
  Context& context;
  ShapeBuilder shape;
  long long seed = 0;
  bool lost = false;  // A field could not be read: what items have is not known.

  void inline_items() {
    for (const auto& [name, declared] : context.declared["item"]) order.push_back(&declared);
    std::ranges::sort(order, {}, [](const Declared* one) { return one->block->at.begin; });
    for (const auto* declared : order) inline_item(*declared);
  }

  void inline_item(const Declared& declared) {
    const BlockView view(*declared.block);
    program::InlineItem made{.heading = heading_of(declared)};
    Record written = data_record(context, *declared.block, declared.module);
    lost |= lost_value(*declared.block);
    made.fields.fields.emplace_back("id", Value(declared.name));
    for (auto& [name, value] : written.fields) {
      if (name == "skip")
        made.skip = reason_to_skip(*declared.block, value);
      else if (name == "holdout")
        made.holdout = held_out(*declared.block, value);
      else if (name == "id")
        report_id(*declared.block, value);
      else
        made.fields.fields.emplace_back(name, std::move(value));
    }
    if (!made.skip) {
      const Item item{.id = declared.name, .fields = made.fields, .line = 0};
      shape.add(item, "");
    }
    context.program.inline_items.push_back(std::move(made));
  }

  // The value of `key`; of a quoted key or a record the item's name.
  static Span place_of(const syntax::Block& block, std::string_view key) {
    const auto* setting = BlockView(block).find(key);
    return setting ? setting->value_at : block.name->at;
  }

  std::string reason_to_skip(const syntax::Block& block, const Value& value) {
    const auto* reason = value.as<std::string>();
    if (reason && !reason->empty()) return *reason;
    context
        .report(DiagnosticKind::wrong_value, place_of(block, "skip"), "skip", "a reason",
                shown(value))
        .with_help("say why in quotes: `skip: \"the task is not clear\"`");
    return "no reason";
  }

  bool held_out(const syntax::Block& block, const Value& value) {
    if (const auto* given = value.as<bool>()) return *given;
    context
        .report(DiagnosticKind::wrong_value, place_of(block, "holdout"), "holdout", "yes or no",
                shown(value))
        .with_help("write `holdout: yes`, or leave it out");
    return false;
  }

  void report_id(const syntax::Block& block, const Value& value) {
    context
        .report(DiagnosticKind::wrong_value, place_of(block, "id"), "id", "no value in a block",
                shown(value))
        .with_help(fmt::format("its id is its name, `{}`: leave the line out", block.name->id));
  }

  // `items x.jailbreaks` asks for those of a used file.
  const Declared* asked_for(const Declared& declared, Declared& found) {
    const auto& name = declared.name;
    const auto dot = name.find('.');
    if (dot == std::string::npos) return &declared;
    for (const auto& use : context.modules.front().uses) {
      if (use.alias != name.substr(0, dot)) continue;
      for (const auto& block : context.modules[use.module].file.blocks)
        if (block.keyword.id == "items" && block.name && block.name->id == name.substr(dot + 1)) {
          found = {&block, use.module, name};
          return &found;
        }
      context.report(DiagnosticKind::unknown_name, declared.block->name->at, "items block", name)
          .with_help("look into the file it should come from");
      return nullptr;
    }
    context.report(DiagnosticKind::unknown_alias, declared.block->name->at, name.substr(0, dot))
        .with_help(fmt::format("add a line `use \"…\" as {}`", name.substr(0, dot)));
    return nullptr;
  }

  void items_file(const Declared& declared) {
    Declared other;
    const auto* from = asked_for(declared, other);
    if (!from) return;
    const BlockView view(*from->block);
    SettingReader read{context, view, from->module};
    if (!read.required("from")) return;
    const auto path = read.file("from");
    if (!path) return;
    program::ItemsFile made{.heading = heading_of(*from), .path = *path};
    made.heading.name = declared.name;
    if (from->module != 0)
      made.named_in = context.sources[context.modules[from->module].file.id].path();
    made.from_at = view.find("from")->value_at;
    if (const auto names = read.texts("id"); !names.empty()) made.id_column = names.front();
    made.media = read.texts("media");
    made.text_from = read.texts("text from");
    made.lists = read.texts("lists");
    made.split = read.text("split").value_or("");
    if (!made.lists.empty() && made.split.empty()) read.required("split");
    if (const auto take = read.whole("take", 1, 1'000'000'000))
      made.take = static_cast<std::size_t>(*take);
    made.holdout = read.yes_no("holdout").value_or(false);
    where(view, made, from->module);
    const auto& named_in = context.sources[0].path();
    context.item_sources.emplace_back(
        context.loader, item_options(made, named_in, seed, context.library.natives, Filtered::yes));
    fold(context.item_sources.back(), shape, context.diagnostics);
    bind(made, context.item_sources.back());
    context.program.items_files.push_back(std::move(made));
  }

  // `where` is checked against all rows; what it leaves is what the rest sees.
  void where(const BlockView& view, program::ItemsFile& made, std::size_t module) {
    const auto* written = view.expr("where");
    if (!written) return;
    ItemSource all(context.loader, item_options(made, context.sources[0].path(), seed,
                                                context.library.natives, Filtered::no));
    ShapeBuilder rows;
    Diagnostics unseen;  // The same mistakes are reported by the second reading.
    fold(all, rows, unseen);
    int next_slot = 0;
    auto environment = item_environment(context, module, next_slot);
    environment.where = "`where`, which sees only the item";
    environment.guardable = false;
    const auto rows_shape = rows.finish();
    environment.scope["item"] = rows_shape.item;
    const bool known_before = std::exchange(context.items_known, rows_shape.items > 0);
    const auto errors = context.diagnostics.errors();
    made.where = check_condition(context, environment, *written);
    if (context.diagnostics.errors() > errors) made.where.reset();  // Else no row is left.
    context.items_known = known_before;
    // A row that lacks a field is left out by a comparison with it.
    context.obligations.clear();
  }

  void bind(const program::ItemsFile& made, const ItemSource& source) {
    if (source.file_digest()) context.bound.push_back({made.path, source.file_digest()->hex()});
  }

  std::vector<const Declared*> order;
};

}  // namespace

void check_items(Context& context) {
  ItemsChecker checker{context, {}, {}, {}, {}};
  if (const auto& evals = context.declared["eval"]; !evals.empty()) {
    const BlockView view(*evals.begin()->second.block);
    Diagnostics unseen;
    if (const auto* seed = view.expr("seed"))
      if (const auto* number = std::get_if<syntax::Number>(&seed->node))
        checker.seed = static_cast<long long>(number->value);
  }
  checker.inline_items();
  std::vector<const Declared*> files;
  for (const auto& [name, declared] : context.declared["items"]) files.push_back(&declared);
  std::ranges::sort(files, {}, [](const Declared* one) { return one->block->at.begin; });
  for (const auto* declared : files) checker.items_file(*declared);
  auto shape = checker.shape.finish();
  context.item_type = std::move(shape.item);
  context.items = shape.items;
  context.items_known = shape.items > 0 && !checker.lost;
  context.item_type.open = !context.items_known;
}

}  // namespace cairn
