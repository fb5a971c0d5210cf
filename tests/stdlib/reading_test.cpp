#include "stdlib/native/reading.h"

#include <doctest/doctest.h>

#include <string>
#include <thread>
#include <vector>

#include "stdlib/native/language.h"

using namespace cairn;

TEST_CASE("syllables of words as the CMU Pronouncing Dictionary has them") {
  struct Case {
    const char* word;
    std::size_t syllables;
  };
  const Case cases[] = {
      {"a", 1},          {"the", 1},         {"cake", 1},        {"table", 2},
      {"rule", 1},       {"middle", 2},      {"baked", 1},       {"wanted", 2},
      {"walked", 1},     {"needed", 2},      {"eggs", 1},        {"boxes", 2},
      {"dishes", 2},     {"places", 2},      {"names", 1},       {"safely", 2},
      {"movement", 2},   {"element", 3},     {"careful", 2},     {"video", 3},
      {"nation", 2},     {"social", 2},      {"piano", 3},       {"question", 2},
      {"language", 2},   {"quiet", 2},       {"studying", 3},    {"playing", 2},
      {"doing", 2},      {"yellow", 2},      {"beyond", 2},      {"yes", 1},
      {"rhythm", 1},     {"people", 2},      {"everything", 3},  {"recipe", 3},
      {"business", 2},   {"chocolate", 2},   {"temperature", 4}, {"tourism", 3},
      {"ingredient", 4}, {"instruction", 3}, {"million", 2},     {"variety", 4},
      {"university", 5},
  };
  for (const auto& c : cases) {
    CAPTURE(c.word);
    CHECK(syllables_in(c.word) == c.syllables);
  }
}

TEST_CASE("syllables of a text") {
  CHECK(syllables("") == 0);
  CHECK(syllables("… — !") == 0);
  CHECK(syllables("The cat sat on the mat.") == 6);
  CHECK(syllables("Don't RUSH: 20 eggs") == 4);  // A number counts one.
  CHECK(syllables("Café") == 2);
}

TEST_CASE("language by its tag, or missing where it cannot be told") {
  struct Case {
    const char* text;
    const char* tag;  // "" for missing.
  };
  const Case cases[] = {
      // The three of IFEval's unit vectors.
      {"The response is English", "en"},
      {"Desayunamos en McDonald's hoy", "es"},
      {"Today we visit the Louvre", "en"},
      {"Bonjour tout le monde", "fr"},
      {"Guten Morgen, wie geht es dir?", "de"},
      {"Olá, tudo bem?", "pt"},
      {"Ciao, come stai?", "it"},
      {"Goedemorgen, hoe gaat het?", "nl"},
      {"Hej, hur mår du?", "sv"},
      {"Dzień dobry", "pl"},
      {"Merhaba dünya, nasılsın?", "tr"},
      {"Это очень простой рецепт для всей семьи.", "ru"},
      {"Це дуже простий рецепт для всієї родини.", "uk"},
      {"זה מתכון פשוט מאוד לכל המשפחה", "he"},
      {"مرحبا بالعالم", "ar"},
      {"नमस्ते दुनिया", "hi"},
      {"こんにちは世界", "ja"},
      {"你好，世界", "zh"},
      {"繁體中文測試，歡迎光臨", "zh"},
      {"안녕하세요", "ko"},
      {"สวัสดีชาวโลก", "th"},
      {"Xin chào thế giới", "vi"},
      {"Γειά σου Κόσμε", "el"},
      {"", ""},
      {"42", ""},
      {"OK", ""},
      {"Paris", ""},
      {"def f(x): return x + 1", ""},
      {"\xff\xfe\xfd", ""},
  };
  for (const auto& c : cases) {
    CAPTURE(c.text);
    const auto found = language(c.text);
    const auto* tag = std::get_if<std::string>(&found);
    CHECK((tag ? *tag : "") == c.tag);
  }
  CHECK(std::get<Missing>(language("OK")).why == "the language of \"OK\" cannot be told");
}

TEST_CASE("language is the same from several threads") {
  std::vector<std::string> found(8);
  {
    std::vector<std::jthread> threads;
    for (auto& one : found)
      threads.emplace_back([&one] {
        for (int i = 0; i < 50; ++i)
          for (const char* text : {"Beat two eggs and add the flour.", "Hej, hur mår du?"})
            one += std::get<std::string>(language(text));
      });
  }
  for (const auto& one : found) CHECK(one == found.front());
  CHECK(found.front().starts_with("ensven"));
}
