// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/base/message.h"

/// What a message lacks to be shown: its text in English or Chinese, or arguments for places in it. Empty
/// when it is complete, or has no code.
[[nodiscard]] std::string missingWords(const pwb::base::Message& message);
