// `cairn models`: whom cairn can ask, with which key, for how much.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "lang/nearest.h"
#include "lang/words.h"
#include "runtime/cli/commands.h"
#include "runtime/cli/run_arguments.h"
#include "runtime/disk_loader.h"
#include "runtime/models/endpoint_address.h"
#include "runtime/models/prices.h"
#include "runtime/models/provider.h"

namespace cairn {
namespace {

// "OPENAI_API_KEY (set)"; the value is never shown.
std::string key_in_words(const Provider& provider, const Environment& environment) {
  if (provider.key_variables.empty()) return provider.needs_key ? "api key: env(…)" : "no key";
  if (const auto set = first_set(provider.key_variables, environment); !set.name.empty())
    return fmt::format("{} (set)", set.name);
  return fmt::format("{} ({})", words_of(provider.key_variables).front(),
                     provider.needs_key ? "not set" : "not needed");
}

void list_providers(const PriceTable& prices, const Terminal& terminal) {
  const auto environment = process_environment();
  for (const auto& one : providers()) {
    const auto prefix = std::string(one.name) + "/";
    const auto priced = std::ranges::count_if(
        prices.prices, [&](const auto& price) { return price.first.starts_with(prefix); });
    terminal.out.print(fmt::format("  {:18} {:34} {:>4} prices  {}\n", one.name,
                                   key_in_words(one, environment), priced, one.about));
  }
  terminal.out.print(
      "\nA model is named as provider/name, such as openai/gpt-4o-mini. More: cairn models "
      "PROVIDER\n");
}

void list_models(const Provider& provider, const PriceTable& prices, const Terminal& terminal) {
  terminal.out.print(fmt::format("{}  {}\n", provider.name, provider.about));
  if (!provider.base_url.empty())
    terminal.out.print(fmt::format("  asked at {}\n", provider.base_url));
  if (!provider.base_url_variables.empty())
    terminal.out.print(fmt::format("  another address: {}\n", provider.base_url_variables));
  terminal.out.print(fmt::format("  key: {}\n\n", key_in_words(provider, process_environment())));
  const auto prefix = std::string(provider.name) + "/";
  bool any = false;
  for (const auto& [id, price] : prices.prices) {
    if (!id.starts_with(prefix) || !price.in || !price.out) continue;
    any = true;
    terminal.out.print(fmt::format("  {:52} {:>8.3f} in {:>8.3f} out  {} {}\n", id, *price.in,
                                   *price.out, price.date, price.source));
  }
  terminal.out.print(
      any ? "\nUS dollars for a million tokens. A model that is not here can be asked; its\n"
            "price is unknown until you write it down.\n"
          : "No prices are known. Write `price in:` and `price out:` into a model block.\n");
}

}  // namespace

int run_models(const CommandLine& typed, Terminal& terminal) {
  const auto prices = price_table(own_price_file(project_of(std::filesystem::current_path())));
  if (!prices) {
    terminal.refuse(prices.error().what, "`cairn models --help` shows the form of a price file");
    return exit_code::nothing_run;
  }
  if (typed.words.empty()) {
    list_providers(*prices, terminal);
    return exit_code::done;
  }
  const auto* provider = find_provider(typed.words[0]);
  if (!provider) {
    std::vector<std::string_view> names;
    for (const auto& one : providers()) names.push_back(one.name);
    const auto meant = nearest(typed.words[0], names);
    terminal.refuse(fmt::format("there is no provider `{}`", typed.words[0]),
                    meant.empty() ? std::string("`cairn models` lists them all")
                                  : fmt::format("did you mean `{}`?", meant));
    return exit_code::nothing_run;
  }
  list_models(*provider, *prices, terminal);
  return exit_code::done;
}

}  // namespace cairn
