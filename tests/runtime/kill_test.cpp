// The program is killed at any moment, and goes on: nothing that had come in is asked
// for again, and the verdicts are those of a run that nobody disturbed.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "lang/data/digest.h"
#include "lang/data/json.h"
#include "runtime/cache/reply_store.h"
#include "runtime/cache/stored_reply.h"
#include "runtime/recorded/recorded_row.h"
#include "tests/project.h"
#include "tests/server/replies.h"
#include "tests/server/scripted_server.h"

using namespace cairn;

namespace {

constexpr std::size_t items = 40, calls = items * 3;  // An answer and two verdicts each.
constexpr std::size_t at_once = 8;                    // Of each of the two models.
constexpr std::string_view run_words = "run x.eval --model openai/under-test --concurrency 8";

constexpr std::string_view eval_text = R"(cairn 1

eval x {
  prompt: ask
}

prompt ask {
  user: "Write about {{item.topic}}."
}

items rows {
  from: file("items.jsonl")
}

check on_topic {
  judge: grader
  question: "Is it about {{item.topic}}?"
}

check friendly {
  judge: grader
  question: "Is it kind to {{item.topic}}?"
}

judge grader {
  model: "openai/judge"
  trust when: always
  because: "a test"
}
)";

// Some verdicts are yes and some are no, always the same ones.
Scripted after_20_ms(const Seen& seen) {
  const auto dice = digest_of(seen.body).bytes[0];
  const bool judged = seen.body.find("verdict") != std::string::npos;
  auto reply = chat_reply({.text = !judged        ? fmt::format("Some {} words.", dice)
                                   : dice % 3 > 0 ? R"({"reason":"so it is","verdict":"yes"})"
                                                  : R"({"reason":"it is not","verdict":"no"})"});
  const std::string_view usual_id = "chatcmpl-1";
  reply.body.replace(reply.body.find(usual_id), usual_id.size(), digest_of(seen.body).hex());
  reply.delay_seconds = 0.02;
  return reply;
}

// A project, the server it asks, and the program as a process that may be killed.
class Killed {
 public:
  Killed() : server_(after_20_ms) {
    project.write("x.eval", eval_text);
    std::string rows;
    for (std::size_t i = 0; i < items; ++i)
      rows += fmt::format("{{\"id\":\"item{}\",\"topic\":\"topic {}\"}}\n", i, i);
    project.write("items.jsonl", rows);
  }

  void start(std::string typed) {
    std::vector<std::string> words{CAIRN_PROGRAM};
    for (std::size_t end = 0; !typed.empty(); typed.erase(0, end == typed.npos ? end : end + 1)) {
      end = typed.find(' ');
      words.push_back(typed.substr(0, end));
    }
    std::vector<std::string> variables{"OPENAI_API_KEY=sk-of-the-test",
                                       "OPENAI_BASE_URL=" + server_.url() + "/v1"};
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addchdir_np(&files, project.folder().c_str());
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    const int written = O_WRONLY | O_CREAT | O_TRUNC;
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "out.txt", written, 0666);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "errors.txt", written, 0666);
    REQUIRE(posix_spawn(&process_, CAIRN_PROGRAM, &files, nullptr, pointers(words).data(),
                        pointers(variables).data()) == 0);
    posix_spawn_file_actions_destroy(&files);
  }

  // Its exit code; negative, the signal that ended it.
  int end() {
    int status = 0;
    REQUIRE(waitpid(process_, &status, 0) == process_);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

  int end_by(int signal) {
    kill(process_, signal);
    return end();
  }

  int run(std::string_view typed) {
    start(std::string(typed));
    return end();
  }

  void wait_for_requests(std::size_t count) const {
    while (server_.requests() < count) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }

  // How often each request came in, by the id that its reply bears.
  std::map<std::string, int> times_asked() const {
    std::map<std::string, int> times;
    for (const auto& seen : server_.seen()) ++times[digest_of(seen.body).hex()];
    return times;
  }

  // Of the replies that are in the journals, whole.
  std::set<std::string> keys_kept() const {
    std::set<std::string> keys;
    for (const auto& path : files_in("cache"))
      for (const auto& line : lines_of(path))
        if (const auto stored = read_journal_line(line)) keys.insert(stored->reply.id);
    return keys;
  }

  // Whether a log says of itself whose it is.
  bool any_log() const {
    return std::ranges::any_of(files_in("runs"),
                               [&](const auto& path) { return !lines_of(path).empty(); });
  }

  // "item sample check" and the outcome, of the run that came to its end.
  std::map<std::string, std::string> verdicts() const {
    std::map<std::string, std::string> found;
    for (const auto& path : files_in("runs")) {
      const auto lines = lines_of(path);
      if (lines.empty() || lines.back().find(R"("record":"summary")") == std::string::npos)
        continue;
      for (const auto& line : lines) add_verdict(found, parse_json(line).value);
    }
    return found;
  }

  const Project project;

 private:
  static std::vector<char*> pointers(std::vector<std::string>& words) {
    std::vector<char*> all;
    for (auto& word : words) all.push_back(word.data());
    all.push_back(nullptr);
    return all;
  }

  static void add_verdict(std::map<std::string, std::string>& found, const Value& line) {
    const auto* record = line.as<Record>();
    if (!record || text_in(*record, "record") != "verdict") return;
    const auto key = fmt::format("{} {} {}", text_in(*record, "item"),
                                 to_json(*record->find("sample")), text_in(*record, "check"));
    CHECK_MESSAGE(found.emplace(key, text_in(*record, "outcome")).second, key);
  }

  std::vector<fs::path> files_in(const char* folder) const {
    std::vector<fs::path> paths;
    std::error_code none;
    for (const auto& entry :
         fs::recursive_directory_iterator(project.folder() / ".cairn" / folder, none))
      if (entry.path().extension() == ".jsonl") paths.push_back(entry.path());
    return paths;
  }

  // Without what a kill has torn.
  std::vector<std::string> lines_of(const fs::path& path) const {
    const auto text = project.read(path);
    std::vector<std::string> lines;
    for (std::size_t begin = 0, end = 0; (end = text.find('\n', begin)) != text.npos;
         begin = end + 1)
      lines.push_back(text.substr(begin, end - begin));
    return lines;
  }

  ScriptedServer server_;
  pid_t process_ = -1;
};

