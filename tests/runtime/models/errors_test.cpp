#include "runtime/models/errors.h"

#include <doctest/doctest.h>

#include "tests/runtime/models/model_cases.h"

using namespace cairn;

namespace {

using FailedKind = CallFailure::Kind;

// A request that asks for everything, so that whatever is refused was asked for.
Request error_request() {
  auto request = model_cases::parameters();
  request.schema_json = R"({"type":"object"})";
  request.json = true;
  return request;
}

Endpoint error_endpoint(std::string_view provider) {
  auto endpoint = model_cases::endpoint(provider);
  endpoint.key_variable = "MY_KEY";
  return endpoint;
}

Decoded error_decoded(std::string_view provider, int status, std::string body) {
  return decode(error_request(), model_cases::replied(std::move(body), status),
                error_endpoint(provider));
}

CallFailure error_failure(std::string_view provider, int status, std::string body) {
  const auto decoded = error_decoded(provider, status, std::move(body));
  REQUIRE(std::holds_alternative<CallFailure>(decoded));
  return std::get<CallFailure>(decoded);
}

struct ErrorRow {
  std::string_view provider;
  int status;
  std::string_view body;
  FailedKind kind;
  std::string_view parameter = {};
};

void check_errors(std::span<const ErrorRow> rows) {
  for (const auto& row : rows) {
    CAPTURE(row.provider);
    CAPTURE(row.status);
    CAPTURE(row.body);
    const auto failure = error_failure(row.provider, row.status, std::string(row.body));
    CHECK(failure.kind == row.kind);
    CHECK(failure.parameter == row.parameter);
    CHECK_FALSE(failure.what.empty());
  }
}

}  // namespace

TEST_CASE("errors: what each status means when nothing else is said") {
  struct Row {
    int status;
    FailedKind kind;
  };
  const Row rows[] = {
      {400, FailedKind::bad_request}, {401, FailedKind::fatal},     {402, FailedKind::fatal},
      {403, FailedKind::fatal},       {404, FailedKind::fatal},     {405, FailedKind::fatal},
      {408, FailedKind::transient},   {409, FailedKind::transient}, {413, FailedKind::bad_request},
      {422, FailedKind::bad_request}, {424, FailedKind::transient}, {425, FailedKind::transient},
      {429, FailedKind::rate},        {500, FailedKind::transient}, {502, FailedKind::transient},
      {503, FailedKind::transient},   {504, FailedKind::transient}, {529, FailedKind::transient},
      {301, FailedKind::fatal},       {307, FailedKind::fatal},     {418, FailedKind::bad_request},
  };
  for (const auto& row : rows)
    for (const char* body : {"", "{}", "<html>nginx</html>", "busy", "null", "7", "[]",
                             R"({"error":null})", R"({"error":{}})", R"({"error":"x"})"})
      for (const std::string_view provider : {"openai", "anthropic", "gemini", "bedrock"}) {
        CAPTURE(row.status);
        CAPTURE(body);
        CHECK(error_failure(provider, row.status, body).kind == row.kind);
      }
}

TEST_CASE("errors: keys, quotas and models that are wrong end the run") {
  const ErrorRow rows[] = {
      {"openai", 429,
       R"({"error":{"message":"You exceeded your current quota, please check your plan and billing details.","type":"insufficient_quota","param":null,"code":"insufficient_quota"}})",
       FailedKind::fatal},
      {"openai", 429, R"({"error":{"code":"credit_balance_exhausted","message":"x"}})",
       FailedKind::fatal},
      {"anthropic", 400,
       R"({"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the Anthropic API."}})",
       FailedKind::fatal},
      {"anthropic", 400,
       R"({"type":"error","error":{"type":"invalid_request_error","message":"You have reached your specified API usage limits. You will regain access on 2026-12-01."}})",
       FailedKind::fatal},
      {"deepseek", 402, R"({"error":{"message":"Insufficient Balance"}})", FailedKind::fatal},
      {"gemini", 429,
       R"({"error":{"code":429,"message":"You exceeded your current quota","status":"RESOURCE_EXHAUSTED","details":[{"violations":[{"quotaId":"GenerateRequestsPerDayPerProjectPerModel-FreeTier"}]}]}})",
       FailedKind::fatal},
      {"gemini", 400,
       R"({"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT","details":[{"reason":"API_KEY_INVALID"}]}})",
       FailedKind::fatal},
      {"openrouter", 400, R"({"error":{"message":"x/y is not a valid model ID","code":400}})",
       FailedKind::fatal},
      {"bedrock", 400,
       R"({"message":"Invocation of model ID x with on-demand throughput isn't supported."})",
       FailedKind::fatal},
  };
  check_errors(rows);
}

