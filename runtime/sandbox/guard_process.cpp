#include "runtime/sandbox/guard_process.h"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

namespace cairn {
namespace {

// Nothing of this process goes with it: no signal that is blocked or ignored, no terminal,
// no variable, no descriptor but those.
int spawn(pid_t& process, const std::filesystem::path& guard, const GuardFiles& files, int socket) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  const std::array sources = {files.input, files.output, files.errors, socket, files.request};
  for (std::size_t i = 0; i < sources.size(); ++i)
    posix_spawn_file_actions_adddup2(&actions, sources[i], static_cast<int>(i));
  posix_spawn_file_actions_addclosefrom_np(&actions, static_cast<int>(sources.size()));
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  std::array<char, 12> name = {"cairn-guard"};
  std::array<char*, 2> words = {name.data(), nullptr};
  std::array<char*, 1> environment = {nullptr};
  const int error = ::posix_spawn(&process, guard.c_str(), &actions, &attributes, words.data(),
                                  environment.data());
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  return error;
}

}  // namespace

GuardProcess::GuardProcess(pid_t process, Descriptor socket)
    : child_(process), socket_(std::move(socket)) {}

Result<GuardProcess> GuardProcess::start(const std::filesystem::path& guard,
                                         const GuardFiles& files) {
  std::array<int, 2> ends = {-1, -1};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) < 0)
    return Failure{fmt::format("no socket can be made: {}", std::strerror(errno))};
  Descriptor ours(ends[0]);
  const auto theirs = out_of_the_way(Descriptor(ends[1]));
  pid_t process = -1;
  const int error = spawn(process, guard, files, theirs.number());
  if (error == 0) return GuardProcess(process, std::move(ours));
  return Failure{fmt::format("`{}` cannot be started: {}", guard.string(), std::strerror(error))};
}

GuardProcess::~GuardProcess() {
  if (child_.process < 0) return;
  kill();  // No harm to one that has ended and was not waited for.
  while (::waitpid(child_.process, nullptr, 0) < 0 && errno == EINTR) {
  }
}

std::optional<Heard> GuardProcess::hear() const {
  Heard heard;
  iovec bytes{&heard.reply, sizeof heard.reply};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> room{};
  msghdr message{};
  message.msg_iov = &bytes;
  message.msg_iovlen = 1;
  message.msg_control = room.data();
  message.msg_controllen = room.size();
  ssize_t count = 0;
  // A guard that ended before it read what it was told: its own words are still there.
  while ((count = ::recvmsg(socket_.number(), &message, MSG_CMSG_CLOEXEC)) < 0 &&
         (errno == EINTR || errno == ECONNRESET)) {
  }
  if (count != static_cast<ssize_t>(sizeof heard.reply)) return std::nullopt;
  const cmsghdr* header = CMSG_FIRSTHDR(&message);
  if (header != nullptr && header->cmsg_type == SCM_RIGHTS) {
    int file = -1;
    std::memcpy(&file, CMSG_DATA(header), sizeof file);
    heard.file = Descriptor(file);
  }
  return heard;
}

void GuardProcess::ask_to_stop() const { ::send(socket_.number(), "stop", 4, MSG_NOSIGNAL); }

void GuardProcess::kill() const { ::kill(child_.process, SIGKILL); }

}  // namespace cairn