// Every request, with the most that it may have been asked.
void check_asked(const Killed& killed, const std::set<std::string>& kept, std::size_t most_twice) {
  std::size_t twice = 0;
  const auto times = killed.times_asked();
  CHECK(times.size() == calls);
  for (const auto& one : times) {
    CAPTURE(one.first);
    CHECK(one.second <= (kept.contains(one.first) ? 1 : 2));
    twice += one.second > 1 ? 1U : 0U;
  }
  CHECK(twice <= most_twice);
}

struct Undisturbed {
  std::map<std::string, std::string> verdicts;
  int code = 0;
  double milliseconds = 0;
};

Undisturbed undisturbed() {
  Killed one;
  const auto begin = std::chrono::steady_clock::now();
  Undisturbed made{.code = one.run(run_words)};
  made.milliseconds =
      std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
  made.verdicts = one.verdicts();
  REQUIRE_MESSAGE(made.verdicts.size() == 2 * items, one.project.read("errors.txt"));
  std::set<std::string> outcomes, asked;
  for (const auto& [what, outcome] : made.verdicts) outcomes.insert(outcome);
  CHECK(outcomes == std::set<std::string>{"failed", "passed"});
  for (const auto& [key, times] : one.times_asked()) asked.insert(key);
  CHECK(asked == one.keys_kept());  // Else what follows would compare nothing.
  check_asked(one, asked, 0);
  return made;
}

}  // namespace

TEST_CASE("a run that is killed at any moment goes on without asking anything again") {
  const auto usual = undisturbed();
  std::mt19937 random(20261126);
  std::uniform_real_distribution<double> moment(20, usual.milliseconds);
  for (int turn = 0; turn < 20; ++turn) {
    const double milliseconds = moment(random);
    CAPTURE(turn);
    CAPTURE(milliseconds);
    Killed killed;
    killed.start(std::string(run_words));
    std::this_thread::sleep_for(std::chrono::duration<double, std::milli>(milliseconds));
    killed.end_by(SIGKILL);
    const auto kept = killed.keys_kept();
    const bool may_resume = killed.any_log();
    int code = killed.run(std::string(run_words) + " --resume");
    if (!may_resume && code == 2) code = killed.run(run_words);
    CHECK_MESSAGE(code == usual.code, killed.project.read("errors.txt"));
    CHECK(killed.verdicts() == usual.verdicts);
    check_asked(killed, kept, 2 * at_once);
  }
}

TEST_CASE("Ctrl-C takes what is under way, says how to go on, and nothing is asked twice") {
  const auto usual = undisturbed();
  Killed stopped;
  stopped.start(std::string(run_words));
  stopped.wait_for_requests(calls / 3);
  CHECK(stopped.end_by(SIGINT) == 130);
  const auto errors = stopped.project.read("errors.txt");
  const std::string_view hint = "go on with: cairn ";
  const auto said = errors.find(hint);
  REQUIRE_MESSAGE(said != std::string::npos, errors);
  const auto typed =
      errors.substr(said + hint.size(), errors.find('\n', said) - said - hint.size());
  CHECK(typed.starts_with("run x.eval --model "));
  const auto kept = stopped.keys_kept();
  CHECK(kept.size() >= calls / 3);
  CHECK(kept.size() < calls);
  CHECK(stopped.times_asked().size() == kept.size());
  CHECK(stopped.run(typed) == usual.code);  // Word for word.
  CHECK(stopped.verdicts() == usual.verdicts);
  check_asked(stopped, kept, 0);
}

TEST_CASE("a run goes on with the model that it asked, which need not be typed again") {
  const auto usual = undisturbed();
  Killed stopped;
  stopped.start(std::string(run_words));
  stopped.wait_for_requests(calls / 3);
  stopped.end_by(SIGINT);
  const auto kept = stopped.keys_kept();
  CHECK(stopped.run("run x.eval --resume") == usual.code);
  CHECK(stopped.verdicts() == usual.verdicts);
  check_asked(stopped, kept, 0);
}
