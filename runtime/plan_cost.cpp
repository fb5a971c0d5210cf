#include "runtime/plan_cost.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "lang/block_named.h"
#include "lang/fill_template.h"
#include "lang/item_sources.h"
#include "lang/words.h"
#include "runtime/asking/call_cost.h"
#include "runtime/asking/judge_call.h"
#include "runtime/log_reader.h"
#include "runtime/models/caller.h"
#include "runtime/reply.h"
#include "runtime/report/phrases.h"

namespace cairn {
namespace {

// How long one call takes, and how many are under way: nobody knows before.
constexpr Range answer_seconds = {1, 20}, verdict_seconds = {1, 10};

// What the last run's answers were long.
std::optional<Learned> learned_of(const std::filesystem::path& log, Loader& loader) {
  if (log.empty()) return std::nullopt;
  auto reader = LogReader::open(loader, log.string());
  if (!reader) return std::nullopt;
  Learned made{.low = std::numeric_limits<double>::infinity()};
  while (true) {
    auto record = reader->next();
    if (!record || !*record) break;
    const Value* usage = (*record)->find("usage");
    const auto* tokens = usage ? usage->as<Record>() : nullptr;
    const Value* out = tokens ? tokens->find("out") : nullptr;
    const auto* number = out ? out->as<Number>() : nullptr;
    if (!number) continue;
    made.low = std::min(made.low, number->value);
    made.high = std::max(made.high, number->value);
    made.mean += (number->value - made.mean) / static_cast<double>(++made.calls);
  }
  return made.calls > 0 ? std::optional(made) : std::nullopt;
}

class CostOfPlan {
 public:
  CostOfPlan(const Plan& plan, const PlanFacts& facts, const PriceTable& prices,
             const program::Library& library)
      : plan_(plan), facts_(facts), prices_(prices), library_(library) {}

  PlanCost cost(std::optional<Learned> learned, Loader& loader) {
    made_.learned = learned;
    read_prompts(loader);
    answer_ = tokens_out(plan_.eval.model ? plan_.eval.model->max_tokens : std::nullopt,
                         Written::answer, learned ? &*learned : nullptr);
    if (plan_.eval.answers_path.empty() && plan_.eval.model) answers();
    for (const auto& [check, hash] : plan_.checks)
      if (const auto* by = std::get_if<program::ByJudge>(&check.evidence)) judged(check, *by);
    return std::move(made_);
  }

 private:
  double samples() const { return plan_.eval.samples; }

  // What all prompts together come to; and how many turns the model answers.
  void read_prompts(Loader& loader) {
    if (!plan_.prompt) return;
    const std::string named_in =
        plan_.folder.empty() ? plan_.file : plan_.folder + "/" + plan_.file;
    std::vector<ItemSource> sources;
    for (const auto& items : plan_.items_files)
      sources.emplace_back(
          loader, item_options(items, named_in, plan_.eval.seed, library_.natives, Filtered::yes));
    Diagnostics unseen;  // Told when the plan was made.
    for_each_item(plan_.inline_items, sources, unseen, [&](const Item& item, std::string_view) {
      const Value record(item.fields);
      Scope scope;
      scope[ScopeName::item] = &record;
      const Value prompt = rendered_prompt(plan_, scope, library_.natives);
      if (const auto* text = prompt.as<std::string>()) prompts_ = prompts_ + tokens_in(*text);
      return true;
    });
    const auto turns = std::ranges::count_if(plan_.prompt->turns,
                                             [](const auto& turn) { return !turn.assistant; });
    turns_ = static_cast<double>(std::max<std::ptrdiff_t>(turns, 1));
  }

  void answers() {
    const double calls = static_cast<double>(plan_.items) * samples() * turns_;
    // Each turn is sent with all that was said before it.
    const Range in = samples() * prompts_ + (calls * (turns_ - 1) / 2) * answer_;
    add("answers", *plan_.eval.model, Range{calls, calls}, in, calls * answer_, answer_seconds);
  }

  void judged(const program::Check& check, const program::ByJudge& by) {
    const auto* judge = block_named(plan_.judges, by.judge);
    if (!judge) return;
    const bool both = by.asked.compare_with && by.asked.both_orders;
    const double each = judge->samples * (both ? 2.0 : 1.0);
    const auto found = facts_.applicable.find(check.heading.name);
    const double items =
        static_cast<double>(found == facts_.applicable.end() ? plan_.items : found->second);
    std::optional<Range> calls = Range{items * samples() * each, items * samples() * each};
    if (check.for_each) {
      const auto elements = facts_.elements.find(check.heading.name);
      if (elements == facts_.elements.end()) {
        calls.reset();
      } else {
        const double all = static_cast<double>(elements->second) * samples() * each;
        calls = Range{all, all};
      }
    }
    if (calls && !check.needs.empty()) calls->low = 0;
    const double examples = static_cast<double>(check.examples.size()) * each;
    if (calls) *calls = Range{calls->low + examples, calls->high + examples};
    const Range in = calls ? per_judge_call(by, *judge) : Range{};
    const Range out = tokens_out(judge->model.max_tokens, Written::verdict);
    const auto times = calls.value_or(Range{});
    add(check.heading.name, judge->model, calls, {times.low * in.low, times.high * in.high},
        {times.low * out.low, times.high * out.high}, verdict_seconds);
  }

