// Everything a run needs to ask somebody: the store of replies, the asker, whom the
// plan names, and what is asked before anything else, the examples of judges.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/asking/answer_asking.h"
#include "runtime/evidence/trust.h"
#include "runtime/run.h"
#include "runtime/run_items.h"

namespace cairn {

class AskingRun {
 public:
  struct Place {
    std::string run;                // The run's id.
    std::filesystem::path journal;  // Of replies that later runs must not take.
    bool resumed = false;
  };
  // Who is asked: the model for all answers, or only judges for what is not recorded.
  enum class Answers { asked, recorded };

  // Null: there is nobody to ask, or nobody can be. Nothing after a mistake was
  // reported: a key that is not set for a model that must be asked, a budget without a
  // price, a video for a provider that takes none. `items`: of the run, where answers are
  // asked for. `place` is told only when somebody is asked.
  static std::optional<std::unique_ptr<AskingRun>> open(const Plan& plan, Answers answers,
                                                        const RunOptions& options,
                                                        const RunWorld& world, const Place& place,
                                                        RunItems* items, Diagnostics& diagnostics);

  // Asks the judges about their examples that were not recorded, as rows of recorded
  // answers. Stops when the asker does.
  std::vector<Record> ask_examples(const RecordedExamples& known, bool judges_alone,
                                   const std::function<void()>& progress);

  // Judges that these reports do not trust are not asked about anything else.
  void spare(const std::vector<TrustReport>& trust);

  const AskingWorld& world() const { return *world_; }
  Asker& asker() { return *asker_; }
  const AnswerAsking* answers() const { return answers_ ? &*answers_ : nullptr; }
  std::mutex& loading() { return loading_; }
  std::size_t calls_at_once() const;

 private:
  AskingRun() = default;
  bool find_model(const Plan& plan, RunItems* items, Diagnostics& diagnostics);
  bool can_send_media(const Plan& plan, RunItems& items, const AskedModel& model,
                      Diagnostics& diagnostics);
  bool find_evidence(const Plan& plan, Answers answers, Diagnostics& diagnostics);
  bool has_price(const program::Model& model, Diagnostics& diagnostics);

  std::unique_ptr<ReplyStore> store_;
  std::unique_ptr<Asker> asker_;
  std::mutex loading_;
  std::unique_ptr<MediaFiles> media_;
  std::unique_ptr<AskingWorld> world_;
  std::optional<AnswerAsking> answers_;
  std::optional<double> budget_;
  std::optional<std::size_t> concurrency_;
  std::size_t models_ = 0;
};

// Asks all that is wanted of `replies`, and waits until it has come. False when there is
// nothing to ask, or the run ends.
bool ask_wanted(Asker& asker, Replies& replies, const std::function<void()>& progress);

}  // namespace cairn
