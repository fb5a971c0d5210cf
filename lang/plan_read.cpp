// Reads a plan back, strictly: every key must be known, every value fit, and
// every function be one that this cairn has in the same version.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lang/data/json.h"
#include "lang/data/rows.h"
#include "lang/fingerprint.h"
#include "lang/nearest.h"
#include "lang/plan_fields.h"

namespace cairn {

struct PlanMistakes {
  Diagnostics& diagnostics;
  std::string_view path;
  std::size_t found = 0;

  // `where` is the way to the value: "checks[2].rule.condition".
  void report(const std::string& where, const std::string& what) {
    if (++found > 5) return;  // A document of another kind would give hundreds.
    diagnostics.report(DiagnosticKind::bad_plan, {}, where.empty() ? "the plan" : where, what)
        .with_data({std::string(path), 0, 0, {}})
        .with_help("plans are not edited by hand: make it anew with `cairn plan --json`");
  }
};

class PlanReader {
 public:
  PlanReader(const Record& record, std::string where, PlanMistakes& mistakes)
      : record_(record), where_(std::move(where)), mistakes_(mistakes) {}

  template <class T>
  void field(std::string_view key, T& out) {
    if (const Value* value = take(key))
      read(*value, inside(key), out);
    else
      mistakes_.report(where_, fmt::format("it has no `{}`", key));
  }
  template <class T>
  void field(std::string_view key, std::optional<T>& out) {
    if (const Value* value = take(key)) read(*value, inside(key), out.emplace());
  }
  template <class T>
  void note(std::string_view key, T& out) {
    field(key, out);
  }
  template <class T>
  void list_unless_empty(std::string_view key, std::vector<T>& out) {
    if (const Value* value = take(key)) read(*value, inside(key), out);
  }
  template <class... T>
  void variant(std::variant<T...>& out) {
    const Value* kind = take("kind");
    const auto* word = kind ? kind->as<std::string>() : nullptr;
    const auto& all = Kinds<std::variant<T...>>::all;
    const auto found = word ? std::find(all.begin(), all.end(), *word) : all.end();
    if (found == all.end()) {
      mistakes_.report(where_, word ? fmt::format("`{}` is not a kind that can stand here", *word)
                                    : std::string("it has no `kind`"));
      give_up();
      return;
    }
    make(out, static_cast<std::size_t>(found - all.begin()),
         std::make_index_sequence<sizeof...(T)>());
    std::visit([&](auto& one) { describe(*this, one); }, out);
  }

  void no_further_keys() {
    if (given_up_) return;
    for (const auto& [name, value] : record_.fields)
      if (!std::ranges::count(taken_, name))
        mistakes_.report(inside(name), "this key is not known");
  }

 private:
  const Value* take(std::string_view key) {
    taken_.emplace_back(key);
    return record_.find(key);
  }
  void give_up() { given_up_ = true; }
  std::string inside(std::string_view key) const {
    return where_.empty() ? std::string(key) : fmt::format("{}.{}", where_, key);
  }
  template <class V, std::size_t... i>
  static void make(V& out, std::size_t which, std::index_sequence<i...>) {
    ((which == i ? (void)out.template emplace<i>() : void()), ...);
  }

  void wrong(const Value& value, const std::string& where, std::string_view wanted) {
    mistakes_.report(where, fmt::format("it should be {}, but is {}", wanted, shown(value, 30)));
  }

