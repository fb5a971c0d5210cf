#include "runtime/http/curl.h"

#include <dlfcn.h>
#include <fmt/format.h>

// The macros that check types would call the functions by name.
#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

namespace cairn {
namespace {

Result<Curl> load_curl() {
  void* library = dlopen(CAIRN_CURL_LIBRARY, RTLD_NOW | RTLD_LOCAL);
  if (!library)
    return Failure{
        fmt::format("no model can be asked: {}; install libcurl (Debian: libcurl4)", dlerror())};
  Curl made{};
  bool whole = true;
  const auto find = [&](auto& function, const char* name) {
    function = reinterpret_cast<std::remove_reference_t<decltype(function)>>(dlsym(library, name));
    whole = whole && function;
  };
  find(made.global_init, "curl_global_init");
  find(made.easy_init, "curl_easy_init");
  find(made.easy_setopt, "curl_easy_setopt");
  find(made.easy_getinfo, "curl_easy_getinfo");
  find(made.easy_reset, "curl_easy_reset");
  find(made.easy_cleanup, "curl_easy_cleanup");
  find(made.easy_strerror, "curl_easy_strerror");
  find(made.slist_append, "curl_slist_append");
  find(made.slist_free_all, "curl_slist_free_all");
  find(made.multi_init, "curl_multi_init");
  find(made.multi_setopt, "curl_multi_setopt");
  find(made.multi_add_handle, "curl_multi_add_handle");
  find(made.multi_remove_handle, "curl_multi_remove_handle");
  find(made.multi_perform, "curl_multi_perform");
  find(made.multi_poll, "curl_multi_poll");
  find(made.multi_wakeup, "curl_multi_wakeup");
  find(made.multi_info_read, "curl_multi_info_read");
  find(made.multi_cleanup, "curl_multi_cleanup");
  if (!whole) return Failure{"no model can be asked: libcurl is older than 7.68"};
  if (made.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
    return Failure{"no model can be asked: libcurl does not start"};
  return made;
}

}  // namespace

const Result<Curl>& curl() {
  static const Result<Curl> loaded = load_curl();
  return loaded;
}

}  // namespace cairn
