#include "runtime/http/transport.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <mutex>
#include <queue>
#include <thread>

#include "runtime/http/curl.h"

#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

namespace cairn {
namespace {

using TransportClock = std::chrono::steady_clock;

constexpr long connect_ms = 10'000;
constexpr int longest_wait_ms = 1000;
constexpr long idle_connection_seconds = 60;

// The headers that somebody reads: hints, limits, names of requests.
bool is_read(std::string_view name) {
  constexpr std::string_view starts[] = {"retry-after",    "x-ratelimit-", "anthropic-ratelimit-",
                                         "x-should-retry", "x-request-id", "request-id",
                                         "location",       "content-type"};
  std::string small(name.substr(0, 32));
  for (auto& c : small) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return std::ranges::any_of(starts, [&](std::string_view one) { return small.starts_with(one); });
}

std::string without_proxy() {
  std::string hosts = "localhost,127.0.0.1,::1,[::1]";
  for (const char* name : {"no_proxy", "NO_PROXY"})
    if (const char* more = std::getenv(name)) return hosts + "," + more;
  return hosts;
}

std::string certificates() {
  for (const char* name : {"SSL_CERT_FILE", "CURL_CA_BUNDLE"})
    if (const char* path = std::getenv(name); path && *path) return path;
  return {};
}

// One call under way; its buffers must outlive the transfer.
struct Transfer {
  CURL* easy = nullptr;
  curl_slist* headers = nullptr;
  std::shared_ptr<const HttpCall> call;
  Transport::Done done;
  std::size_t place = 0;  // Among those under way.
  HttpReply reply;
  bool too_large = false;
  char error[CURL_ERROR_SIZE] = {};
};

std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* where) {
  auto& transfer = *static_cast<Transfer*>(where);
  const std::size_t more = size * count;
  if (transfer.reply.body.size() + more > transfer.call->largest_reply) {
    transfer.too_large = true;
    return 0;
  }
  transfer.reply.body.append(bytes, more);
  return more;
}

std::size_t take_header(char* bytes, std::size_t size, std::size_t count, void* where) {
  auto& headers = static_cast<Transfer*>(where)->reply.headers;
  const std::string_view line(bytes, size * count);
  if (line.starts_with("HTTP/")) headers.clear();  // Of an answer after `100 Continue`.
  const auto colon = line.find(':');
  if (colon == line.npos || !is_read(line.substr(0, colon))) return line.size();
  const auto begin = line.find_first_not_of(" \t", colon + 1);
  const auto end = line.find_last_not_of(" \t\r\n");
  if (begin == line.npos || end < begin) return line.size();
  headers.push_back(
      {std::string(line.substr(0, colon)), std::string(line.substr(begin, end - begin + 1))});
  return line.size();
}

Broken broken_by(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
      return Broken::cannot_connect;
    case CURLE_OPERATION_TIMEDOUT:
      return Broken::timed_out;
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_WEIRD_SERVER_REPLY:
      return Broken::cut_off;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
      return Broken::not_secure;
    default:
      return Broken::other;
  }
}

}  // namespace

struct Transport::State {
  struct Timer {
    TransportClock::time_point at;
    std::size_t order;  // Two at one time run in the order in which they were set.
    Work work;
    bool operator<(const Timer& other) const {
      return std::pair(at, order) > std::pair(other.at, other.order);
    }
  };

