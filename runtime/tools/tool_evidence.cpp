#include "runtime/tools/tool_evidence.h"

#include "runtime/evidence/tool_record.h"

namespace cairn {

Gathered ToolEvidence::gather(const AskedElement& element) {
  if (recorded_.holds_any()) return recorded_.gather(element);
  auto ended = session_.run(check_, element);
  if (auto* open = std::get_if<Open>(&ended)) return std::move(*open);
  Record record;
  bool cached = false;
  if (auto* failed = std::get_if<AnswerFailed>(&ended)) {
    record.fields.emplace_back(std::string(tool_key::not_run), Value(std::move(failed->why)));
  } else {
    auto& result = std::get<ToolResult>(ended);
    cached = result.cached;
    record = std::move(result.record);
  }
  const Value value(std::move(record));
  auto gathered = recorded_.read({.verdict = &value}, element.index);
  if (cached) {
    Record note;
    note.fields.emplace_back("cached", Value(true));
    recorded_.annotate(note);
  }
  return gathered;
}

}  // namespace cairn
