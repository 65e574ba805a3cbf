// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <onnx/onnx_pb.h>

#include <optional>
#include <stop_token>
#include <string_view>
#include <vector>

#include "core/quantize/calibrate/collector.h"
#include "core/quantize/types.h"
#include "core/runtime/session.h"

namespace pwb::quantize {

/// dB; of outputs that are the same, or differ by float rounding alone.
inline constexpr double kLargestSqnr = 120;

/// How near a model's outputs are to FP32's on the reference samples.
struct OutputQuality {
    double sqnr = 0;                       ///< dB, see outputSqnr()
    std::optional<double> agreement = {};  ///< 0–1; absent without a measure, or where nothing was found

    /// What is left to be better: 1 − agreement, else noise over signal.
    [[nodiscard]] double error() const;
};

/// Errors: those of core/runtime; cancelled.
[[nodiscard]] base::Result<OutputQuality> outputQuality(const onnx::ModelProto& model,
                                                        const std::vector<ReferenceBatch>& references,
                                                        const AgreementMeasure& agreement,
                                                        std::stop_token stop);

/// Signal to quantisation noise of the outputs against FP32's on the reference samples, dB, higher is better:
/// 10·log10(Σ y² / Σ (y − ŷ)²) of each sample and float output, averaged. Every sample counts alike: pooled
/// noise would be that of the two or three samples which a model is least sure of.
/// Errors: those of core/runtime; cancelled.
[[nodiscard]] base::Result<double> outputSqnr(const onnx::ModelProto& model,
                                              const std::vector<ReferenceBatch>& references,
                                              std::stop_token stop);
[[nodiscard]] base::Result<double> outputSqnr(std::string_view modelBytes,
                                              const std::vector<ReferenceBatch>& references,
                                              std::stop_token stop);
[[nodiscard]] base::Result<double> outputSqnr(runtime::Session& session,
                                              const std::vector<ReferenceBatch>& references,
                                              std::stop_token stop);

}  // namespace pwb::quantize
