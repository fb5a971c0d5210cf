// Words that cannot stand where they are: unknown blocks and keys, bad names.
#include <array>

#include "lang/names.h"
#include "lang/nearest.h"
#include "lang/structure.h"

namespace cairn {
namespace {

using enum DiagnosticKind;

struct Synonym {
  std::string_view written, meant;
};

// What other tools call it.
constexpr std::array block_synonyms = {
    Synonym{"assert", "check"},    Synonym{"checks", "check"},   Synonym{"criterion", "check"},
    Synonym{"data", "items"},      Synonym{"dataset", "items"},  Synonym{"evaluation", "eval"},
    Synonym{"function", "define"}, Synonym{"grader", "judge"},   Synonym{"import", "use"},
    Synonym{"include", "use"},     Synonym{"judges", "judge"},   Synonym{"metric", "check"},
    Synonym{"models", "model"},    Synonym{"prompts", "prompt"}, Synonym{"provider", "model"},
    Synonym{"raters", "panel"},    Synonym{"rubric", "check"},   Synonym{"scorer", "check"},
    Synonym{"segment", "slice"},   Synonym{"test", "check"},
};
constexpr std::array key_synonyms = {
    Synonym{"assert", "require"},    Synonym{"condition", "require"},
    Synonym{"criteria", "question"}, Synonym{"data", "from"},
    Synonym{"depends on", "needs"},  Synonym{"description", "about"},
    Synonym{"epochs", "samples"},    Synonym{"file", "from"},
    Synonym{"foreach", "for each"},  Synonym{"if", "when"},
    Synonym{"note", "about"},        Synonym{"instructions", "protocol"},
    Synonym{"pass", "require"},      Synonym{"path", "from"},
    Synonym{"repeat", "samples"},    Synonym{"rubric", "question"},
    Synonym{"runs", "samples"},      Synonym{"source", "from"},
    Synonym{"tags", "slices"},       Synonym{"threshold", "passes at"},
};

// "mustPass", "must_pass" and "Must-Pass" as the language would spell it.
std::string as_key(std::string_view written) {
  auto key = name_from(written);
  for (char& byte : key)
    if (byte == '_') byte = ' ';
  return key;
}

template <std::size_t N>
std::string_view synonym_of(const std::array<Synonym, N>& synonyms, std::string_view word) {
  for (const auto& synonym : synonyms)
    if (synonym.written == word) return synonym.meant;
  return {};
}

std::vector<std::string_view> blocks_at(const BlockInfo* parent) {
  std::vector<std::string_view> names;
  for (const auto& info : block_infos()) {
    const bool inside =
        parent != nullptr && info.inside.find(parent->name) != std::string_view::npos;
    if (parent == nullptr ? info.top_level : inside) names.push_back(info.name);
  }
  return names;
}

std::vector<std::string_view> keys_of(std::string_view block) {
  std::vector<std::string_view> keys;
  for (const auto& info : settings_of(block)) keys.push_back(info.key);
  return keys;
}

std::vector<std::string_view> example_keys() { return {"value", "expect", "because"}; }

// The blocks that have such a setting, in words: "`panel`", "`judge` and `panel`".
std::string owners_of(std::string_view key) {
  std::vector<std::string_view> owners;
  for (const auto& info : setting_infos())
    if (info.key == key && !info.any_key) owners.push_back(info.block);
  std::string words;
  for (std::size_t i = 0; i < owners.size(); ++i) {
    if (i > 0) words += i + 1 == owners.size() ? " and " : ", ";
    words += fmt::format("`{}`", owners[i]);
  }
  return words;
}

std::string listed(const std::vector<std::string_view>& words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

}  // namespace

std::string_view Structure::report_unknown_block(const syntax::Name& keyword, const Open* parent) {
  const auto choices = blocks_at(parent != nullptr ? parent->info : nullptr);
  auto meant = nearest(keyword.id, choices);
  const bool typo = !meant.empty() && keyword.id.size() > 2;
  if (!typo) meant = synonym_of(block_synonyms, as_key(keyword.id));
  if (!meant.empty() && std::ranges::find(choices, meant) == choices.end()) meant = {};
  auto& made = parent == nullptr ? reader_.report(unknown_block, keyword.at, keyword.id)
                                 : reader_.report(unknown_inner_block, keyword.at, keyword.id,
                                                  parent->block->keyword.id);
  if (!meant.empty())
    made.with_help(fmt::format("did you mean `{}`?", meant))
        .with_fix({fmt::format("write `{}`", meant), {{keyword.at, std::string(meant)}}, typo});
  else if (choices.empty())
    made.with_help("no block stands inside this one: is a `}` missing above this line?");
  else
    made.with_help("these can stand here: " + listed(choices));
  if (meant.empty()) file_.incomplete = true;
  return meant;
}

std::string_view Structure::report_unknown_key(const Open& open, const syntax::Name& key) {
  const auto& block = open.block->keyword.id;
  const auto choices = open.expressions ? example_keys() : keys_of(open.info->name);
  const auto spelt = as_key(key.id);
  auto meant = nearest(spelt, choices);
  const bool typo = !meant.empty();
  if (!typo) meant = synonym_of(key_synonyms, spelt);
  if (!meant.empty() && std::ranges::find(choices, meant) == choices.end()) meant = {};
  auto& made = reader_.report(unknown_setting, key.at, key.id, block);
  const auto owners = owners_of(spelt);
  const auto* inner = find_block(key.id);
  if (!meant.empty())
    made.with_help(fmt::format("did you mean `{}`?", meant))
        .with_fix({fmt::format("write `{}`", meant), {{key.at, std::string(meant)}}, typo});
  else if (spelt == "name" || spelt == "title")
    made.with_help(fmt::format("the name and the title stand in the first line: `{} {} \"…\" {{`",
                               block, open.block->name ? open.block->name->id : "short_name"));
  else if (inner != nullptr && inner->inside.find(block) != std::string_view::npos)
    made.with_help(fmt::format("`{0}` is a block: `{0} short_name {{ … }}`", key.id));
  else if (!owners.empty())
    made.with_help("it is a setting of " + owners);
  else
    made.with_help(fmt::format("`{}` has: {}", block, listed(choices)));
  return meant;
}

void Structure::report_bad_name(syntax::Name& name) {
  const auto better = name_from(name.id);
  auto& made = reader_.report(bad_name, name.at, name.id);
  if (name.id.find('.') != std::string::npos)
    made.with_help(
        "only `check` and `items` bring something of a file in use: `check shared.polite`");
  else if (better.empty())
    made.with_help("a name begins with a letter from a to z, then letters, digits and `_`");
  else
    made.with_help(fmt::format("names are in small letters, digits and `_`: write `{}`", better))
        .with_fix({fmt::format("write `{}`", better), {{name.at, better}}});
  if (!better.empty()) name.id = better;
}

// `check "Every reply thanks" polite {`
bool Structure::report_name_after_title(Header& header) {
  const auto begin = reader_.skip_blanks(reader_.place);
  if (reader_.peek(begin) != '"') return false;
  const auto title = reader_.span(begin, skip_text(reader_, begin));
  const auto at = reader_.skip_blanks(title.end);
  const auto name = reader_.span(at, reader_.word_end(at));
  if (name.begin == name.end || reader_.peek(reader_.skip_blanks(name.end)) != '{') return false;
  const auto right = fmt::format("{} {}", reader_.text(name), reader_.written(title));
  reader_.report(bad_header, name, "the name stands before the title")
      .with_help(fmt::format("write `{} {} {{`", header.block.keyword.id, right))
      .with_fix({"change the two", {{join(title, name), right}}, true});
  header.block.name = {name, std::string(reader_.text(name))};
  reader_.place = name.end;
  return true;
}

void Structure::report_no_name(Header& header) {
  header.told = true;
  const auto& keyword = header.block.keyword;
  auto at = reader_.skip_blanks(reader_.place);
  std::string name;
  if (reader_.peek(at) == '"') {
    const auto end = skip_text(reader_, at);
    name = name_from(reader_.text(reader_.span(at, end)));
  }
  auto& made = reader_.report(no_name, keyword.at, keyword.id);
  if (name.empty())
    made.with_help(fmt::format("write `{} short_name {{`", keyword.id));
  else
    made.with_help(fmt::format("a name comes before the title: `{} {} …`", keyword.id, name))
        .with_fix({fmt::format("call it `{}`", name),
                   {{reader_.span(keyword.at.end, keyword.at.end), " " + name}}});
}

// `check short sentences {`
void Structure::report_words_in_name(Header& header) {
  auto end = reader_.place;
  for (auto at = reader_.skip_blanks(end); is_loose(reader_.peek(at)) && !text_begins(reader_, at);
       at = reader_.skip_blanks(end)) {
    while (is_loose(reader_.peek(at))) ++at;
    end = at;
  }
  if (end == reader_.place) return;
  const auto after = reader_.skip_blanks(end);
  if (reader_.peek(after) != '{' && !line_ends(after) && !text_begins(reader_, after)) return;
  auto& name = *header.block.name;
  name.at.end = end;
  name.id = name_from(reader_.text(name.at));
  reader_.place = end;
  header.told = true;
  reader_.report(bad_name, name.at, reader_.written(name.at))
      .with_help(fmt::format("a name is one word: write `{}`", name.id))
      .with_fix(
          {fmt::format("write `{}`", name.id), {{name.at, name.id}}, reader_.peek(after) == '{'});
}

}  // namespace cairn
