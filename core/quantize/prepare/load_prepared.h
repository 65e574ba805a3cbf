// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <onnx/onnx_pb.h>

#include <filesystem>
#include <stop_token>

#include "core/base/error.h"

namespace pwb::quantize {

/// A float model ready to be quantised: loaded with its weights, half precision widened to FP32, prepared
/// (core/model/prepare.h), constants computed. Errors: those of loading and preparing;
/// quantize.opset_too_old {opset} where it cannot be raised to `minimumOpset`.
[[nodiscard]] base::Result<onnx::ModelProto> loadPrepared(const std::filesystem::path& path,
                                                          std::int64_t minimumOpset, std::stop_token stop);

}  // namespace pwb::quantize
