// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/run/inputs.h"

namespace pwb::run {

/// What must be the same for the stored parts of a run to belong to it, as a JSON object: model and samples
/// by content, and the settings that they depend on. Those at their defaults are left out.
[[nodiscard]] std::string identityOf(const RunPlan& plan, const RunInputs& inputs);

}  // namespace pwb::run
