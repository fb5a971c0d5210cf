#include "runtime/models/scoring.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "tests/runtime/models/scored_replies.h"

using namespace cairn;
using namespace cairn::scored_replies;

namespace {

Provider provider_of(std::string_view name, ScoringApi scoring) {
  Provider provider;
  provider.name = name;
  provider.scoring = scoring;
  return provider;
}

const Provider vllm = provider_of("vllm", ScoringApi::classify);
const Provider sglang = provider_of("sglang", ScoringApi::sglang);
const Provider tei = provider_of("tei", ScoringApi::tei);
const Provider huggingface = provider_of("huggingface", ScoringApi::huggingface);
const Provider cohere = provider_of("cohere", ScoringApi::rerank);
const Provider openai = provider_of("openai", ScoringApi::none);

Message says(Message::Role role, std::string text) {
  return {.role = role, .text = std::move(text), .media = {}};
}

RewardRequest soup() {
  return {.model = "rm",
          .messages = {says(Message::Role::system, "Be short."), says(Message::Role::user, "Soup?"),
                       says(Message::Role::assistant, "Boil \"water\".")},
          .reads = {}};
}

RewardRequest reading(std::string text) {
  return {.model = "rm", .messages = {}, .reads = std::move(text)};
}

void refuses(const Endpoint& endpoint, const std::string& body, const std::string& says) {
  CAPTURE(body);
  const auto decoded = decode_reward(reply_of(body), endpoint);
  CHECK(kind_of_failure(decoded) == CallFailure::Kind::bad_request);
  CHECK(why_failed(decoded).find(says) != std::string::npos);
  INFO(why_failed(decoded));
  CHECK(why_failed(decoded).starts_with(std::string(endpoint.provider->name)));
}

}  // namespace

TEST_CASE("what each scoring server is asked") {
  struct Case {
    const char* about;
    Endpoint endpoint;
    RewardRequest request;
    std::string url, body;
  };
  const std::string joined = R"("Be short.\n\nSoup?\n\nBoil \"water\".")";
  const Case cases[] = {
      {"vllm applies the chat template to messages", at(vllm), soup(),
       "http://localhost:8000/classify",
       R"({"model":"rm","messages":[{"role":"system","content":"Be short."},)"
       R"({"role":"user","content":"Soup?"},)"
       R"({"role":"assistant","content":"Boil \"water\"."}],"use_activation":false})"},
      {"vllm reads one text", at(vllm), reading("text"), "http://localhost:8000/classify",
       R"({"model":"rm","input":"text","use_activation":false})"},
      {"a base url without /v1 is kept", at(vllm, "https://rm.example.org/team"), reading("t"),
       "https://rm.example.org/team/classify",
       R"({"model":"rm","input":"t","use_activation":false})"},
      {"sglang's reward models answer as embeddings", at(sglang), soup(),
       "http://localhost:8000/v1/embeddings", R"({"model":"rm","input":)" + joined + "}"},
      {"tei is sent a batch of one, and no pair, raw and not cut short", at(tei), soup(),
       "http://localhost:8000/predict",
       R"({"inputs":[[)" + joined + R"(]],"raw_scores":true,"truncate":false})"},
      {"huggingface's router serves a model at its own address",
       at(huggingface, "https://router.huggingface.co/v1"), reading("t"),
       "https://router.huggingface.co/hf-inference/models/rm",
       R"({"inputs":"t","parameters":{"function_to_apply":"none"}})"},
      {"the router, told where its models are",
       at(huggingface, "https://router.huggingface.co/hf-inference/models"), reading("t"),
       "https://router.huggingface.co/hf-inference/models/rm",
       R"({"inputs":"t","parameters":{"function_to_apply":"none"}})"},
      {"a dedicated endpoint is of one model", at(huggingface, "https://abc.endpoints.example"),
       reading("t"), "https://abc.endpoints.example",
       R"({"inputs":"t","parameters":{"function_to_apply":"none"}})"},
      {"huggingface, with a folder in the model's name",
       at(huggingface, "https://router.huggingface.co/v1"),
       {.model = "org/rm 1", .messages = {}, .reads = "t"},
       "https://router.huggingface.co/hf-inference/models/org/rm%201",
       R"({"inputs":"t","parameters":{"function_to_apply":"none"}})"},
      {"a reranker gets the question and the one answer", at(cohere, "https://api.jina.ai/v1"),
       soup(), "https://api.jina.ai/v1/rerank",
       R"({"model":"rm","query":"Be short.\n\nSoup?","documents":["Boil \"water\"."],"top_n":1})"},
      {"cohere's reranker is not among its routes for OpenAI's clients",
       at(cohere, "https://api.cohere.ai/compatibility/v1"), soup(),
       "https://api.cohere.ai/v2/rerank",
       R"({"model":"rm","query":"Be short.\n\nSoup?","documents":["Boil \"water\"."],"top_n":1})"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    const auto call = encode_reward(c.request, c.endpoint);
    REQUIRE(call);
    CHECK((*call).url == c.url);
    CHECK((*call).body == c.body);
  }
}

