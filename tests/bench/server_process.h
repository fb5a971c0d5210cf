// latency_server as a process of its own, so that what it costs is not counted here.
#pragma once

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <string>
#include <utility>

namespace cairn {

class ServerProcess {
 public:
  // Its url() is empty if the program does not start.
  ServerProcess(std::string program, unsigned delay_ms) {
    std::array<int, 2> input{}, output{};
    if (pipe(input.data()) != 0 || pipe(output.data()) != 0) return;
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, input[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&files, output[1], STDOUT_FILENO);
    // The server must not hold the other end of its own input, or it would never close.
    for (const int end : {input[0], input[1], output[0], output[1]})
      posix_spawn_file_actions_addclose(&files, end);
    std::string flag = "--delay-ms", delay = std::to_string(delay_ms);
    std::array<char*, 4> words{program.data(), flag.data(), delay.data(), nullptr};
    if (posix_spawn(&process_, program.c_str(), &files, nullptr, words.data(), environ) != 0)
      process_ = -1;
    posix_spawn_file_actions_destroy(&files);
    close(input[0]);
    close(output[1]);
    input_ = input[1];
    for (char c = 0; read(output[0], &c, 1) == 1 && c != '\n';) url_ += c;
    close(output[0]);
  }
  ~ServerProcess() {
    if (input_ >= 0) close(input_);
    if (process_ > 0) waitpid(process_, nullptr, 0);
  }
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  const std::string& url() const { return url_; }

 private:
  pid_t process_ = -1;
  int input_ = -1;
  std::string url_;
};

}  // namespace cairn
