#include <fmt/format.h>

#include <array>
#include <cmath>

#include "lang/data/json.h"
#include "lang/overloaded.h"

namespace cairn {
namespace {

// What a byte becomes inside a JSON text: 0 as it is, 'u' as \u00XX, 1 look at
// the whole code point, else the letter after the backslash.
constexpr std::array<char, 256> escapes = [] {
  std::array<char, 256> table{};
  for (std::size_t byte = 0; byte < 0x20; ++byte) table[byte] = 'u';
  table['\b'] = 'b';
  table['\f'] = 'f';
  table['\n'] = 'n';
  table['\r'] = 'r';
  table['\t'] = 't';
  table['"'] = '"';
  table['\\'] = '\\';
  for (std::size_t byte = 0x80; byte < 256; ++byte) table[byte] = 1;
  return table;
}();

bool continues(std::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

// The length of the code point that begins at `at`; 0 if it is broken.
std::size_t code_point_at(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  const unsigned second = at + 1 < text.size() ? static_cast<unsigned char>(text[at + 1]) : 0U;
  if (lead < 0xC2 || lead > 0xF4 || !continues(text, at + 1)) return 0;
  if (lead < 0xE0) return 2;
  if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F)) return 0;
  if (!continues(text, at + 2)) return 0;
  if (lead < 0xF0) return 3;
  if ((lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F)) return 0;
  return continues(text, at + 3) ? 4 : 0;
}

// Whether `written` is a number as JSON spells it; a file's own "007" is not.
bool is_json_number(std::string_view written) {
  std::size_t at = written.starts_with('-') ? 1 : 0;
  const auto digits = [&] {
    const std::size_t begin = at;
    while (at < written.size() && written[at] >= '0' && written[at] <= '9') ++at;
    return at - begin;
  };
  const std::size_t first = at;
  const std::size_t whole = digits();
  if (whole == 0 || (whole > 1 && written[first] == '0')) return false;
  if (at < written.size() && written[at] == '.') {
    ++at;
    if (digits() == 0) return false;
  }
  if (at < written.size() && (written[at] == 'e' || written[at] == 'E')) {
    ++at;
    if (at < written.size() && (written[at] == '+' || written[at] == '-')) ++at;
    if (digits() == 0) return false;
  }
  return at == written.size();
}

class Writer {
 public:
  Writer(std::string& out, bool indented) : out_(out), indented_(indented) {}

  void write(const Value& value) {
    std::visit(Overloaded{[&](const Missing&) { out_ += "null"; },
                          [&](bool truth) { out_ += truth ? "true" : "false"; },
                          [&](const Number& number) { write(number); },
                          [&](const std::string& text) { append_json_string(out_, text); },
                          [&](const List& list) { write(list); },
                          [&](const Record& record) { write(record); },
                          [&](const Amount& amount) {
                            write(Number{amount.value, ""});
                          },
                          [&](const Media& media) { append_json_string(out_, media.path); }},
               value.data);
  }

 private:
  void write(const Number& number) {
    if (!number.written.empty() && is_json_number(number.written)) {
      out_ += number.written;
    } else {
      out_ += std::isfinite(number.value) ? shortest(number.value) : "null";
    }
  }

  void write(const List& list) {
    if (list.empty()) {
      out_ += "[]";
      return;
    }
    out_ += '[';
    ++depth_;
    bool first = true;
    for (const auto& element : list) {
      next(first);
      write(element);
    }
    close(']');
  }

  void write(const Record& record) {
    if (record.fields.empty()) {
      out_ += "{}";
      return;
    }
    out_ += '{';
    ++depth_;
    bool first = true;
    for (const auto& [name, value] : record.fields) {
      next(first);
      append_json_string(out_, name);
      out_ += indented_ ? ": " : ":";
      write(value);
    }
    close('}');
  }

  void next(bool& first) {
    if (!first) out_ += ',';
    first = false;
    line();
  }

  void close(char bracket) {
    --depth_;
    line();
    out_ += bracket;
  }

  void line() {
    if (!indented_) return;
    out_ += '\n';
    out_.append(2 * depth_, ' ');
  }

  std::string& out_;
  bool indented_;
  std::size_t depth_ = 0;
};

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t plain = 0;  // From here on nothing is written yet.
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const char escape = escapes[byte];
    if (escape == 0) {
      ++at;
      continue;
    }
    if (escape == 1) {
      const std::size_t length = code_point_at(text, at);
      if (length > 0) {
        at += length;
        continue;
      }
    }
    out.append(text, plain, at - plain);
    plain = ++at;
    if (escape == 1) {
      out += "\xEF\xBF\xBD";
    } else if (escape == 'u') {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", byte);
    } else {
      out += '\\';
      out += escape;
    }
  }
  out.append(text, plain);
  out += '"';
}

void append_json(std::string& out, const Value& value) { Writer(out, false).write(value); }

std::string to_json(const Value& value) {
  std::string out;
  append_json(out, value);
  return out;
}

std::string to_indented_json(const Value& value) {
  std::string out;
  Writer(out, true).write(value);
  return out;
}

}  // namespace cairn
