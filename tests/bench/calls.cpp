// What asking costs: Cairn's way against a bare loop of libcurl that sends the same
// bytes and reads the same replies without looking at them. The model is
// latency_server, a process of its own that says yes after a fixed time.
//
//   build/tests/bench/cairn_calls [ROUNDS]
//
// A round is as many calls as there are at once; each number is the best of three.
#include <curl/curl.h>
#include <fmt/format.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "runtime/asking/asker.h"
#include "runtime/cache/reply_store.h"
#include "runtime/http/transport.h"
#include "runtime/models/caller.h"
#include "tests/bench/server_process.h"

using namespace cairn;

namespace {

struct Load {
  std::size_t calls = 0, at_once = 0;
};

struct Measured {
  double seconds = 1e9, cpu_seconds = 1e9;
  std::size_t answered = 0;
};

double cpu_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

rusage usage_now() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage;
}

// Of all threads of this process; the server is another one.
double cpu_now() {
  const auto usage = usage_now();
  return cpu_of(usage.ru_utime) + cpu_of(usage.ru_stime);
}

template <class Work>
Measured measured(const Work& work) {
  using clock = std::chrono::steady_clock;
  const auto begin = clock::now();
  const double cpu = cpu_now();
  Measured made;
  made.answered = work();
  made.cpu_seconds = cpu_now() - cpu;
  made.seconds = std::chrono::duration<double>(clock::now() - begin).count();
  return made;
}

// A judge's question on a short answer, about 1 KB, and no two alike.
Request request_number(std::size_t number) {
  std::string text = fmt::format("Is answer {} about the item? Reply with a verdict.\n\n", number);
  while (text.size() < 1000)
    text += "The parcel came on \"Monday\", and nothing in it was broken.\n";
  return {.model = "judge",
          .messages = {{.role = Message::Role::user, .text = std::move(text)}},
          .schema_json = R"({"type":"object","properties":{"reason":{"type":"string"},)"
                         R"("verdict":{"type":"string","enum":["yes","no"]}},)"
                         R"("required":["reason","verdict"],"additionalProperties":false})",
          .schema_name = "verdict"};
}

// So many may be asked and not answered: twice as many as are under way, as in a run.
class Window {
 public:
  explicit Window(std::size_t most) : most_(most), free_(most) {}

  void take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return free_ > 0; });
    --free_;
  }
  void give(bool answered) {
    const std::lock_guard lock(mutex_);
    ++free_;
    answered_ += answered ? 1U : 0U;
    changed_.notify_one();
  }
  // Waits for all; how many were answered.
  std::size_t finish() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return free_ == most_; });
    return answered_;
  }

 private:
  const std::size_t most_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t free_ = 0, answered_ = 0;
};

Environment environment_of(const std::string& url) {
  return [url](std::string_view name) -> std::string {
    if (name == "OPENAI_API_KEY") return "sk-of-the-benchmark";
    return name == "OPENAI_BASE_URL" ? url + "/v1" : "";
  };
}

// --- the three ways -----------------------------------------------------------------

