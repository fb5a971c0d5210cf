#include "runtime/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <thread>

#include "lang/words.h"
#include "runtime/asking/asking_run.h"
#include "runtime/asking/live_items.h"
#include "runtime/asking/live_run.h"
#include "runtime/conveyor.h"
#include "runtime/evidence/trust.h"
#include "runtime/log_lines.h"
#include "runtime/recorded/answers_request.h"
#include "runtime/recorded/sample_reader.h"
#include "runtime/recorded/tool_results.h"
#include "runtime/resume.h"
#include "runtime/run_files.h"
#include "runtime/run_items.h"
#include "runtime/run_options.h"
#include "runtime/runner.h"
#include "runtime/runs.h"
#include "runtime/stats/tally.h"
#include "runtime/tools/setup.h"

namespace cairn {
namespace {

// What a worker made of a few items.
struct Scores {
  std::vector<ScoredItem> items;
  std::string log, record;
  std::set<std::string> models;
  Diagnostics diagnostics;
};

class Run {
 public:
  Run(const Plan& whole, PlannedRun planned, const RunOptions& options, const RunWorld& world,
      Diagnostics& diagnostics)
      : whole_(whole),
        planned_(std::move(planned)),
        plan_(planned_.plan),
        options_(options),
        world_(world),
        diagnostics_(diagnostics),
        rated_(plan_) {}

  std::optional<RunResult> go() {
    if (!resume() || !find_answers()) return std::nullopt;
    find_rated();
    name_run();
    ask_permission();
    if (!open_tools() || !open_asking()) return std::nullopt;
    open_files();
    if (!judge()) {
      close_unused();
      return std::nullopt;
    }
    const bool sound = asking_ ? score_live() : score();
    if (sound) return finished();
    close_unused();
    return std::nullopt;
  }

 private:
  std::size_t threads() const {
    return options_.threads.value_or(std::max(1U, std::thread::hardware_concurrency()));
  }

  // --- who is asked -----------------------------------------------------------------

  bool asks_answers() const {
    return options_.ask_model || goes_on_asking_ ||
           (options_.answers.empty() && plan_.eval.answers_path.empty() && plan_.eval.model);
  }

  bool resume() {
    if (!options_.resume) return true;
    auto found = resumed_run(*options_.resume, plan_, options_, world_, diagnostics_);
    if (!found) return false;
    if (found->id.empty()) return true;  // Nothing to go on with: it begins.
    resumed_ = true;
    header_.id = found->id;
    header_.time = found->time;
    log_path_ = found->log;
    if (found->model && !options_.ask_model) {
      planned_.plan.eval.model = std::move(found->model);
      goes_on_asking_ = true;
    }
    return true;
  }

  bool find_answers() {
    std::optional<AnswersRequest> request;
    if (!asks_answers()) {
      request = answers_request(plan_, options_, world_, threads(), diagnostics_);
      if (!request) return false;
    }
    items_ = RunItems::find(plan_, options_, world_, diagnostics_);
    if (!items_) return false;
    if (request)
      answers_ = bind_answers(*request, whole_, *items_, world_.loader, diagnostics_);
    else
      answers_.emplace();
    return answers_.has_value();
  }

  void name_run() {
    if (!resumed_) {
      header_.id = new_run_id();
      header_.time = options_.time.value_or(time_now());
      log_path_ = options_.out.empty() ? run_log_path(world_.project, header_.time,
                                                      plan_.eval.heading.name, header_.id)
                                       : options_.out;
    }
    header_.answers = answers_->path;
    header_.asked = asks_answers();
    header_.labels = options_.labels;
    header_.argv = options_.argv;
  }

  // What this run alone may take again stands beside its log.
  std::filesystem::path journal_of(std::string_view what) const {
    return log_path_.filename() == "run.jsonl"
               ? log_path_.parent_path() / fmt::format("{}.jsonl", what)
               : std::filesystem::path(fmt::format("{}.{}.jsonl", log_path_.string(), what));
  }

  // Where the answers hold what tools gave, nobody has to allow that these are run.
  bool tools_are_recorded() const {
    return !asks_answers() && std::ranges::all_of(plan_.checks, [&](const PlannedCheck& one) {
      return !std::holds_alternative<program::ByTool>(one.check.evidence) ||
             answers_->tool_results.contains(one.check.heading.name);
    });
  }

