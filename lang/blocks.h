// Every block and setting of the language, from blocks.def.
//
// The one list that the grammar, the checker, did-you-mean, `explain`, and the
// editors' hover, completion and grammars read.
#pragma once

#include <span>
#include <string_view>

namespace cairn {

// What the value of a setting may be: which rule of the grammar reads it, and
// what the checker makes of it.
enum class Form {
  text,        // A text, or file("…").
  template_,   // A text with placeholders, or file("…").
  expression,  // Any value.
  condition,   // yes or no.
  number,      // A plain number.
  whole,       // A whole number.
  share,       // 80%, or a number from 0 to 1.
  duration,
  size,
  money,
  yes_no,
  label,        // One of a few words: `choices`.
  reference,    // The name of a block of the kind `refers_to`, or for models an id in quotes.
  references,   // A list of names.
  file,         // file("…").
  environment,  // env("NAME").
  command,      // A text, split into words, or a list of texts.
  texts,        // A list of texts.
  names,        // A list of columns: names or texts.
  fields,       // A list of item fields and slices.
  metrics,      // A list of metrics.
  goal,         // A condition on metrics.
  media,        // media("…"), an expression that gives media, or a list of these.
  tool_call,    // The name of a tool, with its arguments in brackets if it takes any.
  for_each,     // NAME in LIST.
  combine,      // all, share, some, points, or at least AMOUNT.
  range,        // N to M.
  parameters,   // [TYPE NAME, …].
  verdicts,     // [LABEL SHARE, …].
  name,         // A name of the user's choice.
  type,         // Of natives: what they give.
  data,         // Any data.
};

struct SettingInfo {
  std::string_view block;
  std::string_view key;
  Form form;
  std::string_view fallback;  // The default as a user would write it; empty: none.
  std::string_view detail;    // Choices separated by blanks, or the kind of block referred to.
  std::string_view help;      // One line.
  bool repeatable = false;    // `file "name": …` may stand several times.
  bool any_key = false;       // Fields of the user's choice are allowed as well (item, records).
};

struct BlockInfo {
  std::string_view name;
  bool top_level = true;
  bool needs_name = true;
  std::string_view inside;  // Of nested blocks: the blocks they may stand in, separated by blanks.
  std::string_view help;
};

std::span<const BlockInfo> block_infos();      // In the order a reader meets them.
std::span<const SettingInfo> setting_infos();  // Grouped by block.
std::span<const SettingInfo> settings_of(std::string_view block);

const BlockInfo* find_block(std::string_view name);
const SettingInfo* find_setting(std::string_view block, std::string_view key);

// Words that cannot be chosen as a name: keywords.def.
bool is_reserved(std::string_view word);
std::span<const std::string_view> reserved_words();

}  // namespace cairn
