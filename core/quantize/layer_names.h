// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/quantize/types.h"

namespace pwb::quantize {

/// Names of the layers that INT8 can be told to leave float: of the model as INT8 prepares it for its scheme.
/// Errors: those of reading the model.
[[nodiscard]] base::Result<std::vector<std::string>> layerNames(const BuildContext& context,
                                                                const Int8Options& options);

/// Whether all names are among those of the layers of the model in `file`.
/// Errors (Usage): quantize.unknown_layer {layer, similar}.
[[nodiscard]] base::Status checkLayerNames(const std::string& file, std::span<const std::string> names,
                                           std::span<const std::string> known);

/// Up to `most` of `known` that are spelled most like `name`, best first: by edit distance, ignoring case;
/// what contains the other counts as near.
[[nodiscard]] std::vector<std::string> similarNames(const std::string& name,
                                                    std::span<const std::string> known, std::size_t most);

}  // namespace pwb::quantize
