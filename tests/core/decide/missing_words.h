// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/decide/decision.h"

/// What a message lacks to be shown: its text in English or Chinese, or arguments for places in it. Empty
/// when it is complete, or has no code.
[[nodiscard]] std::string missingWords(const pwb::base::Message& message);
/// The same of every message in a decision, the first one found.
[[nodiscard]] std::string missingWords(const pwb::decide::Decision& decision);
/// Decides and expects that no message of the decision lacks words.
[[nodiscard]] pwb::decide::Decision decided(const pwb::decide::Evidence& known,
                                            const pwb::decide::Requirements& asked = {});
