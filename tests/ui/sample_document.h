// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/report/document.h"

namespace pwb::test {

/// A finished run over the glyph samples: the answers are drawn at random, every figure is computed from
/// them by core.
[[nodiscard]] std::shared_ptr<report::ReportDocument> sampleDocument();
/// The same in size only: `classes` classes and `samples` samples without files.
[[nodiscard]] std::shared_ptr<report::ReportDocument> largeDocument(int classes, int samples);

}  // namespace pwb::test
