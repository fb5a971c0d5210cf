// Programs that look for the host: its files, sockets, network, processes, variables and
// descriptors.
#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <string>

#include "tests/runtime/sandbox/everywhere.h"

using namespace cairn;

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// A socket of the host that something could connect or send to.
class Listener {
 public:
  Listener(int family, int type) : socket_(::socket(family, type | SOCK_CLOEXEC, 0)) {}
  ~Listener() { ::close(socket_); }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  int listen_on_local_port(bool datagrams) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(socket_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    if (!datagrams) REQUIRE(::listen(socket_, 100) == 0);
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
  }
  // A name that starts with '@' is abstract: no file, but one in the network namespace.
  void listen_on_name(const std::string& name) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, name.data(), name.size());
    if (name[0] == '@') address.sun_path[0] = 0;
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
    REQUIRE(::bind(socket_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(socket_, 100) == 0);
  }
  bool was_sent_something() const {
    char byte = 0;
    return ::recv(socket_, &byte, 1, MSG_DONTWAIT) == 1;
  }
  bool was_connected_to() const {
    ::fcntl(socket_, F_SETFL, O_NONBLOCK);
    const int other = ::accept(socket_, nullptr, nullptr);
    ::close(other);
    return other >= 0;
  }

 private:
  int socket_;
};

SandboxedCall connecting(const std::string& family, const std::string& address) {
  return python(
      fmt::format("import socket\n"
                  "s = socket.socket(socket.{})\n"
                  "s.settimeout(1)\n"
                  "s.connect({})\n"
                  "print('connected')",
                  family, address));
}

}  // namespace

TEST_CASE("sockets of the host cannot be reached") {
  const OpenFolder folder;
  const auto path = (folder.path() / "socket").string();
  const auto abstract = fmt::format("@cairn-test-{}", getpid());
  Listener on_path(AF_UNIX, SOCK_STREAM), on_name(AF_UNIX, SOCK_STREAM), tcp(AF_INET, SOCK_STREAM);
  on_path.listen_on_name(path);
  REQUIRE(chmod(path.c_str(), 0777) == 0);
  on_name.listen_on_name(abstract);
  const int port = tcp.listen_on_local_port(false);
  const SandboxedCall calls[] = {
      connecting("AF_UNIX", fmt::format("'{}'", path)),
      connecting("AF_UNIX", fmt::format("'\\0{}'", abstract.substr(1))),
      connecting("AF_INET", fmt::format("('127.0.0.1', {})", port)),
  };
  const Listener* listeners[] = {&on_path, &on_name, &tcp};
  for (std::size_t i = 0; i < std::size(calls); ++i) {
    CAPTURE(i);
    // The program is right: without a sandbox it connects.
    CHECK(run_once(SandboxLevel::none, calls[i]).end.output == "connected\n");
    CHECK(listeners[i]->was_connected_to());
    for (const auto& tried : run_everywhere(calls[i])) {
      CAPTURE(tried.where);
      CHECK(tried.failure == "");
      CHECK(tried.end.output == "");
      CHECK(tried.end.exit_code == 1);
      CHECK_FALSE(listeners[i]->was_connected_to());
      CHECK(tried.still_works);
    }
  }
  // With the network, the host's own comes along, but none of its local sockets.
  for (std::size_t i = 0; i < std::size(calls); ++i) {
    auto call = calls[i];
    call.network = true;
    const bool internet = i == 2;
    for (const auto& tried : run_everywhere(call)) {
      CAPTURE(tried.where);
      CHECK((tried.end.output == "connected\n") == internet);
    }
    CHECK(listeners[i]->was_connected_to() == internet);
  }
}

TEST_CASE("no datagram leaves") {
  Listener udp(AF_INET, SOCK_DGRAM);
  const int port = udp.listen_on_local_port(true);
  const auto call =
      python(fmt::format("import socket\nsocket.socket(socket.AF_INET, "
                         "socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', {}))",
                         port));
  CHECK(run_once(SandboxLevel::none, call).end.exit_code == 0);
  CHECK(udp.was_sent_something());
  for (const auto& tried : run_everywhere(call)) {
    CAPTURE(tried.where);
    CHECK(tried.failure == "");
    CHECK(tried.still_works);
  }
  CHECK_FALSE(udp.was_sent_something());
}

TEST_CASE("no variable of the host is seen") {
  setenv("CAIRN_TEST_SECRET", "sesame", 1);
  for (const auto& tried : run_everywhere(call_of({"env"}))) {
    CAPTURE(tried.where);
    CHECK(tried.end.exit_code == 0);
    CHECK_FALSE(has(tried.end.output, "sesame"));
    CHECK(has(tried.end.output, "PATH=/usr/local/bin:/usr/bin:/bin\n"));
    CHECK(std::count(tried.end.output.begin(), tried.end.output.end(), '\n') == 4);
  }
  unsetenv("CAIRN_TEST_SECRET");
}

TEST_CASE("no descriptor but three is open") {
  const int inherited = ::open("/dev/null", O_RDONLY);  // Without O_CLOEXEC.
  REQUIRE(inherited >= 0);
  const auto call = python(
      "import os\n"
      "for i in range(1024):\n"
      "  try: os.fstat(i); print(i)\n"
      "  except OSError: pass");
  for (const auto& tried : run_everywhere(call)) {
    CAPTURE(tried.where);
    CHECK(tried.end.output == "0\n1\n2\n");
  }
  ::close(inherited);
}

