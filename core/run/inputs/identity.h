// SPDX-License-Identifier: GPL-3.0-or-later
// Included by core/run's .cpp files.
#pragma once

#include <nlohmann/json.hpp>

#include "core/run/inputs/inputs.h"

namespace pwb::run {

/// What must be the same for the stored parts of a run to belong to it: model and samples by content, and the
/// settings that they depend on. Those at their defaults are left out.
[[nodiscard]] nlohmann::json identityOf(const RunPlan& plan, const RunInputs& inputs);
/// The first key in which two identities differ; empty when they are the same.
[[nodiscard]] std::string firstDifference(const nlohmann::json& before, const nlohmann::json& now);

}  // namespace pwb::run
