// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <onnx/onnx_pb.h>

#include <filesystem>
#include <stop_token>

#include "core/quantize/types.h"

namespace pwb::quantize {

/// Opens `engine` with the options that the measurement uses, has the runtime write its optimised graph, and
/// counts what is really in it. Absent with OpenVINO, which only opens the engine: the share of a graph that
/// it takes is compiled. Errors: those of the session.
[[nodiscard]] base::Result<std::optional<ExecutedOperators>> readBackExecuted(
    const std::filesystem::path& engine, const std::string& provider, int threads);

/// The runtime's own optimised form of a model that is not written yet, with the context's provider (the
/// CPU's instead of OpenVINO, which writes none) and threads. Errors: those of the session,
/// quantize.read_back_failed.
[[nodiscard]] base::Result<onnx::ModelProto> optimizedForm(const onnx::ModelProto& model,
                                                           const BuildContext& context);

}  // namespace pwb::quantize
