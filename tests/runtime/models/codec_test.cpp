#include <doctest/doctest.h>

#include "tests/runtime/models/model_cases.h"

using namespace cairn;

namespace {

Request everything_asked() {
  auto request = model_cases::parameters();
  request.schema_json = R"({"type":"object"})";
  request.json = true;
  return request;
}

}  // namespace

TEST_CASE("parameters are dropped once, and only those that were asked for") {
  ModelRequest request = everything_asked();
  auto endpoint = model_cases::endpoint("openai");
  for (const char* parameter :
       {"temperature", "top_p", "seed", "stop", "effort", "schema", "json"}) {
    CAPTURE(parameter);
    CHECK(drop_parameter(request, endpoint, parameter));
    CHECK_FALSE(drop_parameter(request, endpoint, parameter));
  }
  CHECK_FALSE(drop_parameter(request, endpoint, "colour"));
  CHECK(drop_parameter(request, endpoint, "max_tokens"));
  CHECK_FALSE(drop_parameter(request, endpoint, "max_tokens"));
  const auto call = encode(request, endpoint);
  REQUIRE(call.has_value());
  CHECK(call->body ==
        R"({"model":"m","messages":[{"role":"user","content":"Say \"hé\".\n"}],"max_tokens":256})");
  auto claude = model_cases::endpoint("anthropic");
  ModelRequest asked = everything_asked();
  CHECK_FALSE(drop_parameter(asked, claude, "max_tokens"));
  ModelRequest reward = RewardRequest{};
  CHECK_FALSE(drop_parameter(reward, endpoint, "temperature"));
}

TEST_CASE("a parameter that was not asked for cannot be dropped") {
  const auto decoded =
      decode(model_cases::text(),
             model_cases::replied(R"({"error":{"message":"Unknown parameter: 'seed'."}})", 400),
             model_cases::endpoint("openai"));
  REQUIRE(std::holds_alternative<CallFailure>(decoded));
  CHECK(std::get<CallFailure>(decoded).kind == CallFailure::Kind::bad_request);
  CHECK(std::get<CallFailure>(decoded).parameter.empty());
}
