#include "stdlib/native/schema/uri.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>

namespace cairn::schema {
namespace {

struct Parts {
  std::string_view scheme;                    // Without `:`.
  std::optional<std::string_view> authority;  // Without `//`.
  std::string_view path;
  std::optional<std::string_view> query;  // Without `?`.
};

bool is_scheme(std::string_view text) {
  return !text.empty() && std::isalpha(static_cast<unsigned char>(text[0])) != 0 &&
         std::ranges::all_of(text, [](unsigned char c) {
           return std::isalnum(c) != 0 || c == '+' || c == '-' || c == '.';
         });
}

// REQUIRES: no fragment.
Parts take_apart(std::string_view text) {
  Parts parts;
  if (const auto colon = text.find_first_of(":/?");
      colon != text.npos && text[colon] == ':' && is_scheme(text.substr(0, colon))) {
    parts.scheme = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  if (const auto mark = text.find('?'); mark != text.npos) {
    parts.query = text.substr(mark + 1);
    text = text.substr(0, mark);
  }
  if (text.starts_with("//")) {
    const auto end = std::min(text.find('/', 2), text.size());
    parts.authority = text.substr(2, end - 2);
    text.remove_prefix(end);
  }
  parts.path = text;
  return parts;
}

std::string without_dots(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    const auto end = std::min(path.find('/', path.starts_with('/') ? 1 : 0), path.size());
    const auto segment = path.substr(0, end);
    path.remove_prefix(end);
    if (segment == "/..") {
      out.resize(out.rfind('/') == std::string::npos ? 0 : out.rfind('/'));
      if (path.empty()) out += '/';
    } else if (segment == "/.") {
      if (path.empty()) out += '/';
    } else if (segment != "." && segment != "..") {
      out += segment;
    }
  }
  return out;
}

std::string put_together(const Parts& parts, std::string_view path) {
  std::string out;
  if (!parts.scheme.empty()) out += std::string(parts.scheme) + ":";
  if (parts.authority) out += "//" + std::string(*parts.authority);
  out += path;
  if (parts.query) out += "?" + std::string(*parts.query);
  return out;
}

std::string merged(const Parts& base, std::string_view path) {
  if (base.authority && base.path.empty()) return "/" + std::string(path);
  const auto slash = base.path.rfind('/');
  const auto folder = slash == base.path.npos ? "" : base.path.substr(0, slash + 1);
  return std::string(folder) + std::string(path);
}

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned byte = 0;
    const auto* digits = text.data() + i + 1;
    if (text[i] == '%' && i + 2 < text.size() &&
        std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
      out += static_cast<char>(byte);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace

Address resolve(std::string_view base, std::string_view written) {
  const auto hash = written.find('#');
  Address address;
  if (hash != written.npos) address.fragment = decoded(written.substr(hash + 1));
  written = written.substr(0, hash);
  if (written.empty()) {
    address.resource = base;
    return address;
  }
  Parts parts = take_apart(written);
  const Parts around = take_apart(base);
  if (!parts.scheme.empty()) {
    address.resource =
        put_together(parts, parts.authority ? without_dots(parts.path) : std::string(parts.path));
    return address;
  }
  std::string path(parts.path);
  if (!parts.authority) {
    if (path.empty()) {
      path = around.path;
      if (!parts.query) parts.query = around.query;
    } else if (!path.starts_with('/')) {
      path = merged(around, path);
    }
    parts.authority = around.authority;
  }
  parts.scheme = around.scheme;
  address.resource = put_together(parts, without_dots(path));
  return address;
}

}  // namespace cairn::schema
