// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quantize/int8/int8_workshop.h"

namespace pwb::quantize {

/// Which layers measured slower in INT8 than in float.
struct Placement {
    std::unordered_set<std::string> keepFloat;  ///< node names, with those that were float before
    std::vector<KeptLayer> kept;    ///< quantize.kept_slower {kind, without, with} (ms at batch 1)
    bool allFloat = false;          ///< nothing that runs in INT8 is faster than FP32
    double int8Ms = 0, fp32Ms = 0;  ///< at batch 1; 0 where nothing was timed
};

/// Leaves float what costs more in INT8 than it saves, found by timing: one kind of layer after another
/// (depthwise convolutions, squeeze-excite, gates, sums, …) is put back into float, and stays there if the
/// model is at least 5 % faster that way, twice in a row. A model that is well ahead of FP32 as a whole, or
/// too small to time, is left as it is. `floatLayers` stay float in any case. Errors: those of core/runtime;
/// cancelled.
[[nodiscard]] base::Result<Placement> placeByTiming(const Int8Workshop& workshop, const BuildContext& context,
                                                    const std::unordered_set<std::string>& floatLayers,
                                                    std::stop_token stop);

}  // namespace pwb::quantize
