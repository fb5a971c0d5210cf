// How programs end, and what is left of them.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <thread>

#include "tests/runtime/sandbox/everywhere.h"

using namespace cairn;

namespace {

struct Ended {
  const char* about;
  SandboxedCall call;
  int exit_code;
  std::string output, stopped;
};

SandboxedCall given(SandboxedCall call, std::string input) {
  call.input = std::move(input);
  return call;
}

unsigned mode_of(const std::filesystem::path& path) {
  return static_cast<unsigned>(std::filesystem::status(path).permissions());
}

std::unique_ptr<const Sandbox> any_sandbox() {
  auto sandbox = Sandbox::open({CAIRN_GUARD, working_levels().front()});
  REQUIRE(sandbox);
  return *std::move(sandbox);
}

}  // namespace

TEST_CASE("programs end as they do outside") {
  const Ended programs[] = {
      {"well", shell("exit 0"), 0, "", ""},
      {"with a number", shell("echo out; echo err >&2; exit 42"), 42, "out\n", ""},
      {"with that of a shell that finds no program", shell("no-such-program"), 127, "", ""},
      {"by its own signal", shell("kill -SEGV $$"), 139, "",
       "was ended by signal 11 (segmentation fault)"},
      {"by abort", python("import os; os.abort()"), 134, "", "was ended by signal 6 (aborted)"},
      {"after it read five megabytes", given(call_of({"wc", "-c"}), std::string(5'000'000, 'x')), 0,
       "5000000\n", ""},
      {"without reading any", given(call_of({"true"}), std::string(5'000'000, 'x')), 0, "", ""},
      {"after nothing to read", call_of({"wc", "-c"}), 0, "0\n", ""},
      {"after it opened its streams by name",
       given(shell("cat /dev/stdin > /dev/null; printf '%s' \"$(cat)\""), "words"), 0, "words", ""},
  };
  for (const auto& program : programs) {
    CAPTURE(program.about);
    for (const auto& tried : run_everywhere(program.call)) {
      CAPTURE(tried.where);
      CHECK(tried.failure == "");
      CHECK(tried.end.exit_code == program.exit_code);
      if (tried.level != SandboxLevel::landlock || program.output != "words")
        CHECK(tried.end.output == program.output);  // Landlock shows no /proc.
      CHECK(tried.end.stopped == program.stopped);
      CHECK_FALSE(tried.end.timed_out);
      CHECK(tried.still_works);
    }
  }
}

TEST_CASE("a program that cannot be started is told from one that fails") {
  const OpenFolder folder;
  write_open_file(folder.path() / "closed", "#!/bin/sh\n", 0644);
  write_open_file(folder.path() / "text", "words\n", 0755);
  const std::pair<const char*, std::string> programs[] = {
      {"./missing", "No such file or directory"},
      {"no-such-program", "No such file or directory"},
      {"./closed", "Permission denied"},
      {"./text", "Exec format error"},
  };
  for (const auto& program : programs) {
    auto call = call_of({program.first});
    call.folder = folder.path();
    for (const auto& tried : run_everywhere(call)) {
      CAPTURE(tried.where);
      CHECK(tried.failure ==
            fmt::format("`{}` cannot be started: {}", program.first, program.second));
      CHECK(tried.still_works);
    }
  }
}

TEST_CASE("what a program starts ends with it") {
  // Out of its session, with its streams, orphaned twice.
  const auto leaver = shell("setsid sh -c 'sleep 4321.25 & sleep 4321.25' & sleep 0.1; echo gone");
  for (const auto& tried : run_everywhere(leaver)) {
    CAPTURE(tried.where);
    CHECK(tried.failure == "");
    CHECK(tried.end.output == "gone\n");
    CHECK(tried.end.stopped == "");
    CHECK(tried.end.seconds < 2);
    CHECK(tried.still_works);
  }
  CHECK_FALSE(still_running("4321.25"));
  const auto waiter = shell("setsid sh -c 'setsid sleep 4321.5 & wait' & wait", 0.5);
  for (const auto& tried : run_everywhere(waiter)) {
    CAPTURE(tried.where);
    CHECK(tried.end.timed_out);
    CHECK(tried.end.exit_code == 137);
  }
  CHECK_FALSE(still_running("4321.5"));
}

TEST_CASE("a program that closes its streams lives on") {
  for (const auto& tried : run_everywhere(shell("exec >&- 2>&- <&-; sleep 0.3; exit 3"))) {
    CAPTURE(tried.where);
    CHECK(tried.end.exit_code == 3);
    CHECK(tried.end.seconds >= 0.3);
  }
}

TEST_CASE("a folder is given with its modes, and files are kept with theirs") {
  const OpenFolder folder;
  std::filesystem::create_directory(folder.path() / "inner");
  write_open_file(folder.path() / "run", "#!/bin/sh\ncat inner/text link\n", 0755);
  write_open_file(folder.path() / "inner" / "text", "hello\n", 0644);
  std::filesystem::create_symlink("inner/text", folder.path() / "link");
  // As cairn's own folders may be.
  std::filesystem::permissions(folder.path(), std::filesystem::perms(0755));
  auto call = shell(
      "./run; mkdir out; cp run out/program; chmod 750 out/program; echo secret > made; chmod 600 "
      "made; "
      "ln -s /etc/passwd symlink; ln -s out folder_link; mkfifo pipe; echo no > closed; chmod 0 "
      "closed");
  call.folder = folder.path();
  call.keep = {"out/program", "made",    "symlink", "folder_link/program",
               "pipe",        "missing", "out",     "closed"};
  for (const auto& tried : run_everywhere(call)) {
    CAPTURE(tried.where);
    CHECK(tried.failure == "");
    CHECK(tried.end.output == "hello\nhello\n");
    CHECK(text_of(tried.kept->path() / "out/program") == "#!/bin/sh\ncat inner/text link\n");
    CHECK(mode_of(tried.kept->path() / "out/program") == 0750);
    CHECK(mode_of(tried.kept->path() / "made") == 0600);
    auto not_kept = tried.end.not_kept;
    // Root's guard can read what its owner closed.
    std::erase(not_kept, "closed");
    CHECK(not_kept ==
          std::vector<std::string>{"symlink", "folder_link/program", "pipe", "missing", "out"});
    CHECK_FALSE(std::filesystem::exists(tried.kept->path() / "symlink"));
  }
}