TEST_CASE("errors: what passes by itself is tried again, more slowly when asked") {
  const ErrorRow rows[] = {
      {"openai", 429,
       R"({"error":{"message":"Rate limit reached","type":"tokens","code":"rate_limit_exceeded"}})",
       FailedKind::rate},
      // Google says so of a limit that ends within a minute.
      {"gemini", 429,
       R"({"error":{"code":429,"message":"You exceeded your current quota, please check your plan and billing details.","status":"RESOURCE_EXHAUSTED","details":[{"violations":[{"quotaId":"GenerateRequestsPerMinutePerProjectPerModel"}]},{"retryDelay":"34s"}]}})",
       FailedKind::rate},
      {"gemini", 503, R"({"error":{"code":503,"status":"RESOURCE_EXHAUSTED","message":"x"}})",
       FailedKind::rate},
      {"gemini", 503, R"({"error":{"code":503,"status":"UNAVAILABLE","message":"x"}})",
       FailedKind::transient},
      {"anthropic", 529,
       R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})",
       FailedKind::transient},
      {"llamacpp", 503, R"({"error":{"code":503,"message":"Loading model"}})",
       FailedKind::transient},
      {"huggingface", 424, R"({"error":"Incomplete generation","error_type":"generation"})",
       FailedKind::transient},
      {"bedrock", 429, R"({"message":"Too many requests"})", FailedKind::rate},
  };
  check_errors(rows);
}

TEST_CASE("errors: a status of 200 may hold an error") {
  const ErrorRow rows[] = {
      {"openrouter", 200, R"({"error":{"code":429,"message":"slow"}})", FailedKind::rate},
      {"openrouter", 200, R"({"error":{"code":502,"message":"upstream"}})", FailedKind::transient},
      {"openrouter", 200, R"({"error":{"code":401,"message":"no"}})", FailedKind::fatal},
      {"openrouter", 200, R"({"error":{"code":402,"message":"Insufficient credits"}})",
       FailedKind::fatal},
      {"openrouter", 200, R"({"error":{"code":400,"message":"odd"}})", FailedKind::bad_request},
      {"openrouter", 200, R"({"choices":[{"error":{"code":429,"message":"slow"}}]})",
       FailedKind::rate},
      {"anthropic", 200, R"({"type":"error","error":{"type":"overloaded_error","message":"x"}})",
       FailedKind::transient},
      {"anthropic", 200, R"({"type":"error","error":{"type":"rate_limit_error","message":"x"}})",
       FailedKind::rate},
      {"anthropic", 200,
       R"({"type":"error","error":{"type":"authentication_error","message":"x"}})",
       FailedKind::fatal},
      {"vllm", 200, R"({"object":"error","message":"odd","type":"BadRequestError","code":400})",
       FailedKind::bad_request},
      {"ollama", 200, R"({"error":"model runner has stopped"})", FailedKind::transient},
      {"gemini", 200, R"([{"error":{"code":503,"status":"UNAVAILABLE"}}])", FailedKind::transient},
  };
  check_errors(rows);
}

