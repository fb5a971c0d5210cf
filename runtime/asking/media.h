// Pictures, sounds, videos and documents as they are sent.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "lang/data/loader.h"
#include "lang/value.h"
#include "runtime/models/request.h"

namespace cairn {

class MediaFiles {
 public:
  // `eval`: the path of the eval, from which paths are told. The loader is borrowed and
  // used by one thread at a time, under `loading`.
  MediaFiles(Loader& loader, std::mutex& loading, std::string eval)
      : loader_(loader), loading_(loading), eval_(std::move(eval)) {}

  // By the ending of its name; nothing if that is of no kind.
  static std::optional<MediaKind> kind_of(std::string_view path);

  // From any thread. Fails where the file cannot be read or its ending names no kind.
  Result<MediaPart> part(const Media& media);

 private:
  Loader& loader_;
  std::mutex& loading_;
  std::string eval_;
  // As long as somebody sends them.
  std::map<std::string, std::weak_ptr<const std::string>> read_;
};

}  // namespace cairn
