// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/dataset.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "core/dataset/preprocessing/shipped_preprocess.h"

namespace pwb::dataset {

/// What a preprocessor_config.json says, with the defaults of the image processor class that it names: order
/// of steps, resizing (of 8-bit tensors by torchvision) and defaults are those of transformers 5.24. Nothing
/// where the file is not of an image processor. Throws json::exception on fields of another kind.
[[nodiscard]] std::optional<ShippedPreprocess> fromHuggingFace(const nlohmann::json& config);

}  // namespace pwb::dataset