TEST_CASE("errors: a parameter that the model does not take is named as we name it") {
  const auto refused = FailedKind::refused_parameter;
  const ErrorRow rows[] = {
      {"openai", 400,
       R"({"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.","type":"invalid_request_error","param":"max_tokens","code":"unsupported_parameter"}})",
       refused, "max_tokens"},
      {"openai", 400,
       R"({"error":{"message":"Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.","param":"temperature","code":"unsupported_value"}})",
       refused, "temperature"},
      {"openai", 400,
       R"({"error":{"message":"Unsupported parameter: 'stop' is not supported with this model.","param":"stop","code":"unsupported_parameter"}})",
       refused, "stop"},
      {"openai", 400,
       R"({"error":{"message":"Unrecognized request argument supplied: reasoning_effort","param":null,"code":null}})",
       refused, "effort"},
      {"openai", 400,
       R"({"error":{"message":"Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.","param":null}})",
       refused, "schema"},
      {"openai", 400,
       R"({"error":{"message":"Invalid parameter: 'response_format' of type 'json_object' is not supported with this model.","param":"response_format"}})",
       refused, "json"},
      {"openai", 400,
       R"({"error":{"message":"'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.","param":"messages"}})",
       refused, "json"},
      {"openai", 400,
       R"({"error":{"message":"Invalid schema for response_format 'reply': 'not' is not permitted.","param":"response_format","code":null}})",
       refused, "schema"},
      {"deepseek", 400, R"({"error":{"message":"This response_format type is unavailable now"}})",
       refused, "schema"},
      {"groq", 400,
       R"({"error":{"message":"This model does not support response format `json_schema`.","param":"response_format"}})",
       refused, "schema"},
      {"xai", 400,
       R"({"code":"Client specified an invalid argument","error":"Argument not supported on this model: stop"})",
       refused, "stop"},
      {"mistral", 422,
       R"({"detail":[{"type":"extra_forbidden","loc":["body","random_seed"],"msg":"Extra inputs are not permitted"}]})",
       refused, "seed"},
      {"anthropic", 400,
       R"({"type":"error","error":{"type":"invalid_request_error","message":"`temperature` is deprecated for this model."}})",
       refused, "temperature"},
      {"anthropic", 400,
       R"({"type":"error","error":{"type":"invalid_request_error","message":"`temperature` may only be set to 1 when thinking is enabled."}})",
       refused, "temperature"},
      {"anthropic", 400,
       R"({"type":"error","error":{"type":"invalid_request_error","message":"`temperature` and `top_p` cannot both be specified for this model. Please use only one."}})",
       refused, "top_p"},
      {"anthropic", 400,
       R"({"type":"error","error":{"type":"invalid_request_error","message":"This model does not support the effort parameter."}})",
       refused, "effort"},
      {"anthropic", 400,
       R"({"type":"error","error":{"type":"invalid_request_error","message":"output_config.format.schema: For 'object' type, 'additionalProperties' must be explicitly set to false"}})",
       refused, "schema"},
      {"gemini", 400,
       R"({"error":{"code":400,"message":"Invalid JSON payload received. Unknown name \"seed\" at 'generation_config': Cannot find field.","status":"INVALID_ARGUMENT"}})",
       refused, "seed"},
      {"gemini", 400,
       R"({"error":{"code":400,"message":"JSON mode is not enabled for models/gemma-3-1b-it","status":"INVALID_ARGUMENT"}})",
       refused, "json"},
      {"gemini", 400,
       R"({"error":{"code":400,"message":"Thinking level is not supported for this model.","status":"INVALID_ARGUMENT"}})",
       refused, "effort"},
      // The value is wrong, not the parameter: without it the answer would be another.
      {"openai", 400,
       R"({"error":{"message":"max_tokens is too large: 100000. This model supports at most 16384 completion tokens.","param":"max_tokens","code":"invalid_value"}})",
       FailedKind::bad_request},
      {"openai", 400,
       R"({"error":{"message":"Invalid schema for function 'f': schema must be of type 'object'.","param":"tools[0].function.parameters"}})",
       FailedKind::bad_request},
      {"ollama", 400, R"({"error":{"message":"gemma does not support tools"}})",
       FailedKind::bad_request},
  };
  check_errors(rows);
}

