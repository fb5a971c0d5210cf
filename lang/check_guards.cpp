// Proves on every item that the fields an expression reads are there where it is
// evaluated, and that patterns which stand in items can be used.
#include <fmt/format.h>

#include <algorithm>

#include "lang/check_context.h"
#include "lang/evaluate.h"
#include "lang/item_sources.h"
#include "lang/operations.h"
#include "lang/words.h"

namespace cairn {
namespace {

constexpr std::size_t most_places = 5;

struct Prover {
  const Obligation& obligation;
  ExprId path;
  std::vector<ExprId> guards;
  std::vector<ExprId> lists;
  std::size_t wrong_items = 0;
  std::size_t held_items = 0;  // Items for which the guards hold.
  std::vector<std::string> places;
  std::string why;
};

std::string place_of(const Item& item, std::string_view path) {
  if (path.empty()) return fmt::format("item `{}`", item.id);
  const auto slash = path.rfind('/');
  return fmt::format("{}:{}", path.substr(slash == path.npos ? 0 : slash + 1), item.line);
}

class Proof {
 public:
  explicit Proof(Context& context) : context_(context) {}

  void run() {
    Preparer preparer(context_.library.natives);
    for (const auto& obligation : context_.obligations) add(preparer, obligation);
    if (provers_.empty()) return;
    const auto prepared = std::move(preparer).finish();
    Evaluator evaluator(*prepared);
    Diagnostics unseen;  // Mistakes in rows were reported by the first pass.
    for_each_item(context_.program.inline_items, context_.item_sources, unseen,
                  [&](const Item& item, std::string_view path) {
                    const Value record(item.fields);
                    Scope scope;
                    scope[ScopeName::item] = &record;
                    evaluator.sample(scope);
                    for (auto& prover : provers_) prove(prover, evaluator, item, path);
                    return true;
                  });
    for (const auto& prover : provers_) report(prover);
  }

 private:
  void add(Preparer& preparer, const Obligation& obligation) {
    Prover prover{
        .obligation = obligation, .path = {}, .guards = {}, .lists = {}, .places = {}, .why = {}};
    const auto add_one = [&](const Expr& expr) {
      const auto id = preparer.add(expr);
      return id ? *id : ExprId{};
    };
    prover.path = add_one(obligation.path);
    for (const auto& guard : obligation.guards) prover.guards.push_back(add_one(guard));
    for (const auto& [variable, list] : obligation.elements) prover.lists.push_back(add_one(list));
    provers_.push_back(std::move(prover));
  }

  void prove(Prover& prover, Evaluator& evaluator, const Item& item, std::string_view path) {
    if (!wrong_somewhere(prover, evaluator, 0)) return;
    ++prover.wrong_items;
    if (prover.places.size() < most_places) prover.places.push_back(place_of(item, path));
  }

  // Takes every element of the loops around it, from the outermost in.
  bool wrong_somewhere(Prover& prover, Evaluator& evaluator, std::size_t depth) {
    if (depth < prover.lists.size()) {
      const Value list = evaluator.evaluate(prover.lists[depth]);
      const auto* elements = list.as<List>();
      if (!elements) return false;
      return std::ranges::any_of(*elements, [&](const Value& element) {
        evaluator.bind(prover.obligation.elements[depth].first, &element);
        return wrong_somewhere(prover, evaluator, depth + 1);
      });
    }
    for (const auto guard : prover.guards)
      if (truth_of(evaluator.evaluate(guard)) != Truth::yes) return false;
    const Value& value = evaluator.evaluate(prover.path);
    if (prover.obligation.what == Obligation::What::is_there) return value.is_missing();
    return !can_be_prepared(prover, value);
  }

  bool can_be_prepared(Prover& prover, const Value& value) {
    const auto* native = find_native(context_.library.natives, prover.obligation.native);
    if (value.is_missing() || !native) return true;
    const Value* const constants[] = {nullptr, &value, nullptr};
    const auto prepared = native->prepare(Arguments(constants));
    if (!prepared && prover.why.empty()) prover.why = prepared.error().what;
    return prepared.has_value();
  }

  void report(const Prover& prover) {
    if (prover.wrong_items == 0) return;
    const auto& obligation = prover.obligation;
    std::string places = fmt::format("{}", listed(prover.places));
    if (prover.wrong_items > prover.places.size())
      places += fmt::format(" and {} more", prover.wrong_items - prover.places.size());
    const auto field = obligation.field.substr(obligation.field.rfind('.') + 1);
    if (obligation.what == Obligation::What::prepares) {
      context_
          .report(DiagnosticKind::bad_item_constant, obligation.at, prover.wrong_items,
                  context_.items, field, prover.why)
          .with_help(places);
      return;
    }
    auto& diagnostic = context_.report(DiagnosticKind::field_lacking, obligation.at,
                                       prover.wrong_items, context_.items, field);
    diagnostic.with_help(places);
    if (!obligation.elements.empty())
      diagnostic.with_help(
          fmt::format("or say `{} is present and …` of the element", obligation.field));
    else if (obligation.guardable)
      diagnostic.with_help(
          fmt::format("or guard the check with `when: {} is present`", obligation.field));
    else
      diagnostic.with_help("fill them in; an empty text is allowed");
  }

  Context& context_;
  std::vector<Prover> provers_;
};

}  // namespace

void prove_obligations(Context& context) {
  if (context.items_known) Proof(context).run();
}

}  // namespace cairn
