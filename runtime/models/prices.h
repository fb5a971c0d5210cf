// What models cost: a table that ships with cairn, and a file of the user's own that
// goes before it. Prices change and contracts differ, so each says where it was read
// and when, and a model that stands in neither table has none: its cost is unknown,
// which is never shown as 0.
//
//   {"groups": [{"provider": "openai", "date": "2026-08-24", "source": "our contract",
//     "models": {"gpt-4o": {"in": 2.5, "out": 10, "cached": 1.25}}}]}
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "lang/embedded_file.h"
#include "lang/result.h"
#include "runtime/models/request.h"

namespace cairn {

// In USD per million tokens. Text only: some providers charge more for sound, pictures
// and long prompts, and for writing to their cache.
struct Price {
  std::optional<double> in, out, cached;  // `cached`: read again from the provider's cache.
  std::string date;                       // When it was last checked, "2026-08-24"; may be empty.
  std::string source;
};

struct PriceTable {
  std::map<std::string, Price, std::less<>> prices;  // By "provider/model".
};

// prices.json, which the build embeds.
std::span<const EmbeddedFile> price_files();

// Without what a mistake leaves in doubt: the whole text is refused, and the Failure
// names the entry. `path` is for messages, and the source of entries that name none.
Result<PriceTable> read_prices(std::string_view text, std::string_view path);

// The table that ships with cairn; with a path, what stands there replaces its entries.
Result<PriceTable> price_table(const std::string& path = "");

// Of "provider/model", or of the model that a dated name is of: "…-2024-08-06",
// "…-20241022", "…@20241022" and "…-latest" cost what "…" does, unless they stand in
// the table themselves. Never by the beginning of a name alone: "gpt-4o-mini" is not
// "gpt-4o". What Ollama and llama.cpp run costs nothing; where vLLM and the like run
// may be a rented machine, so that is unknown.
std::optional<Price> price_of(std::string_view id, const PriceTable& table);

// Nothing if the tokens or a price they need are not known; what is free costs nothing.
// Tokens from the cache cost the full price where theirs is not known, so a sum is rather
// too high.
std::optional<double> cost_usd(const Price& price, const Usage& usage);

}  // namespace cairn
