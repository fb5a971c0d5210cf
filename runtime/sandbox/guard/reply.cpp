#include "runtime/sandbox/guard/reply.h"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace cairn {

void send_reply(const GuardReply& reply, int file) {
  iovec bytes{const_cast<GuardReply*>(&reply), sizeof reply};
  alignas(cmsghdr) char room[CMSG_SPACE(sizeof file)] = {};
  msghdr message{};
  message.msg_iov = &bytes;
  message.msg_iovlen = 1;
  if (file >= 0) {
    message.msg_control = room;
    message.msg_controllen = sizeof room;
    cmsghdr* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof file);
    std::memcpy(CMSG_DATA(header), &file, sizeof file);
  }
  while (::sendmsg(guard_socket, &message, MSG_NOSIGNAL) < 0 && errno == EINTR) {
  }
}

void fail(const char* what) { fail_with(errno, what); }

void fail_with(int error, const char* what) {
  GuardReply reply;
  reply.kind = ReplyKind::failed;
  reply.number = error;
  std::snprintf(reply.text, sizeof reply.text, "%s", what);
  send_reply(reply);
  ::_exit(1);
}

}  // namespace cairn
