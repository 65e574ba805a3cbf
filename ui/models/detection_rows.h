// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/comparison_builder.h"

namespace pwb::ui {

/// The rows of a detector's accuracy: mAP with its difference to FP32, then what is found, missed, lost and
/// new at the chosen confidence. Without annotations only what became of FP32's objects.
void addDetectionRows(ComparisonBuilder& builder, const result::RunResult& document);

}  // namespace pwb::ui