  // About what this run would really start: the model may be that of the resumed one.
  void ask_permission() {
    if (options_.allow_tools || !options_.permit) return;
    auto programs = programs_of(plan_, asks_answers());
    if (tools_are_recorded()) programs.tools.clear();
    if (!programs.any() || !options_.permit(programs)) return;
    options_.allow_tools = true;
    options_.allow_network = options_.allow_network || programs.any_network();
  }

  bool open_tools() {
    if (!options_.allow_tools && tools_are_recorded()) return true;
    auto opened = cairn::open_tools(plan_, options_, world_,
                                    {header_.id, journal_of("tools"), resumed_}, diagnostics_);
    if (!opened) return false;
    tools_ = *std::move(opened);
    return true;
  }

  bool open_asking() {
    auto opened = AskingRun::open(
        plan_, asks_answers() ? AskingRun::Answers::asked : AskingRun::Answers::recorded, options_,
        world_, {header_.id, journal_of("replies"), resumed_}, &*items_, diagnostics_);
    if (!opened) return false;
    asking_ = *std::move(opened);
    return true;
  }

  // Judges say what they say of their examples before anything else is paid for.
  bool judge() {
    if (asking_) {
      const auto rows =
          asking_->ask_examples(answers_->examples, true, [this] { tell("examples"); });
      for (const auto& row : rows) {
        answers_->examples.add(text_in(row, "check"), text_in(row, "example"), row);
        answers_->example_rows.push_back(row);
      }
    }
    auto trust = trust_of(plan_, answers_->examples, answers_->ratings, rated_, world_.library);
    if (asking_ && !options_.anyway) asking_->spare(trust);
    tally_.emplace(plan_, trust);
    auto runner = Runner::make(
        plan_, world_.library,
        {std::move(trust), &rated_, asking_ ? &asking_->world() : nullptr, tools_.get()});
    if (!runner) {
      diagnostics_.report(DiagnosticKind::run_cannot_prepare, {}, plan_.file, runner.error().what);
      return false;
    }
    runner_ = *std::move(runner);
    write_examples();
    return true;
  }

  // Panels rate, or draw from, the items that have an answer.
  void find_rated() {
    if (plan_.panels.empty()) return;
    std::vector<bool> answered(items_->in_eval(), false);
    for (const auto& piece : answers_->pieces) answered[piece.item] = true;
    items_->each(diagnostics_, [&](const Item& item, std::uint32_t place) {
      if (answered[place]) rated_.add(item.id);
      return true;
    });
  }

  // --- the files it writes --------------------------------------------------------

  void open_files() {
    files_.open(log_path_, resumed_, options_.record);
    std::string text;
    append_run(text, header_, plan_);
    files_.log(std::move(text));
  }

  void write_examples() {
    std::string lines, rows;
    for (const auto& row : answers_->example_rows) {
      append_example(lines, row);
      append_recorded(rows, row);
    }
    for (const auto& label : answers_->labels) lines += label + "\n";
    files_.log(std::move(lines));
    files_.record(std::move(rows));
  }

  // Something was found wrong after all: nothing is left behind, but for what an
  // earlier run left.
  void close_unused() {
    if (!resumed_) files_.discard(options_.out.empty());
  }

  // --- scoring --------------------------------------------------------------------

  bool score() {
    SampleReader reader(plan_, *items_, *answers_, tools_ ? 1 : SampleReader::usual_items);
    Conveyor<SampleBlock, Scores> conveyor;
    conveyor.next = [&] { return reader.next(); };
    conveyor.worker = [this, &reader] {
      return [this, &reader, scorer = std::make_shared<Scorer>(*runner_), lines = LogLines(plan_)](
                 SampleBlock block) mutable { return scored(block, reader, *scorer, lines); };
    };
    conveyor.take = [this](Scores scores) { return take(std::move(scores)); };
    conveyor.run(threads());
    diagnostics_.append(reader.take_diagnostics());
    if (!interrupted_ && !diagnostics_.any_errors() && !items_->unchanged(plan_))
      diagnostics_.report(DiagnosticKind::file_changed, {}, plan_.items_files.front().path);
    return !diagnostics_.any_errors();
  }

