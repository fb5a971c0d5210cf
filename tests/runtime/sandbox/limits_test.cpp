// Programs that take more than they are allowed: time, memory, files, processes, output.
#include <doctest/doctest.h>

#include "tests/runtime/sandbox/everywhere.h"

using namespace cairn;

namespace {

struct Greedy {
  const char* about;
  SandboxedCall call;
  std::string stopped;
};

SandboxedCall with_memory(SandboxedCall call, double bytes) {
  call.memory_bytes = bytes;
  return call;
}

std::vector<Greedy> greedy_programs() {
  return {
      {"sleeps", call_of({"sleep", "60"}, 0.5), "ran longer than 0.5 seconds and was stopped"},
      {"is busy", python("while True: pass", 1), "ran longer than 1 second and was stopped"},
      {"takes memory",
       with_memory(python("x = b'x' * 400_000_000\nimport time; time.sleep(9)"), 100e6),
       "used more than 100 MB of memory and was stopped"},
      {"takes memory in several processes",
       with_memory(python("import os, time\n"
                          "for i in range(6):\n"
                          "  if os.fork() == 0: break\n"
                          "x = b'x' * 40_000_000\n"
                          "time.sleep(9)"),
                   150e6),
       "used more than 150 MB of memory and was stopped"},
      {"takes memory that processes share",
       with_memory(python("import mmap, time\nm = mmap.mmap(-1, 300_000_000)\n"
                          "for i in range(0, len(m), 4096): m[i] = 1\ntime.sleep(9)"),
                   100e6),
       "used more than 100 MB of memory and was stopped"},
      {"writes a large file", shell("exec dd if=/dev/zero of=big bs=1M count=10000"),
       "wrote more than 256 MB of files and was stopped"},
      {"makes a large file of nothing", shell("exec truncate -s 10G big"),
       "wrote more than 256 MB of files and was stopped"},
      {"writes several files",
       python("import os, time\n"
              "try:\n"
              "  for i in range(5):\n"
              "    os.posix_fallocate(os.open(f'f{i}', os.O_CREAT | os.O_RDWR), 0, 90_000_000)\n"
              "except OSError: pass\n"
              "try:\n"
              "  with open('rest', 'wb') as rest:\n"
              "    for i in range(250): rest.write(b'x' * 1_000_000)\n"
              "except OSError: pass\n"
              "time.sleep(9)"),
       "wrote more than 256 MB of files and was stopped"},
      {"prints for ever", call_of({"yes"}), "printed more than 100 MB and was stopped"},
      {"prints a gigabyte of errors", shell("yes | head -c 1000000000 >&2; sleep 9"),
       "printed more than 100 MB and was stopped"},
  };
}

}  // namespace

TEST_CASE("a program that takes too much is stopped, and it is said why") {
  for (const auto& greedy : greedy_programs()) {
    CAPTURE(greedy.about);
    for (const auto& tried : run_everywhere(greedy.call)) {
      CAPTURE(tried.where);
      CHECK(tried.failure == "");
      CHECK(tried.end.stopped == greedy.stopped);
      CHECK(tried.end.timed_out == greedy.stopped.starts_with("ran longer"));
      CHECK(tried.end.seconds < 5);
      CHECK(tried.still_works);
    }
  }
}

TEST_CASE("memory in /dev/shm is counted where there is one") {
  auto call = python(
      "x = open('/dev/shm/x', 'wb')\nfor i in range(200): x.write(b'x' * 1000000)\n"
      "import time; time.sleep(9)");
  call.memory_bytes = 100e6;
  for (const auto& tried : run_everywhere(call)) {
    CAPTURE(tried.where);
    if (tried.level == SandboxLevel::landlock)
      CHECK(tried.end.errors.find("Permission denied") != std::string::npos);
    else
      CHECK(tried.end.stopped == "used more than 100 MB of memory and was stopped");
    CHECK(tried.still_works);
  }
}

TEST_CASE("memory that is shared after a fork is counted once") {
  auto call = python(
      "import os, time\nx = b'x' * 60_000_000\n"
      "for i in range(5):\n  if os.fork() == 0: break\n"
      "time.sleep(0.3)\nprint(len(x))");
  call.memory_bytes = 200e6;
  for (const auto& tried : run_everywhere(call)) {
    CAPTURE(tried.where);
    CHECK(tried.end.stopped == "");
    CHECK(tried.end.exit_code == 0);
  }
}

TEST_CASE("a fork bomb ends with its time, or before") {
  const auto call = python(
      "import os, sys\n"
      "while True:\n"
      "  try: os.fork()\n"
      "  except OSError: pass  # cairn-test-bomb\n",
      1);
  for (const auto& tried : run_everywhere(call)) {
    CAPTURE(tried.where);
    CHECK(tried.failure == "");
    // Which limit is met first, memory or processes or time, is chance.
    const bool told = tried.end.stopped.ends_with(" and was stopped");
    CHECK_MESSAGE(told, tried.end.stopped);
    CHECK(tried.still_works);
  }
  CHECK_FALSE(still_running("cairn-test-bomb"));
}

TEST_CASE("processes that fork and end at once are caught too") {
  const auto call = python(
      "import os, time\n"
      "if os.fork(): time.sleep(0.3); os._exit(0)\n"
      "os.setsid()\n"
      "while True:\n"
      "  if os.fork(): os._exit(0)  # cairn-test-hopper\n");
  for (const auto& tried : run_everywhere(call)) {
    CAPTURE(tried.where);
    CHECK(tried.failure == "");
    CHECK(tried.end.exit_code == 0);
    CHECK(tried.still_works);
  }
  CHECK_FALSE(still_running("cairn-test-hopper"));
}

TEST_CASE("what a program prints is kept to one mebibyte, and no character is cut in two") {
  const auto call =
      python("import sys\nsys.stdout.write('a' + 'é' * 1000000)\nsys.stderr.write('é')");
  for (const auto& tried : run_everywhere(call)) {
    CAPTURE(tried.where);
    CHECK(tried.end.exit_code == 0);
    CHECK(tried.end.output_cut);
    CHECK(tried.end.output.size() == (1 << 20) - 1);
    CHECK(tried.end.output.ends_with("é"));
    CHECK_FALSE(tried.end.errors_cut);
    CHECK(tried.end.errors == "é");
  }
}