  void read(const Value& value, const std::string& where, bool& out) {
    if (const auto* truth = value.as<bool>())
      out = *truth;
    else
      wrong(value, where, "true or false");
  }
  void read(const Value& value, const std::string& where, std::string& out) {
    if (const auto* text = value.as<std::string>())
      out = *text;
    else
      wrong(value, where, "a text");
  }
  void read(const Value& value, const std::string& where, char& out) {
    const auto* text = value.as<std::string>();
    if (text && text->size() == 1 && std::string_view("+-*/").find((*text)[0]) != text->npos)
      out = (*text)[0];
    else
      wrong(value, where, "one of + - * /");
  }
  void read(const Value& value, const std::string& where, double& out) {
    if (const auto* number = value.as<Number>())
      out = number->value;
    else
      wrong(value, where, "a number");
  }
  template <class T>
  requires std::is_integral_v<T>
  void read(const Value& value, const std::string& where, T& out) {
    const auto* number = value.as<Number>();
    const double most = std::min(9e15, static_cast<double>(std::numeric_limits<T>::max()));
    const bool fits = number && number->value == std::floor(number->value) &&
                      std::fabs(number->value) <= most &&
                      (std::is_signed_v<T> || number->value >= 0);
    if (fits)
      out = static_cast<T>(number->value);
    else
      wrong(value, where, "a whole number");
  }
  template <class T>
  requires std::is_enum_v<T>
  void read(const Value& value, const std::string& where, T& out) {
    const auto* text = value.as<std::string>();
    for (std::size_t i = 0; text && i < Words<T>::count; ++i)
      if (Words<T>::of(static_cast<T>(i)) == *text) {
        out = static_cast<T>(i);
        return;
      }
    wrong(value, where, "a word that is known here");
  }
  void read(const Value& value, const std::string& where, Span& out) {
    const auto* list = value.as<List>();
    if (!list || list->size() < 2 || list->size() > 3) return wrong(value, where, "two offsets");
    read((*list)[0], where, out.begin);
    read((*list)[1], where, out.end);
    if (list->size() == 3) read((*list)[2], where, out.file);
  }
  void read(const Value& value, const std::string& where, Value& out) { out = data(value, where); }
  void read(const Value& value, const std::string& where, Record& out) {
    const auto* record = value.as<Record>();
    if (!record) return wrong(value, where, "a record");
    for (const auto& [name, field] : record->fields)
      out.fields.emplace_back(name, data(field, where));
  }
  void read(const Value& value, const std::string& where, std::variant<std::string, Expr>& out) {
    if (const auto* text = value.as<std::string>())
      out = *text;
    else
      read(value, where, out.emplace<Expr>());
  }
  template <class... T>
  void read(const Value& value, const std::string& where, std::variant<T...>& out) {
    within(value, where, [&](PlanReader& inner) { inner.variant(out); });
  }
  template <class T>
  void read(const Value& value, const std::string& where, std::vector<T>& out) {
    const auto* list = value.as<List>();
    if (!list) return wrong(value, where, "a list");
    for (std::size_t i = 0; i < list->size(); ++i)
      read((*list)[i], fmt::format("{}[{}]", where, i), out.emplace_back());
  }
  template <class T>
  requires std::is_class_v<T>
  void read(const Value& value, const std::string& where, T& out) {
    within(value, where, [&](PlanReader& inner) { describe(inner, out); });
  }

  template <class Read>
  void within(const Value& value, const std::string& where, const Read& read_inside) {
    const auto* record = value.as<Record>();
    if (!record) return wrong(value, where, "a record");
    PlanReader inner(*record, where, mistakes_);
    read_inside(inner);
    inner.no_further_keys();
  }

  Value data(const Value& value, const std::string& where) {
    if (const auto* list = value.as<List>()) {
      List made;
      for (const auto& element : *list) made.push_back(data(element, where));
      return Value(std::move(made));
    }
    const auto* record = value.as<Record>();
    return record ? tagged(*record, value, where) : value;
  }

  Value tagged(const Record& record, const Value& value, const std::string& where) {
    if (const Value* inner = record.find("record"); inner && record.fields.size() == 1) {
      Record made;
      read(*inner, where, made);
      return Value(std::move(made));
    }
    const Value* media = record.find("media");
    if (media && media->as<std::string>() && record.fields.size() == 1)
      return Value(Media{*media->as<std::string>()});
    const Value* amount = record.find("amount");
    const Value* unit = record.find("unit");
    constexpr std::array<std::string_view, 3> units = {"seconds", "bytes", "usd"};
    for (std::size_t i = 0; amount && amount->as<Number>() && unit && i < units.size(); ++i)
      if (const auto* word = unit->as<std::string>(); word && *word == units[i])
        return Value(Amount{amount->as<Number>()->value, static_cast<Unit>(i)});
    wrong(value, where, "data as a plan writes it");
    return {};
  }

  const Record& record_;
  std::string where_;
  PlanMistakes& mistakes_;
  std::vector<std::string> taken_;
  bool given_up_ = false;

