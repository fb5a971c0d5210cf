// Files on the disk, for `lang`.
#pragma once

#include <filesystem>

#include "lang/data/loader.h"

namespace cairn {

// Only plain files are read: no folders, pipes or devices. A file whose size or
// time of change is another at its end than at its start is a failure.
class DiskLoader final : public Loader {
 public:
  Result<std::string> resolve(std::string_view named_in, std::string_view written) override;
  Result<std::string> read(std::string_view path) override;
  Result<std::unique_ptr<BlockStream>> open(std::string_view path) override;
  Result<std::unique_ptr<PartReader>> open_parts(std::string_view path) override;
};

// The folder that no file of a project may leave: the nearest from `folder` up
// that has `.git` or `.cairn`, else `folder`. REQUIRES: an absolute path.
std::filesystem::path project_of(const std::filesystem::path& folder);

}  // namespace cairn