  Scores scored(SampleBlock& block, const SampleReader& reader, Scorer& scorer,
                LogLines& lines) const {
    Scores made;
    for (auto& found : block.items) {
      auto samples = reader.samples_of(block, found, made.diagnostics);
      if (made.diagnostics.any_errors()) break;
      const auto log_end = made.log.size(), record_end = made.record.size();
      lines.item(made.log, found.item.id, found.place, found.item.fields);
      auto item = scorer.begin(std::move(found.item), found.place);
      for (std::size_t i = 0; i < samples.size(); ++i) {
        auto sample = scorer.sample(samples[i], i);
        const auto sample_begin = made.log.size();
        lines.answer(made.log, samples[i]);
        lines.evidence(made.log, samples[i], scorer.notes(), sample.checks);
        lines.ratings(made.log, samples[i]);
        lines.verdicts(made.log, samples[i], sample.checks);
        const auto logged = std::string_view(made.log).substr(sample_begin);
        if (files_.records())
          append_recorded(made.record, tools_ ? with_tool_results(plan_, samples[i].row, logged)
                                              : samples[i].row);
        if (!sample.facts.model.empty()) made.models.insert(sample.facts.model);
        item.samples.push_back(std::move(sample));
      }
      if (tools_ && tools_->interrupted()) {
        // A tool of it may have been stopped half way.
        made.log.resize(log_end);
        made.record.resize(record_end);
        break;
      }
      made.items.push_back(std::move(item));
    }
    return made;
  }

  bool take(Scores scores) {
    diagnostics_.append(std::move(scores.diagnostics));
    if (diagnostics_.any_errors()) return false;
    for (const auto& item : scores.items) tally_->add(item);
    done_ += scores.items.size();
    models_.merge(scores.models);
    files_.log(std::move(scores.log));
    files_.record(std::move(scores.record));
    tell("items");
    interrupted_ = options_.stop && *options_.stop;
    return !interrupted_;
  }

  void tell(std::string_view stage) {
    // Ctrl-C while something is asked: what is under way still comes in.
    if (asking_ && options_.stop && *options_.stop) asking_->asker().stop("interrupted");
    if (!options_.progress) return;
    RunState state{.items_done = done_,
                   .items = items_->size() - answers_->left_out,
                   .stage = stage,
                   .asking = {}};
    if (asking_) state.asking = asking_->asker().counts();
    options_.progress(state);
  }

  // --- scoring what has to be asked for -------------------------------------------------

  bool score_live() {
    LiveRun live{.world = &asking_->world(),
                 .runner = runner_.get(),
                 .answers = asking_->answers(),
                 .records = files_.records(),
                 .threads = threads(),
                 .calls_at_once = asking_->calls_at_once()};
    LiveItems source(plan_, *items_, *answers_, asks_answers() ? samples() : 0);
    live.next = [&] {
      const std::lock_guard lock(asking_->loading());
      return source.next();
    };
    live.take = [this](LiveDone done) { take_live(std::move(done)); };
    live.stop = [this] { return asking_->asker().stopped().has_value(); };
    live.wait = [this] { tell("items"); };
    live.run();
    diagnostics_.append(source.take_diagnostics());
    interrupted_ = options_.stop && *options_.stop;
    return !diagnostics_.any_errors();
  }

  std::size_t samples() const {
    return options_.samples.value_or(static_cast<std::size_t>(plan_.eval.samples));
  }

  void take_live(LiveDone done) {
    tally_->add(done.item);
    ++done_;
    models_.merge(done.models);
    files_.log(std::move(done.log));
    files_.record(std::move(done.record));
  }

  // --- the end --------------------------------------------------------------------

  RunResult finished() {
    RunResult result{tally_->finish(), files_.log_path(), interrupted_};
    Summary& summary = result.summary;
    describe(summary);
    if (asking_) describe_asking(result);
    if (tools_) describe_tools(summary);
    note_lost(files_.close_record(), summary);
    std::string last;
    for (const auto& note : summary.notes) append_note(last, note);
    append_summary(last, summary);
    files_.log(std::move(last));
    note_lost(files_.close_log(), summary);
    if (interrupted_) summary.exit_code = 130;
    return result;
  }

  // Files that could not be written to their end.
  static void note_lost(std::vector<std::string> failures, Summary& summary) {
    if (!failures.empty()) summary.exit_code = 3;
    for (auto& failure : failures) summary.notes.push_back(std::move(failure));
  }

