// What the judges, reward models and embeddings of a plan are asked about one sample.
//
// A check is scored as if all evidence were there. What is not there yet is noted as
// wanted, and the check stays open; when it has come, the check is scored again. So a
// sample needs as many rounds as its checks need one another.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "runtime/asking/asker.h"
#include "runtime/asking/media.h"
#include "runtime/evidence/recorded.h"

namespace cairn {

// Shared by all samples of a run.
struct AskingWorld {
  const Plan& plan;
  const program::Library& library;
  Asker& asker;
  MediaFiles& media;
  // Of each check of the plan: why nobody is asked (a judge that is not trusted); empty: asked.
  std::vector<std::string> spared;
  std::vector<std::string> schemas;  // forced_schema() of each check by a judge.
  bool rejudge = false;              // Judges are asked also where their verdicts are recorded.
};

// Which reply of a judge is wanted: votes on one answer differ, and a reply that could
// not be read is asked for once more.
inline constexpr std::size_t asked_once_more = 1'000'000;

// The replies that are here for the samples of one item, and those that are wanted.
class Replies {
 public:
  explicit Replies(Asker& asker) : asker_(asker) {}

  // Null: it is wanted now. Of equal requests one is asked.
  const Answered* find(PreparedCall call);
  void take(const std::string& key, Answered answered);

  std::vector<PreparedCall> take_wanted();
  std::size_t wanted() const { return wanted_.size(); }
  double most_usd() const;  // That all which is wanted can cost.
  // Until it is given back its asking, what is not here stays so and is not wanted.
  void ask_no_more(bool hold) { holds_ = hold; }

  // How often a reply was asked for that could not be had.
  std::size_t failures() const { return failures_; }
  // How often something was asked for that is not here.
  std::size_t lacking() const { return lacking_; }
  // Of what cannot be known any more because the run was interrupted.
  void stop() {
    any_stopped_ = true;
    ++lacking_;
  }
  // The run ends: something was not asked, or asking it ended the run.
  bool any_stopped() const { return any_stopped_; }

 private:
  Asker& asker_;
  std::map<std::string, Answered, std::less<>> here_;
  std::map<std::string, PreparedCall> wanted_;
  std::size_t lacking_ = 0, failures_ = 0;
  bool any_stopped_ = false, holds_ = false;
};

// Gathers the evidence of one check of one sample; made anew for each scoring.
class AskedEvidence final : public EvidenceSource {
 public:
  // `recorded` reads what was recorded, and what is given here as if it were.
  AskedEvidence(const AskingWorld& world, std::size_t check, RecordedEvidence& recorded,
                Replies& replies, double& cost_usd)
      : world_(world), check_(check), recorded_(recorded), replies_(replies), cost_(cost_usd) {}

  Gathered gather(const AskedElement& element) override;

 private:
  const program::Check& check() const;
  Gathered by_judge(const program::ByJudge& by, const AskedElement& element);
  Gathered by_number(const program::Model& model, ModelRequest request, std::string_view name,
                     const AskedElement& element);
  Gathered by_reward(const program::ByReward& by, const AskedElement& element);
  Gathered by_embedding(const program::ByEmbedding& by, const AskedElement& element);

  const AskingWorld& world_;
  std::size_t check_;
  RecordedEvidence& recorded_;
  Replies& replies_;
  double& cost_;
};

}  // namespace cairn
