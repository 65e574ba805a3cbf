// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "core/run/inputs.h"
#include "core/run/plan.h"

namespace pwb::run {

struct ProviderChoice {
    std::string provider;
    std::vector<base::Message> notes;  ///< what was measured, or why there was no choice; empty unless "auto"
};

/// The plan's provider. For "auto" the one with the lower p50 of the model as it is, at batch 1 (or its own)
/// with the plan's threads, among those that work here; a child for each, taking turns, about two seconds.
/// A run that is resumed keeps the provider it has.
/// Errors: that of the CPU provider, when none runs the model; cancelled.
[[nodiscard]] base::Result<ProviderChoice> chooseProvider(const RunPlan& plan, const RunInputs& inputs,
                                                          bool resume, const std::stop_token& stop);

}  // namespace pwb::run
