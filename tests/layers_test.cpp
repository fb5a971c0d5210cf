// The folders form a ladder: each may include those below it and no other.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>

TEST_CASE("no folder includes one above it") {
  const std::map<std::string, std::set<std::string>> may_include = {
      {"lang", {"lang"}},
      {"stdlib", {"lang", "stdlib"}},
      {"runtime", {"lang", "stdlib", "runtime"}},
      {"editors", {"lang", "stdlib", "editors"}},
  };
  for (const auto& [folder, allowed] : may_include) {
    if (!std::filesystem::exists(std::string(CAIRN_ROOT "/") + folder)) continue;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(std::string(CAIRN_ROOT "/") + folder)) {
      const auto extension = entry.path().extension();
      if (extension != ".h" && extension != ".cpp") continue;
      std::ifstream file(entry.path());
      for (std::string line; std::getline(file, line);) {
        constexpr std::string_view start = "#include \"";
        if (!line.starts_with(start)) continue;
        const auto path = line.substr(start.size());
        INFO(entry.path().string(), ": ", line);
        CHECK(allowed.contains(path.substr(0, path.find('/'))));
      }
    }
  }
}
