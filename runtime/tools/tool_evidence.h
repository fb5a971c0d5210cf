// Gathers the evidence of a check by a tool: what was recorded, else what its program gives.
#pragma once

#include "runtime/evidence/recorded.h"
#include "runtime/tools/tool_runner.h"

namespace cairn {

// Made anew for each scoring of a check.
class ToolEvidence final : public EvidenceSource {
 public:
  ToolEvidence(const program::Check& check, RecordedEvidence& recorded, ToolSession& session)
      : check_(check), recorded_(recorded), session_(session) {}

  Gathered gather(const AskedElement& element) override;

 private:
  const program::Check& check_;
  RecordedEvidence& recorded_;
  ToolSession& session_;
};

}  // namespace cairn
