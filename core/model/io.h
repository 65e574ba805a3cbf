// SPDX-License-Identifier: GPL-3.0-or-later
// The only folders that may include this are core/model and core/quantize (onnx types).
#pragma once

#include <onnx/onnx_pb.h>

#include <filesystem>

#include "core/base/error.h"

namespace pwb::model {

/// Loads a model with all its weights inline (external data is read in). Errors as inspect().
[[nodiscard]] base::Result<onnx::ModelProto> load(const std::filesystem::path& path);
/// Saves atomically; weights go to `<path>.data` when the file would pass protobuf's 2 GB.
[[nodiscard]] base::Status save(const onnx::ModelProto& model, const std::filesystem::path& path);
/// onnx's checker where it knows the opset (≤ 17 with the distribution's library); otherwise only the
/// structural checks of our own (unique names, topological order, inputs that exist).
[[nodiscard]] base::Status check(const onnx::ModelProto& model);

}  // namespace pwb::model
