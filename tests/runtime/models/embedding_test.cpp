#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <string_view>
#include <variant>

#include "runtime/models/scoring.h"
#include "tests/runtime/models/scored_replies.h"

using namespace cairn;
using namespace cairn::scored_replies;

namespace {

Provider provider_of(std::string_view name, std::string_view path) {
  Provider provider;
  provider.name = name;
  provider.embeddings_path = path;
  return provider;
}

Provider gemini_provider() {
  Provider provider = provider_of("gemini", "");
  provider.api = Api::gemini;
  provider.key_header = KeyHeader::x_goog_api_key;
  return provider;
}

const Provider openai = provider_of("openai", "/embeddings");
const Provider tei = provider_of("tei", "/v1/embeddings");
const Provider anthropic = provider_of("anthropic", "");
const Provider gemini = gemini_provider();

}  // namespace

TEST_CASE("both texts are embedded in one call") {
  const EmbeddingRequest request{.model = "embed-3", .text = "a \"b\"", .other = "c"};
  const auto call = encode_embedding(request, at(openai, "https://api.openai.com/v1"));
  REQUIRE(call);
  CHECK((*call).url == "https://api.openai.com/v1/embeddings");
  CHECK((*call).body == R"({"model":"embed-3","input":["a \"b\"","c"]})");

  const auto google = encode_embedding(request, at(gemini, "https://g.example/v1beta"));
  REQUIRE(google);
  CHECK((*google).url == "https://g.example/v1beta/models/embed-3:batchEmbedContents");
  CHECK((*google).body ==
        R"({"requests":[{"model":"models/embed-3","content":{"parts":[{"text":"a \"b\""}]}},)"
        R"({"model":"models/embed-3","content":{"parts":[{"text":"c"}]}}]})");

  for (const char* address : {"http://localhost:8080", "http://localhost:8080/v1"})
    CHECK((*encode_embedding(request, at(tei, address))).url ==
          "http://localhost:8080/v1/embeddings");

  auto google_key = at(gemini, "https://g.example/v1beta");
  google_key.key = "k";
  const auto keyed = encode_embedding(request, google_key);
  REQUIRE(keyed);
  CHECK(header((*keyed).headers, "x-goog-api-key") == "k");

  CHECK(!encode_embedding({.model = "m", .text = "", .other = "c"}, at(openai)));
  CHECK(!encode_embedding(request, at(anthropic)));
}

TEST_CASE("how alike two texts are") {
  struct Case {
    const char* about;
    std::string first, second;
    double cosine;
  };
  const Case cases[] = {
      {"the same", "[0.6,0.8]", "[0.6,0.8]", 1},
      {"the same but longer", "[1,2,3]", "[10,20,30]", 1},
      {"opposite", "[1,2]", "[-1,-2]", -1},
      {"at right angles", "[1,0]", "[0,5]", 0},
      {"45 degrees", "[1,0]", "[1,1]", std::sqrt(0.5)},
      {"numbers whose squares would overflow", "[1e200,1e200]", "[1e200,1e200]", 1},
      {"numbers whose squares would vanish", "[1e-200,0]", "[1e-200,0]", 1},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    const auto open = decode_embedding(
        reply_of(R"({"data":[{"index":0,"embedding":)" + c.first + R"(},{"index":1,"embedding":)" +
                 c.second + R"(}],"model":"e","usage":{"prompt_tokens":4,"total_tokens":4}})"),
        at(openai));
    CHECK(number_of(open) == doctest::Approx(c.cosine));
    CHECK(std::fabs(number_of(open)) <= 1);
    CHECK(std::get<Reply>(open).usage.in == 4);
    const auto google = decode_embedding(
        reply_of(R"({"embeddings":[{"values":)" + c.first + R"(},{"values":)" + c.second + "}]}"),
        at(gemini));
    CHECK(number_of(google) == doctest::Approx(c.cosine));
  }
}

TEST_CASE("embeddings are told apart by their index") {
  CHECK(number_of(decode_embedding(
            reply_of(R"({"data":[{"index":1,"embedding":[0,1]},{"index":0,"embedding":[1,0]}]})"),
            at(openai))) == doctest::Approx(0));
  for (const char* body :
       {R"({"data":[{"index":0,"embedding":[0,1]},{"index":0,"embedding":[1,0]}]})",
        R"({"data":[{"index":1,"embedding":[0,1]},{"index":2,"embedding":[1,0]}]})",
        R"({"data":[{"index":-1,"embedding":[0,1]},{"index":0,"embedding":[1,0]}]})",
        R"({"data":[{"index":"0","embedding":[0,1]},{"index":1,"embedding":[1,0]}]})"}) {
    CAPTURE(body);
    CHECK(why_failed(decode_embedding(reply_of(body), at(openai))).find("both texts") !=
          std::string::npos);
  }
}

TEST_CASE("JSON of any shape is no embedding") {
  for (const auto* provider : {&openai, &tei, &gemini})
    for (const char* body :
         {"null", "1", "[]", "{}", "[[]]", R"({"data":{}})", R"({"data":[1,2]})",
          R"({"data":[{},{}]})", R"({"embeddings":[1,2]})", R"({"embeddings":[{},{}]})"}) {
      CAPTURE(body);
      CHECK(std::holds_alternative<CallFailure>(decode_embedding(reply_of(body), at(*provider))));
    }
  CHECK(kind_of_failure(decode_embedding(reply_of("{}", 503), at(openai))) ==
        CallFailure::Kind::transient);
}

TEST_CASE("embeddings that cannot be compared") {
  struct Case {
    const char* body;
    const char* says;
  };
  const Case cases[] = {
      {R"({"data":[{"embedding":[1,2]},{"embedding":[1]}]})", "different lengths, 2 and 1"},
      {R"({"data":[{"embedding":[0,0]},{"embedding":[1,2]}]})", "zeros"},
      {R"({"data":[{"embedding":[]},{"embedding":[]}]})", "empty embedding"},
      {R"({"data":[{"embedding":[1]}]})", "both texts"},
      {R"({"data":[{"embedding":[1]},{"embedding":[1]},{"embedding":[1]}]})", "both texts"},
      {R"({"data":[{"embedding":"AACAPw=="},{"embedding":"AACAPw=="}]})", "base64"},
      {R"({"data":[{"embedding":[null]},{"embedding":[1]}]})", "no list of numbers"},
      {R"({"data":[{"embedding":[NaN]},{"embedding":[1]}]})", "NaN"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.body);
    const auto decoded = decode_embedding(reply_of(c.body), at(openai));
    CHECK(kind_of_failure(decoded) == CallFailure::Kind::bad_request);
    INFO(why_failed(decoded));
    CHECK(why_failed(decoded).find(c.says) != std::string::npos);
  }
}