TEST_CASE("errors: a filtered prompt is an answer, and so is one that is too long") {
  struct Row {
    std::string_view provider;
    int status;
    std::string_view body;
    bool filtered;
  };
  const Row rows[] = {
      {"azure", 400,
       R"({"error":{"code":"content_filter","message":"The response was filtered","param":"prompt","status":400,"innererror":{"code":"ResponsibleAIPolicyViolation"}}})",
       true},
      {"openai", 400, R"({"error":{"code":"content_policy_violation","message":"x"}})", true},
      {"openai", 400, R"({"error":{"code":"invalid_prompt","message":"x"}})", true},
      {"anthropic", 400,
       R"({"type":"error","error":{"type":"invalid_request_error","message":"Output blocked by content filtering policy"}})",
       true},
      {"deepseek", 400, R"({"error":{"message":"Content Exists Risk"}})", true},
      {"xai", 403, R"({"code":"x","error":"Content violates usage guidelines."})", true},
      {"openrouter", 403,
       R"({"error":{"code":403,"message":"moderation","metadata":{"reasons":["x"],"flagged_input":"y"}}})",
       true},
      {"openai", 400,
       R"({"error":{"code":"context_length_exceeded","message":"This model's maximum context length is 8192 tokens."}})",
       false},
      {"anthropic", 400,
       R"({"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 210000 tokens > 200000 maximum"}})",
       false},
      {"gemini", 400,
       R"({"error":{"code":400,"message":"The input token count (2000000) exceeds the maximum number of tokens allowed (1048576).","status":"INVALID_ARGUMENT"}})",
       false},
      {"llamacpp", 400,
       R"({"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error"}})",
       false},
      {"vllm", 400,
       R"({"object":"error","message":"This model's maximum context length is 4096 tokens. However, you requested 5000 tokens.","type":"BadRequestError","param":null,"code":400})",
       false},
      {"bedrock", 400, R"({"message":"Input is too long for requested model."})", false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.body);
    const auto decoded = error_decoded(row.provider, row.status, std::string(row.body));
    REQUIRE(std::holds_alternative<Reply>(decoded));
    const auto& reply = std::get<Reply>(decoded);
    CHECK(reply.filtered == row.filtered);
    CHECK(reply.too_long != row.filtered);
    CHECK(reply.finish == (row.filtered ? Finish::refused : Finish::length));
    CHECK(reply.text.empty());
    CHECK_FALSE(reply.finish_detail.empty());
    // Of a reward there is no such answer.
    const auto failure = failure_of(model_cases::replied(std::string(row.body), row.status),
                                    error_endpoint(row.provider));
    CHECK(failure.kind == FailedKind::bad_request);
  }
}

