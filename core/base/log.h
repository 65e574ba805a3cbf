// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace pwb::base {

/// For developers, on stderr; silent unless PWB_LOG is debug, info or warn. People are told things through
/// Message and Error, never through the log.
void logDebug(std::string_view text);
void logWarn(std::string_view text);

}  // namespace pwb::base
