#include "runtime/run_items.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <queue>

#include "lang/data/digest.h"
#include "lang/nearest.h"

namespace cairn {
namespace {

const std::string* planned_hash(const Plan& plan, const std::string& path) {
  const auto found = std::ranges::find(plan.bound, path, &BoundFile::path);
  return found == plan.bound.end() ? nullptr : &found->hash;
}

}  // namespace

std::string eval_path(const Plan& plan) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  const fs::path whole = fs::path(plan.folder) / plan.file;
  const auto from_here = whole.lexically_proximate(fs::current_path(ignored));
  const bool below = !from_here.empty() && *from_here.begin() != "..";
  return (whole.is_absolute() && below ? from_here : whole).string();
}

std::optional<RunItems> RunItems::find(const Plan& plan, const RunOptions& options,
                                       const RunWorld& world, Diagnostics& diagnostics) {
  RunItems items;
  items.inline_items_ = &plan.inline_items;
  if (!items.read(plan, world, diagnostics)) return std::nullopt;
  items.read_left_out(plan, world);
  if (!items.choose(plan, options, diagnostics)) return std::nullopt;
  return items;
}

bool RunItems::read(const Plan& plan, const RunWorld& world, Diagnostics& diagnostics) {
  for (const auto& file : plan.items_files)
    sources_.emplace_back(world.loader, item_options(file, eval_path(plan), plan.eval.seed,
                                                     world.library.natives, Filtered::yes));
  const auto errors_before = diagnostics.errors();
  Diagnostics found;  // Warnings were shown when the file was checked.
  for_each_item(*inline_items_, sources_, found, [&](const Item& item, std::string_view path) {
    if (ids_.add(item.id))
      found.report(DiagnosticKind::item_same_id, {}, item.id)
          .with_data({.path = std::string(path), .line = item.line, .column = 0, .excerpt = {}});
    else
      draws_.push_back(draw_of(plan.eval.seed, item.id));
    return !found.any_errors();
  });
  if (found.any_errors()) diagnostics.append(std::move(found));
  for (std::size_t i = 0; i < sources_.size() && diagnostics.errors() == errors_before; ++i)
    if (!is_as_planned(plan, i))
      diagnostics.report(DiagnosticKind::file_not_planned, {}, sources_[i].path())
          .with_help("plan the eval again: `cairn plan FILE --json`");
  chosen_.assign(ids_.size(), true);
  size_ = ids_.size();
  return diagnostics.errors() == errors_before;
}

bool RunItems::is_as_planned(const Plan& plan, std::size_t source) const {
  const auto* hash = planned_hash(plan, plan.items_files[source].path);
  const auto& digest = sources_[source].file_digest();
  return !hash || !digest || digest->hex() == *hash;
}

bool RunItems::unchanged(const Plan& plan) const {
  for (std::size_t i = 0; i < sources_.size(); ++i)
    if (!is_as_planned(plan, i)) return false;
  return true;
}

// Answers for these are no mistake; they are not used.
void RunItems::read_left_out(const Plan& plan, const RunWorld& world) {
  for (const auto& item : plan.inline_items)
    if (item.skip) ids_.add(item.heading.name);
  std::vector<ItemSource> whole;
  for (const auto& file : plan.items_files)
    if (file.where || file.take)
      whole.emplace_back(world.loader, item_options(file, eval_path(plan), plan.eval.seed,
                                                    world.library.natives, Filtered::no));
  Diagnostics unseen;
  for_each_item({}, whole, unseen, [&](const Item& item, std::string_view) {
    ids_.add(item.id);
    return true;
  });
}

bool RunItems::choose(const Plan& plan, const RunOptions& options, Diagnostics& diagnostics) {
  if (!options.items.empty() && !choose_named(options.items, diagnostics)) return false;
  if (options.take && *options.take < size_) choose_drawn(*options.take);
  draws_ = {};
  if (size_ > 0) return true;
  diagnostics.report(DiagnosticKind::run_no_items, {}, plan.file)
      .with_help("give it `item` blocks, or `items` with a file of rows");
  return false;
}

bool RunItems::choose_named(const std::vector<std::string>& names, Diagnostics& diagnostics) {
  chosen_.assign(chosen_.size(), false);
  size_ = 0;
  bool all_there = true;
  for (const auto& name : names) {
    const auto found = place(name);
    if (!found || *found == left_out) {
      all_there = false;
      auto& made = diagnostics.report(DiagnosticKind::run_unknown_item, {}, name,
                                      found ? ": `skip:`, `where:` or `take:` leaves it out" : "");
      const auto near = found ? std::string() : id_near(name);
      if (!near.empty())
        made.with_help(fmt::format("did you mean `{}`?", near));
      else if (!found)
        made.with_help("`--item` takes the id of an item, as the data file has it");
    } else if (!chosen_[*found]) {
      chosen_[*found] = true;
      ++size_;
    }
  }
  return all_there;
}

// Ids are not kept: they are read again where one is not there.
std::string RunItems::id_near(std::string_view name) {
  std::vector<std::string> ids;
  Diagnostics unseen;
  Cursor cursor(*this, unseen);
  while (auto item = cursor.any()) ids.push_back(std::move(item->id));
  return std::string(nearest(name, {ids.begin(), ids.end()}));
}

// Those with the smallest draws, like `take:`.
void RunItems::choose_drawn(std::size_t take) {
  std::vector<std::pair<std::uint64_t, std::uint32_t>> drawn;
  for (std::uint32_t place = 0; place < chosen_.size(); ++place)
    if (chosen_[place]) drawn.emplace_back(draws_[place], place);
  std::ranges::nth_element(drawn, drawn.begin() + static_cast<std::ptrdiff_t>(take));
  for (std::size_t i = take; i < drawn.size(); ++i) chosen_[drawn[i].second] = false;
  size_ = take;
}

std::optional<std::uint32_t> RunItems::place(std::string_view id) const {
  const auto found = ids_.find(id);
  if (found && *found >= chosen_.size()) return left_out;
  return found;
}

std::unique_ptr<RunItems::Cursor> RunItems::open(Diagnostics& diagnostics) {
  return std::make_unique<Cursor>(*this, diagnostics);
}

void RunItems::each(Diagnostics& diagnostics,
                    const std::function<bool(const Item&, std::uint32_t place)>& each) {
  Cursor cursor(*this, diagnostics);
  while (const auto found = cursor.next())
    if (!each(found->item, found->place)) return;
}

std::optional<Item> RunItems::Cursor::any() {
  const auto& inlined = *items_.inline_items_;
  while (inline_at_ < inlined.size()) {
    const auto& one = inlined[inline_at_++];
    if (!one.skip) return Item{.id = one.heading.name, .fields = one.fields, .line = 0};
  }
  while (source_at_ < items_.sources_.size()) {
    if (!reader_) reader_ = items_.sources_[source_at_].read(diagnostics_);
    if (auto item = reader_ ? reader_->next() : std::nullopt) return item;
    reader_ = nullptr;
    ++source_at_;
  }
  return std::nullopt;
}

std::optional<RunItems::Cursor::Found> RunItems::Cursor::next() {
  while (auto item = any()) {
    const auto place = place_++;
    // A file that has grown since it was first read has items of no place.
    if (place >= items_.chosen_.size()) return std::nullopt;
    if (items_.chosen_[place]) return Found{*std::move(item), place};
  }
  return std::nullopt;
}

}  // namespace cairn
