#include "runtime/models/errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "lang/utf8.h"
#include "runtime/models/error_text.h"
#include "runtime/models/error_words.h"

namespace cairn {
namespace {

using FailureKind = CallFailure::Kind;

constexpr int deepest_body = 200;

std::string_view error_server(const Endpoint& endpoint) { return endpoint.provider->name; }

// "the key in OPENAI_API_KEY"
std::string error_key(const Endpoint& endpoint) {
  if (!endpoint.key_variable.empty()) return "the key in " + endpoint.key_variable;
  const auto names = endpoint.provider->key_variables;
  if (names.empty()) return "the key";
  return fmt::format("the key in {}", names.substr(0, names.find(' ')));
}

CallFailure failed_call(FailureKind kind, std::string what) { return {kind, std::move(what), {}}; }

CallFailure error_of_connection(const HttpReply& reply, const Endpoint& endpoint) {
  const auto name = error_server(endpoint);
  const auto why = reply.why.empty() ? std::string() : ": " + shown_text(reply.why, endpoint);
  switch (reply.broken) {
    case Broken::no:
    case Broken::other:
      break;
    case Broken::cannot_connect:
      return failed_call(FailureKind::transient, fmt::format("{} cannot be reached{}", name, why));
    case Broken::timed_out:
      return failed_call(FailureKind::transient,
                         fmt::format("{} did not answer in time{}", name, why));
    case Broken::cut_off:
      return failed_call(FailureKind::transient,
                         fmt::format("the reply of {} was cut off{}", name, why));
    case Broken::too_large:
      return failed_call(FailureKind::bad_request,
                         fmt::format("the reply of {} is too large{}", name, why));
    case Broken::not_secure:
      return failed_call(FailureKind::fatal,
                         fmt::format("the connection to {} is not secure{}", name, why));
  }
  return failed_call(FailureKind::transient, fmt::format("the call to {} failed{}", name, why));
}

// Only the host: the rest of an address may hold what is nobody's business.
std::string error_host(std::string_view address) {
  const auto scheme = address.find("//");
  if (scheme == std::string_view::npos) return {};
  address.remove_prefix(scheme + 2);
  address = address.substr(0, address.find_first_of("/?#"));
  const auto at = address.rfind('@');
  return std::string(at == std::string_view::npos ? address : address.substr(at + 1));
}

CallFailure error_of_redirect(const HttpReply& reply, const Endpoint& endpoint) {
  const auto host = error_host(header(reply.headers, "location"));
  return failed_call(
      FailureKind::fatal,
      fmt::format("{} sends to another address{} ({}), and a key is never sent after it; "
                  "write the right `base url:`",
                  error_server(endpoint), host.empty() ? "" : ", at " + shown_text(host, endpoint),
                  reply.status));
}

// A sentence about a status, ending in what the server said of it.
struct ErrorSaid {
  const HttpReply& reply;
  const ErrorText& text;
  const Endpoint& endpoint;

