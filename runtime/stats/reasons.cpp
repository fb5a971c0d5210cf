#include "runtime/stats/reasons.h"

#include <algorithm>

namespace cairn {
namespace {

constexpr std::size_t most_shapes = 500;
constexpr std::size_t most_exact = 50;  // In one shape.
constexpr std::size_t named_items = 5;

// One place of a reason: words between, or a number, quoted text or label that may vary.
struct Piece {
  std::string_view text;
  bool may_vary = false;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Up to and with the closing mark; to the end if there is none.
std::size_t quoted_length(std::string_view text, char mark) {
  const auto close = text.find(mark, 1);
  return close == std::string_view::npos ? text.size() : close + 1;
}

std::size_t number_length(std::string_view text) {
  std::size_t length = 0;
  while (length < text.size() &&
         (is_digit(text[length]) || text[length] == '.' || text[length] == ','))
    ++length;
  while (!is_digit(text[length - 1])) --length;
  return length;
}

bool opens_quote(char c) { return c == '"' || c == '`'; }

Piece next_piece(std::string_view text) {
  const char first = text.front();
  if (opens_quote(first)) return {text.substr(0, quoted_length(text, first)), true};
  if (is_digit(first)) return {text.substr(0, number_length(text)), true};
  std::size_t length = 0;
  while (length < text.size() && !opens_quote(text[length]) && !is_digit(text[length])) ++length;
  return {text.substr(0, length), false};
}

template <class Visit>
void each_piece(std::string_view text, Visit visit) {
  while (!text.empty()) {
    const auto piece = next_piece(text);
    visit(piece);
    text.remove_prefix(piece.text.size());
  }
}

// FNV-1a, mixed so that small differences reach every bit.
class Hash {
 public:
  void add(std::string_view text) {
    for (const char c : text) add(c);
  }
  void add(char c) {
    state_ ^= static_cast<unsigned char>(c);
    state_ *= 0x100000001b3;
  }
  std::uint64_t value() const {
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

 private:
  std::uint64_t state_ = 0xcbf29ce484222325;
};

std::uint64_t hash_of(std::string_view text) {
  Hash hash;
  hash.add(text);
  return hash.value();
}

std::uint64_t shape_of(std::string_view why) {
  Hash hash;
  each_piece(why, [&](const Piece& piece) {
    if (piece.may_vary)
      hash.add('\0');
    else
      hash.add(piece.text);
  });
  return hash.value();
}

std::vector<std::string_view> varying(std::string_view why) {
  std::vector<std::string_view> texts;
  each_piece(why, [&](const Piece& piece) {
    if (piece.may_vary) texts.push_back(piece.text);
  });
  return texts;
}

std::string with_gaps(std::string_view why, const std::vector<bool>& varies) {
  std::string text;
  std::size_t place = 0;
  each_piece(why, [&](const Piece& piece) {
    const bool gap = piece.may_vary && varies[place++];
    const char mark = piece.text.front();
    if (!gap)
      text += piece.text;
    else if (opens_quote(mark))
      text += mark + std::string("…") + mark;
    else
      text += "…";
  });
  return text;
}

Reason reason_of(std::string why, std::size_t count,
                 const std::map<std::size_t, std::string>& items) {
  Reason made{std::move(why), count, {}};
  for (const auto& [index, id] : items) made.items.push_back(id);
  return made;
}

}  // namespace

void Reasons::count(Kept& kept, const Place& place) {
  ++kept.count;
  auto& items = kept.items;
  if (items.size() == named_items && place.index >= items.rbegin()->first) return;
  items.emplace(place.index, place.item);
  if (items.size() > named_items) items.erase(std::prev(items.end()));
}

void Reasons::merge(Shape& shape, std::string_view why) {
  if (shape.all.why == why) return;
  const auto ours = varying(shape.all.why), theirs = varying(why);
  for (std::size_t i = 0; i < std::min(ours.size(), theirs.size()); ++i)
    if (ours[i] != theirs[i]) shape.varies[i] = true;
}

void Reasons::add(std::string_view why, const Place& place) {
  const auto key = shape_of(why);
  auto found = shapes_.find(key);
  if (found == shapes_.end()) {
    // One that was dropped stays dropped: its hash is above all that are kept.
    if (shapes_.size() == most_shapes && key > shapes_.rbegin()->first) return;
    found = shapes_.emplace(key, Shape{}).first;
    found->second.all.why = why;
    found->second.varies.resize(varying(why).size());
    if (shapes_.size() > most_shapes) shapes_.erase(std::prev(shapes_.end()));
  }
  auto& shape = found->second;
  count(shape.all, place);
  merge(shape, why);
  if (shape.too_many) return;
  auto& exact = shape.exact[hash_of(why)];
  if (exact.count == 0) exact.why = why;
  count(exact, place);
  if (shape.exact.size() <= most_exact) return;
  shape.too_many = true;
  shape.exact.clear();
}

std::vector<Reason> Reasons::most_common(std::size_t most) const {
  std::vector<Reason> reasons;
  for (const auto& [key, shape] : shapes_) {
    if (shape.too_many || shape.all.count < 2 * shape.exact.size()) {
      reasons.push_back(
          reason_of(with_gaps(shape.all.why, shape.varies), shape.all.count, shape.all.items));
      continue;
    }
    for (const auto& [hash, exact] : shape.exact)
      reasons.push_back(reason_of(exact.why, exact.count, exact.items));
  }
  std::ranges::sort(reasons, [](const Reason& a, const Reason& b) {
    return a.count != b.count ? a.count > b.count : a.why < b.why;
  });
  if (reasons.size() > most) reasons.resize(most);
  return reasons;
}

}  // namespace cairn
