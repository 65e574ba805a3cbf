// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/base/words.h"
#include "core/decide/decision.h"

namespace pwb::result {

/// "Deploy INT8: <sentence>" on one line: `decision.verdict` of report.json and the last line of `pwb
/// compare`.
[[nodiscard]] std::string verdictText(const decide::Decision& decision, const base::Words& words);

}  // namespace pwb::result
