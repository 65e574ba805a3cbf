// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result/run_result.h"
#include "ui/pages/report/blocks.h"

namespace pwb::ui::paper {

/// The whole report from headline to warnings.
[[nodiscard]] Blocks contents(const result::RunResult& document);

}  // namespace pwb::ui::paper