  explicit State(const Curl& loaded) : lib(loaded), multi(lib.multi_init()) {
    lib.multi_setopt(multi, CURLMOPT_MAXCONNECTS, 128L);
  }
  ~State() {
    for (auto& transfer : under_way) {
      lib.multi_remove_handle(multi, transfer->easy);
      lib.slist_free_all(transfer->headers);
      lib.easy_cleanup(transfer->easy);
    }
    for (auto* easy : idle) lib.easy_cleanup(easy);
    lib.multi_cleanup(multi);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  void loop();
  bool run_posted();
  void run_due();
  int wait_ms() const;
  bool finish_transfers();
  void finish(CURL* easy, CURLcode code);
  void begin(std::shared_ptr<const HttpCall> call, Done done);
  void set_options(Transfer& transfer);

  const Curl& lib;
  CURLM* multi;
  const std::string no_proxy = without_proxy(), ca_file = certificates();
  std::vector<std::unique_ptr<Transfer>> under_way;
  std::vector<CURL*> idle;
  std::priority_queue<Timer> timers;
  std::size_t timers_set = 0;

  std::mutex mutex;
  std::vector<Work> posted;
  bool stopping = false;
  std::jthread thread;
};

void Transport::State::loop() {
  while (true) {
    if (!run_posted()) return;
    run_due();
    int running = 0;
    lib.multi_perform(multi, &running);
    if (finish_transfers()) continue;
    lib.multi_poll(multi, nullptr, 0, wait_ms(), nullptr);
  }
}

bool Transport::State::run_posted() {
  std::vector<Work> now;
  {
    const std::lock_guard lock(mutex);
    if (stopping) return false;
    now.swap(posted);
  }
  for (auto& work : now) work();
  return true;
}

void Transport::State::run_due() {
  while (!timers.empty() && timers.top().at <= TransportClock::now()) {
    Work work = timers.top().work;
    timers.pop();
    work();
  }
}

int Transport::State::wait_ms() const {
  if (timers.empty()) return longest_wait_ms;
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(timers.top().at - TransportClock::now());
  return static_cast<int>(std::clamp<long long>(left.count(), 0, longest_wait_ms));
}

bool Transport::State::finish_transfers() {
  bool any = false;
  int left = 0;
  while (CURLMsg* message = lib.multi_info_read(multi, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    finish(message->easy_handle, message->data.result);
    any = true;
  }
  return any;
}

void Transport::State::finish(CURL* easy, CURLcode code) {
  void* kept = nullptr;
  lib.easy_getinfo(easy, CURLINFO_PRIVATE, &kept);
  const auto place = static_cast<Transfer*>(kept)->place;
  std::swap(under_way[place], under_way.back());
  under_way[place]->place = place;
  auto transfer = std::move(under_way.back());
  under_way.pop_back();

  long status = 0;
  curl_off_t microseconds = 0;
  lib.easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  lib.easy_getinfo(easy, CURLINFO_TOTAL_TIME_T, &microseconds);
  auto& reply = transfer->reply;
  reply.status = static_cast<int>(status);
  reply.seconds = static_cast<double>(microseconds) / 1e6;
  if (code != CURLE_OK) {
    reply.broken = transfer->too_large ? Broken::too_large : broken_by(code);
    reply.why = transfer->too_large ? "the reply is larger than 64 MB"
                : *transfer->error  ? transfer->error
                                    : lib.easy_strerror(code);
  }
  lib.multi_remove_handle(multi, easy);
  lib.slist_free_all(transfer->headers);
  idle.push_back(easy);
  transfer->done(std::move(reply));
}

void Transport::State::begin(std::shared_ptr<const HttpCall> call, Done done) {
  auto transfer = std::make_unique<Transfer>();
  transfer->call = std::move(call);
  transfer->done = std::move(done);
  if (idle.empty()) {
    transfer->easy = lib.easy_init();
  } else {
    transfer->easy = idle.back();
    idle.pop_back();
    lib.easy_reset(transfer->easy);
  }
  set_options(*transfer);
  lib.multi_add_handle(multi, transfer->easy);
  transfer->place = under_way.size();
  under_way.push_back(std::move(transfer));
}

void Transport::State::set_options(Transfer& transfer) {
  CURL* easy = transfer.easy;
  const HttpCall& call = *transfer.call;
  // Without `Expect:` a server that does not answer `100 Continue` costs a second.
  transfer.headers = lib.slist_append(nullptr, "Expect:");
  for (const auto& [name, value] : call.headers)
    transfer.headers =
        lib.slist_append(transfer.headers, fmt::format("{}: {}", name, value).c_str());
  const auto set = [&](CURLoption option, auto value) { lib.easy_setopt(easy, option, value); };
  set(CURLOPT_PRIVATE, static_cast<void*>(&transfer));
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_URL, call.url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(CURLOPT_HTTPHEADER, transfer.headers);
  set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(call.body.size()));
  set(CURLOPT_POSTFIELDS, call.body.data());
  set(CURLOPT_CONNECTTIMEOUT_MS, connect_ms);
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(call.timeout_seconds * 1000));
  set(CURLOPT_TCP_KEEPALIVE, 1L);
  set(CURLOPT_MAXAGE_CONN, idle_connection_seconds);
  set(CURLOPT_ACCEPT_ENCODING, "");
  set(CURLOPT_NOPROXY, no_proxy.c_str());
  set(CURLOPT_USERAGENT, "cairn/" CAIRN_VERSION);
  if (!ca_file.empty()) set(CURLOPT_CAINFO, ca_file.c_str());
  set(CURLOPT_ERRORBUFFER, transfer.error);
  set(CURLOPT_WRITEFUNCTION, &take_body);
  set(CURLOPT_WRITEDATA, static_cast<void*>(&transfer));
  set(CURLOPT_HEADERFUNCTION, &take_header);
  set(CURLOPT_HEADERDATA, static_cast<void*>(&transfer));
}

Result<std::unique_ptr<Transport>> Transport::open() {
  const auto& loaded = curl();
  if (!loaded) return loaded.error();
  auto state = std::make_unique<State>(*loaded);
  State& borrowed = *state;
  auto made = std::unique_ptr<Transport>(new Transport(std::move(state)));
  borrowed.thread = std::jthread([&borrowed] { borrowed.loop(); });
  return made;
}

Transport::Transport(std::unique_ptr<State> state) : state_(std::move(state)) {}

Transport::~Transport() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->stopping = true;
  }
  state_->lib.multi_wakeup(state_->multi);
  state_->thread.join();
}

void Transport::post(Work work) {
  bool first = false;
  {
    const std::lock_guard lock(state_->mutex);
    first = state_->posted.empty();
    state_->posted.push_back(std::move(work));
  }
  if (first) state_->lib.multi_wakeup(state_->multi);
}

void Transport::after(double seconds, Work work) {
  const auto at = TransportClock::now() + std::chrono::duration_cast<TransportClock::duration>(
                                              std::chrono::duration<double>(seconds));
  state_->timers.push({at, state_->timers_set++, std::move(work)});
}

void Transport::start(std::shared_ptr<const HttpCall> call, Done done) {
  state_->begin(std::move(call), std::move(done));
}

void Transport::allow_connections(long most) {
  state_->lib.multi_setopt(state_->multi, CURLMOPT_MAXCONNECTS, most);
}

}  // namespace cairn
