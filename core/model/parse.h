// SPDX-License-Identifier: GPL-3.0-or-later
// Inside core/model only.
#pragma once

#include <onnx/onnx_pb.h>

#include <filesystem>

#include "core/base/error.h"

namespace pwb::model {

/// Parses a file, external data left where it is. Errors: model.not_found, model.empty_file, model.not_onnx,
/// model.truncated, model.too_large, model.opset_too_old, model.no_inputs, model.no_outputs,
/// model.not_a_tensor {name, kind}, base.is_folder.
[[nodiscard]] base::Result<onnx::ModelProto> parseFile(const std::filesystem::path& path);

/// Names made once, everything read exists, every node after its sources. Errors: model.invalid, model.cycle.
[[nodiscard]] base::Status checkStructure(const onnx::ModelProto& model);
/// True where onnx's library is new enough for the model's operator sets and file format.
[[nodiscard]] bool knownToOnnxLibrary(const onnx::ModelProto& model);

}  // namespace pwb::model
