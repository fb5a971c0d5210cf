// `run:` of a tool or a model: split into words as a shell would, but no shell runs.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "lang/check_context.h"
#include "lang/template.h"
#include "lang/words.h"

namespace cairn {
namespace {

// Where in a command something stands that only a shell would act on.
struct ShellWord {
  std::size_t begin = 0, end = 0;
};

// Words that a shell knows by itself: there is no program of that name.
constexpr std::array<std::string_view, 7> built_in = {"alias",  "cd",     "eval",  "exec",
                                                      "export", "source", "ulimit"};
constexpr std::array<std::string_view, 5> shells = {"bash", "dash", "ksh", "sh", "zsh"};
constexpr std::array<std::string_view, 12> operators = {"|", "||", "|&", "&",  "&&",   ";",
                                                        "<", ">",  ">>", "2>", "2>&1", "&>"};

// Of the name of a variable; a digit is none that begins one.
bool begins_variable(char c) {
  return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool in_variable(char c) { return begins_variable(c) || (c >= '0' && c <= '9'); }

// `sh -c "…"`: what stands in its quotes is for that shell.
bool asks_for_a_shell(const std::vector<std::string>& words) {
  const auto shell = std::ranges::find_if(words, [](std::string_view word) {
    return std::ranges::count(shells, word.substr(word.rfind('/') + 1)) > 0;
  });
  return std::any_of(shell, words.end(), [](std::string_view word) {
    return word.size() > 1 && word.front() == '-' && word.back() == 'c' && word[1] != '-';
  });
}

// `NAME=value` before a command.
bool sets_variable(std::string_view word) {
  const auto equals = word.find('=');
  return equals != word.npos && equals > 0 && begins_variable(word.front()) &&
         std::ranges::all_of(word.substr(0, equals), in_variable);
}

class ShellScan {
 public:
  ShellScan(std::string_view text, bool shell_reads_quotes)
      : text_(text), shell_reads_quotes_(shell_reads_quotes) {}

  std::optional<ShellWord> run() {
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (quote_ != 0) {
        if (auto found = inside_quotes(c)) return found;
      } else if (auto found = outside_quotes(c)) {
        return found;
      }
    }
    return std::nullopt;
  }

 private:
  std::optional<ShellWord> inside_quotes(char c) {
    if (c == quote_)
      quote_ = 0;
    else if (c == '\\' && quote_ == '"')
      ++at_;
    else if (quote_ == '"' && !shell_reads_quotes_)
      return variable();
    return std::nullopt;
  }

  std::optional<ShellWord> outside_quotes(char c) {
    const bool begins = at_ == 0 || text_[at_ - 1] == ' ';
    if (c == '\\') {
      ++at_;
      return std::nullopt;
    }
    if (c == '"' || c == '\'') {
      quote_ = c;
      return std::nullopt;
    }
    if (std::string_view("|&;<>").find(c) != std::string_view::npos) {
      auto end = at_ + 1;
      while (end < text_.size() && (text_[end] == c || text_[end] == '&')) ++end;
      return ShellWord{at_, end};
    }
    if (c == '*' || c == '`') return ShellWord{at_, at_ + 1};
    if (c == '~' && begins && (at_ + 1 == text_.size() || text_[at_ + 1] == '/'))
      return ShellWord{at_, at_ + 1};
    return variable();
  }

  std::optional<ShellWord> variable() const {
    if (text_[at_] != '$' || at_ + 1 == text_.size()) return std::nullopt;
    auto end = at_ + 1;
    if (text_[end] == '{' || text_[end] == '(') return ShellWord{at_, end + 1};
    while (end < text_.size() && in_variable(text_[end])) ++end;
    return end == at_ + 1 ? std::nullopt : std::optional(ShellWord{at_, end});
  }

  std::string_view text_;
  bool shell_reads_quotes_;
  std::size_t at_ = 0;
  char quote_ = 0;
};

std::optional<ShellWord> shell_word(std::string_view text, const std::vector<std::string>& words) {
  const auto first = text.find(words.front());
  if (first != text.npos &&
      (std::ranges::count(built_in, words.front()) > 0 || sets_variable(words.front())))
    return ShellWord{first, first + words.front().size()};
  return ShellScan(text, asks_for_a_shell(words)).run();
}

// The command as a shell would be given it.
std::string through_a_shell(std::string_view written) {
  const bool plain = written.find_first_of("'\\\n") == written.npos && written.size() > 1;
  if (plain) return fmt::format("\"sh -c '{}'\"", written.substr(1, written.size() - 2));
  return fmt::format("[\"sh\", \"-c\", {}]",
                     written.find('\n') == written.npos ? written : "\"…\"");
}

void warn_of_shell(Context& context, const syntax::Expr& written, const syntax::Text& text,
                   const std::vector<std::string>& words) {
  const auto found = shell_word(text.value, words);
  if (!found) return;
  const auto at = place_in_file(text, static_cast<std::uint32_t>(found->begin),
                                static_cast<std::uint32_t>(found->end), written.at);
  const auto better = through_a_shell(context.text(written.at));
  auto& diagnostic = context.report(DiagnosticKind::shell_in_command, at,
                                    text.value.substr(found->begin, found->end - found->begin));
  diagnostic.with_help(fmt::format("ask for one: `run: {}`", better));
  if (better.find("…") == better.npos)
    diagnostic.with_fix({"run it in a shell", {{written.at, better}}, false});
}

void warn_of_shell_in_list(Context& context, const syntax::Expr& written) {
  for (const auto& element : written.operands) {
    const auto* word = std::get_if<syntax::Text>(&element.node);
    if (!word || std::ranges::count(operators, word->value) == 0) continue;
    context.report(DiagnosticKind::shell_in_command, element.at, word->value)
        .with_help("ask for one: `run: [\"sh\", \"-c\", \"…\"]`, with all of it in the last text");
    return;
  }
}

void check_list(Context& context, std::string_view key, const syntax::Expr& written,
                const std::vector<std::string>& words) {
  const auto& first = written.operands.front();
  if (words.front().empty()) {
    context.report(DiagnosticKind::wrong_value, first.at, key, "a command", "an empty text")
        .with_help("write the program first, then its arguments");
  } else if (words.front().find(' ') != std::string::npos) {
    const auto text = context.text(first.at);
    auto& diagnostic = context.report(DiagnosticKind::command_in_one_word, first.at, words.front());
    if (words.size() == 1)
      diagnostic.with_help(fmt::format("write `{}: {}`, which is split into words", key, text))
          .with_fix({"leave the brackets out", {{written.at, std::string(text)}}, false});
    else
      diagnostic.with_help("write each word in quotes of its own");
  } else {
    warn_of_shell_in_list(context, written);
  }
}

}  // namespace

std::vector<std::string> SettingReader::command(std::string_view key) {
  const auto* expr = view.expr(key);
  if (!expr) return {};
  refuse_placeholders(context, *expr, {},
                      "a command is never filled in: write the text with `file \"name\": …` or "
                      "`input: …`");
  const auto* written = std::get_if<syntax::Text>(&expr->node);
  if (!written) {
    auto words = texts(key);
    if (std::holds_alternative<syntax::ListOf>(expr->node) && expr->operands.empty())
      context.report(DiagnosticKind::wrong_value, expr->at, key, "a command", "an empty list")
          .with_help("write the program and its arguments");
    else if (!words.empty() && std::holds_alternative<syntax::ListOf>(expr->node))
      check_list(context, key, *expr, words);
    return words;
  }
  auto words = split_command(written->value);
  if (!words)
    context
        .report(DiagnosticKind::wrong_value, expr->at, key, "a command",
                "a text with a quote that is never closed")
        .with_help("close the quote, or write the words as a list: `[\"program\", \"argument\"]`");
  else if (words->empty() || words->front().empty())
    context.report(DiagnosticKind::wrong_value, expr->at, key, "a command", "an empty text")
        .with_help("write the program and its arguments");
  else
    warn_of_shell(context, *expr, *written, *words);
  return words.value_or(std::vector<std::string>{});
}

}  // namespace cairn