class BareLoop {
 public:
  BareLoop(std::span<const HttpCall> calls, std::size_t at_once)
      : calls_(calls), multi_(curl_multi_init()), slots_(std::min(at_once, calls.size())) {
    curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, static_cast<long>(at_once + 8));
    headers_ = curl_slist_append(nullptr, "Expect:");
    for (const auto& [name, value] : calls.front().headers)
      headers_ = curl_slist_append(headers_, fmt::format("{}: {}", name, value).c_str());
    for (auto& slot : slots_) prepare(slot);
  }
  ~BareLoop() {
    for (auto& slot : slots_) curl_easy_cleanup(slot.easy);
    curl_multi_cleanup(multi_);
    curl_slist_free_all(headers_);
  }
  BareLoop(const BareLoop&) = delete;
  BareLoop& operator=(const BareLoop&) = delete;

  std::size_t run() {
    for (auto& slot : slots_) begin(slot);
    while (ended_ < calls_.size()) {
      int running = 0, left = 0;
      curl_multi_perform(multi_, &running);
      const auto before = ended_;
      while (CURLMsg* message = curl_multi_info_read(multi_, &left)) end(*message);
      if (ended_ == before) curl_multi_poll(multi_, nullptr, 0, 1000, nullptr);
    }
    return answered_;
  }

 private:
  struct Slot {
    CURL* easy = nullptr;
    std::string reply;
  };

  void prepare(Slot& slot) {
    slot.easy = curl_easy_init();
    curl_easy_setopt(slot.easy, CURLOPT_PRIVATE, static_cast<void*>(&slot));
    curl_easy_setopt(slot.easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(slot.easy, CURLOPT_URL, calls_.front().url.c_str());
    curl_easy_setopt(slot.easy, CURLOPT_NOPROXY, "127.0.0.1");
    curl_easy_setopt(slot.easy, CURLOPT_HTTPHEADER, headers_);
    curl_easy_setopt(slot.easy, CURLOPT_WRITEFUNCTION, &keep);
    curl_easy_setopt(slot.easy, CURLOPT_WRITEDATA, static_cast<void*>(&slot.reply));
  }

  static std::size_t keep(char* bytes, std::size_t size, std::size_t count, void* where) {
    static_cast<std::string*>(where)->append(bytes, size * count);
    return size * count;
  }

  void begin(Slot& slot) {
    if (begun_ == calls_.size()) return;
    const auto& body = calls_[begun_++].body;
    slot.reply.clear();
    curl_easy_setopt(slot.easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    curl_easy_setopt(slot.easy, CURLOPT_POSTFIELDS, body.data());
    curl_multi_add_handle(multi_, slot.easy);
  }

  void end(const CURLMsg& message) {
    char* kept = nullptr;
    curl_easy_getinfo(message.easy_handle, CURLINFO_PRIVATE, &kept);
    auto& slot = *static_cast<Slot*>(static_cast<void*>(kept));
    ++ended_;
    answered_ += message.data.result == CURLE_OK && !slot.reply.empty() ? 1U : 0U;
    curl_multi_remove_handle(multi_, slot.easy);
    begin(slot);
  }

  std::span<const HttpCall> calls_;
  CURLM* multi_;
  curl_slist* headers_ = nullptr;
  std::vector<Slot> slots_;
  std::size_t begun_ = 0, ended_ = 0, answered_ = 0;
};

// Encoded, sent and decoded, but written nowhere.
std::size_t through_caller(const Endpoint& endpoint, const Load& load) {
  auto transport = Transport::open();
  if (!transport) return 0;
  Caller caller(**transport);
  Window window(2 * load.at_once);
  for (std::size_t i = 0; i < load.calls; ++i) {
    window.take();
    ModelRequest request = request_number(i);
    auto http = encode(request, endpoint);
    caller.call({std::move(request), endpoint, std::make_shared<const HttpCall>(*std::move(http)),
                 load.at_once},
                [&](const CallResult& result) {
                  window.give(std::holds_alternative<Reply>(result.outcome));
                });
  }
  return window.finish();
}

// The whole way of a run: looked for in the cache, asked, written to the journal.
std::size_t through_asker(const std::string& url, const Load& load) {
  namespace fs = std::filesystem;
  std::string folder = (fs::temp_directory_path() / "cairn-calls.XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) return 0;
  std::size_t answered = 0;
  if (auto store = ReplyStore::open({.cache = fs::path(folder) / "cache",
                                     .journal = fs::path(folder) / "replies.jsonl",
                                     .run = "bench"})) {
    const auto asker = Asker::open(
        **store, {.environment = environment_of(url), .concurrency = load.at_once, .retries = {}});
    const auto model = asker->model({.heading = {}, .id = "openai/judge"});
    Window window(2 * load.at_once);
    for (std::size_t i = 0; model && i < load.calls; ++i) {
      window.take();
      auto call = asker->prepare(**model, request_number(i), 0);
      if (asker->find(call.key)) {  // It never is; but a run looks.
        window.give(true);
        continue;
      }
      asker->ask(std::move(call), [&](const Answered& given) {
        window.give(std::holds_alternative<StoredReply>(given));
      });
    }
    answered = window.finish();
  }
  fs::remove_all(folder);
  return answered;
}

// --- what is printed ----------------------------------------------------------------

struct Best {
  Measured bare, caller, whole;
};

void keep_best(Measured& best, const Measured& one, const Load& load, std::string_view way) {
  if (one.answered != load.calls)
    fmt::print("{}: {} of {} calls were answered\n", way, one.answered, load.calls);
  best.seconds = std::min(best.seconds, one.seconds);
  best.cpu_seconds = std::min(best.cpu_seconds, one.cpu_seconds);
}

// The ways take turns, so that a neighbour's work falls on all of them.
Best best_of_three(const std::string& url, const Endpoint& endpoint, const Load& load) {
  std::vector<HttpCall> calls;
  for (std::size_t i = 0; i < load.calls; ++i)
    calls.push_back(*encode(request_number(i), endpoint));
  Best best;
  for (int turn = 0; turn < 3; ++turn) {
    keep_best(best.bare, measured([&] { return BareLoop(calls, load.at_once).run(); }), load,
              "bare");
    keep_best(best.caller, measured([&] { return through_caller(endpoint, load); }), load,
              "caller");
    keep_best(best.whole, measured([&] { return through_asker(url, load); }), load, "whole");
  }
  return best;
}

void print_row(unsigned delay_ms, const Load& load, const Best& best) {
  const auto calls = static_cast<double>(load.calls);
  const double ideal = calls / static_cast<double>(load.at_once) * delay_ms / 1000;
  const auto cpu = [&](const Measured& one) { return 1e6 * one.cpu_seconds / calls; };
  const double bare = cpu(best.bare);
  fmt::print(
      "{:>4} ms {:>8} {:>7} {:>7.2f} s {:>8.2f} {:>8.2f} {:>6.1f} µs {:>6.1f} {:>6.1f} {:>8.2f} "
      "{:>8.2f}\n",
      delay_ms, load.at_once, load.calls, ideal, best.bare.seconds / ideal,
      best.whole.seconds / ideal, bare, cpu(best.caller), cpu(best.whole), cpu(best.caller) / bare,
      cpu(best.whole) / bare);
}

void print_memory(const std::string& url) {
  const long before = usage_now().ru_maxrss;
  through_asker(url, {.calls = 1000, .at_once = 256});
  const long few = usage_now().ru_maxrss;
  through_asker(url, {.calls = 10'000, .at_once = 256});
  fmt::print("memory at most: {} MB before, {} MB for 1,000 calls, {} MB for 10,000, 256 at once\n",
             before / 1024, few / 1024, usage_now().ru_maxrss / 1024);
}

}  // namespace

int main(int count, char** arguments) {
  const auto rounds = static_cast<std::size_t>(count > 1 ? std::atoi(arguments[1]) : 20);
  bool first = true;
  for (const unsigned delay_ms : {50U, 200U}) {
    const ServerProcess server(LATENCY_SERVER, delay_ms);
    const auto endpoint = endpoint_of("openai/judge", "", "", environment_of(server.url()));
    if (server.url().empty() || !endpoint) {
      fmt::print(stderr, "{} does not start\n", LATENCY_SERVER);
      return 1;
    }
    if (first) {
      print_memory(server.url());  // First, as the most that was used never falls.
      fmt::print("\n{:34} wall clock ÷ ideal{:>11}CPU a call{:>17}÷ bare\n", "", "", "");
      fmt::print("{:>7} {:>8} {:>7} {:>9} {:>8} {:>8} {:>9} {:>6} {:>6} {:>8} {:>8}\n", "latency",
                 "at once", "calls", "ideal", "bare", "cairn", "bare", "caller", "whole", "caller",
                 "whole");
    }
    first = false;
    for (const std::size_t at_once : {64U, 256U}) {
      const Load load{rounds * at_once, at_once};
      print_row(delay_ms, load, best_of_three(server.url(), *endpoint, load));
    }
  }
  fmt::print("\ncaller: encoded, sent, decoded. whole: also looked for and written to a journal\n");
}
