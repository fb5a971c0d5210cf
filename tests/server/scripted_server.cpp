#include "tests/server/scripted_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <exception>
#include <mutex>
#include <queue>
#include <system_error>
#include <thread>

#include "tests/server/connection.h"

namespace cairn {

namespace {

int checked(int result, const char* doing) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), doing);
  return result;
}

// The server and its clients share the test's process: 512 connections are more
// descriptors than the usual soft limit allows.
void allow_many_descriptors() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

int listening_socket(std::uint16_t port) {
  const int socket =
      checked(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), "opening a socket");
  const int yes = 1;
  setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  checked(bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address),
          "binding to 127.0.0.1");
  checked(listen(socket, SOMAXCONN), "listening");
  return socket;
}

std::uint16_t port_of(int socket) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  checked(getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size), "asking for the port");
  return ntohs(address.sin_port);
}

bool is_under_way(const Connection& connection) {
  return connection.stage() == Connection::Stage::waiting ||
         connection.stage() == Connection::Stage::sending;
}

}  // namespace

class ScriptedServer::Loop {
 public:
  Loop(Script script, ServerOptions options);
  ~Loop();

  std::uint16_t port() const { return port_; }
  std::vector<Seen> seen() const {
    const std::lock_guard lock(seen_mutex_);
    return seen_;
  }

  std::atomic<std::size_t> requests = 0, connections = 0, most_at_once = 0;

 private:
  struct Alarm {
    Clock::time_point at;
    int socket;
    std::uint64_t serial;  // A later connection may have the same socket.
    bool operator>(const Alarm& other) const { return at > other.at; }
  };

  void run();
  void watch(int descriptor, std::uint32_t events) const;
  int until_next_alarm() const;
  void ring_alarms();
  void accept_all();
  void on_event(int socket, bool ending);
  void on_alarm(Connection& connection);
  void go_on(Connection& connection);
  bool answer_next(Connection& connection);
  void begin(Connection& connection, const Seen& request, Scripted reply, bool close_after);
  Scripted ask(const Seen& request) const;
  void remember(const Seen& request);
  void set_alarm(const Connection& connection, Clock::duration after);
  void settle(Connection& connection);

  Script script_;
  ServerOptions options_;
  int listener_, wake_, epoll_;
  std::uint16_t port_;
  std::vector<std::unique_ptr<Connection>> open_;  // By the number of the socket.
  std::priority_queue<Alarm, std::vector<Alarm>, std::greater<>> alarms_;
  Clock::time_point now_ = Clock::now();  // When the events at hand came.
  std::uint64_t next_serial_ = 0;
  std::size_t under_way_ = 0;
  mutable std::mutex seen_mutex_;
  std::vector<Seen> seen_;
  std::thread thread_;  // Last: it uses all the others.
};

ScriptedServer::Loop::Loop(Script script, ServerOptions options)
    : script_(std::move(script)), options_(std::move(options)) {
  allow_many_descriptors();
  listener_ = listening_socket(options_.port);
  port_ = port_of(listener_);
  wake_ = checked(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "making an eventfd");
  epoll_ = checked(epoll_create1(EPOLL_CLOEXEC), "making an epoll");
  watch(listener_, EPOLLIN);
  watch(wake_, EPOLLIN);
  thread_ = std::thread([this] { run(); });
}

ScriptedServer::Loop::~Loop() {
  eventfd_write(wake_, 1);
  thread_.join();
  for (const int descriptor : {epoll_, wake_, listener_}) close(descriptor);
}

void ScriptedServer::Loop::watch(int descriptor, std::uint32_t events) const {
  epoll_event event{};
  event.events = events;
  event.data.fd = descriptor;
  checked(epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event), "watching a socket");
}