  CallFailure as(FailureKind kind, std::string_view sentence) const {
    const auto words = shown_text(text.message.empty() ? text.code : text.message, endpoint);
    return failed_call(
        kind, fmt::format("{} ({}){}{}", sentence, reply.status, words.empty() ? "" : ": ", words));
  }
};

CallFailure error_of_parameter(const ErrorSaid& said, std::string parameter) {
  auto result = said.as(
      FailureKind::refused_parameter,
      fmt::format("{} does not take `{}` for this model", error_server(said.endpoint), parameter));
  result.parameter = std::move(parameter);
  return result;
}

std::string error_how_to_set_key(const Endpoint& endpoint) {
  const auto variables = endpoint.provider->key_variables;
  if (variables.empty()) return "name its variable in the model block, `api key: env(\"MY_KEY\")`";
  return fmt::format("set {}", variables.substr(0, variables.find(' ')));
}

CallFailure error_of_key(const ErrorSaid& said) {
  const auto name = error_server(said.endpoint);
  if (said.endpoint.key.empty())
    return said.as(FailureKind::fatal, fmt::format("{} wants a key, and none is set: {}", name,
                                                   error_how_to_set_key(said.endpoint)));
  return said.as(FailureKind::fatal,
                 fmt::format("{} does not accept {}", name, error_key(said.endpoint)));
}

CallFailure error_of_server(int status, const ErrorSaid& said) {
  const auto name = error_server(said.endpoint);
  const auto words = said.text.type + said.text.code;
  if (status == 503 && words.find("RESOURCE_EXHAUSTED") != std::string::npos)
    return said.as(FailureKind::rate, fmt::format("{} asks to slow down", name));
  if (status == 503 || status == 529)
    return said.as(FailureKind::transient, fmt::format("{} is overloaded", name));
  return said.as(FailureKind::transient, fmt::format("{} could not answer just now", name));
}

CallFailure error_by_status(int status, const ErrorSaid& said) {
  const auto name = error_server(said.endpoint);
  switch (status) {
    case 401:
      return error_of_key(said);
    case 402:
      return said.as(FailureKind::fatal,
                     fmt::format("no credit is left at {} for {}", name, error_key(said.endpoint)));
    case 403:
      return said.as(FailureKind::fatal,
                     fmt::format("{} does not allow this to {}", name, error_key(said.endpoint)));
    case 404:
    case 405:
      return said.as(FailureKind::fatal, fmt::format("{} has no such model or address", name));
    case 408:
    case 409:
    case 424:
    case 425:
      return said.as(FailureKind::transient, fmt::format("{} could not answer just now", name));
    case 413:
      return said.as(FailureKind::bad_request,
                     fmt::format("the request is too large for {}", name));
    case 429:
      return said.as(FailureKind::rate, fmt::format("{} asks to slow down", name));
    default:
      break;
  }
  if (status >= 500) return error_of_server(status, said);
  return said.as(FailureKind::bad_request, fmt::format("{} cannot answer this request", name));
}

Reply filtered_reply(const ErrorText& text) {
  Reply reply;
  reply.finish = Finish::refused;
  reply.filtered = true;
  reply.finish_detail = !text.code.empty() && text.status == 0 ? text.code : "content_filter";
  return reply;
}

Reply too_long_reply(const ErrorText& text) {
  Reply reply;
  reply.finish = Finish::length;
  reply.too_long = true;
  reply.finish_detail =
      !text.code.empty() && text.status == 0 ? text.code : "context_length_exceeded";
  return reply;
}

// Words come before the status: a spent quota is a 429, a wrong key at Google a 400,
// a filtered prompt at xAI a 403.
Decoded error_meaning(const ErrorSaid& said) {
  const bool good_status = said.reply.status >= 200 && said.reply.status < 300;
  const int status = good_status ? status_meant(said.text) : said.reply.status;
  const bool about_request = status == 400 || status == 403 || status == 422 || status == 451;
  if (says_no_credit(said.text)) return error_by_status(402, said);
  if (status == 400 && says_bad_key(said.text)) return error_by_status(401, said);
  if (about_request && says_filtered(said.text)) return filtered_reply(said.text);
  const bool about_length = status == 400 || status == 413 || status == 422 || status == 500;
  if (about_length && says_too_long(said.text)) return too_long_reply(said.text);
  if (status != 400 && status != 422) return error_by_status(status, said);
  if (says_no_model(said.text)) return error_by_status(404, said);
  auto parameter = refused_parameter_in(said.text);
  if (!parameter.empty()) return error_of_parameter(said, std::move(parameter));
  return error_by_status(status, said);
}

// Providers show some letters of a wrong key between stars: not even these are ours to show.
std::string without_keys(std::string text, const Endpoint& endpoint) {
  constexpr std::string_view blank = "[key]";
  if (!endpoint.key.empty())
    for (auto at = text.find(endpoint.key); at != std::string::npos;
         at = text.find(endpoint.key, at + blank.size()))
      text.replace(at, endpoint.key.size(), blank);
  for (auto at = text.find("***"); at != std::string::npos; at = text.find("***", at)) {
    const auto before = text.find_last_of(" \"'`:(\n", at);
    const auto start = before == std::string::npos ? 0 : before + 1;
    const auto end = std::min(text.find_first_of(" \"'`,)\n", at), text.size());
    text.replace(start, end - start, blank);
    at = start + blank.size();
  }
  return text;
}

}  // namespace

nlohmann::ordered_json read_body(std::string_view body) {
  bool too_deep = false;
  const auto watch = [&](int depth, nlohmann::ordered_json::parse_event_t,
                         nlohmann::ordered_json&) {
    too_deep = too_deep || depth > deepest_body;
    return !too_deep;
  };
  auto read = nlohmann::ordered_json::parse(body, watch, false);
  if (too_deep) return nlohmann::ordered_json(nlohmann::ordered_json::value_t::discarded);
  return read;
}

std::string shown_text(std::string_view text, const Endpoint& endpoint) {
  constexpr std::size_t longest = 200;
  std::string line;
  for (const char c : without_keys(std::string(text), endpoint)) {
    const bool space = c == '\n' || c == '\r' || c == '\t' || c == ' ';
    if (!space) line += c;
    if (space && !line.empty() && line.back() != ' ') line += ' ';
  }
  while (line.ends_with(' ')) line.pop_back();
  std::size_t end = 0, characters = 0;
  while (end < line.size() && characters < longest) {
    end += code_point_length(std::string_view(line).substr(end));
    ++characters;
  }
  const bool whole = end >= line.size();
  return printable(line.substr(0, end)) + (whole ? "" : "…");
}

std::optional<Decoded> error_in(const HttpReply& reply, const nlohmann::ordered_json& body,
                                const Endpoint& endpoint) {
  if (reply.broken != Broken::no) return error_of_connection(reply, endpoint);
  if (reply.status >= 300 && reply.status < 400) return error_of_redirect(reply, endpoint);
  const bool good_status = reply.status >= 200 && reply.status < 300;
  if (good_status && body.is_discarded())
    return failed_call(FailureKind::transient, fmt::format("{} sent a reply that is not whole JSON",
                                                           error_server(endpoint)));
  if (good_status && !tells_of_error(body)) return std::nullopt;
  const auto text = error_text(reply, body);
  return error_meaning({reply, text, endpoint});
}

CallFailure failure_of(const HttpReply& reply, const Endpoint& endpoint) {
  const auto body = read_body(reply.body);
  const auto error = error_in(reply, body, endpoint);
  if (!error) return lacks(endpoint, "what was asked");
  if (const auto* failed = std::get_if<CallFailure>(&*error)) return *failed;
  const auto text = error_text(reply, body);
  const ErrorSaid said{reply, text, endpoint};
  const auto name = error_server(endpoint);
  if (std::get<Reply>(*error).too_long)
    return said.as(FailureKind::bad_request,
                   fmt::format("the text is longer than this model of {} reads", name));
  return said.as(FailureKind::bad_request, fmt::format("{} filtered this text", name));
}

CallFailure lacks(const Endpoint& endpoint, std::string_view missing) {
  return failed_call(FailureKind::transient,
                     fmt::format("{} sent a reply without {}", error_server(endpoint), missing));
}

}  // namespace cairn
