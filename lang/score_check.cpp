#include "lang/score_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lang/combine.h"
#include "lang/explain_values.h"
#include "lang/overloaded.h"

namespace cairn {
namespace {

using program::Check;

bool asks_a_condition(const program::Rule& rule) {
  const auto* points = std::get_if<program::Points>(&rule);
  return std::holds_alternative<program::Require>(rule) ||
         (points && std::holds_alternative<program::Require>(points->earned));
}

bool sees_only_the_item(const Expr& expr) {
  const auto* name = std::get_if<InScope>(&expr.node);
  if (name && name->name != ScopeName::item) return false;
  return std::ranges::all_of(expr.operands, sees_only_the_item);
}

std::string why_missing(const Value& value) {
  const auto* absent = value.as<Missing>();
  if (!absent) return fmt::format("this is {}", kind_of(value));
  return absent->why.empty() ? "it is missing" : absent->why;
}

std::optional<double> number_in(const Value& value) {
  if (const auto* number = value.as<Number>()) return number->value;
  if (const auto* amount = value.as<Amount>()) return amount->value;
  return std::nullopt;
}

std::string label_of(const Value& value) {
  if (value.is_missing() || value.as<Media>()) return {};
  return printed(value);
}

// The work on one answer.
class Scoring {
 public:
  Scoring(const PreparedCheck& prepared, Evaluator& evaluator, Scope& scope, EvidenceSource* source)
      : prepared_(prepared),
        check_(*prepared.check),
        evaluator_(evaluator),
        scope_(scope),
        source_(source) {}

  CheckResult run() {
    if (auto out = excluded(prepared_, evaluator_)) return {.outcome = *std::move(out)};
    if (!check_.for_each) return whole();
    return elements();
  }

 private:
  // What one element came to. Left empty by a measure and by NobodyAsked.
  struct Scored1 {
    Part part;
    std::optional<Outcome> instead;  // Of the whole check, whatever the others say.
  };

  CheckResult whole() {
    Scored1 one = element(0, 1, nullptr);
    CheckResult result;
    result.said = std::move(said_);
    if (one.instead) {
      result.outcome = *std::move(one.instead);
    } else if (std::holds_alternative<program::Points>(check_.rule)) {
      result.outcome = combine(check_.combine, check_.passes_at, std::span(&one.part, 1));
    } else if (one.part.open()) {
      result.outcome = Unanswered{one.part.low, one.part.high, std::move(one.part.why)};
    } else {
      const bool passed = reaches(one.part.low, check_.passes_at);
      result.outcome = Scored{one.part.low, passed, passed ? std::string() : why_short(one.part)};
    }
    return result;
  }

  std::string why_short(Part& part) const {
    if (!part.why.empty()) return std::move(part.why);
    return fmt::format("the score is {}, below {}", shortest(std::round(part.low * 1000) / 1000),
                       shortest(check_.passes_at));
  }

  CheckResult elements() {
    const Value& list = evaluator_.evaluate(*prepared_.list);
    const auto* all = list.as<List>();
    if (!all) {
      if (check_.for_each->of_the_item && list.is_missing())
        return {.outcome = NotApplicable{why_missing(list)}};
      return {.outcome = Scored{
                  0, false, fmt::format("there is no list to go through: {}", why_missing(list))}};
    }
    if (all->empty()) {
      if (check_.for_each->of_the_item)
        return {.outcome = NotApplicable{"the list of this item is empty"}};
      return {.outcome = Scored{0, false, "nothing to check: the list is empty"}};
    }
    return go_through(*all);
  }

  CheckResult go_through(const List& all) {
    CheckResult result;
    std::vector<Part> parts;
    parts.reserve(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      evaluator_.bind(check_.for_each->variable, &all[i]);
      Scored1 one = element(i, all.size(), &all[i]);
      if (one.instead) {
        result.outcome = *std::move(one.instead);
        return result;
      }
      result.elements.push_back({called(all[i]), outcome_of(one.part)});
      if (one.part.low != 1) one.part.element = result.elements.back().element;
      parts.push_back(std::move(one.part));
    }
    evaluator_.bind(check_.for_each->variable, nullptr);
    result.outcome = combine(check_.combine, check_.passes_at, parts);
    result.said = std::move(said_);
    return result;
  }

  // A record by the name it has (`test small { … }`), else an element as it is.
  static std::string called(const Value& element) {
    const auto* record = element.as<Record>();
    const Value* name = record ? record->find("name") : nullptr;
    return name && name->as<std::string>() ? shown(*name) : shown(element);
  }