TEST_CASE("files of the host can be neither read nor removed") {
  const OpenFolder folder;
  const auto canary = folder.path() / "canary";
  write_open_file(canary, "sesame");
  const char* home = getenv("HOME");
  const auto reading =
      shell(fmt::format("cat {} /etc/shadow; ls {} /root /home /var /run; echo x > {}",
                        canary.string(), home == nullptr ? "/root" : home, canary.string()));
  CHECK(run_once(SandboxLevel::none, shell("cat " + canary.string())).end.output == "sesame");
  for (const auto& tried : run_everywhere(reading)) {
    CAPTURE(tried.where);
    CHECK(tried.failure == "");
    CHECK(tried.end.output == "");
    CHECK(text_of(canary) == "sesame");
  }
  const auto removing =
      shell(fmt::format("rm -rf {0}; rm -rf \"$HOME\" /usr/bin/env /opt/*; mv {0} /tmp/x; "
                        "chmod 000 {0}; ln -s x {0}/y; echo done",
                        folder.path().string()));
  for (const auto& tried : run_everywhere(removing)) {
    CAPTURE(tried.where);
    CHECK(tried.end.output == "done\n");
    CHECK(std::filesystem::status(folder.path()).permissions() == std::filesystem::perms(0777));
    CHECK(text_of(canary) == "sesame");
    CHECK(tried.still_works);
  }
  // Only where / is not the host's, whatever happens.
  for (const auto& tried : run_everywhere(
           shell("test -e " + folder.path().string() + " || rm -rf --no-preserve-root /", 0.7))) {
    CAPTURE(tried.where);
    if (tried.level == SandboxLevel::landlock) continue;
    CHECK(tried.failure == "");
    CHECK(tried.still_works);
  }
}

TEST_CASE("the guard and the kernel's tools cannot be used") {
  const auto call = python(
      "import ctypes, os\n"
      "c = ctypes.CDLL(None, use_errno=True)\n"
      "guard = os.getppid()\n"
      "print('ptrace', c.ptrace(16, guard, 0, 0))\n"
      "print('unshare', c.unshare(0x10000000))\n"
      "print('memfd', c.memfd_create(b'x', 0))\n"
      "print('shm', c.shmget(0, 4096, 0o1600))\n"
      "print('mount', c.mount(b'x', b'/work', b'tmpfs', 0, 0))\n"
      "print('keyctl', c.syscall(250, 0, -3, 1))\n"
      "print('clone', c.syscall(56, 0x10000000 | 17, 0, 0, 0, 0))\n"
      "print('vsock', c.socket(40, 1, 0))\n"
      "print('alg', c.socket(38, 5, 0))\n"
      "for name in 'mem', 'environ', 'exe', 'fd/3':\n"
      "  try: open(f'/proc/{guard}/{name}', 'rb').read(1); print(name, 'read')\n"
      "  except OSError: pass\n"
      "try: os.kill(guard, 9)\n"
      "except OSError: pass\n"
      "try: os.kill(guard, 19)\n"
      "except OSError: pass\n"
      "print('alive')\n");
  const std::string expected =
      "ptrace -1\nunshare -1\nmemfd -1\nshm -1\nmount -1\nkeyctl -1\nclone -1\nvsock -1\nalg -1\n"
      "alive\n";
  for (const auto& tried : run_everywhere(call)) {
    CAPTURE(tried.where);
    CHECK(tried.failure == "");
    CHECK(tried.end.output == expected);
    CHECK(tried.end.errors == "");
    CHECK(tried.still_works);
  }
}

TEST_CASE("processes of the host cannot be ended or looked into") {
  const pid_t host = fork();
  if (host == 0) {
    // As the programs will be, where the tests are root's.
    if (geteuid() == 0 && setresuid(65534, 65534, 65534) < 0) _exit(1);
    pause();
    _exit(0);
  }
  const auto call =
      python(fmt::format("import os\n"
                         "try: os.kill({0}, 9); print('killed')\n"
                         "except OSError: pass\n"
                         "try: open('/proc/{0}/environ').read(); print('read')\n"
                         "except OSError: pass\n",
                         host));
  for (const auto& tried : run_everywhere(call)) {
    CAPTURE(tried.where);
    CHECK(tried.end.exit_code == 0);
    CHECK(tried.end.output == "");
  }
  CHECK(kill(host, 0) == 0);
  int status = 0;
  CHECK(waitpid(host, &status, WNOHANG) == 0);
  kill(host, SIGKILL);
  waitpid(host, nullptr, 0);
}

TEST_CASE("a program is not root, and gains no rights") {
  const auto call = python(
      "import os\nprint(os.getuid() != 0 and os.geteuid() != 0 and os.getgid() != 0)\n"
      "try: os.setuid(0); print('root')\nexcept OSError: pass");
  for (const auto& tried : run_everywhere(call)) {
    CAPTURE(tried.where);
    CHECK(tried.end.output == "True\n");
  }
}
