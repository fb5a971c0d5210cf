#include <fmt/format.h>

#include "lang/check_context.h"
#include "lang/template.h"

namespace cairn {
namespace {

// Every placeholder is a value that can be printed, and is there in every item.
std::optional<Expr> check_placeholder(Context& context, Environment& environment,
                                      const syntax::Expr& written) {
  const bool guardable = std::exchange(environment.guardable, false);
  Expr made = check_expression(context, environment, written);
  environment.guardable = guardable;
  if (made.type.kind == Type::Kind::media) {
    context.report(DiagnosticKind::media_in_text, written.at, spelled(written))
        .with_help(fmt::format("send it with `attach: {}`", spelled(written)));
    return std::nullopt;
  }
  return made;
}

}  // namespace

std::optional<Template> check_template(Context& context, Environment& environment,
                                       const syntax::Expr& written, std::size_t module) {
  syntax::Text text;
  if (const auto* own = std::get_if<syntax::Text>(&written.node)) {
    text = *own;
  } else {
    const auto path = file_path(context, written, "text");
    const auto read = path ? read_named_file(context, module, *path, written.at) : std::nullopt;
    if (!read) return std::nullopt;
    text.value = *read;
    if (text.value.ends_with('\n')) text.value.pop_back();
  }
  Template made;
  for (const auto& piece : split_template(text, written.at, context.diagnostics)) {
    if (const auto* plain = std::get_if<std::string>(&piece)) {
      made.parts.emplace_back(*plain);
      continue;
    }
    if (auto expr = check_placeholder(context, environment, std::get<syntax::Expr>(piece)))
      made.parts.emplace_back(std::move(*expr));
  }
  return made;
}

}  // namespace cairn
