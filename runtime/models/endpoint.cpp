#include "runtime/models/endpoint.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "lang/nearest.h"
#include "runtime/models/codec_parts.h"
#include "runtime/models/endpoint_address.h"

namespace cairn {
namespace {

Failure unknown_provider(std::string_view id) {
  const auto name = id.substr(0, id.find('/'));
  std::vector<std::string_view> names;
  for (const auto& provider : providers()) names.push_back(provider.name);
  if (name.size() == id.size())
    return Failure{
        fmt::format("`{}` names no provider; write it in front, as in "
                    "`openai/gpt-5-mini`",
                    id)};
  const auto close = nearest(name, names);
  return Failure{fmt::format("there is no provider `{}`; {}", name,
                             close.empty() ? "`cairn models` lists them, and `compatible` with "
                                             "`base url:` is any other server"
                                           : fmt::format("did you mean `{}`?", close))};
}

Failure no_key(const Provider& provider, std::string_view key_variable) {
  if (!key_variable.empty())
    return Failure{
        fmt::format("set {}, which `api key:` names, to a key of {}", key_variable, provider.name)};
  const auto variables = provider.key_variables;
  return Failure{
      fmt::format("set {} to your key of {}, or name another variable with "
                  "`api key: env(\"…\")`",
                  variables.substr(0, variables.find(' ')), provider.name)};
}

// It becomes part of a header, which ends with its line.
bool fits_header(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

std::optional<Failure> find_key(Endpoint& endpoint, std::string_view key_variable,
                                const Environment& environment) {
  const Provider& provider = *endpoint.provider;
  auto found = first_set(key_variable.empty() ? provider.key_variables : key_variable, environment);
  if (found.value.empty()) {
    if (provider.needs_key || !key_variable.empty()) return no_key(provider, key_variable);
    return std::nullopt;
  }
  if (!fits_header(found.value))
    return Failure{fmt::format("{} holds characters that no key has, such as a blank", found.name)};
  // Tokens of a log-in travel as bearers, also where keys have a header of their own.
  if (key_variable.empty() && found.name.ends_with("_TOKEN"))
    endpoint.key_header = KeyHeader::bearer;
  endpoint.key = std::move(found.value);
  endpoint.key_variable = std::move(found.name);
  return std::nullopt;
}

// OPENAI_CUSTOM_HEADERS: one "Name: value" a line.
void add_custom_headers(std::string_view lines, std::vector<Header>& headers) {
  while (!lines.empty()) {
    const auto end = std::min(lines.find('\n'), lines.size());
    const auto line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    auto value = line.substr(colon + 1);
    while (!value.empty() && (value.front() == ' ' || value.front() == '\t'))
      value.remove_prefix(1);
    while (!value.empty() && (value.back() == ' ' || value.back() == '\r')) value.remove_suffix(1);
    const auto name = line.substr(0, colon);
    const bool sound = !name.empty() && fits_header(name) &&
                       std::all_of(value.begin(), value.end(), [](char c) { return c >= ' '; });
    if (sound) headers.push_back({std::string(name), std::string(value)});
  }
}

void add_openai_headers(Endpoint& endpoint, const Environment& environment) {
  if (endpoint.provider->key_variables != "OPENAI_API_KEY") return;
  const auto add = [&](const char* name, const char* variable) {
    const auto found = first_set(variable, environment);
    if (!found.value.empty() && fits_header(found.value))
      endpoint.more.push_back({name, found.value});
  };
  add("OpenAI-Organization", "OPENAI_ORG_ID");
  add("OpenAI-Project", "OPENAI_PROJECT_ID");
  add_custom_headers(environment("OPENAI_CUSTOM_HEADERS"), endpoint.more);
}

// A deployment has an address of its own, and the API a version; resources with
// Azure's newer "/openai/v1" have neither.
void add_deployment(Endpoint& endpoint, std::string_view model, const Environment& environment) {
  if (endpoint.base_url.ends_with("/openai/v1")) return;
  constexpr std::string_view root = "/openai";
  if (!endpoint.base_url.ends_with(root)) endpoint.base_url += root;
  endpoint.base_url += "/deployments/" + url_segment(model);
  const auto version = first_set("OPENAI_API_VERSION", environment);
  endpoint.query =
      "api-version=" + (version.value.empty() ? "2024-10-21" : url_segment(version.value));
}

}  // namespace

Result<Endpoint> endpoint_of(std::string_view id, std::string_view base_url,
                             std::string_view key_variable, const Environment& environment) {
  const auto slash = id.find('/');
  const Provider* provider =
      slash == std::string_view::npos ? nullptr : find_provider(id.substr(0, slash));
  if (provider == nullptr) return unknown_provider(id);
  const auto model = model_of(id);
  if (model.empty()) return Failure{fmt::format("`{}` names no model after the `/`", id)};

  Endpoint endpoint;
  endpoint.provider = provider;
  auto address = address_of(*provider, base_url, environment);
  if (!address) return address.error();
  endpoint.base_url = *std::move(address);
  if (auto failure = find_key(endpoint, key_variable, environment)) return *std::move(failure);
  if (provider->name == "azure") add_deployment(endpoint, model, environment);
  add_openai_headers(endpoint, environment);
  return endpoint;
}

std::string_view model_of(std::string_view id) {
  const auto slash = id.find('/');
  return slash == std::string_view::npos ? std::string_view() : id.substr(slash + 1);
}

}  // namespace cairn
