// The words by which servers that answer with one status tell what they mean by it.
#pragma once

#include <string>

#include "runtime/models/error_text.h"

namespace cairn {

bool says_filtered(const ErrorText& text);
bool says_too_long(const ErrorText& text);
bool says_no_credit(const ErrorText& text);
bool says_bad_key(const ErrorText& text);
bool says_no_model(const ErrorText& text);

// Our name of the parameter that the server does not take; empty: it complains of
// none, or of one that we do not know.
std::string refused_parameter_in(const ErrorText& text);

// The status that an error means whose reply has status 200; 500 if its words are
// unknown, so that it is tried again.
int status_meant(const ErrorText& text);

}  // namespace cairn
