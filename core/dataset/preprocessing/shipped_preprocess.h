// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/dataset.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/dataset/preprocess.h"
#include "core/model/info.h"

namespace pwb::dataset {

/// What ships with a model about its preprocessing.
struct ShippedPreprocess {
    PreprocessOptions values;
    std::string origin;                    ///< the file's name
    std::vector<std::string> followed;     ///< fields that change pixels
    std::vector<std::string> notFollowed;  ///< those that could not be followed, or are not known
};

/// Looks in the model's folder and its parent (exporters put the model into onnx/) for
/// preprocessor_config.json (Hugging Face) and config.json with `pretrained_cfg` (timm), then in the model's
/// metadata (Ultralytics: imgsz, task). A file that cannot be understood counts as absent.
[[nodiscard]] std::optional<ShippedPreprocess> shippedPreprocess(const model::ModelInfo& model);

}  // namespace pwb::dataset
