// SPDX-License-Identifier: GPL-3.0-or-later
// The report's pictures, each an inline SVG; "" when nothing was measured that it could show.
#pragma once

#include <string>

#include "core/base/words.h"
#include "core/result/run_result.h"

namespace pwb::report {

/// Rows the true class, columns the answer, for a detector with background last and with the counts written
/// into few classes' cells; `largest` is the count at the dark end of the (logarithmic) ramp,
/// common to all engines so that they compare. Up to 60 classes have a titled cell each; beyond 250 classes
/// neighbouring classes are summed (confusionBlock) so that the page stays small.
[[nodiscard]] std::string confusionChart(const result::EngineResult& engine,
                                         const result::RunResult& document, std::int64_t largest,
                                         const base::Words& words);
/// How many neighbouring classes share a cell of the picture: 1 up to 250 classes.
[[nodiscard]] int confusionBlock(int classes);
/// The largest cell of the pictures of all engines.
[[nodiscard]] std::int64_t largestConfusion(const result::RunResult& document);

/// Right answers upward, wrong ones downward; `largest` is the common end of both axes. Of a detector the
/// answers below the first bin's end are not drawn: very many weak ones.
[[nodiscard]] std::string confidenceChart(const result::EngineResult& engine,
                                          const result::RunResult& document, std::int64_t largest,
                                          const base::Words& words);

/// The largest bin that any engine's chart draws.
[[nodiscard]] std::int64_t largestConfidence(const result::RunResult& document);

/// Top-1 or mAP50-95 with its interval over p50 with the spread of its rounds; the requirements as dotted
/// lines.
[[nodiscard]] std::string tradeoffChart(const result::RunResult& document, const base::Words& words);
/// p50 at batch 1 as bars from zero, the range of the rounds' medians as whisker, p99 as a tick.
[[nodiscard]] std::string latencyChart(const result::RunResult& document, const base::Words& words);
/// Samples per second over the batch size, one line per engine.
[[nodiscard]] std::string throughputChart(const result::RunResult& document, const base::Words& words);
/// A detector's AP50 or recall by pixel bucket: a group of bars from zero per bucket that has objects, a bar
/// per engine; recall with its 95 % Wilson interval.
enum class SizeFigure { Ap50, Recall };
[[nodiscard]] std::string sizeChart(const result::RunResult& document, SizeFigure figure,
                                    const base::Words& words);
/// Precision over recall of one class at IoU .5, a line per engine; the mark is at the chosen confidence.
[[nodiscard]] std::string curveChart(const result::RunResult& document, std::size_t label,
                                     const base::Words& words);
/// The taken path through the decision tree, each node with the figure that answered it.
[[nodiscard]] std::string pathChart(const decide::Decision& decision, const base::Words& words);

}  // namespace pwb::report