  void describe(Summary& summary) const {
    summary.eval = plan_.eval.heading.name;
    summary.title = plan_.eval.heading.title;
    summary.file = plan_.file;
    summary.hash_score = plan_.hashes.score;
    summary.hash_answers = plan_.hashes.answers;
    summary.run = header_.id;
    summary.started = header_.time;
    summary.recorded = !asks_answers();
    summary.left_out = answers_->left_out;
    summary.model = fmt::format("{}", fmt::join(models_, ", "));
    if (asks_answers()) describe_model(summary);
    std::ranges::copy(planned_.notes, std::back_inserter(summary.notes));
    if (answers_->left_out > 0)
      summary.notes.push_back(
          fmt::format("{} of {} items have no recorded answer and were left out",
                      answers_->left_out, items_->size()));
    if (interrupted_)
      summary.notes.push_back(fmt::format("interrupted after {} of {} items", done_.load(),
                                          items_->size() - answers_->left_out));
  }

  void describe_model(Summary& summary) const {
    const auto& model = *plan_.eval.model;
    const std::string asked = model.id.empty() ? model.heading.name : model.id;
    const bool same_name = summary.model.empty() || asked.ends_with("/" + summary.model);
    summary.model = same_name ? asked : fmt::format("{} ({})", asked, summary.model);
    summary.prompt = plan_.eval.prompt;
    for (const auto& judge : plan_.judges)
      if (!model.id.empty() && judge.model.id == model.id)
        summary.notes.push_back(
            fmt::format("judge `{}` is the model under test", judge.heading.name));
  }

  void describe_tools(Summary& summary) const {
    if (tools_->cached() > 0)
      summary.notes.push_back(fmt::format(
          "{} from earlier runs, which `--cache refresh` would run anew",
          tools_->cached() == 1 ? "1 result of a tool was taken"
                                : fmt::format("{} results of tools were taken", tools_->cached())));
    if (tools_->started() > 0 && tools_->level() == SandboxLevel::landlock)
      summary.notes.push_back(
          "tools ran in the weaker sandbox `landlock`: they could see other processes");
    if (tools_->started() > 0 && tools_->level() == SandboxLevel::none)
      summary.notes.push_back("tools ran without a sandbox");
    if (auto why = tools_->lost(); !why.empty()) note_lost({std::move(why)}, summary);
  }

  void describe_asking(RunResult& result) const {
    Summary& summary = result.summary;
    const auto counts = asking_->asker().counts();
    result.asked = counts.asked > 0;
    result.spent_usd = counts.spent_usd;
    result.price_unknown = counts.price_unknown;
    for (auto& one : asking_->asker().lowered()) summary.notes.push_back(std::move(one));
    if (counts.cached > 0)
      summary.notes.push_back(
          fmt::format("{} from earlier runs, which `--cache refresh` would ask anew",
                      counts.cached == 1 ? "1 reply was taken"
                                         : fmt::format("{} replies were taken", counts.cached)));
    if (counts.price_unknown > 0)
      summary.notes.push_back(fmt::format("what {} cost is unknown, and in no sum",
                                          counted(counts.price_unknown, "call")));
    const auto why = asking_->asker().stopped();
    if (!why) return;
    result.stopped = *why;
    if (interrupted_) return;
    summary.notes.push_back(
        fmt::format("ended after {} of {} items: {}", done_.load(), items_->size(), *why));
    summary.exit_code = 3;
  }

  const Plan& whole_;  // With all checks: answers may speak of those that are not run.
  PlannedRun planned_;
  const Plan& plan_;
  RunOptions options_;
  const RunWorld& world_;
  Diagnostics& diagnostics_;
  PanelItems rated_;
  std::optional<RunItems> items_;
  std::optional<RecordedAnswers> answers_;
  std::optional<Tally> tally_;
  std::unique_ptr<AskingRun> asking_;  // Null: nobody is asked.
  std::unique_ptr<ToolRunner> tools_;  // Null: none is run.
  std::unique_ptr<const Runner> runner_;
  bool resumed_ = false, goes_on_asking_ = false;  // goes_on_asking_: as the run did before.
  RunHeader header_;
  std::filesystem::path log_path_;
  RunFiles files_;
  std::set<std::string> models_;
  std::atomic<std::size_t> done_ = 0;  // Told while others count.
  bool interrupted_ = false;
};

}  // namespace

std::optional<RunResult> run(const Plan& plan, const RunOptions& options, const RunWorld& world,
                             Diagnostics& diagnostics) {
  auto planned = plan_for(plan, options, diagnostics);
  if (!planned) return std::nullopt;
  return Run(plan, *std::move(planned), options, world, diagnostics).go();
}

}  // namespace cairn
