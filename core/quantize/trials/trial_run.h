// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <onnx/onnx_pb.h>

#include <filesystem>
#include <stop_token>
#include <vector>

#include "core/quantize/types.h"
#include "core/runtime/session.h"

namespace pwb::quantize {

/// Seeded random inputs for a session, evenly spread over [−2, 2); integers and booleans are 0. A dynamic
/// batch becomes 1, any other dynamic dimension 64. Another `draw` gives other values.
[[nodiscard]] std::vector<base::Tensor> randomInputs(const runtime::Session& session, unsigned draw = 0);
/// No float or float16 output holds NaN or infinity.
[[nodiscard]] bool allFinite(const std::vector<base::Tensor>& outputs);

/// Runs `model` on random inputs: a file with the context's provider, asked for what an engine of `precision`
/// computes in; serialised bytes, which are an emulation, with the CPU provider. A file over 512 MB is only
/// opened and gives no outputs: a CPU would hold all its FP16 weights as FP32 at once. Errors: those of
/// core/runtime.
[[nodiscard]] base::Result<std::vector<base::Tensor>> trialRun(
    const std::filesystem::path& model, const BuildContext& context, std::stop_token stop,
    base::Precision precision = base::Precision::Fp32);
[[nodiscard]] base::Result<std::vector<base::Tensor>> trialRun(std::string_view modelBytes,
                                                               const BuildContext& context,
                                                               std::stop_token stop);
/// A session of a model that is no file. Weights that lie in files beside the original stay there.
/// Errors: those of core/runtime; model.too_large.
[[nodiscard]] base::Result<runtime::Session> openInMemory(onnx::ModelProto model,
                                                          runtime::SessionOptions options = {});

/// Puts a copy of the context's model at `target`, byte for byte where it is one file, and proves that a
/// session can be made of it. Errors: those of reading, writing and core/runtime.
[[nodiscard]] base::Status copyEngine(const BuildContext& context, const std::filesystem::path& target);
/// Bytes of an engine file with its external data.
[[nodiscard]] std::uint64_t engineBytes(const std::filesystem::path& engine);
void removeEngine(const std::filesystem::path& engine);

}  // namespace pwb::quantize
