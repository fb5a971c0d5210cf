#include "stdlib/native/address.h"

#include <doctest/doctest.h>
#include <fmt/ranges.h>

#include <string>

using namespace cairn;

namespace {

struct Case {
  std::string passage, found;  // What is found, with " | " between.
};

std::string joined(const Texts& texts) { return fmt::format("{}", fmt::join(texts, " | ")); }

}  // namespace

TEST_CASE("web addresses") {
  const char* right[] = {
      "https://example.com",
      " http://example.com/ \n",
      "HTTPS://Example.COM/Path?q=1&r=%20#top",
      "http://localhost:8080/x",
      "https://sub-domain.example.co.uk:443/a(b)",
      "http://192.168.0.1/",
      "http://[::1]:80/",
      "https://müller.example/straße",
      "https://xn--bcher-kva.example",
      "https://example.com?x",
  };
  const char* wrong[] = {
      "",
      "example.com",
      "www.example.com",
      "ftp://example.com",
      "mailto:ana@example.com",
      "https://",
      "https:///path",
      "https://example",
      "https://example.com/a b",
      "https://example.com https://example.org",
      "See https://example.com",
      "https://-a.example",
      "https://a..example",
      "https://example.c",
      "https://example.123",
      "https://example.com:99999",
      "https://example.com:",
      "https://ana:secret@example.com",
      "https://256.1.1.1",
      "https://example.com/<b>",
      "[a](https://example.com)",
      "https://example.com\u00A0/",
  };
  for (const auto* one : right) {
    CAPTURE(std::string(one));
    CHECK(is_url(one));
  }
  for (const auto* one : wrong) {
    CAPTURE(std::string(one));
    CHECK_FALSE(is_url(one));
  }
}

TEST_CASE("e-mail addresses in a text") {
  const Case cases[] = {
      {"", ""},
      {"ana@example.com", "ana@example.com"},
      {"Write to ana@example.com.", "ana@example.com"},
      {"<ana.maria+x@mail.example.org>, \"bo@example.com\"",
       "ana.maria+x@mail.example.org | bo@example.com"},
      {"mailto:ana@example.com?subject=x", "ana@example.com"},
      {"[ana@example.com](mailto:ana@example.com)", "ana@example.com | ana@example.com"},
      {"**ana@example.com**", "ana@example.com"},
      {"'ana@example.com'", "ana@example.com"},
      {"o'neil@example.com", "o'neil@example.com"},
      {"müller@bücher.example", "müller@bücher.example"},
      {"ana@example.com,bo@example.com", "ana@example.com | bo@example.com"},
      {"ana@localhost", ""},
      {"@ana and ana@", ""},
      {"a@b@example.com", "b@example.com"},
      {"ana..b@example.com", ""},
      {"ana.@example.com", ""},
      {".ana@example.com", "ana@example.com"},
      {"ana@-example.com", ""},
      {"ana@example.c", ""},
      {"ana@example.123", ""},
      {"1 @ 2.50", ""},
      {std::string(65, 'a') + "@example.com", ""},
      {"ana@example.com's", "ana@example.com"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.passage);
    CHECK(joined(emails(c.passage)) == c.found);
  }
}

TEST_CASE("telephone numbers in a text") {
  const Case cases[] = {
      {"", ""},
      {"Call 555-123-4567.", "555-123-4567"},
      {"(555) 123-4567", "(555) 123-4567"},
      {"(555)123-4567", "(555)123-4567"},
      {"+1 (555) 123-4567 today", "+1 (555) 123-4567"},
      {"1-800-555-0199", "1-800-555-0199"},
      {"555.123.4567", "555.123.4567"},
      {"555-1234", "555-1234"},
      {"+49 30 1234567", "+49 30 1234567"},
      {"030/1234567", "030/1234567"},
      {"+442079460958", "+442079460958"},
      {"01 23 45 67 89", "01 23 45 67 89"},
      {"01234567890", "01234567890"},
      {"5552345678", "5552345678"},
      {"5551234567", ""},  // No exchange begins with 1.
      {"tel:555-123-4567", "tel:555-123-4567"},
      {"555-123-4567 12 people", "555-123-4567"},
      {"555-123-4567, 555-765-4321", "555-123-4567 | 555-765-4321"},
      {"[555-123-4567](x)", "555-123-4567"},
      // No telephone numbers.
      {"2024-01-02", ""},
      {"02.01.2024 and 1/2/2024", ""},
      {"2024-01-02 10:30", ""},
      {"from 1990-1995", ""},
      {"3.1415926535", ""},
      {"1,234,567.89", ""},
      {"$1234567 and 12345678", ""},
      {"1700000000", ""},
      {"192.168.100.200", ""},
      {"978-3-16-148410-0", ""},
      {"123-45-6789", ""},
      {"4111 1111 1111 1111", ""},
      {"10 20 30 40 50", ""},
      {"1 2 3 4 5 6 7 8", ""},
      {"order #555-123-4567", ""},
      {"id=5551234567", ""},
      {"a555-123-4567", ""},
      {"555-123-4567x", ""},
      {"+0 123 456 789", ""},
      {"12:30-13:45", ""},
      {"((((((((", ""},
  };
  for (const auto& c : cases) {
    CAPTURE(c.passage);
    const auto wanted = c.passage.starts_with("tel:") ? c.passage.substr(4) : c.found;
    CHECK(joined(phone_numbers(c.passage)) == wanted);
  }
}

TEST_CASE("gaps to fill in") {
  const Case cases[] = {
      {"", ""},
      {"Dear [Name],", "[Name]"},
      {"[Your Name]\n[insert date here]", "[Your Name] | [insert date here]"},
      {"My [adjective] [noun] is [adjective] [noun].",
       "[adjective] | [noun] | [adjective] | [noun]"},
      {"**[Company]**", "[Company]"},
      {"[Name]: Ana", "[Name]"},
      {"[名前] and [Größe]", "[名前] | [Größe]"},
      {"{{name}} and {{ item.city }}", "{{name}} | {{ item.city }}"},
      // No gaps.
      {"[the page](https://example.com) and ![a picture](a.png)", ""},
      {"[text][label]\n[label]: https://example.com", ""},
      {"- [ ] do\n- [x] done\n- [X] done", ""},
      {"as shown [1], [^2]", ""},
      {"rows[index] = f(x)[key]", ""},
      {"[\"a\", \"b\"] and [1, 2] and []", ""},
      {"[not\nclosed]", ""},
      {"{{1, 2}, {3, 4}} {name} {{ }}", ""},
      {"[", ""},
      {"{{", ""},
      // The innermost brackets count.
      {"[[Name]]", "[Name]"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.passage);
    CHECK(joined(placeholders(c.passage)) == c.found);
  }
}

TEST_CASE("long texts take time in proportion") {
  const std::string long_text(2'000'000, '1');
  CHECK(phone_numbers(long_text).empty());
  CHECK(emails(std::string(2'000'000, 'a')).empty());
  CHECK(placeholders(std::string(2'000'000, '[')).empty());
  CHECK(phone_numbers(std::string(200'000, '(')).empty());
}