  static Outcome outcome_of(const Part& part) {
    if (part.open()) return Unanswered{part.low, part.high, part.why};
    return Scored{part.low, part.low == 1, part.why};
  }

  Scored1 element(std::size_t index, std::size_t all, const Value* value) {
    element_ = value;
    for (const auto id : prepared_.handed) {
      const Value& given = evaluator_.evaluate(id);
      if (given.is_missing()) return lost_for(why_missing(given));
    }
    if (!source_ || std::holds_alternative<program::NoEvidence>(check_.evidence)) return judged();
    Gathered gathered = source_->gather({index, all, value, &scope_});
    if (auto* open = std::get_if<Open>(&gathered)) return weighed(left_open(std::move(open->why)));
    if (auto* lost = std::get_if<AnswerFailed>(&gathered)) return lost_for(std::move(lost->why));
    if (auto* nobody = std::get_if<NobodyAsked>(&gathered))
      return {.part = {}, .instead = NotApplicable{std::move(nobody->why)}};
    return with(std::get<Evidence>(gathered));
  }

  Scored1 with(const Evidence& evidence) {
    evidence_ = &evidence;
    for (const auto& [name, value] : evidence.found) show(name, &value);
    Scored1 one = judged();
    // The next check's evidence may lack some of these names.
    for (const auto& [name, value] : evidence.found) show(name, nullptr);
    evidence_ = nullptr;
    return one;
  }

  void show(ScopeName name, const Value* value) {
    scope_[name] = value;
    evaluator_.rescope(name, value);
  }

  Scored1 judged() {
    const double points = points_of();
    if (std::isnan(points)) return missing_points();
    Scored1 one = earned();
    one.part.points = points;
    return one;
  }

  // NaN if they are missing.
  double points_of() {
    if (!prepared_.points) return 1;
    return number_in(evaluator_.evaluate(*prepared_.points)).value_or(std::nan(""));
  }

  Scored1 missing_points() {
    const Value& points = evaluator_.evaluate(*prepared_.points);
    if (const auto lacking = not_recorded(std::get<program::Points>(check_.rule).points))
      return {.part = {}, .instead = Unanswered{0, 1, *lacking}};
    return {
        .part = {},
        .instead = Scored{0, false, fmt::format("there are no points: {}", why_missing(points))}};
  }

  Scored1 earned() {
    const Value& value = evaluator_.evaluate(prepared_.rule);
    if (value.is_missing() && evidence_)
      if (const auto lacking = not_recorded(computed_by(check_.rule).expr))
        return left_open(*lacking);
    if (std::holds_alternative<program::Measure>(check_.rule)) return measured(value);
    if (std::holds_alternative<program::Says>(check_.rule)) return said(value);
    return asks_a_condition(check_.rule) ? held(value) : scored(value);
  }

  Scored1 held(const Value& value) {
    const auto* truth = value.as<bool>();
    if (truth && *truth) return {.part = {.low = 1, .high = 1}, .instead = {}};
    return failed(evidence_ && !evidence_->because.empty() ? evidence_->because : explained());
  }

  Scored1 scored(const Value& value) {
    constexpr double last_bits = 1e-9;
    const auto score = number_in(value);
    if (!score) return failed(why_missing(value));
    if (*score < -last_bits || *score > 1 + last_bits)
      return left_open(
          fmt::format("`score:` came to {}, which is not from 0 to 1: "
                      "use `scaled(x, low, high)`",
                      shown(value)));
    const double clipped = std::clamp(*score, 0.0, 1.0);
    return {.part = {.low = clipped, .high = clipped}, .instead = {}};
  }

  static Scored1 measured(const Value& value) {
    const auto number = number_in(value);
    if (!number || !std::isfinite(*number)) {
      return {.part = {}, .instead = NotApplicable{why_missing(value)}};
    }
    return {.part = {}, .instead = Measured{*number}};
  }

  Scored1 said(const Value& value) {
    Said pair{label_of(value), label_of(evaluator_.evaluate(*prepared_.should_say))};
    const bool same_label = !pair.said.empty() && pair.said == pair.should_say;
    const std::string why =
        same_label ? std::string()
        : pair.said.empty()
            ? fmt::format("it says nothing where `{}` is right: {}", pair.should_say,
                          why_missing(value))
            : fmt::format("it says `{}`, `{}` is right", pair.said, pair.should_say);
    said_.push_back(std::move(pair));
    if (!same_label) return failed(why);
    return {.part = {.low = 1, .high = 1}, .instead = {}};
  }

