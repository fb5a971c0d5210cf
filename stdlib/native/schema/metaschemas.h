// The schemas of schemas, for a `$ref` to them.
#pragma once

#include <string_view>

namespace cairn::schema {

// The JSON text at an address of json-schema.org; empty if it is none of those.
std::string_view metaschema(std::string_view address);

}  // namespace cairn::schema