void ScriptedServer::Loop::run() {
  std::array<epoll_event, 256> events;
  for (;;) {
    const int most = static_cast<int>(events.size());
    const int count = epoll_wait(epoll_, events.data(), most, until_next_alarm());
    now_ = Clock::now();
    for (int i = 0; i < count; ++i) {
      const auto& event = events[static_cast<std::size_t>(i)];
      const int descriptor = event.data.fd;
      if (descriptor == wake_) return;
      if (descriptor == listener_)
        accept_all();
      else
        on_event(descriptor, (event.events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0);
    }
    ring_alarms();
  }
}

// In whole milliseconds, rounded up: alarms that are close together ring in one go.
int ScriptedServer::Loop::until_next_alarm() const {
  if (alarms_.empty()) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(alarms_.top().at - Clock::now());
  return static_cast<int>(std::clamp<long long>(left.count(), 0, 60'000));
}

void ScriptedServer::Loop::ring_alarms() {
  while (!alarms_.empty() && alarms_.top().at <= now_) {
    const auto alarm = alarms_.top();
    alarms_.pop();
    const auto& connection = open_[static_cast<std::size_t>(alarm.socket)];
    if (connection && connection->serial() == alarm.serial) on_alarm(*connection);
  }
}

void ScriptedServer::Loop::accept_all() {
  for (;;) {
    const int socket = accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (socket < 0) return;
    const int yes = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    const auto slot = static_cast<std::size_t>(socket);
    if (slot >= open_.size()) open_.resize(slot + 1);
    open_[slot] = std::make_unique<Connection>(socket, next_serial_++);
    ++connections;
    // On edges, so that one registration serves reading and writing for good.
    watch(socket, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET);
  }
}

// The event may be of an earlier connection with the same socket; to look for bytes
// where there are none does no harm.
void ScriptedServer::Loop::on_event(int socket, bool ending) {
  const auto slot = static_cast<std::size_t>(socket);
  if (slot >= open_.size() || !open_[slot]) return;
  auto& connection = *open_[slot];
  if (!connection.receive(ending)) {
    if (is_under_way(connection)) --under_way_;
    open_[slot].reset();
    return;
  }
  if (connection.stage() == Connection::Stage::sending) {
    connection.send_more(now_);
    return settle(connection);
  }
  go_on(connection);
}

void ScriptedServer::Loop::on_alarm(Connection& connection) {
  switch (connection.stage()) {
    case Connection::Stage::waiting:
      connection.send_reply(now_);
      return settle(connection);
    case Connection::Stage::sending:
      connection.send_more(now_);
      return settle(connection);
    case Connection::Stage::lingering:
      open_[static_cast<std::size_t>(connection.socket())].reset();
      return;
    default:
      return;  // Left over from a reply that is through.
  }
}

// After a reply was begun or went on: sets the next alarm, or turns to the next request.
void ScriptedServer::Loop::settle(Connection& connection) {
  if (!is_under_way(connection)) --under_way_;
  if (connection.stage() == Connection::Stage::gone) {
    open_[static_cast<std::size_t>(connection.socket())].reset();
    return;
  }
  if (const auto after = connection.wait()) set_alarm(connection, *after);
  if (connection.stage() == Connection::Stage::reading) go_on(connection);
}

void ScriptedServer::Loop::go_on(Connection& connection) {
  if (connection.stage() != Connection::Stage::reading || !answer_next(connection)) return;
  if (connection.delay() > 0) {
    const std::chrono::duration<double> delay(connection.delay());
    return set_alarm(connection, std::chrono::duration_cast<Clock::duration>(delay));
  }
  connection.send_reply(now_);
  settle(connection);
}

// False if there is no request to answer yet.
bool ScriptedServer::Loop::answer_next(Connection& connection) {
  auto& reader = connection.reader();
  if (options_.before_body && !connection.asked_early && reader.head()) {
    connection.asked_early = true;
    Seen request = *reader.head();
    request.number = requests;
    if (auto reply = options_.before_body(request)) {
      begin(connection, request, std::move(*reply), true);
      return true;
    }
  }
  if (auto request = reader.take()) {
    request->number = requests;
    begin(connection, *request, ask(*request), false);
    return true;
  }
  if (!reader.broken()) return false;
  connection.answer({.status = 400, .body = R"({"error":"not HTTP/1.1"})"}, {}, true);
  most_at_once = std::max<std::size_t>(most_at_once, ++under_way_);
  return true;
}

void ScriptedServer::Loop::begin(Connection& connection, const Seen& request, Scripted reply,
                                 bool close_after) {
  remember(request);
  ++requests;
  most_at_once = std::max<std::size_t>(most_at_once, ++under_way_);
  connection.answer(std::move(reply), request, close_after);
}

Scripted ScriptedServer::Loop::ask(const Seen& request) const {
  try {
    return script_(request);
  } catch (const std::exception& error) {
    return {.status = 500,
            .headers = {{"Content-Type", "text/plain"}},
            .body = std::string("the test's script threw: ") + error.what()};
  }
}

void ScriptedServer::Loop::remember(const Seen& request) {
  if (options_.keeps == Keeps::nothing) return;
  const std::lock_guard lock(seen_mutex_);
  seen_.push_back({request.method, request.path, request.headers, {}, request.number});
  if (options_.keeps == Keeps::all) seen_.back().body = request.body;
}

void ScriptedServer::Loop::set_alarm(const Connection& connection, Clock::duration after) {
  alarms_.push({now_ + after, connection.socket(), connection.serial()});
}

ScriptedServer::ScriptedServer(Script script, ServerOptions options)
    : loop_(std::make_unique<Loop>(std::move(script), std::move(options))) {}
ScriptedServer::~ScriptedServer() = default;

std::string ScriptedServer::url() const {
  return "http://127.0.0.1:" + std::to_string(loop_->port());
}
std::size_t ScriptedServer::requests() const { return loop_->requests; }
std::size_t ScriptedServer::connections() const { return loop_->connections; }
std::size_t ScriptedServer::most_at_once() const { return loop_->most_at_once; }
std::vector<Seen> ScriptedServer::seen() const { return loop_->seen(); }

}  // namespace cairn
