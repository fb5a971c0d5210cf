#include "runtime/models/endpoint_address.h"

#include <fmt/format.h>

#include <algorithm>

#include "lang/words.h"

namespace cairn {
namespace {

std::string_view trimmed_address(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto start = text.find_first_not_of(blanks);
  if (start == std::string_view::npos) return {};
  return text.substr(start, text.find_last_not_of(blanks) - start + 1);
}

// OLLAMA_HOST also says where Ollama listens: "0.0.0.0", ":8000" or only a host.
std::string ollama_address(std::string_view host) {
  std::string scheme = "http://";
  if (const auto end = host.find("://"); end != std::string_view::npos) {
    scheme = host.substr(0, end + 3);
    host.remove_prefix(end + 3);
  }
  const auto slash = std::min(host.find('/'), host.size());
  std::string server(host.substr(0, slash));
  const std::string path(host.substr(slash));
  if (server.starts_with(':')) server = "127.0.0.1" + server;
  if (server.starts_with("0.0.0.0")) server.replace(0, 7, "127.0.0.1");
  const auto port = server.rfind(':');
  const auto bracket = server.rfind(']');  // "[::1]" has colons, and no port.
  const bool has_port =
      port != std::string::npos && (bracket == std::string::npos || port > bracket);
  if (!has_port && scheme == "http://") server += ":11434";
  return scheme + server + (path.empty() || path == "/" ? "/v1" : path);
}

// What is wrong with an address, to follow its name; empty: nothing.
std::string_view address_mistake(std::string_view address) {
  const bool secure = address.starts_with("https://");
  if (!secure && !address.starts_with("http://")) return "must begin with https:// or http://";
  const auto rest = address.substr(address.find("//") + 2);
  const auto server = rest.substr(0, rest.find_first_of("/?#"));
  if (server.find('@') != std::string_view::npos)
    return "must not hold a name or a password; a key belongs in a variable of the environment";
  if (server.empty()) return "names no server";
  if (rest.find_first_of("?#") != std::string_view::npos) return "must end before the `?` or `#`";
  const bool odd = std::any_of(address.begin(), address.end(), [](char c) {
    return static_cast<unsigned char>(c) <= ' ' || c == '\x7f' || c == '\\';
  });
  if (odd) return "must not hold blanks or backslashes";
  for (const std::string_view path : {"/chat/completions", "/responses", "/messages", "/converse"})
    if (rest.ends_with(path))
      return "is where the paths begin, so leave out what comes after `/v1`";
  return {};
}

bool region_like(std::string_view region) {
  return std::all_of(region.begin(), region.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

Result<std::string> bedrock_address(const Environment& environment) {
  const auto region = first_set("AWS_REGION AWS_DEFAULT_REGION", environment);
  if (region.value.empty())
    return Failure{"set AWS_REGION to the region in which bedrock is asked, such as us-east-1"};
  if (!region_like(region.value))
    return Failure{fmt::format("{} is not the name of a region, such as us-east-1", region.name)};
  return fmt::format("https://bedrock-runtime.{}.amazonaws.com", region.value);
}

Failure no_address(const Provider& provider) {
  const auto variables = provider.base_url_variables;
  if (variables.empty())
    return Failure{fmt::format("where is the server of `{}`? write `base url: \"http://…/v1\"`",
                               provider.name)};
  return Failure{fmt::format("set {} to the address of your {}, or write `base url:`",
                             variables.substr(0, variables.find(' ')), provider.name)};
}

Result<std::string> sound_address(std::string address, std::string_view from) {
  if (const auto mistake = address_mistake(address); !mistake.empty())
    return Failure{fmt::format("{} {}", from, mistake)};
  while (address.ends_with('/')) address.pop_back();
  return address;
}

// GOOGLE_BASE_URL is without the version in Google's own libraries.
std::string with_version(std::string address, const Provider& provider) {
  if (provider.api != Api::gemini) return address;
  const auto last = address.substr(address.rfind('/') + 1);
  return last.starts_with("v1") ? address : address + "/v1beta";
}

}  // namespace

Variable first_set(std::string_view names, const Environment& environment) {
  for (const auto name : words_of(names)) {
    const auto value = environment(name);
    if (const auto trimmed = trimmed_address(value); !trimmed.empty())
      return {std::string(name), std::string(trimmed)};
  }
  return {};
}

Result<std::string> address_of(const Provider& provider, std::string_view base_url,
                               const Environment& environment) {
  Variable given{"`base url:`", std::string(trimmed_address(base_url))};
  if (given.value.empty()) given = first_set(provider.base_url_variables, environment);
  if (given.name == "OLLAMA_HOST") given.value = ollama_address(given.value);
  if (!given.value.empty()) {
    auto address = sound_address(std::move(given.value), given.name);
    return address ? with_version(*std::move(address), provider) : address;
  }
  if (provider.api == Api::converse) return bedrock_address(environment);
  if (provider.base_url.empty()) return no_address(provider);
  return std::string(provider.base_url);
}

}  // namespace cairn
