// What the parts of the checker share: the program being made, how settings are
// read, and where names are looked up. Only lang/check*.cpp include this.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lang/check.h"
#include "lang/data/items.h"
#include "lang/nearest.h"

namespace cairn {

// The settings and nested blocks of one block.
class BlockView {
 public:
  explicit BlockView(const syntax::Block& block) : block_(&block) {}
  const syntax::Block& block() const { return *block_; }
  std::string_view kind() const { return block_->keyword.id; }
  Span name_at() const { return block_->name ? block_->name->at : block_->keyword.at; }

  const syntax::Setting* find(std::string_view key) const;
  // The value, if the setting is there and is an expression.
  const syntax::Expr* expr(std::string_view key) const;
  std::vector<const syntax::Block*> nested(std::string_view keyword) const;

 private:
  const syntax::Block* block_;
};

// A block, and the file it stands in. Its name as results show it: "x.grader".
struct Declared {
  const syntax::Block* block = nullptr;
  std::size_t module = 0;
  std::string name;
};

// Item fields must be there wherever an expression that reads them is evaluated.
// Proved on every item once all expressions are typed (check_guards.cpp).
struct Obligation {
  Expr path;                                     // FieldOf … of `item` or of an element.
  std::vector<Expr> guards;                      // Speak only of the item; all must hold.
  std::vector<std::pair<Local, Expr>> elements;  // Loops over item lists, outermost first.
  enum class What { is_there, prepares } what = What::is_there;
  Span at;
  std::string field;      // As written: "item.keyword", "ingredient.names".
  bool guardable = true;  // Whether `when:` could exclude it.
  std::string native;     // For `prepares`: "matches".
};

struct Context {
  const std::vector<Module>& modules;
  const Sources& sources;
  const program::Library& library;
  Loader& loader;
  Diagnostics& diagnostics;
  program::Program program;

  // By kind of block and name; `x.name` for what a used file brings.
  std::map<std::string, std::map<std::string, Declared, std::less<>>, std::less<>> declared;
  Type item_type = type_of(Type::Kind::record);
  std::size_t items = 0;
  std::vector<ItemSource> item_sources;  // Of Program::items_files, in their order.
  bool items_known = false;  // False when no items could be read: fields are then not checked.
  std::vector<Obligation> obligations;
  // Defines by file: the eval's own, with those of a used file as `x.name`; of a
  // used file only its own. The library's files share one space.
  using Functions = std::map<std::string, program::Function, std::less<>>;
  std::map<std::size_t, Functions> used_functions;
  bool is_library = false;
  Functions& functions_of(std::size_t module) {
    return module == 0 || is_library ? program.defines : used_functions[module];
  }

  std::map<std::string, program::Model, std::less<>> models_read;
  std::set<std::string> used;  // "judge grader": blocks that something asks for.
  std::vector<BoundFile> bound;

  Diagnostic& report(DiagnosticKind kind, Span at, const auto&... args) {
    return diagnostics.report(kind, at, args...);
  }
  // Free examples are tried only on expressions that were typed without a mistake.
  bool program_is_sound() const { return !diagnostics.any_errors(); }
  std::string_view text(Span at) const { return sources[at.file].text(at); }

  const Declared* find(std::string_view kind, std::string_view name) const;
  // Looks a reference up, in the file of `module`; reports what is not there.
  const Declared* refer(std::string_view kind, const syntax::Expr& reference, std::size_t module);
};

// "did you mean `grader`?" as help and as a fix; nothing if no candidate is near.
void suggest(Diagnostic& diagnostic, std::string_view name,
             const std::vector<std::string_view>& candidates);

// "id, cuisine, transcript", at most `most` of them and then "and 3 more".
std::string listed(const std::vector<std::string>& names, std::size_t most = 12);

// --- reading settings (check_settings.cpp) ----------------------------------

// The name a reference or a label spells: `grader`, `x.grader`; empty if it is none.
std::string spelled(const syntax::Expr& expr);

// Each reports a value of the wrong kind, with what to write instead, and then
// gives nothing.
struct SettingReader {
  Context& context;
  BlockView view;
  std::size_t module = 0;