TEST_CASE("errors: what the user reads") {
  struct Row {
    std::string_view provider;
    int status;
    std::string_view body, what;
  };
  const Row rows[] = {
      {"openai", 401,
       R"({"error":{"message":"Incorrect API key provided.","code":"invalid_api_key"}})",
       "openai does not accept the key in MY_KEY (401): Incorrect API key provided."},
      {"openai", 402, "{}", "no credit is left at openai for the key in MY_KEY (402)"},
      {"openai", 403, "{}", "openai does not allow this to the key in MY_KEY (403)"},
      {"openai", 404, R"({"error":{"message":"no m","code":"model_not_found"}})",
       "openai has no such model or address (404): no m"},
      {"openai", 413, "", "the request is too large for openai (413)"},
      {"openai", 429, R"({"error":{"message":"slow\n down"}})",
       "openai asks to slow down (429): slow down"},
      {"openai", 502, "<html><body>Bad Gateway</body></html>",
       "openai could not answer just now (502): a web page instead of JSON"},
      {"openai", 529, "", "openai is overloaded (529)"},
      {"openai", 400, R"({"error":{"message":"odd \u001b[31mred"}})",
       "openai cannot answer this request (400): odd"},
      {"openai", 400, R"({"error":{"message":"Unknown parameter: 'seed'."}})",
       "openai does not take `seed` for this model (400): Unknown parameter: 'seed'."},
      {"openai", 200, "{", "openai sent a reply that is not whole JSON"},
      {"openai", 200, "{}", "openai sent a reply without an answer"},
      {"openrouter", 400,
       R"({"error":{"message":"Provider returned error","metadata":{"raw":"bad"}}})",
       "openrouter cannot answer this request (400): Provider returned error: bad"},
      {"mistral", 422, R"({"detail":[{"loc":["body","n"],"msg":"too big"}]})",
       "mistral cannot answer this request (422): n: too big"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.what);
    const auto failure = error_failure(row.provider, row.status, std::string(row.body));
    CHECK(failure.what.substr(0, row.what.size()) == row.what);
    CHECK(failure.what.find('\x1b') == std::string::npos);
  }
}

TEST_CASE("errors: no key is ever shown, not even a part of one") {
  const std::string echoes[] = {
      R"({"error":{"message":"Incorrect API key provided: sk-secret-key. See the site."}})",
      R"({"error":{"message":"Incorrect API key provided: sk-se***********-key. See the site."}})",
      R"({"error":{"message":"bad 'sk-secret-key','sk-secret-key'"}})",
      "sk-secret-key",
      R"({"error":{"message":")" + std::string(195, 'x') + R"(sk-secret-key"}})",
  };
  for (const auto& body : echoes)
    for (const int status : {400, 401, 429, 500}) {
      const auto what = error_failure("openai", status, body).what;
      CAPTURE(what);
      CHECK(what.find("sk-se") == std::string::npos);
      CHECK(what.find("-key") == std::string::npos);
    }
  CHECK(error_failure("openai", 401, echoes[1]).what ==
        "openai does not accept the key in MY_KEY (401): Incorrect API key provided: [key] See "
        "the site.");
}

TEST_CASE("errors: a provider's text is cut after 200 characters, between two of them") {
  std::string long_text;
  for (int i = 0; i < 300; ++i) long_text += "é";
  const auto shown = shown_text(long_text, error_endpoint("openai"));
  std::string expected;
  for (int i = 0; i < 200; ++i) expected += "é";
  CHECK(shown == expected + "…");
}

TEST_CASE("errors: a redirect is never followed, and only its host is named") {
  auto reply = model_cases::replied("", 302);
  reply.headers = {{"Location", "https://user:pw@other.example:8443/login?token=t"}};
  const auto decoded = decode(error_request(), reply, error_endpoint("openai"));
  REQUIRE(std::holds_alternative<CallFailure>(decoded));
  const auto& failure = std::get<CallFailure>(decoded);
  CHECK(failure.kind == FailedKind::fatal);
  CHECK(failure.what ==
        "openai sends to another address, at other.example:8443 (302), and a key is never sent "
        "after it; write the right `base url:`");
}

TEST_CASE("errors: replies that never came whole") {
  struct Row {
    Broken broken;
    FailedKind kind;
    std::string_view what;
  };
  const Row rows[] = {
      {Broken::cannot_connect, FailedKind::transient, "openai cannot be reached: why"},
      {Broken::timed_out, FailedKind::transient, "openai did not answer in time: why"},
      {Broken::cut_off, FailedKind::transient, "the reply of openai was cut off: why"},
      {Broken::too_large, FailedKind::bad_request, "the reply of openai is too large: why"},
      {Broken::not_secure, FailedKind::fatal, "the connection to openai is not secure: why"},
      {Broken::other, FailedKind::transient, "the call to openai failed: why"},
  };
  for (const auto& row : rows) {
    HttpReply reply;
    reply.broken = row.broken;
    reply.why = "why";
    const auto failure = failure_of(reply, error_endpoint("openai"));
    CHECK(failure.kind == row.kind);
    CHECK(failure.what == row.what);
  }
}
