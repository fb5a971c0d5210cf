#include "runtime/asking/media.h"

#include <fmt/format.h>
#include <nettle/base64.h>

#include <algorithm>
#include <array>

namespace cairn {
namespace {

struct MediaType {
  std::string_view ending;
  MediaKind kind;
  std::string_view mime_type;
};
constexpr std::array media_types = {
    MediaType{"gif", MediaKind::image, "image/gif"},
    MediaType{"jpeg", MediaKind::image, "image/jpeg"},
    MediaType{"jpg", MediaKind::image, "image/jpeg"},
    MediaType{"png", MediaKind::image, "image/png"},
    MediaType{"webp", MediaKind::image, "image/webp"},
    MediaType{"flac", MediaKind::audio, "audio/flac"},
    MediaType{"m4a", MediaKind::audio, "audio/mp4"},
    MediaType{"mp3", MediaKind::audio, "audio/mpeg"},
    MediaType{"ogg", MediaKind::audio, "audio/ogg"},
    MediaType{"wav", MediaKind::audio, "audio/wav"},
    MediaType{"mov", MediaKind::video, "video/quicktime"},
    MediaType{"mp4", MediaKind::video, "video/mp4"},
    MediaType{"mpeg", MediaKind::video, "video/mpeg"},
    MediaType{"webm", MediaKind::video, "video/webm"},
    MediaType{"pdf", MediaKind::document, "application/pdf"},
};

std::string ending_of(std::string_view path) {
  const auto dot = path.rfind('.');
  std::string ending(dot == path.npos ? std::string_view() : path.substr(dot + 1));
  for (auto& c : ending) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return ending;
}

std::string endings() {
  std::string text;
  for (const auto& type : media_types) {
    if (!text.empty()) text += ", ";
    text += type.ending;
  }
  return text;
}

std::string as_base64(std::string_view bytes) {
  std::string text(BASE64_ENCODE_RAW_LENGTH(bytes.size()), '\0');
  base64_encode_raw(text.data(), bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()));
  return text;
}

}  // namespace

std::optional<MediaKind> MediaFiles::kind_of(std::string_view path) {
  const auto type = std::ranges::find(media_types, ending_of(path), &MediaType::ending);
  return type == media_types.end() ? std::nullopt : std::optional(type->kind);
}

Result<MediaPart> MediaFiles::part(const Media& media) {
  const auto ending = ending_of(media.path);
  const auto type = std::ranges::find(media_types, ending, &MediaType::ending);
  if (type == media_types.end())
    return Failure{
        fmt::format("`{}` cannot be sent: its name ends in none of {}", media.path, endings())};
  MediaPart part{.kind = type->kind,
                 .mime_type = std::string(type->mime_type),
                 .name = media.path.substr(media.path.rfind('/') + 1)};
  const std::lock_guard lock(loading_);
  auto& kept = read_[media.path];
  part.base64 = kept.lock();
  if (part.base64) return part;
  const auto path = loader_.resolve(eval_, media.path);
  if (!path) return path.error();
  const auto bytes = loader_.read(*path);
  if (!bytes) return bytes.error();
  part.base64 = std::make_shared<const std::string>(as_base64(*bytes));
  kept = part.base64;
  return part;
}

}  // namespace cairn