TEST_CASE("the key travels in a header, and never in the address or the body") {
  auto endpoint = at(vllm);
  endpoint.key = "sk-secret";
  endpoint.more = {{"X-Team", "eval"}};
  const auto call = *encode_reward(soup(), endpoint);
  CHECK(header(call.headers, "authorization") == "Bearer sk-secret");
  CHECK(header(call.headers, "content-type") == "application/json");
  CHECK(header(call.headers, "x-team") == "eval");
  CHECK(call.url.find("secret") == std::string::npos);
  CHECK(call.body.find("secret") == std::string::npos);
  CHECK(header((*encode_reward(soup(), at(vllm))).headers, "authorization").empty());
}

TEST_CASE("what cannot be scored is refused before it is sent") {
  auto shown = soup();
  shown.messages[1].media.push_back({});
  const auto media = encode_reward(shown, at(vllm));
  REQUIRE(!media);
  CHECK(media.error().what.find("`reads:`") != std::string::npos);

  const auto none = encode_reward(soup(), at(openai));
  REQUIRE(!none);
  CHECK(none.error().what.starts_with("openai has no reward models"));

  const auto alone = encode_reward(reading("text"), at(cohere));
  REQUIRE(!alone);
  CHECK(alone.error().what.find("needs both") != std::string::npos);
}

TEST_CASE("text that is no UTF-8 is still sent as JSON") {
  const auto call = encode_reward(reading("a\xFF"), at(vllm));
  REQUIRE(call);
  CHECK((*call).body.find("a\xEF\xBF\xBD") != std::string::npos);
}

// --- the traps of edges.md 3, one case each ---------------------------------------------

TEST_CASE("trap: vLLM renamed `activation` to `use_activation`") {
  auto endpoint = at(vllm);
  const auto refused = reply_of(
      R"({"error":{"message":"Extra inputs are not permitted: use_activation","code":400}})", 400);
  const auto decoded = decode_reward(refused, endpoint);
  CHECK(kind_of_failure(decoded) == CallFailure::Kind::refused_parameter);
  CHECK(std::get<CallFailure>(decoded).parameter == "use_activation");

  endpoint.older_activation = true;
  const auto call = encode_reward(reading("t"), endpoint);
  REQUIRE(call);
  CHECK((*call).body == R"({"model":"rm","input":"t","activation":false})");
  // Asked the older way, the same words are no reason to ask again and again.
  CHECK(kind_of_failure(decode_reward(refused, endpoint)) == CallFailure::Kind::bad_request);
}

