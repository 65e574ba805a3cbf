// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/inputs.h"

namespace pwb::run {

/// How far a detector finds the same as FP32: over the detections that either is confident of (0.25 or more),
///   Σ c · max over the other's of the same class and IoU ≥ 0.5 of (IoU · smaller over larger confidence) / Σ
///   c
/// with c the detection's confidence. Null for models that are no detectors.
[[nodiscard]] quantize::AgreementMeasure detectionAgreement(const RunInputs& inputs);

}  // namespace pwb::run
