#include "runtime/asking/asking_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <map>
#include <set>
#include <thread>

#include "lang/words.h"
#include "runtime/asking/judge_call.h"
#include "runtime/evidence/asked_examples.h"
#include "runtime/models/codec_parts.h"
#include "runtime/run_items.h"

namespace cairn {
namespace {

// Models that judge, score or embed for a check, with what messages call them.
std::vector<std::pair<std::string, const program::Model*>> models_of_evidence(const Plan& plan) {
  std::vector<std::pair<std::string, const program::Model*>> models;
  const auto add = [&](const auto& blocks, std::string_view kind) {
    for (const auto& one : blocks)
      models.emplace_back(fmt::format("{} `{}`", kind, one.heading.name), &one.model);
  };
  add(plan.judges, "the judge");
  add(plan.rewards, "the reward model");
  add(plan.embeddings, "the embedding");
  return models;
}

std::vector<std::string> schemas_of(const Plan& plan) {
  std::vector<std::string> schemas;
  for (const auto& [check, hash] : plan.checks) {
    const auto* by = std::get_if<program::ByJudge>(&check.evidence);
    schemas.push_back(by ? forced_schema(by->asked.scale) : std::string());
  }
  return schemas;
}

std::string name_of_model(const program::Model& model) {
  if (!model.id.empty()) return fmt::format("`{}`", model.id);
  return fmt::format("model `{}`", model.heading.name);
}

std::set<MediaKind> kinds_attached(const std::vector<Expr>& attached, const Item& item,
                                   NativeTable natives) {
  std::set<MediaKind> kinds;
  const Value record(item.fields);
  Scope scope;
  scope[ScopeName::item] = &record;
  const auto add = [&](const Value& value) {
    if (const auto* media = value.as<Media>())
      if (const auto kind = MediaFiles::kind_of(media->path)) kinds.insert(*kind);
  };
  for (const auto& expr : attached) {
    const Value value = evaluate_once(expr, scope, natives);
    const auto* list = value.as<List>();
    if (list)
      std::ranges::for_each(*list, add);
    else
      add(value);
  }
  return kinds;
}

std::size_t programs_at_once(const RunOptions& options) {
  return options.concurrency.value_or(std::max(1U, std::thread::hardware_concurrency()));
}

// A file from a stranger may name any program.
bool may_start_programs(const Plan& plan, AskingRun::Answers answers, const RunOptions& options,
                        Diagnostics& diagnostics) {
  if (options.allow_tools || answers == AskingRun::Answers::recorded) return true;
  auto models = models_of_evidence(plan);
  models.emplace_back(name_of_model(*plan.eval.model), &*plan.eval.model);
  for (const auto& [who, model] : models) {
    if (model->run.empty()) continue;
    diagnostics.report(DiagnosticKind::run_starts_program, {}, who, as_command(model->run))
        .with_help("it would run on this machine with your rights: allow it with `--allow-tools`");
    return false;
  }
  return true;
}

}  // namespace

std::optional<std::unique_ptr<AskingRun>> AskingRun::open(const Plan& plan, Answers answers,
                                                          const RunOptions& options,
                                                          const RunWorld& world, const Place& place,
                                                          RunItems* items,
                                                          Diagnostics& diagnostics) {
  std::unique_ptr<AskingRun> none;
  const bool anybody = answers == Answers::asked || !models_of_evidence(plan).empty();
  if (!anybody || !world.environment) return none;
  auto made = std::unique_ptr<AskingRun>(new AskingRun);
  auto prices = price_table(world.prices);
  if (!prices) {
    diagnostics.report(DiagnosticKind::bad_prices, {}, prices.error().what);
    return std::nullopt;
  }
  made->budget_ = options.budget_usd ? options.budget_usd : plan.eval.budget_usd;
  made->concurrency_ = options.concurrency;
  auto store = ReplyStore::open({.cache = world.project / ".cairn" / "cache",
                                 .journal = place.journal,
                                 .run = place.run,
                                 .mode = options.cache,
                                 .resumed = place.resumed});
  if (!store) {
    diagnostics.report(DiagnosticKind::data_unreadable, {}, store.error().what);
    return std::nullopt;
  }
  made->store_ = *std::move(store);
  made->asker_ = Asker::open(*made->store_, {.environment = world.environment,
                                             .prices = *std::move(prices),
                                             .concurrency = options.concurrency,
                                             .budget_usd = made->budget_,
                                             .retries = world.retries,
                                             .allow_programs = options.allow_tools,
                                             .folder = plan.folder,
                                             .programs_at_once = programs_at_once(options)});
  made->media_ = std::make_unique<MediaFiles>(world.loader, made->loading_, eval_path(plan));
  made->world_ = std::make_unique<AskingWorld>(
      AskingWorld{plan, world.library, *made->asker_, *made->media_,
                  std::vector<std::string>(plan.checks.size()), schemas_of(plan),
                  options.judge_samples.has_value()});
  if (!may_start_programs(plan, answers, options, diagnostics)) return std::nullopt;
  if (answers == Answers::asked && !made->find_model(plan, items, diagnostics)) return std::nullopt;
  if (!made->find_evidence(plan, answers, diagnostics)) return std::nullopt;
  if (made->models_ == 0) return none;
  return made;
}

bool AskingRun::find_model(const Plan& plan, RunItems* items, Diagnostics& diagnostics) {
  const auto& model = *plan.eval.model;
  if (!plan.prompt) {
    diagnostics.report(DiagnosticKind::run_no_prompt, {}, plan.file, model.id)
        .with_help("write a block `prompt NAME { user: \"…\" }` and `prompt: NAME` in its eval");
    return false;
  }
  const auto asked = asker_->model(model);
  if (!asked) {
    diagnostics.report(DiagnosticKind::run_cannot_ask, {}, name_of_model(model),
                       asked.error().what);
    return false;
  }
  ++models_;
  answers_.emplace(plan, *asker_, **asked);
  return has_price(model, diagnostics) &&
         (!items || can_send_media(plan, *items, **asked, diagnostics));
}

// Which kinds of media an item attaches, that the provider does not take.
bool AskingRun::can_send_media(const Plan& plan, RunItems& items, const AskedModel& model,
                               Diagnostics& diagnostics) {
  auto attached = plan.prompt->attach;
  for (const auto& turn : plan.prompt->turns)
    if (!turn.for_each) std::ranges::copy(turn.attach, std::back_inserter(attached));
  const auto* provider = model.endpoint.provider;
  if (attached.empty()) return true;
  if (!provider) {
    diagnostics.report(DiagnosticKind::run_cannot_ask, {}, name_of_model(model.settings),
                       "a program is sent texts alone, and the prompt attaches media");
    return false;
  }
  std::map<MediaKind, std::pair<std::string, std::size_t>> refused;  // By kind: first, count.
  items.each(diagnostics, [&](const Item& item, std::uint32_t) {
    for (const auto kind : kinds_attached(attached, item, world_->library.natives))
      if (!takes(*provider, kind)) ++refused.try_emplace(kind, item.id, 0).first->second.second;
    return true;
  });
  for (const auto& [kind, where] : refused)
    diagnostics.report(
        DiagnosticKind::run_cannot_ask, {}, name_of_model(model.settings),
        fmt::format("{} takes no {}, and item `{}` attaches one ({} of {} items)", provider->name,
                    kind_name(kind), where.first, where.second, items.size()));
  return refused.empty();
}

// With recorded answers, whoever cannot be asked is left unasked: what they would say
// may be recorded too.
bool AskingRun::find_evidence(const Plan& plan, Answers answers, Diagnostics& diagnostics) {
  for (const auto& [who, model] : models_of_evidence(plan)) {
    const auto asked = asker_->model(*model);
    if (asked) {
      ++models_;
      if (!has_price(*model, diagnostics)) return false;
    } else if (answers == Answers::asked || world_->rejudge) {
      diagnostics.report(DiagnosticKind::run_cannot_ask, {}, who, asked.error().what);
      return false;
    }
  }
  return true;
}

bool AskingRun::has_price(const program::Model& model, Diagnostics& diagnostics) {
  const auto asked = asker_->model(model);
  const auto& price = (*asked)->price;
  if (!budget_ || (price && price->in && price->out)) return true;
  diagnostics.report(DiagnosticKind::run_no_price, {}, fmt::format("`{}`", model.id))
      .with_help(fmt::format(
          "write it into a model block: `model NAME {{ id: \"{}\" price in: 1.00 USD price out: "
          "4.00 USD }}`, per million tokens",
          model.id))
      .with_help("or leave the budget out");
  return false;
}

std::size_t AskingRun::calls_at_once() const {
  const std::size_t width = concurrency_.value_or(static_cast<std::size_t>(lane::widest));
  // A little more than can be under way, so that a lane never waits for the next.
  return (width + width / 4 + 8) * std::max<std::size_t>(models_, 1);
}

void AskingRun::spare(const std::vector<TrustReport>& trust) {
  for (std::size_t i = 0; i < trust.size(); ++i)
    if (trust[i].trust == Trust::not_trusted &&
        std::holds_alternative<program::ByJudge>(world_->plan.checks[i].check.evidence))
      world_->spared[i] =
          "its judge is not trusted, so it was not asked (`--anyway` asks it all the same)";
}

bool ask_wanted(Asker& asker, Replies& replies, const std::function<void()>& progress) {
  auto wanted = replies.take_wanted();
  if (wanted.empty() || replies.any_stopped()) return false;
  std::mutex mutex;
  std::condition_variable changed;
  std::size_t left = wanted.size();
  for (auto& call : wanted) {
    const auto key = call.key;
    asker.ask(std::move(call), [&, key](Answered answered) {
      const std::lock_guard lock(mutex);
      replies.take(key, std::move(answered));
      if (--left == 0) changed.notify_one();
    });
  }
  std::unique_lock lock(mutex);
  while (left > 0) {
    changed.wait_for(lock, std::chrono::milliseconds(100));
    lock.unlock();
    if (progress) progress();
    lock.lock();
  }
  return true;
}

std::vector<Record> AskingRun::ask_examples(const RecordedExamples& known, bool judges_alone,
                                            const std::function<void()>& progress) {
  Replies replies(*asker_);
  AskedExamples examples(*world_, known, judges_alone);
  while (true) {
    auto rows = examples.rows(replies);
    if (!ask_wanted(*asker_, replies, progress)) return rows;
  }
}

}  // namespace cairn
