#include "lang/data/digest.h"

#include <fmt/format.h>
#include <nettle/sha2.h>

#include <memory>
#include <utility>

#include "lang/data/json.h"

namespace cairn {
namespace {

class Sha256 {
 public:
  Sha256() { sha256_init(&context_); }

  void add(std::string_view bytes) {
    sha256_update(&context_, bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()));
  }

  // Begins anew after it.
  Digest finish() {
    Digest digest;
    sha256_digest(&context_, digest.bytes.size(), digest.bytes.data());
    return digest;
  }

 private:
  sha256_ctx context_{};
};

Digest sha256(std::string_view text) {
  Sha256 hash;
  hash.add(text);
  return hash.finish();
}

class DigestingStream final : public BlockStream {
 public:
  DigestingStream(std::unique_ptr<BlockStream> bytes, std::function<void(const Digest&)> at_end)
      : bytes_(std::move(bytes)), at_end_(std::move(at_end)) {}

  Result<std::string_view> next() override {
    auto block = bytes_->next();
    if (!block) return block;
    if (!block->empty()) {
      hash_.add(*block);
    } else if (at_end_) {
      std::exchange(at_end_, nullptr)(hash_.finish());
    }
    return block;
  }

 private:
  std::unique_ptr<BlockStream> bytes_;
  std::function<void(const Digest&)> at_end_;
  Sha256 hash_;
};

// JSON tells every two values apart but media and amounts, which get a mark
// that JSON does not have.
void append_unmistakably(std::string& out, const Value& value) {
  if (const auto* list = value.as<List>()) {
    out += '[';
    for (const auto& element : *list) {
      append_unmistakably(out, element);
      out += ',';
    }
    out += ']';
  } else if (const auto* record = value.as<Record>()) {
    out += '{';
    for (const auto& [name, field] : record->fields) {
      append_json_string(out, name);
      out += ':';
      append_unmistakably(out, field);
      out += ',';
    }
    out += '}';
  } else {
    if (value.as<Media>()) out += 'm';
    if (const auto* amount = value.as<Amount>()) out += "sbu"[static_cast<int>(amount->unit)];
    append_json(out, value);
  }
}

}  // namespace

std::string Digest::hex() const {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  out.reserve(2 * bytes.size());
  for (const auto byte : bytes) {
    out += digits[byte >> 4U];
    out += digits[byte & 0xFU];
  }
  return out;
}

void Digest::add(const Digest& other) {
  unsigned carry = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) {
    carry += static_cast<unsigned>(bytes[i]) + other.bytes[i];
    bytes[i] = static_cast<std::uint8_t>(carry & 0xFFU);
    carry >>= 8U;
  }
}

Digest digest_of(std::string_view text) { return sha256(text); }

std::unique_ptr<BlockStream> digesting(std::unique_ptr<BlockStream> bytes,
                                       std::function<void(const Digest&)> at_end) {
  return std::make_unique<DigestingStream>(std::move(bytes), std::move(at_end));
}

Digest digest_of(const Record& record, std::string_view but) {
  thread_local std::string bytes;
  bytes.clear();
  for (const auto& [name, field] : record.fields) {
    if (!but.empty() && name == but) continue;
    append_json_string(bytes, name);
    bytes += ':';
    append_unmistakably(bytes, field);
    bytes += ',';
  }
  return sha256(bytes);
}

std::uint64_t draw_of(std::int64_t seed, std::string_view id) {
  const auto digest = sha256(fmt::format("{}:{}", seed, id));
  std::uint64_t draw = 0;
  for (std::size_t i = 0; i < 8; ++i) draw = draw << 8U | digest.bytes[i];
  return draw;
}

}  // namespace cairn
