#include "tests/runtime/sandbox/everywhere.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <grp.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "runtime/sandbox/remove_folder.h"

namespace cairn {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

// Where every user finds it, wherever the tests were built.
const fs::path& guard_for_all() {
  static const OpenFolder folder;
  static const fs::path guard = [] {
    const auto to = folder.path() / "cairn-guard";
    fs::copy_file(CAIRN_GUARD, to);
    fs::permissions(folder.path(), fs::perms(0755));
    fs::permissions(to, fs::perms(0755));
    return to;
  }();
  return guard;
}

json to_json(const SandboxedEnd& end) {
  return {
      {"exit_code", end.exit_code},   {"output", end.output},         {"errors", end.errors},
      {"output_cut", end.output_cut}, {"errors_cut", end.errors_cut}, {"timed_out", end.timed_out},
      {"seconds", end.seconds},       {"stopped", end.stopped},       {"not_kept", end.not_kept}};
}

SandboxedEnd end_from(const json& text) {
  SandboxedEnd end;
  text.at("exit_code").get_to(end.exit_code);
  text.at("output").get_to(end.output);
  text.at("errors").get_to(end.errors);
  text.at("output_cut").get_to(end.output_cut);
  text.at("errors_cut").get_to(end.errors_cut);
  text.at("timed_out").get_to(end.timed_out);
  text.at("seconds").get_to(end.seconds);
  text.at("stopped").get_to(end.stopped);
  text.at("not_kept").get_to(end.not_kept);
  return end;
}

json try_it(SandboxLevel level, SandboxedCall call, const fs::path& kept) {
  const auto sandbox = Sandbox::open({guard_for_all(), level});
  if (!sandbox) return {{"failure", sandbox.error().what}};
  call.kept = kept;
  json found;
  if (auto end = (*sandbox)->run(call))
    found["end"] = to_json(*end);
  else
    found["failure"] = end.error().what;
  const auto after = (*sandbox)->run(call_of({"echo", "still", "here"}));
  found["still_works"] = after && after->output == "still here\n" && after->exit_code == 0;
  return found;
}

void become_nobody() {
  constexpr unsigned nobody = 65534;
  if (setgroups(0, nullptr) < 0 || setresgid(nobody, nobody, nobody) < 0 ||
      setresuid(nobody, nobody, nobody) < 0)
    _exit(3);
}

struct Trial {
  Tried tried;
  pid_t process = -1;
  fs::path answer;
};

Trial start(SandboxLevel level, bool as_nobody, const SandboxedCall& call) {
  Trial trial;
  trial.tried.level = level;
  trial.tried.where = fmt::format("{} as {}", to_string(level),
                                  as_nobody        ? "nobody"
                                  : geteuid() == 0 ? "root"
                                                   : "this user");
  trial.tried.kept = std::make_shared<OpenFolder>();
  trial.tried.temporary = std::make_shared<OpenFolder>();
  trial.answer = guard_for_all().parent_path() /
                 fmt::format("{}-{}.json", to_string(level), as_nobody ? "nobody" : "self");
  write_open_file(trial.answer, "");
  trial.process = fork();
  if (trial.process != 0) return trial;
  if (as_nobody) become_nobody();
  setenv("TMPDIR", trial.tried.temporary->path().c_str(), 1);
  std::ofstream(trial.answer) << try_it(level, call, trial.tried.kept->path())
                                     .dump(-1, ' ', false, json::error_handler_t::replace);
  _exit(0);
}

Tried end_of(Trial trial) {
  int status = 0;
  waitpid(trial.process, &status, 0);
  const auto found = json::parse(text_of(trial.answer), nullptr, false);
  auto& tried = trial.tried;
  if (found.is_discarded()) {
    tried.failure = fmt::format("the trial ended with status {}", status);
    return tried;
  }
  tried.failure = found.value("failure", "");
  tried.still_works = found.value("still_works", false);
  if (found.contains("end")) tried.end = end_from(found["end"]);
  return tried;
}

}  // namespace

OpenFolder::OpenFolder() {
  auto name = (fs::temp_directory_path() / "cairn-test-XXXXXX").string();
  path_ = mkdtemp(name.data());
  fs::permissions(path_, fs::perms(0777));
  // Of whom the programs will be: what keeps them out then is the sandbox alone.
  if (geteuid() == 0) (void)!chown(path_.c_str(), 65534, 65534);
}

OpenFolder::~OpenFolder() { remove_folder(path_.c_str()); }

void write_open_file(const fs::path& path, const std::string& text, int mode) {
  std::ofstream(path) << text;
  fs::permissions(path, fs::perms(mode));
}

std::string text_of(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();  // Nothing, where it has gone meanwhile.
  return text.str();
}

const std::vector<SandboxLevel>& working_levels() {
  static const auto levels = [] {
    std::vector<SandboxLevel> found;
    for (const auto level :
         {SandboxLevel::bubblewrap, SandboxLevel::namespaces, SandboxLevel::landlock}) {
      const auto sandbox = Sandbox::open({guard_for_all(), level});
      if (sandbox)
        found.push_back(level);
      else
        MESSAGE("not tested here: ", sandbox.error().what);
    }
    REQUIRE(found.size() >= 2);  // Else these tests would say little.
    return found;
  }();
  return levels;
}

std::vector<Tried> run_everywhere(const SandboxedCall& call) {
  std::vector<Trial> trials;
  for (const auto level : working_levels()) {
    trials.push_back(start(level, false, call));
    if (geteuid() == 0) trials.push_back(start(level, true, call));
  }
  std::vector<Tried> all;
  for (auto& trial : trials) all.push_back(end_of(std::move(trial)));
  return all;
}

Tried run_once(SandboxLevel level, const SandboxedCall& call) {
  return end_of(start(level, false, call));
}

SandboxedCall call_of(std::vector<std::string> words, double timeout_seconds) {
  SandboxedCall call;
  call.words = std::move(words);
  call.timeout_seconds = timeout_seconds;
  return call;
}

SandboxedCall shell(const std::string& script, double timeout_seconds) {
  return call_of({"/bin/sh", "-c", script}, timeout_seconds);
}

SandboxedCall python(const std::string& script, double timeout_seconds) {
  return call_of({"/usr/bin/python3", "-I", "-c", script}, timeout_seconds);
}

bool still_running(const std::string& argument) {
  const auto found = [&] {
    std::error_code ended;
    for (fs::directory_iterator at("/proc", ended), end; at != end; at.increment(ended))
      if (text_of(at->path() / "cmdline").find(argument) != std::string::npos) return true;
    return false;
  };
  for (int tries = 0; tries < 50; ++tries) {
    if (!found()) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return true;
}

}  // namespace cairn
