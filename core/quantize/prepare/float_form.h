// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <onnx/onnx_pb.h>

#include <filesystem>
#include <optional>
#include <stop_token>

#include "core/base/error.h"

namespace pwb::quantize {

/// Takes the Quantize/Dequantize pairs out of a model, which gives the float network behind it: constants of
/// codes become the floats that they stand for, float constants behind a pair are used as they are, and
/// activations pass by their pair. Where the codes alone cut off what is below 0 (a Relu that an exporter
/// melted into them), a Clip to the codes' range takes the pair's place. False, and the model unusable, where
/// something quantised remains: computed parameters, integer operators, codes that leave the pairs.
[[nodiscard]] bool removeQuantization(onnx::ModelProto& model);

/// The prepared float network behind the quantised model at `path`; nothing where it has none. Errors: those
/// of reading and preparing.
[[nodiscard]] base::Result<std::optional<onnx::ModelProto>> loadFloatForm(const std::filesystem::path& path,
                                                                          std::stop_token stop);

}  // namespace pwb::quantize