  friend void read_document(const Record& document, Plan& plan, PlanMistakes& mistakes);
};

void read_document(const Record& document, Plan& plan, PlanMistakes& mistakes) {
  PlanReader reader(document, "", mistakes);
  reader.take("schema");
  describe(reader, plan);
  reader.no_further_keys();
}

// How many operands a node must have, so that evaluating it is safe.
static bool operands_fit(const Expr& expr) {
  const auto count = expr.operands.size();
  if (const auto* loop = std::get_if<Loop>(&expr.node))
    return count == 1U + (loop->has_where ? 1U : 0U) + (loop->has_body ? 1U : 0U) &&
           (loop->has_body || loop->kind == Loop::Kind::list) && loop->variable.slot >= 0 &&
           loop->variable.slot < 10'000;
  if (const auto* inlined = std::get_if<Inlined>(&expr.node))
    return count == inlined->parameters.size() + 1 &&
           std::ranges::all_of(inlined->parameters,
                               [](const Local& one) { return one.slot >= 0 && one.slot < 10'000; });
  if (const auto* local = std::get_if<Local>(&expr.node))
    return count == 0 && local->slot >= 0 && local->slot < 10'000;
  if (std::holds_alternative<MakeList>(expr.node)) return true;
  if (std::holds_alternative<Call>(expr.node)) return count <= 8;
  if (std::holds_alternative<MetricRef>(expr.node)) return count <= 1;
  if (std::holds_alternative<And>(expr.node) || std::holds_alternative<Or>(expr.node))
    return count >= 2;
  if (std::holds_alternative<Constant>(expr.node) || std::holds_alternative<InScope>(expr.node))
    return count == 0;
  const bool one =
      std::holds_alternative<FieldOf>(expr.node) || std::holds_alternative<Negate>(expr.node) ||
      std::holds_alternative<StateTest>(expr.node) || std::holds_alternative<Not>(expr.node);
  return count == (one ? 1U : 2U);
}

struct PlanChecker {
  const program::Library& library;
  PlanMistakes& mistakes;

  void expr(const Expr& one, const std::string& where) {
    if (!operands_fit(one)) mistakes.report(where, "an expression has the wrong number of parts");
    if (const auto* call = std::get_if<Call>(&one.node))
      native(call->native, call->version, one, where);
    if (const auto* test = std::get_if<TextTest>(&one.node))
      native(test->native, test->version, one, where);
    for (const auto& operand : one.operands) expr(operand, where);
  }

  void native(const std::string& name, int version, const Expr& one, const std::string& where) {
    const auto* found = find_native(library.natives, name);
    if (!found) {
      mistakes.report(where, fmt::format("the function `{}` is not one this cairn has", name));
    } else if (found->version != version) {
      mistakes.report(where, fmt::format("`{}` has version {} here, and {} in the plan", name,
                                         found->version, version));
    }
    const auto declared = library.functions.find(name);
    if (declared == library.functions.end() || !std::holds_alternative<Call>(one.node)) return;
    const auto& parameters = declared->second.parameters;
    const auto required = std::ranges::count(parameters, false, &program::Parameter::optional);
    if (std::cmp_less(one.operands.size(), required) || one.operands.size() > parameters.size())
      mistakes.report(where,
                      fmt::format("`{}` is called with {} arguments", name, one.operands.size()));
  }
};

// Walks every expression of a plan through the archive's own list of fields.
class ExprWalker {
 public:
  explicit ExprWalker(PlanChecker& checker) : checker_(checker) {}
  template <class T>
  void field(std::string_view key, T& value) {
    const auto before = where_.size();
    where_ += where_.empty() ? std::string(key) : fmt::format(".{}", key);
    walk(value);
    where_.resize(before);
  }
  template <class T>
  void note(std::string_view key, T& value) {
    field(key, value);
  }
  template <class T>
  void list_unless_empty(std::string_view, std::vector<T>&) {}
  template <class... T>
  void variant(std::variant<T...>& value) {
    std::visit([&](auto& one) { describe(*this, one); }, value);
  }

 private:
  void walk(Expr& one) { checker_.expr(one, where_); }
  void walk(std::variant<std::string, Expr>& part) {
    if (auto* one = std::get_if<Expr>(&part)) checker_.expr(*one, where_);
  }
  template <class T>
  void walk(std::optional<T>& one) {
    if (one) walk(*one);
  }
  template <class T>
  void walk(std::vector<T>& all) {
    for (auto& one : all) walk(one);
  }
  template <class... T>
  void walk(std::variant<T...>& value) {
    variant(value);
  }
  template <class T>
  void walk(T& value) {
    if constexpr (PlanPart<T>) describe(*this, value);
  }

  PlanChecker& checker_;
  std::string where_;
};

std::optional<Plan> read_plan(std::string_view json, std::string_view path,
                              const program::Library& library, Diagnostics& diagnostics) {
  PlanMistakes mistakes{diagnostics, path};
  const auto parsed = parse_json(json);
  const auto* document = parsed.value.as<Record>();
  if (parsed.mistake) {
    mistakes.report("", fmt::format("it is not valid JSON: {} (byte {})", parsed.mistake->what,
                                    parsed.mistake->offset));
    return std::nullopt;
  }
  const Value* schema = document ? document->find("schema") : nullptr;
  const auto* name = schema ? schema->as<std::string>() : nullptr;
  if (!name || *name != "cairn.plan/1") {
    mistakes.report("", name ? fmt::format("its schema is `{}`, not `cairn.plan/1`", *name)
                             : std::string("it has no `\"schema\": \"cairn.plan/1\"`"));
    return std::nullopt;
  }
  Plan plan;
  read_document(*document, plan, mistakes);
  if (mistakes.found > 0) return std::nullopt;
  PlanChecker checker{library, mistakes};
  ExprWalker walker(checker);
  describe(walker, plan);
  if (mistakes.found > 0) return std::nullopt;
  const Hashes hashes = hashes_of(plan);
  if (hashes.score != plan.hashes.score || hashes.answers != plan.hashes.answers)
    mistakes.report("hashes", "they are not those of what the plan says: it was changed");
  return mistakes.found == 0 ? std::optional(std::move(plan)) : std::nullopt;
}

}  // namespace cairn
