// The words of many texts, each as a number, for counting which texts have which.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cairn {

using WordNumber = std::uint32_t;

// Words are in lower case and cut as word_count() cuts them; in texts of a script without
// blanks each two characters that follow one another are one, which serves as well as a
// dictionary (Nie, Gao, Zhang and Zhou 2000) and is ten times as fast.
class TextWords {
 public:
  // Of a long text, what fits in 4,000 bytes.
  void add(std::string_view text);

  std::size_t texts() const { return of_text_.size(); }
  std::size_t words() const { return names_.size(); }
  const std::string& name(WordNumber word) const { return names_[word]; }
  // Its different words, in the order in which they were met.
  const std::vector<WordNumber>& of(std::size_t text) const { return of_text_[text]; }
  // How many words it has, the same ones too.
  std::size_t length(std::size_t text) const { return lengths_[text]; }

 private:
  // A table of its own, as most of the time goes into looking up words: what a look-up
  // needs lies together.
  struct Slot {
    std::size_t hash = 0;
    WordNumber word = 0;
    std::uint32_t text = 0;  // The last that has it, from 1; 0: nothing is here.
  };
  void met(std::string_view word, std::vector<WordNumber>& here);
  Slot& slot_of(std::string_view word, std::size_t hash);
  void grow();

  std::vector<Slot> slots_ = std::vector<Slot>(1024);
  std::vector<std::string> names_;
  std::vector<std::vector<WordNumber>> of_text_;
  std::vector<std::size_t> lengths_;
};

}  // namespace cairn