TEST_CASE("trap: vLLM's reward is the one number of `probs`") {
  const auto decoded = decode_reward(
      reply_of(R"({"id":"classify-1","object":"list","model":"rm-8b","data":[{"index":0,)"
               R"("label":"LABEL_0","probs":[-3.25],"num_classes":1}],)"
               R"("usage":{"prompt_tokens":12,"total_tokens":12}})"),
      at(vllm));
  CHECK(number_of(decoded) == -3.25);
  const auto& reply = std::get<Reply>(decoded);
  CHECK(reply.model == "rm-8b");
  CHECK(reply.id == "classify-1");
  CHECK(reply.usage.in == 12);
  CHECK(reply.usage.out == 0);

  refuses(at(vllm), R"({"data":[{"index":0,"label":"good","probs":[0.1,2.5],"num_classes":2}]})",
          "2 numbers");
}

TEST_CASE("trap: vLLM's /pooling gives a number for each token") {
  refuses(at(vllm), R"({"data":[{"index":0,"object":"pooling","data":[[0.1],[0.7]]}]})",
          "for each token");
  refuses(at(vllm), R"({"data":[{"index":0,"probs":[[0.1,0.7]]}]})", "[0.1,0.7] where");
}

TEST_CASE("trap: vLLM's /score is likeness, and no reward") {
  refuses(at(vllm), R"({"data":[{"index":0,"object":"score","score":0.93}]})",
          "a reply without a reward");
}

TEST_CASE("trap: results of a reranker are sorted by score") {
  const auto endpoint = at(cohere);
  CHECK(number_of(decode_reward(
            reply_of(R"({"results":[{"index":1,"relevance_score":0.9},)"
                     R"({"index":0,"relevance_score":0.2,"document":{"text":"a"}}]})"),
            endpoint)) == 0.2);
  // llama-server and Jina: the same, with a logit.
  CHECK(number_of(
            decode_reward(reply_of(R"({"model":"m","results":[{"index":0,"relevance_score":-8.5}],)"
                                   R"("usage":{"total_tokens":9}})"),
                          endpoint)) == -8.5);
  refuses(endpoint, R"({"results":[{"index":1,"relevance_score":0.9}]})", "without a reward");
  refuses(endpoint,
          R"({"results":[{"index":0,"relevance_score":1},{"index":0,"relevance_score":2}]})",
          "without a reward");
  refuses(endpoint, R"({"results":[]})", "without a reward");
}

TEST_CASE("trap: TEI's /rerank is sorted, is a plain list and says `score`") {
  CHECK(number_of(decode_reward(
            reply_of(R"([{"index":2,"score":0.9},{"index":0,"score":-1.5,"text":"a"}])"),
            at(cohere))) == -1.5);
}

TEST_CASE("trap: TEI answers a batch with a list of lists") {
  CHECK(number_of(decode_reward(reply_of(R"([[{"label":"LABEL_0","score":4.5}]])"), at(tei))) ==
        4.5);
  CHECK(number_of(decode_reward(reply_of(R"([{"label":"LABEL_0","score":4.5}])"), at(tei))) == 4.5);
  // Two texts where one was sent: no reward is picked out of them.
  refuses(at(tei), R"([[{"label":"a","score":1}],[{"label":"a","score":2}]])", "2 numbers");
}

TEST_CASE("trap: TEI refuses what is too long, and tells so in its own form") {
  struct Case {
    int status;
    const char* body;
    CallFailure::Kind kind;
  };
  const Case cases[] = {
      {413,
       R"({"error":"`inputs` must have less than 512 tokens. Given: 900","error_type":"Validation"})",
       CallFailure::Kind::bad_request},
      {422, R"({"error":"Tokenization error","error_type":"Tokenizer"})",
       CallFailure::Kind::bad_request},
      {424, R"({"error":"Inference failed","error_type":"Backend"})", CallFailure::Kind::transient},
      {429, R"({"error":"Model is overloaded","error_type":"Overloaded"})",
       CallFailure::Kind::rate},
  };
  for (const auto& c : cases) {
    CAPTURE(c.status);
    const auto decoded = decode_reward(reply_of(c.body, c.status), at(tei));
    CHECK(kind_of_failure(decoded) == c.kind);
  }
  const auto long_text = decode_reward(reply_of(cases[0].body, 413), at(tei));
  CHECK(why_failed(long_text).find("less than 512 tokens") != std::string::npos);
}

