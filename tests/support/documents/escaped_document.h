// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result/run_result.h"

namespace pwb::tests {

/// A finished run over synthetic predictions: metrics, comparisons and decision come from the real functions,
/// times and sizes are made up. Class names and paths hold characters that need escaping.
[[nodiscard]] result::RunResult escapedDocument(int classes = 12, int samplesPerClass = 50);

/// The same run with INT8 failed and nothing measured.
[[nodiscard]] result::RunResult brokenDocument();

}  // namespace pwb::tests
