// SPDX-License-Identifier: GPL-3.0-or-later
// Builds one engine of a model; the INT8 engines that share a calibration come from int8_session.h.
#pragma once

#include <filesystem>
#include <stop_token>

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/quantize/types.h"

namespace pwb::quantize {

/// FP32: the model as it is (a copy of the input, checked by opening a session); one of FP16 weights widened.
[[nodiscard]] base::Result<BuiltEngine> buildFp32(const BuildContext& context,
                                                  const base::ProgressSink& progress, std::stop_token stop);

/// FP16; falls back to FP32 with `_fp32` in the name and the reason. A model that is FP16 already is kept as
/// it is.
[[nodiscard]] base::Result<BuiltEngine> buildFp16(const BuildContext& context,
                                                  const Fp16BuildOptions& options,
                                                  const base::ProgressSink& progress, std::stop_token stop);
/// INT8 in QDQ form; calibrates on `source`, reads the optimised graph back and reports what runs in INT8.
[[nodiscard]] base::Result<BuiltEngine> buildInt8(const BuildContext& context, const Int8Options& options,
                                                  const CalibrationSource& source,
                                                  const base::ProgressSink& progress, std::stop_token stop);

/// INT8 from `qatModel`, which holds Quantize/Dequantize from training: not quantised again, re-encoded for
/// the provider where that is exact. Variant "qat".
[[nodiscard]] base::Result<BuiltEngine> buildQat(const BuildContext& context,
                                                 const std::filesystem::path& qatModel,
                                                 const base::ProgressSink& progress, std::stop_token stop);
/// INT8 weights with activations quantised while running (MatMul and Gemm); needs no calibration. Variant
/// "dynamic".
[[nodiscard]] base::Result<BuiltEngine> buildDynamicInt8(const BuildContext& context,
                                                         const base::ProgressSink& progress,
                                                         std::stop_token stop);

}  // namespace pwb::quantize