TEST_CASE("trap: Hugging Face puts the best label first, and often wraps the list") {
  const auto endpoint = at(huggingface);
  CHECK(number_of(decode_reward(reply_of(R"([[{"label":"LABEL_0","score":-0.75}]])"), endpoint)) ==
        -0.75);
  CHECK(number_of(decode_reward(reply_of(R"([{"label":"LABEL_0","score":-0.75}])"), endpoint)) ==
        -0.75);
  refuses(endpoint, R"([[{"label":"good","score":2.5},{"label":"bad","score":-1}]])",
          "2 numbers, for good, bad, and a reward is one");
}

TEST_CASE("trap: SGLang hides the reward at the end of an embedding") {
  CHECK(number_of(decode_reward(
            reply_of(R"({"data":[{"index":0,"embedding":[0.1,0.2,-7.5]}],"model":"rm"})"),
            at(sglang))) == -7.5);
  CHECK(number_of(decode_reward(reply_of(R"({"data":[{"embedding":[3]}]})"), at(sglang))) == 3);
  refuses(at(sglang), R"({"data":[{"embedding":[]}]})", "without a reward");
  refuses(at(sglang), R"({"data":[{"embedding":[[0.5]]}]})", "[0.5] where");
  refuses(at(sglang), R"({"data":[{"embedding":[1]},{"embedding":[2]}]})", "without a reward");
}

TEST_CASE("trap: a reward has no bounds, and none are put on it") {
  for (const char* number : {"-1250.5", "0", "41.0"}) {
    CAPTURE(number);
    const auto decoded =
        decode_reward(reply_of(std::string(R"({"data":[{"probs":[)") + number + "]}]}"), at(vllm));
    CHECK(number_of(decoded) == std::stod(number));
  }
}

TEST_CASE("a reward is a finite number") {
  for (const char* wrong : {"null", "\"0.5\"", "true", "{}"}) {
    refuses(at(vllm), std::string(R"({"data":[{"probs":[)") + wrong + "]}]}",
            std::string(wrong) + " where the reward");
    refuses(at(tei), std::string(R"([[{"label":"a","score":)") + wrong + "}]]",
            " where the reward");
  }
  refuses(at(vllm), R"({"data":[{"probs":[NaN]}]})", "NaN where a number should be");
  refuses(at(sglang), R"({"data":[{"embedding":[-Infinity]}]})", "Infinity where a number");
}

TEST_CASE("a reply that never came or came in part is worth another try") {
  HttpReply broken;
  broken.broken = Broken::timed_out;
  CHECK(kind_of_failure(decode_reward(broken, at(vllm))) == CallFailure::Kind::transient);
  for (const char* body : {"", "{\"data\":[{\"probs\"", "<html>Bad gateway</html>"})
    CHECK(kind_of_failure(decode_reward(reply_of(body), at(vllm))) == CallFailure::Kind::transient);
  CHECK(kind_of_failure(decode_reward(reply_of("{}", 503), at(vllm))) ==
        CallFailure::Kind::transient);
  CHECK(kind_of_failure(decode_reward(reply_of("{}", 401), at(vllm))) == CallFailure::Kind::fatal);
}

TEST_CASE("JSON of any shape is refused, and never trusted") {
  for (const auto* provider : {&vllm, &sglang, &tei, &huggingface, &cohere})
    for (const char* body :
         {"null", "1", "[]", "{}", "[[]]", "[null]", R"({"data":{}})", R"({"data":[1]})",
          R"({"results":{}})", R"({"results":[1]})", R"([[1]])", R"([{"score":[]}])"}) {
      CAPTURE(provider->name);
      CAPTURE(body);
      CHECK(std::holds_alternative<CallFailure>(decode_reward(reply_of(body), at(*provider))));
    }
}
