// The question that `cairn run` asks before it starts programs, at a real terminal.
#include <doctest/doctest.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/runtime/tools/tool_eval.h"

using namespace cairn;
using namespace cairn::tools;

namespace {

struct Session {
  std::string shown;
  int code = 0;
};

// Types `typed` at the terminal of `cairn run`; `state` is the user's folder of state.
Session at_terminal(const Project& project, const std::string& typed) {
  int terminal = -1;
  const pid_t child = ::forkpty(&terminal, nullptr, nullptr, nullptr);
  REQUIRE(child >= 0);
  if (child == 0) {
    ::setenv("XDG_STATE_HOME", project.path("state").c_str(), 1);
    ::execl(CAIRN_PROGRAM, "cairn", "run", project.path("x.eval").c_str(), nullptr);
    ::_exit(127);
  }
  REQUIRE(::write(terminal, typed.data(), typed.size()) == static_cast<ssize_t>(typed.size()));
  Session session;
  char bytes[4096];
  for (ssize_t count = 0; (count = ::read(terminal, bytes, sizeof bytes)) > 0;)
    session.shown.append(bytes, static_cast<std::size_t>(count));
  int status = 0;
  ::waitpid(child, &status, 0);
  ::close(terminal);
  session.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return session;
}

}  // namespace

TEST_CASE("programs are asked about at the terminal, and a yes is remembered for them alone") {
  const Project project;
  project.write("x.eval", one_tool);
  project.write("a.jsonl", "{\"item\":\"adds\",\"answer\":\"echo 3\"}\n");
  const auto asks = [](const Session& session) {
    return session.shown.find("Allow exactly these") != std::string::npos;
  };

  const auto no = at_terminal(project, "n\n");
  CHECK(asks(no));
  CHECK(no.shown.find("run_it: sh main.sh") != std::string::npos);
  CHECK(no.shown.find("R0117") != std::string::npos);
  CHECK(no.code == 2);

  const auto yes = at_terminal(project, "y\n");
  CHECK(asks(yes));
  CHECK(yes.code == 0);
  CHECK(yes.shown.find("100") != std::string::npos);

  const auto again = at_terminal(project, "\n");
  CHECK_FALSE(asks(again));
  CHECK(again.code == 0);

  project.write("x.eval", edited(one_tool, "sh main.sh", "sh -e main.sh"));
  CHECK(asks(at_terminal(project, "n\n")));
}
