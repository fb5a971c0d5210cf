// What the tests of reward models and of embeddings read replies by.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <variant>

#include "runtime/models/scoring.h"

namespace cairn::scored_replies {

inline Endpoint at(const Provider& provider, std::string base_url = "http://localhost:8000/v1") {
  Endpoint endpoint;
  endpoint.provider = &provider;
  endpoint.base_url = std::move(base_url);
  return endpoint;
}

inline HttpReply reply_of(std::string body, int status = 200) {
  HttpReply reply;
  reply.status = status;
  reply.body = std::move(body);
  return reply;
}

inline std::string why_failed(const Decoded& decoded) {
  const auto* failure = std::get_if<CallFailure>(&decoded);
  return failure ? failure->what : "";
}

inline CallFailure::Kind kind_of_failure(const Decoded& decoded) {
  REQUIRE(std::holds_alternative<CallFailure>(decoded));
  return std::get<CallFailure>(decoded).kind;
}

inline double number_of(const Decoded& decoded) {
  INFO(why_failed(decoded));
  REQUIRE(std::holds_alternative<Reply>(decoded));
  REQUIRE(std::get<Reply>(decoded).number.has_value());
  return *std::get<Reply>(decoded).number;
}

}  // namespace cairn::scored_replies
