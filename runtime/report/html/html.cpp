// The report as one HTML page that needs nothing else: its data as JSON, its style and
// its script are in it, and its policy allows no other script and no request.
#include <fmt/format.h>
#include <nettle/base64.h>
#include <nettle/sha2.h>

#include <algorithm>
#include <array>

#include "lang/data/json.h"
#include "runtime/report/html/page_files.h"
#include "runtime/report/html/report_data.h"

namespace cairn {
namespace {

std::string_view page_file(std::string_view name) {
  const auto files = report_page_files();
  const auto found = std::ranges::find(files, name, &EmbeddedFile::name);
  return found == files.end() ? std::string_view() : found->text;
}

std::string page_script() {
  std::string made = "\"use strict\";\n";
  for (const auto& file : report_page_files())
    if (file.name.ends_with(".js")) made += file.text;
  return made;
}

// As a Content Security Policy names a script that may run: "sha256-…".
std::string source_hash(std::string_view script) {
  sha256_ctx context;
  sha256_init(&context);
  sha256_update(&context, script.size(), reinterpret_cast<const std::uint8_t*>(script.data()));
  std::array<std::uint8_t, SHA256_DIGEST_SIZE> digest{};
  sha256_digest(&context, digest.size(), digest.data());
  std::array<char, BASE64_ENCODE_RAW_LENGTH(SHA256_DIGEST_SIZE)> text{};
  base64_encode_raw(text.data(), digest.size(), digest.data());
  return "sha256-" + std::string(text.data(), text.size());
}

std::string policy(std::string_view script) {
  return fmt::format(
      "default-src 'none'; script-src '{}'; style-src 'unsafe-inline'; img-src data:; "
      "base-uri 'none'; form-action 'none'",
      source_hash(script));
}

// Whatever HTML or JavaScript could take for its own becomes \uXXXX, which JSON reads
// back. All of it stands inside strings: nothing else in JSON has these characters.
std::string harmless_json(std::string_view json) {
  std::string made;
  made.reserve(json.size() + json.size() / 16);
  for (std::size_t i = 0; i < json.size(); ++i) {
    const auto rest = json.substr(i);
    if (rest[0] == '<' || rest[0] == '>' || rest[0] == '&') {
      made += fmt::format("\\u{:04x}", static_cast<unsigned>(rest[0]));
    } else if (rest.starts_with("\xe2\x80\xa8") || rest.starts_with("\xe2\x80\xa9")) {
      made += rest[2] == '\xa8' ? "\\u2028" : "\\u2029";
      i += 2;
    } else {
      made += rest[0];
    }
  }
  return made;
}

std::string escaped_html(std::string_view text) {
  std::string made;
  for (const char c : text) {
    if (c == '<' || c == '>' || c == '&' || c == '"')
      made += fmt::format("&#{};", static_cast<int>(c));
    else
      made += c;
  }
  return made;
}

std::string page_title(const Summary& summary) {
  const auto& name = summary.title.empty() ? summary.eval : summary.title;
  return fmt::format("{} · run {}", name, summary.run);
}

struct PagePart {
  std::string_view mark;  // As it stands in page.html.
  std::string text;
};

// What is put in is not looked through again: a mark in an answer is text.
std::string filled(std::string_view page, const std::vector<PagePart>& parts) {
  std::string made;
  for (const auto& part : parts) {
    const auto at = page.find(part.mark);
    made += page.substr(0, at);
    made += part.text;
    page.remove_prefix(at + part.mark.size());
  }
  made += page;
  return made;
}

}  // namespace

std::string html_report(const RunReport& report, const ReportChoices& choices) {
  const auto script = page_script();
  return filled(page_file("page.html"),
                {{"{{policy}}", policy(script)},
                 {"{{title}}", escaped_html(page_title(report.run.summary))},
                 {"{{style}}", std::string(page_file("page.css"))},
                 {"{{data}}", harmless_json(to_json(report_data(report, choices)))},
                 {"{{script}}", script}});
}

}  // namespace cairn
