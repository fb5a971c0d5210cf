// The requests that every codec is tested with, and the bodies they must become:
// bodies/<format>-<case>.json, which tests/sdk checks against the providers' own types.
#pragma once

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/models/provider.h"

namespace cairn::model_cases {

struct Case {
  std::string_view name;
  Request request;
};

inline Request text() {
  Request request;
  request.model = "m";
  request.messages = {{Message::Role::user, "Say \"hé\".\n", {}}};
  return request;
}

inline Request turns() {
  auto request = text();
  request.messages = {{Message::Role::system, "Be brief.", {}},
                      {Message::Role::system, "Be kind.", {}},
                      {Message::Role::user, "One?", {}},
                      {Message::Role::assistant, "Two.", {}},
                      {Message::Role::user, "Three?", {}}};
  return request;
}

inline Request shown(MediaKind kind, std::string type, std::string name, std::string base64) {
  auto request = text();
  request.messages.front().media.push_back(
      {kind, std::move(type), std::move(name),
       std::make_shared<const std::string>(std::move(base64))});
  return request;
}

inline Request image() { return shown(MediaKind::image, "image/png", "a.png", "iVBORw0KGgo="); }
inline Request audio() { return shown(MediaKind::audio, "audio/wav", "a.wav", "UklGRg=="); }
inline Request video() { return shown(MediaKind::video, "video/mp4", "a.mp4", "AAAAGGZ0eXA="); }
inline Request document() {
  return shown(MediaKind::document, "application/pdf", "my file.pdf", "JVBERi0xLjQ=");
}

inline Request schema() {
  auto request = text();
  request.schema_json =
      R"({"type":"object","properties":{"verdict":{"type":"string","enum":["yes","no"]}},)"
      R"("required":["verdict"],"additionalProperties":false})";
  request.schema_name = "my verdict";
  return request;
}

// It leaves a property open, which strict mode does not take.
inline Request loose_schema() {
  auto request = text();
  request.schema_json = R"({"type":"object","properties":{"verdict":{"type":"string"}}})";
  return request;
}

inline Request json() {
  auto request = text();
  request.json = true;
  return request;
}

inline Request tools() {
  auto request = text();
  request.offers_json =
      R"([{"name":"weather","description":"Weather now.","parameters":)"
      R"({"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}},)"
      R"({"type":"function","function":{"name":"now"}}])";
  return request;
}

inline Request parameters() {
  auto request = text();
  request.temperature = 0.5;
  request.top_p = 0.9;
  request.max_tokens = 256;
  request.seed = 7;
  request.stop = {"END", "\n\n"};
  request.effort = "low";
  return request;
}

inline std::vector<Case> all() {
  return {{"text", text()},
          {"turns", turns()},
          {"image", image()},
          {"audio", audio()},
          {"video", video()},
          {"document", document()},
          {"schema", schema()},
          {"loose-schema", loose_schema()},
          {"json", json()},
          {"tools", tools()},
          {"parameters", parameters()}};
}

// The whole file but for the line's end.
inline std::string body_file(const std::string& name) {
  std::ifstream file(CAIRN_ROOT "/tests/runtime/models/bodies/" + name + ".json", std::ios::binary);
  std::string body{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (body.ends_with('\n')) body.pop_back();
  return body;
}

inline Endpoint endpoint(std::string_view provider) {
  Endpoint made;
  made.provider = find_provider(provider);
  REQUIRE(made.provider != nullptr);
  made.base_url = "https://host/v1";
  made.key = "sk-secret-key";
  return made;
}

inline HttpReply replied(std::string body, int status = 200) {
  HttpReply reply;
  reply.status = status;
  reply.body = std::move(body);
  return reply;
}

// Every case becomes the body in its file. A provider that cannot say one has no file
// for it, and `refused` says how many those are.
inline void check_bodies(std::string_view provider, const std::string& prefix,
                         std::size_t refused) {
  std::size_t refusals = 0;
  for (const auto& one : all()) {
    CAPTURE(one.name);
    const auto call = encode(one.request, endpoint(provider));
    const auto expected = body_file(prefix + "-" + std::string(one.name));
    CHECK(call.has_value() != expected.empty());
    if (call) CHECK(call->body == expected);
    if (call) CHECK(call->body.find("sk-secret-key") == std::string::npos);
    if (!call) ++refusals;
  }
  CHECK(refusals == refused);
}

}  // namespace cairn::model_cases