  // The rule was not asked: there was nothing to ask it about.
  Scored1 lost_for(std::string why) {
    if (std::holds_alternative<program::Measure>(check_.rule))
      return {.part = {}, .instead = NotApplicable{std::move(why)}};
    if (prepared_.should_say)
      said_.push_back({"", label_of(evaluator_.evaluate(*prepared_.should_say))});
    return weighed(failed(std::move(why)));
  }

  // With its own points, where these do not hang on evidence that is not there.
  Scored1 weighed(Scored1 one) {
    if (const double points = points_of(); !std::isnan(points)) one.part.points = points;
    return one;
  }

  static Scored1 failed(std::string why) {
    return {.part = {.low = 0, .high = 0, .why = std::move(why)}, .instead = {}};
  }
  static Scored1 left_open(std::string why) {
    return {.part = {.low = 0, .high = 1, .why = std::move(why)}, .instead = {}};
  }

  std::string explained() const {
    std::vector<std::pair<Local, Value>> bound;
    if (element_) bound.emplace_back(check_.for_each->variable, *element_);
    return explain_briefly(computed_by(check_.rule), scope_, prepared_.natives, bound, evaluator_,
                           prepared_.rule);
  }

  // A name of the evidence that `expr` reads and that nobody recorded: then a
  // missing result is the instrument's, not the answer's.
  std::optional<std::string> not_recorded(const Expr& expr) const {
    const auto* name = std::get_if<InScope>(&expr.node);
    if (name && name->name >= ScopeName::verdict && name->name <= ScopeName::ratings &&
        !scope_[name->name])
      return fmt::format("no `{}` was recorded", to_string(name->name));
    for (const auto& operand : expr.operands)
      if (auto found = not_recorded(operand)) return found;
    return std::nullopt;
  }

  const PreparedCheck& prepared_;
  const Check& check_;
  Evaluator& evaluator_;
  Scope& scope_;
  EvidenceSource* source_;
  const Value* element_ = nullptr;
  const Evidence* evidence_ = nullptr;
  std::vector<Said> said_;
};

}  // namespace

const Explained& computed_by(const program::Rule& rule) {
  return std::visit(
      Overloaded{
          [](const program::Require& made) -> const Explained& { return made.condition; },
          [](const program::Score& made) -> const Explained& { return made.score; },
          [](const program::Measure& made) -> const Explained& { return made.number; },
          [](const program::Says& made) -> const Explained& { return made.says; },
          [](const program::Points& made) -> const Explained& {
            const auto* require = std::get_if<program::Require>(&made.earned);
            return require ? require->condition : std::get<program::Score>(made.earned).score;
          },
      },
      rule);
}

Result<PreparedCheck> prepare_check(const Check& check, const std::vector<const Expr*>& handed,
                                    NativeTable natives, Preparer& preparer) {
  PreparedCheck made{.check = &check, .natives = natives};
  std::optional<Failure> failure;
  const auto add = [&](const Expr& expr) {
    auto id = preparer.add(expr);
    if (id) return *id;
    if (!failure) failure = id.error();
    return ExprId{};
  };
  made.rule = add(computed_by(check.rule).expr);
  if (check.answer) made.answer = add(*check.answer);
  if (check.when) {
    made.when = add(check.when->expr);
    made.when_sees_only_the_item = sees_only_the_item(check.when->expr);
  }
  if (check.for_each) made.list = add(check.for_each->list);
  if (const auto* says = std::get_if<program::Says>(&check.rule))
    made.should_say = add(says->should_say.expr);
  if (const auto* points = std::get_if<program::Points>(&check.rule))
    made.points = add(points->points);
  for (const auto* expr : handed) made.handed.push_back(add(*expr));
  if (failure) return *failure;
  return made;
}

std::optional<NotApplicable> excluded(const PreparedCheck& check, Evaluator& evaluator) {
  if (!check.when) return std::nullopt;
  const Value& value = evaluator.evaluate(*check.when);
  const auto* truth = value.as<bool>();
  if (truth && *truth) return std::nullopt;
  return NotApplicable{};
}

CheckResult score_check(const PreparedCheck& check, Evaluator& evaluator, Scope scope,
                        EvidenceSource* source) {
  return Scoring(check, evaluator, scope, source).run();
}

}  // namespace cairn
