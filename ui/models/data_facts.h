// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <array>
#include <vector>

#include "core/dataset/manifest.h"
#include "core/evaluate/detection_metrics.h"

namespace pwb::ui {

/// Annotated objects per class, crowds left out.
[[nodiscard]] std::vector<int> objectsPerClass(const dataset::Manifest& manifest);
/// The same by √area, in the first evaluate::kPixelBuckets of evaluate::kSizeRanges.
[[nodiscard]] std::array<int, evaluate::kPixelBuckets> objectsPerBucket(const dataset::Manifest& manifest);
/// The data in a line: "COCO annotations, 320 images, 1,980 objects of 3 classes".
[[nodiscard]] QString dataText(const dataset::Manifest& manifest);

}  // namespace pwb::ui
