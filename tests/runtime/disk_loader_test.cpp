#include "runtime/disk_loader.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

using namespace cairn;
namespace fs = std::filesystem;

namespace {

// A folder of its own for each test, removed after it.
class Folder {
 public:
  Folder() {
    std::string pattern = (fs::temp_directory_path() / "cairn-disk-XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    path = fs::canonical(pattern);
  }
  ~Folder() { fs::remove_all(path); }

  std::string write(const std::string& name, const std::string& text) const {
    fs::create_directories((path / name).parent_path());
    std::ofstream(path / name, std::ios::binary) << text;
    return (path / name).string();
  }

  fs::path path;
};

std::string failure_of(const Result<std::string>& result) {
  return result ? "none: " + *result : result.error().what;
}

}  // namespace

TEST_CASE("paths lead to files of the project, and to nothing else") {
  Folder folder;
  const auto eval = folder.write("project/evals/x.eval", "");
  fs::create_directory(folder.path / "project/.git");
  const auto data = folder.write("project/data/videos.jsonl", "{}");
  const auto secret = folder.write("secret.txt", "s");
  fs::create_symlink(secret, folder.path / "project/link.txt");
  fs::create_symlink("loop", folder.path / "project/evals/loop");
  const auto project = (folder.path / "project").string();
  DiskLoader loader;

  CHECK(*loader.resolve(eval, "../data/videos.jsonl") == data);
  CHECK(*loader.resolve(eval, "x.eval") == eval);
  CHECK(failure_of(loader.resolve(eval, "../data/vidoes.jsonl")) ==
        "there is no file `" + project + "/data/vidoes.jsonl`; did you mean `videos.jsonl`?");
  CHECK(failure_of(loader.resolve(eval, "../data")) ==
        "`" + project + "/data` is a folder; name a file in it");
  CHECK(failure_of(loader.resolve(eval, "../../secret.txt")) ==
        "`../../secret.txt` lies outside the project `" + project + "`; copy it into the project");
  CHECK(failure_of(loader.resolve(eval, "../link.txt")) ==
        "`../link.txt` lies outside the project `" + project + "`; copy it into the project");
  CHECK(failure_of(loader.resolve(eval, "/etc/passwd")) ==
        "`/etc/passwd` lies outside the project `" + project + "`; copy it into the project");
  CHECK(failure_of(loader.resolve(eval, "")) == "a path is empty; write the name of a file");
  CHECK(failure_of(loader.resolve(eval, "https://x.org/a.csv")) ==
        "`https://x.org/a.csv` is a web address; save the file beside the eval");
  CHECK(failure_of(loader.resolve(eval, "data\\x.csv")) ==
        "`data\\x.csv` has a `\\`; write `/` between folders");
  CHECK_FALSE(loader.resolve(eval, "loop"));
}

TEST_CASE("without a project, the folder of the eval is the border") {
  Folder folder;
  // Only where nothing above has a project of its own.
  const auto eval = folder.write("evals/x.eval", "");
  const auto inside = folder.write("evals/data/a.csv", "");
  folder.write("b.csv", "");
  DiskLoader loader;
  CHECK(*loader.resolve(eval, "data/a.csv") == inside);
  CHECK_FALSE(loader.resolve(eval, "../b.csv"));
}

TEST_CASE("only plain files are read") {
  Folder folder;
  DiskLoader loader;
  CHECK(failure_of(loader.read(folder.path.string())) ==
        "`" + folder.path.string() + "` is a folder; name a file in it");
  CHECK(failure_of(loader.read((folder.path / "none").string())) ==
        "there is no file `" + (folder.path / "none").string() + "`");
  const auto pipe = (folder.path / "pipe").string();
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  CHECK(failure_of(loader.read(pipe)) ==
        "`" + pipe +
            "` is a pipe or a device; cairn reads each file twice, so save it as a plain file");
  CHECK_FALSE(loader.open("/dev/zero"));
  CHECK_FALSE(loader.open(folder.path.string()));
}

TEST_CASE("a text that is too large is not read") {
  Folder folder;
  const auto path = folder.write("large", "");
  fs::resize_file(path, Loader::largest_text + 1'000'000);  // A hole: no room on the disk.
  DiskLoader loader;
  CHECK(failure_of(loader.read(path)) == "`" + path + "` has 65 MB; a text may have 64");
  CHECK(loader.open(path));
}

TEST_CASE("a file is read whole, or in blocks") {
  Folder folder;
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += std::to_string(i) + "\n";
  const auto path = folder.write("x", text);
  DiskLoader loader;
  CHECK(*loader.read(path) == text);
  auto stream = loader.open(path);
  REQUIRE(stream);
  std::string blocks;
  while (true) {
    auto block = (*stream)->next();
    REQUIRE(block);
    if (block->empty()) break;
    blocks += *block;
  }
  CHECK(blocks == text);
}

TEST_CASE("a file that changes while it is read is said") {
  Folder folder;
  const auto path = folder.write("x", std::string(600'000, 'x'));
  DiskLoader loader;
  auto stream = loader.open(path);
  REQUIRE((*stream)->next());
  std::ofstream(path, std::ios::app) << "more";
  Result<std::string_view> block = (*stream)->next();
  while (block && !block->empty()) block = (*stream)->next();
  REQUIRE_FALSE(block);
  CHECK(block.error().what ==
        "`" + path + "` changed while it was read; run again when it is complete");
}
