#include "stdlib/native/mention.h"

#include <doctest/doctest.h>

using namespace cairn;

// The table of the page on `mentions`: what counts as a whole word.
TEST_CASE("a text mentions words when they stand in it as whole words") {
  const struct {
    std::string about;
    const char* text;
    const char* words;
    bool mentioned;
  } cases[] = {
      {"a word", "Beat two eggs.", "eggs", true},
      {"a plural is another word", "Beat two eggs.", "egg", false},
      {"a singular is another word", "Beat one egg.", "eggs", false},
      {"part of a longer word", "eggplant", "egg", false},
      {"the end of a longer word", "nutmeg", "meg", false},
      {"letter case", "EGGS", "eggs", true},
      {"letter case of the words", "eggs", "Eggs", true},
      {"at the very start and end", "egg", "egg", true},
      {"marks around it", "(egg), \"egg\"!", "egg", true},
      {"Markdown around it", "**egg** and `oil`", "egg", true},
      {"an underscore joins", "egg_white", "egg", false},
      {"a slash parts", "and/or", "or", true},
      {"several words", "Add olive oil now.", "olive oil", true},
      {"several words in another order", "oil of olive", "olive oil", false},
      {"a line break between them", "Add olive\n  oil.", "olive oil", true},
      {"blanks around the words do not count", "olive oil", "  olive oil ", true},
      {"a second place fits though the first does not", "eggplant, egg", "egg", true},
      {"a hyphen ends a word", "egg-free", "egg", true},
      {"a hyphen in the words", "well-known rule", "well-known", true},
      {"a hyphen is no blank", "well-known rule", "well known", false},
      {"an apostrophe belongs to the word", "don't go", "don", false},
      {"and to its end", "don't go", "t", false},
      {"a word with an apostrophe", "I don't know", "don't", true},
      {"either apostrophe", "I don’t know", "don't", true},
      {"a possessive mentions the name", "Smith's book", "Smith", true},
      {"a possessive of a plural", "the Smiths' book", "Smiths", true},
      {"a quote is no apostrophe", "the 'egg' here", "egg", true},
      {"a number", "It costs 25 now", "25", true},
      {"part of a number", "It costs 250 now", "25", false},
      {"a decimal is one number", "It is 2.5 cm", "2", false},
      {"a number at a sentence's end", "It costs 25.", "25", true},
      {"thousands", "It costs 1,250", "250", false},
      {"a number and its unit", "80% of it", "80%", true},
      {"a number before a letter", "5km", "5", false},
      {"a code with marks", "use C++ or C#", "C++", true},
      {"accents count", "a creme brulee", "crème", false},
      {"composed and decomposed accents", "cre\u0300me", "crème", true},
      {"a decomposed accent belongs to its letter", "cre\u0300me", "cre", false},
      {"German sharp s", "STRASSE", "straße", true},
      {"Greek final sigma", "ΟΔΟΣ", "οδος", true},
      {"Chinese stands anywhere", "我喜欢苹果派", "苹果", true},
      {"Japanese stands anywhere", "トマトスープ", "トマト", true},
      {"Thai stands anywhere", "ข้าวผัดไข่", "ผัด", true},
      {"Korean words end at blanks", "사과와 배", "사과", false},
      {"Latin in Chinese ends at the script", "我用Python写", "Python", true},
      {"Latin in Chinese is still whole", "我用Pythonic写", "Python", false},
      {"Arabic", "كتاب جديد", "كتاب", true},
      {"an emoji", "well done 🎉!", "🎉", true},
      {"no words are mentioned nowhere", "egg", " ", false},
      {"nothing mentions nothing", "", "egg", false},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    CHECK(Mention(c.words).in(c.text) == c.mentioned);
  }
}
