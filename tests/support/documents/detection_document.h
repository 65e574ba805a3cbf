// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/result/run_result.h"

namespace pwb::tests {

/// A finished run of a detector over the pitch samples: FP32, FP16, INT8 and plain INT8, none of it from a
/// model. FP32's detections are the annotated boxes disturbed at random (small ones are missed more often, a
/// few false ones come in), the others FP32's disturbed again, plain INT8 the most on small balls. Matches,
/// measures, comparisons and decision are computed from them by core. The same at every call.
[[nodiscard]] std::shared_ptr<result::RunResult> detectionDocument();
/// The same without annotations: no measures, but what became of FP32's objects.
[[nodiscard]] std::shared_ptr<result::RunResult> unlabelledDetectionDocument();
/// The same in size only: `images` images without files, each with `objects` objects and as many detections.
[[nodiscard]] std::shared_ptr<result::RunResult> largeDetectionDocument(int images, int objects);

}  // namespace pwb::tests
