#include "runtime/recorded/answers_request.h"

#include <filesystem>

#include "runtime/log_reader.h"
#include "runtime/run_items.h"
#include "runtime/runs.h"

namespace cairn {
namespace {

std::optional<std::string> answers_path(const Plan& plan, const RunOptions& options,
                                        const RunWorld& world, Diagnostics& diagnostics) {
  if (options.answers.empty() && plan.eval.answers_path.empty()) {
    diagnostics.report(DiagnosticKind::run_no_answers, {}, plan.file)
        .with_help(
            "to ask a model, write `model: \"provider/name\"` into its eval, or run it with "
            "`--model provider/name`")
        .with_help(
            "to score recorded answers, write `answers: file(\"answers.jsonl\")`, or run it with "
            "`--answers answers.jsonl`")
        .with_help("a line of that file is {\"item\": \"the id of an item\", \"answer\": \"…\"}");
    return std::nullopt;
  }
  if (options.answers.empty()) {
    auto found = world.loader.resolve(eval_path(plan), plan.eval.answers_path);
    if (found) return *std::move(found);
    diagnostics.report(DiagnosticKind::data_unreadable, {}, found.error().what);
    return std::nullopt;
  }
  if (!names_a_run(world.project, options.answers)) return options.answers;
  const auto found = find_run(world.project, options.answers);
  if (found) return found->string();
  diagnostics.report(DiagnosticKind::run_not_found, {}, found.error().what);
  return std::nullopt;
}

}  // namespace

std::optional<AnswersRequest> answers_request(const Plan& plan, const RunOptions& options,
                                              const RunWorld& world, std::size_t threads,
                                              Diagnostics& diagnostics) {
  AnswersRequest request{.path = {},
                         .kind = AnswersKind::rows,
                         .columns = {options.answers_item, options.answers_text},
                         .answers_only = options.answers_only,
                         .samples = options.samples,
                         .threads = threads};
  auto path = answers_path(plan, options, world, diagnostics);
  if (!path) return std::nullopt;
  request.path = *std::move(path);
  if (is_run_log(world.loader, request.path)) request.kind = AnswersKind::run_log;
  std::error_code ignored;
  if (!options.record.empty() &&
      std::filesystem::equivalent(options.record, request.path, ignored)) {
    diagnostics.report(DiagnosticKind::record_onto_answers, {}, options.record.string())
        .with_help("give it another name");
    return std::nullopt;
  }
  return request;
}

}  // namespace cairn
