// Files in memory, for tests: no disk, and blocks as small as wished, so that
// every cut between two blocks is tried.
#pragma once

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>

#include "lang/data/loader.h"

namespace cairn {

class MemoryLoader final : public Loader {
 public:
  std::map<std::string, std::string, std::less<>> files;
  std::size_t block = 1'000'000;

  Result<std::string> resolve(std::string_view named_in, std::string_view written) override {
    auto path = (std::filesystem::path(named_in).parent_path() / written).lexically_normal();
    if (!files.contains(path.string())) return Failure{"there is no file `" + path.string() + "`"};
    return path.string();
  }

  Result<std::string> read(std::string_view path) override {
    const auto found = files.find(path);
    if (found == files.end()) return Failure{"there is no file `" + std::string(path) + "`"};
    return found->second;
  }

  Result<std::unique_ptr<BlockStream>> open(std::string_view path) override {
    auto text = read(path);
    if (!text) return text.error();
    return std::unique_ptr<BlockStream>(std::make_unique<Stream>(std::move(*text), block));
  }

 private:
  class Stream final : public BlockStream {
   public:
    Stream(std::string text, std::size_t block) : text_(std::move(text)), size_(block) {}
    Result<std::string_view> next() override {
      // A copy, so that a sanitizer sees a view that is used after its time.
      block_ = std::make_unique<std::string>(text_.substr(at_, size_));
      at_ += block_->size();
      return std::string_view(*block_);
    }

   private:
    std::string text_;
    std::size_t size_;
    std::size_t at_ = 0;
    std::unique_ptr<std::string> block_;
  };
};

}  // namespace cairn