  std::optional<std::string> text(std::string_view key);  // Also file("…").
  std::optional<double> number(std::string_view key, double low, double high);
  std::optional<long long> whole(std::string_view key, long long low, long long high);
  std::optional<double> share(std::string_view key);
  std::optional<double> amount(std::string_view key, Unit unit);
  std::optional<bool> yes_no(std::string_view key);
  std::optional<std::string> label(std::string_view key);
  std::vector<std::string> texts(std::string_view key);  // Also names.
  std::vector<std::string> command(std::string_view key);  // check_command.cpp
  std::optional<std::string> file(std::string_view key);  // The path as written.
  std::string file_text(std::string_view key);            // What is in it.
  bool required(std::string_view key);                    // Reports if it is not there.
};

// The elements of a setting that takes a list. One without brackets is reported, and
// taken as the only element.
std::span<const syntax::Expr> elements_of(Context& context, const syntax::Expr& written,
                                          std::string_view key);

// The path in file("…"), reported if `expr` is something else.
std::optional<std::string> file_path(Context& context, const syntax::Expr& expr,
                                     std::string_view key);
// The text of a file named in the file of `module`; reports what cannot be read.
std::optional<std::string> read_named_file(Context& context, std::size_t module,
                                           const std::string& path, Span at);

// Data of items and examples as a value.
Value data_value(Context& context, const syntax::Expr& expr, std::size_t module);
// The fields of an item, a record or an example's `item { … }`.
Record data_record(Context& context, const syntax::Block& block, std::size_t module);

// --- expressions (check_expression.cpp) --------------------------------------

// What an expression can see, and what is known where it stands.
struct Environment {
  std::map<std::string, Type, std::less<>> scope;  // Names of ScopeName that are in scope.
  std::string where;                               // For messages: "`when`", "a slice".
  struct Variable {
    Local local;
    Type type;
    std::optional<Expr> list;  // If it runs over a list of the item: the list.
  };
  std::vector<Variable> variables;
  std::vector<Expr> guards;
  int* next_slot = nullptr;
  const std::map<std::string, program::Function, std::less<>>* functions = nullptr;
  std::size_t module = 0;
  bool guardable = true;    // A `when:` of this check could exclude items.
  bool lost_names = false;  // Something that gives names could not be read: reported.
  bool in_define = false;   // The library and defines: no item to check against.
};

// Types an expression. A mistake is reported once and gives Kind::unknown.
Expr check_expression(Context& context, Environment& environment, const syntax::Expr& written);
// The same, and it must be yes or no.
Expr check_condition(Context& context, Environment& environment, const syntax::Expr& written);
// The same, and it must fit `wanted`; `key` is for the message.
Expr check_wanted(Context& context, Environment& environment, const syntax::Expr& written,
                  const Type& wanted, std::string_view key);
Explained explained(const Context& context, const syntax::Expr& written, Expr expr);

// Whether it depends on the item and its elements alone.
bool speaks_only_of_item(const Expr& expr, const Environment& environment);

std::optional<Template> check_template(Context& context, Environment& environment,
                                       const syntax::Expr& written, std::size_t module);

// Item scope, answer scope (when, for each), evidence scope come from here.
Environment item_environment(Context& context, std::size_t module, int& next_slot);
void add_answer_scope(Environment& environment);

// --- blocks -------------------------------------------------------------------

void declare_blocks(Context& context);                     // check_names.cpp
void check_defines(Context& context, std::size_t module);  // check_define.cpp
void try_examples_of_defines(Context& context);
void check_library(Context& context);  // All files at once, in any order: check_define.cpp
void check_library_judges(Context& context, program::Library& library);  // check_deciders.cpp
void check_library_tools(Context& context, program::Library& library);   // check_tool.cpp
void check_items(Context& context);                                      // check_items.cpp
void check_prompts(Context& context);                                    // check_prompt.cpp
void check_deciders(Context& context);  // check_deciders.cpp: judges, panels, tools, …
// Those of used files, once it is known which of them a check asks for.
void check_brought_deciders(Context& context);
void check_checks(Context& context);    // check_check.cpp
void check_examples(Context& context, program::Check& check, const Declared& declared);
void check_eval_basics(Context& context);  // check_eval.cpp: before its metrics
void check_eval(Context& context);
void prove_obligations(Context& context);  // check_guards.cpp
void note_defaults(Context& context);      // check_defaults.cpp
void lint(Context& context);               // lint.cpp

// What `takes:` of a block names; a type that is none is reported.
std::vector<program::Parameter> read_parameters(Context& context, const BlockView& view);

// --- tools (check_tool.cpp) -------------------------------------------------------

program::Tool check_tool(Context& context, const Declared& declared);
void check_tool_chains(Context& context);  // `after:` of all of them must end.

// A tool as a check or another tool names it: of this file, of a used one, or with
// `std.` of the library, whose tool then becomes one of the program's.
struct NamedTool {
  std::string name;
  std::vector<program::Parameter> takes;
};
std::optional<NamedTool> refer_tool(Context& context, const syntax::Expr& reference,
                                    std::size_t module);

// Reports what reads like `{{item.x}}` in a text where nothing is filled in.
void refuse_placeholders(Context& context, const syntax::Expr& written,
                         const std::vector<Local>& takes, std::string_view help);

// `model:` of the eval: a model block, or an id in quotes.
program::Model check_model(Context& context, const Declared& eval, const syntax::Expr& written);

program::Heading heading_of(const Declared& declared);

// One metric, in `report:`, a goal or `trust when:`.
enum class MetricScope { eval, judge, panel };
Expr check_metric(Context& context, const syntax::Expr& written, MetricScope scope);
Expr check_goal(Context& context, const syntax::Expr& written, MetricScope scope);

}  // namespace cairn
