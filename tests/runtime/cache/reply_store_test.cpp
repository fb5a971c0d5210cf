#include "runtime/cache/reply_store.h"

#include <doctest/doctest.h>

#include <fstream>
#include <functional>
#include <set>

#include "runtime/cache/request_key.h"
#include "tests/project.h"

using namespace cairn;

namespace {

StoredReply reply_of(std::string text) {
  StoredReply made{.reply = {.text = std::move(text)}, .time = "2026-11-24T16:40:00Z"};
  made.reply.tool_calls = {{"c1", "book", R"({"id":7})"}};
  made.reply.usage = {.in = 11, .out = 7, .cached = 3, .thoughts = 2};
  made.reply.model = "m-2026";
  made.reply.number = 0.5;
  made.seconds = 1.25;
  made.tries = 2;
  made.cost_usd = 0.01;
  return made;
}

std::string key_of(int number) {
  return request_key("https://host/v1", Request{}, static_cast<std::size_t>(number));
}

std::unique_ptr<ReplyStore> store_in(const Project& project, const std::string& run,
                                     CacheMode mode = CacheMode::readwrite, bool resumed = false) {
  auto opened = ReplyStore::open({.cache = project.folder() / "cache",
                                  .journal = project.folder() / (run + ".own"),
                                  .run = run,
                                  .mode = mode,
                                  .resumed = resumed});
  REQUIRE(opened.has_value());
  return *std::move(opened);
}

}  // namespace

TEST_CASE("a reply is found as it was kept, with all that is known of it") {
  const Project project;
  const auto store = store_in(project, "a");
  CHECK_FALSE(store->find(key_of(1)).has_value());
  REQUIRE_FALSE(store->put(key_of(1), reply_of("h\u00e9llo \"x\"\n")).has_value());
  const auto found = store->find(key_of(1));
  REQUIRE(found.has_value());
  CHECK(found->reply.text == "h\u00e9llo \"x\"\n");
  CHECK(found->reply.tool_calls.at(0).arguments == R"({"id":7})");
  CHECK(found->reply.usage.thoughts == 2);
  CHECK(found->reply.number == 0.5);
  CHECK(found->cost_usd == 0.01);
  CHECK(found->tries == 2);
  CHECK(found->time == "2026-11-24T16:40:00Z");
  CHECK_FALSE(found->cached);
}

TEST_CASE("who may take a reply of another run") {
  const Project project;
  {
    const auto first = store_in(project, "a");
    auto cut = reply_of("cut");
    cut.reply.finish = Finish::length;
    auto filtered = reply_of("");
    filtered.reply.filtered = true;
    REQUIRE_FALSE(first->put(key_of(1), reply_of("whole")).has_value());
    REQUIRE_FALSE(first->put(key_of(2), cut).has_value());
    REQUIRE_FALSE(first->put(key_of(3), filtered).has_value());
  }
  struct Case {
    CacheMode mode;
    bool resumed, whole, cut;
  };
  for (const auto& c :
       {Case{CacheMode::readwrite, false, true, false}, Case{CacheMode::read, false, true, false},
        Case{CacheMode::refresh, false, false, false}, Case{CacheMode::off, false, false, false},
        Case{CacheMode::off, true, true, true}}) {
    CAPTURE(static_cast<int>(c.mode));
    const auto store = store_in(project, c.resumed ? "a" : "b", c.mode, c.resumed);
    CHECK(store->find(key_of(1)).has_value() == c.whole);
    CHECK(store->find(key_of(2)).has_value() == c.cut);
    CHECK(store->find(key_of(3)).has_value() == c.cut);
    if (const auto found = store->find(key_of(1))) CHECK(found->cached == !c.resumed);
  }
}

TEST_CASE("a line that a kill has torn is dropped, and swallows nothing") {
  const Project project;
  {
    const auto store = store_in(project, "a");
    REQUIRE_FALSE(store->put(key_of(1), reply_of("one")).has_value());
    REQUIRE_FALSE(store->put(key_of(2), reply_of("two")).has_value());
  }
  const auto path = project.folder() / "cache" / "a.jsonl";
  std::filesystem::resize_file(path, std::filesystem::file_size(path) - 5);
  {
    const auto store = store_in(project, "a", CacheMode::readwrite, true);
    CHECK(store->find(key_of(1)).has_value());
    CHECK_FALSE(store->find(key_of(2)).has_value());
    REQUIRE_FALSE(store->put(key_of(3), reply_of("three")).has_value());
  }
  const auto store = store_in(project, "b");
  CHECK(store->find(key_of(3)).has_value());
}

TEST_CASE("nothing is left behind by a run that asked nobody") {
  const Project project;
  store_in(project, "a");
  CHECK_FALSE(std::filesystem::exists(project.folder() / "cache"));
}

TEST_CASE("what decides a key") {
  const Request plain{.model = "m", .messages = {{.text = "hello"}}};
  const auto key = [](const ModelRequest& request) { return request_key("https://h", request, 0); };
  const auto with = [&](const std::function<void(Request&)>& change) {
    Request changed = plain;
    change(changed);
    return key(changed);
  };
  CHECK(key(plain) == with([](Request&) {}));
  const std::vector<std::string> keys = {
      key(plain),
      request_key("https://other", plain, 0),
      request_key("https://h", plain, 1),
      with([](Request& r) { r.model = "n"; }),
      with([](Request& r) { r.messages[0].text = "hello "; }),
      with([](Request& r) { r.messages[0].role = Message::Role::system; }),
      with([](Request& r) { r.messages.push_back({.text = ""}); }),
      with([](Request& r) { r.temperature = 0; }),
      with([](Request& r) { r.top_p = 0; }),
      with([](Request& r) { r.max_tokens = 0; }),
      with([](Request& r) { r.seed = 0; }),
      with([](Request& r) { r.stop = {""}; }),
      with([](Request& r) { r.json = true; }),
      with([](Request& r) { r.schema_json = "{}"; }),
      with([](Request& r) { r.offers_json = "{}"; }),
      with([](Request& r) { r.effort = "low"; }),
      with([](Request& r) {
        r.messages[0].media = {
            {MediaKind::image, "image/png", "a.png", std::make_shared<const std::string>("AAAA")}};
      }),
      key(RewardRequest{.model = "m", .messages = plain.messages}),
      key(EmbeddingRequest{.model = "m", .text = "hello", .other = ""}),
      key(EmbeddingRequest{.model = "m", .text = "", .other = "hello"}),
  };
  CHECK(std::set<std::string>(keys.begin(), keys.end()).size() == keys.size());
}