  Range per_judge_call(const program::ByJudge& by, const program::Judge& judge) const {
    const auto found = library_.judge_prompts.find(library_prompt_for(by.asked));
    std::string written;
    const auto add_text = [&](const Template& text) {
      for (const auto& part : text.parts)
        if (const auto* plain = std::get_if<std::string>(&part)) written += *plain;
    };
    add_text(by.asked.question);
    if (judge.prompt)
      add_text(*judge.prompt);
    else if (found != library_.judge_prompts.end())
      add_text(found->second.text);
    const double items = std::max(1.0, static_cast<double>(plan_.items));
    const double texts = by.asked.compare_with ? 2 : 1;
    return tokens_in(written) + (1 / items) * prompts_ + texts * answer_;
  }

  void add(std::string what, const program::Model& model, std::optional<Range> calls, Range in,
           Range out, Range seconds_each) {
    const auto price = price_for(model, prices_);
    StepCost step{.what = std::move(what),
                  .model = model.id,
                  .calls = calls,
                  .tokens_in = in,
                  .tokens_out = out};
    if (step.model.empty()) step.model = model.heading.name;
    if (calls && price) step.usd = cost(in, out, *price);
    if (calls) {
      const double least =
          model.concurrency ? static_cast<double>(*model.concurrency) : lane::first_width;
      const double most = model.concurrency ? least : lane::widest;
      made_.seconds = made_.seconds + Range{std::ceil(calls->low / most) * seconds_each.low,
                                            std::ceil(calls->high / least) * seconds_each.high};
    }
    if (priced_.insert(step.model).second) note_price(step.model, price);
    made_.steps.push_back(std::move(step));
  }

  void note_price(const std::string& model, const std::optional<Price>& price) {
    if (!price || !price->in || !price->out) {
      made_.prices.push_back(fmt::format("{}: unknown", model));
      return;
    }
    made_.prices.push_back(fmt::format("{}: {:.2f} in, {:.2f} out{}{}{}{}", model, *price->in,
                                       *price->out, price->source.empty() ? "" : " (",
                                       price->source, price->date.empty() ? "" : ", " + price->date,
                                       price->source.empty() ? "" : ")"));
  }

  // `cost` is a member's name here.
  static std::optional<Range> cost(Range in, Range out, const Price& price) {
    return cairn::cost(in, out, price);
  }

  const Plan& plan_;
  const PlanFacts& facts_;
  const PriceTable& prices_;
  const program::Library& library_;
  PlanCost made_;
  Range prompts_, answer_;
  double turns_ = 1;
  std::set<std::string> priced_;
};

std::string count_words(double count) {
  if (count >= 9'950'000) return fmt::format("{:.0f}M", count / 1e6);
  if (count >= 999'500) return fmt::format("{:.1f}M", count / 1e6);
  if (count >= 9'950) return fmt::format("{:.0f}k", count / 1e3);
  if (count >= 1000) return fmt::format("{:.1f}k", count / 1e3);
  return fmt::format("{:.0f}", std::ceil(count));
}

std::string range_words(Range range) {
  const auto low = count_words(range.low), high = count_words(range.high);
  return low == high ? low : low + "–" + high;
}

std::string money_words(const std::optional<Range>& usd) {
  if (!usd) return "unknown";
  if (usd->high == 0) return "$0";
  return fmt::format("{}–{}", in_dollars(usd->low), in_dollars(usd->high));
}

std::string time_words(double seconds) {
  if (seconds < 90) return fmt::format("{:.0f} s", std::ceil(seconds));
  if (seconds < 5400) return fmt::format("{:.0f} min", seconds / 60);
  return fmt::format("{:.1f} h", seconds / 3600);
}

}  // namespace

PlanCost plan_cost(const Plan& plan, const PlanFacts& facts, const PriceTable& prices,
                   const std::filesystem::path& last_log, Loader& loader,
                   const program::Library& library) {
  return CostOfPlan(plan, facts, prices, library).cost(learned_of(last_log, loader), loader);
}

std::string in_words(const PlanCost& cost, const Plan& plan) {
  if (cost.steps.empty()) return {};
  std::string out = "  What it would cost, low to high, if nothing were in the cache\n";
  Range sum;
  bool known = plan.rewards.empty() && plan.embeddings.empty();
  for (const auto& step : cost.steps) {
    out += fmt::format("    {:<24} {:>11} calls  {:>12} tokens in  {:>11} out  {:>15}  {}\n",
                       step.what, step.calls ? range_words(*step.calls) : "unknown",
                       step.calls ? range_words(step.tokens_in) : "unknown",
                       step.calls ? range_words(step.tokens_out) : "unknown", money_words(step.usd),
                       step.model);
    known = known && step.usd.has_value();
    if (step.usd) sum = sum + *step.usd;
  }
  out += fmt::format("    in all {}{} · {} to {}, by how fast the models are\n",
                     known ? "" : "at least ", known ? money_words(sum) : in_dollars(sum.low),
                     time_words(cost.seconds.low), time_words(cost.seconds.high));
  if (cost.learned)
    out += fmt::format("    answers of the last run were {:.0f} tokens long, {:.0f} to {:.0f}\n",
                       cost.learned->mean, cost.learned->low, cost.learned->high);
  if (plan.eval.budget_usd)
    out += fmt::format("    the budget is {}: the run ends before it is passed\n",
                       in_dollars(*plan.eval.budget_usd));
  out += "  Prices in US dollars for a million tokens\n";
  for (const auto& price : cost.prices) out += "    " + price + "\n";
  return out + "\n";
}

}  // namespace cairn