TEST_CASE("a program is compiled in one sandbox and run in the next") {
  const OpenFolder folder, built;
  write_open_file(folder.path() / "a.cpp",
                  "#include <iostream>\nint main() { std::cout << 6 * 7; }\n");
  for (const auto level : working_levels()) {
    CAPTURE(to_string(level));
    auto compile = call_of({"g++", "-O0", "a.cpp", "-o", "answer"}, 20);
    compile.folder = folder.path();
    compile.keep = {"answer"};
    const auto compiled = run_once(level, compile);
    CHECK(compiled.failure == "");
    CHECK(compiled.end.errors == "");
    CHECK(compiled.end.exit_code == 0);
    auto run = call_of({"./answer"});
    run.folder = compiled.kept->path();
    CHECK(run_once(level, run).end.output == "42");
  }
}

TEST_CASE("nothing is left on the host") {
  // Closed folders, names that the removal itself uses, and a path longer than any may be.
  const auto call = python(
      "import os\n"
      "os.makedirs('a/b'); open('a/b/c', 'w'); os.chmod('a/b', 0); os.chmod('a', 0)\n"
      "os.chdir(os.environ['TMPDIR'])\n"
      "os.mkdir('.up0'); open('.up1', 'w')\n"
      "for i in range(3000): os.mkdir('deep'); os.chdir('deep')\n");
  for (const auto& tried : run_everywhere(call)) {
    CAPTURE(tried.where);
    CHECK(tried.failure == "");
    CHECK(std::filesystem::is_empty(tried.temporary->path()));
    CHECK(tried.still_works);
  }
}

TEST_CASE("a run is interrupted by a flag") {
  for (const auto level : working_levels()) {
    CAPTURE(to_string(level));
    const auto sandbox = Sandbox::open({CAIRN_GUARD, level});
    REQUIRE(sandbox);
    std::atomic<bool> stop = false;
    auto call = call_of({"sleep", "4321.75"});
    call.stop = &stop;
    std::thread later([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      stop = true;
    });
    const auto begun = std::chrono::steady_clock::now();
    const auto end = (*sandbox)->run(call);
    later.join();
    REQUIRE_FALSE(end);
    CHECK(end.error().what == "interrupted");
    CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(2));
  }
  CHECK_FALSE(still_running("4321.75"));
}

TEST_CASE("nothing outlives a cairn that is killed") {
  const OpenFolder temporary;
  for (const auto level : working_levels()) {
    CAPTURE(to_string(level));
    const pid_t cairn = fork();
    if (cairn == 0) {
      setenv("TMPDIR", temporary.path().c_str(), 1);
      const auto sandbox = Sandbox::open({CAIRN_GUARD, level});
      if (sandbox) (void)(*sandbox)->run(shell("setsid sleep 4322.25 & echo; wait", 30));
      _exit(0);
    }
    bool started = false;
    for (int tries = 0; tries < 100 && !started; ++tries) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      started = still_running("4322.25");
    }
    CHECK(started);
    kill(cairn, SIGKILL);
    waitpid(cairn, nullptr, 0);
    CHECK_FALSE(still_running("4322.25"));
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  CHECK(std::filesystem::is_empty(temporary.path()));
}

TEST_CASE("many run at once") {
  const auto sandbox = any_sandbox();
  std::atomic<int> right = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&, i] {
      for (int j = 0; j < 10; ++j) {
        const auto number = fmt::format("{}-{}", i, j);
        const auto end = sandbox->run(given(call_of({"cat"}), number));
        if (end && end->output == number && end->exit_code == 0) ++right;
      }
    });
  for (auto& thread : threads) thread.join();
  CHECK(right == 40);
}

TEST_CASE("calls that make no sense are refused") {
  const auto sandbox = any_sandbox();
  auto call = call_of({"true"});
  for (const char* name : {"../out", "/etc/passwd", "", "a/../../b"}) {
    call.keep = {name};
    CHECK_FALSE(sandbox->run(call));
  }
  CHECK_FALSE(sandbox->run({}));
  call = call_of({"true"});
  call.folder = "/no/such/folder";
  const auto end = sandbox->run(call);
  REQUIRE_FALSE(end);
  CHECK(end.error().what ==
        "`/no/such/folder` cannot be given to the sandbox: No such file or directory");
}

TEST_CASE("levels have names, and a guard is needed") {
  for (const auto level : {SandboxLevel::bubblewrap, SandboxLevel::namespaces,
                           SandboxLevel::landlock, SandboxLevel::none})
    CHECK(sandbox_level_named(to_string(level)) == level);
  CHECK_FALSE(sandbox_level_named("docker"));
  const auto none = Sandbox::open({"/no/such/guard", SandboxLevel::landlock});
  REQUIRE_FALSE(none);
  CHECK(none.error().what ==
        "`/no/such/guard` is not there: it belongs beside cairn, where the build puts it");
  CHECK(Sandbox::find_program("sh").has_value());
  CHECK_FALSE(Sandbox::find_program("no-such-program"));
  CHECK_FALSE(Sandbox::find_program("../bin/sh"));
}
