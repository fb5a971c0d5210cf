// Addresses of schemas: how a `$ref` or `$id` is read where it stands (RFC 3986).
#pragma once

#include <string>
#include <string_view>

namespace cairn::schema {

struct Address {
  std::string resource;  // Without a fragment: "https://example.com/order.json".
  std::string fragment;  // What stands behind `#`, percent signs decoded.
};

// `written` as it is meant inside the resource `base`.
Address resolve(std::string_view base, std::string_view written);

}  // namespace cairn::schema
