// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <onnx/onnx_pb.h>

#include <chrono>

#include "core/quantize/types.h"

namespace pwb::quantize {

/// Since when an engine is being built.
using BuildStart = std::chrono::steady_clock::time_point;

/// Saves `model` as built.file, has the runtime open it, and completes the facts: what really runs, bytes,
/// seconds. Errors: those of writing; those of the runtime, and then there is no file.
[[nodiscard]] base::Status writeEngine(const onnx::ModelProto& model, const BuildContext& context,
                                       BuildStart start, BuiltEngine& built);
/// The facts of a file that stands already.
void measureFile(BuildStart start, BuiltEngine& built);

}  // namespace pwb::quantize
