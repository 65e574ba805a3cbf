// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/base/words.h"
#include "core/result/run_result.h"

namespace pwb::report {

/// One figure of the comparison table. Either a number with its unit, or words.
struct TableCell {
    std::string number;  ///< "76.69"; empty: words, or nothing at all
    std::string unit;    ///< "% ± 2.6"
    std::string words;   ///< "baseline", "not distinguishable"
    std::string detail;  ///< for a tooltip and for screen readers
    bool best = false;   ///< the best of the row beyond its spread

    [[nodiscard]] bool empty() const { return number.empty() && words.empty(); }
    /// As plain text; "–" when empty.
    [[nodiscard]] std::string text() const;
};
struct TableRow {
    std::string label;
    std::vector<TableCell> cells;  ///< one per engine, in the order of shownEngines()
};
struct TableGroup {
    std::string label;
    std::vector<TableRow> rows;
};

/// All engines in the document's order, the reference last.
[[nodiscard]] std::vector<const result::EngineResult*> shownEngines(const result::RunResult& document);
/// The engine's name; the reference is said to be one.
[[nodiscard]] std::string columnName(const result::RunResult& document, const result::EngineResult& engine,
                                     const base::Words& words);

/// FP32 | FP16 | INT8 … by accuracy or a detector's measures, speed, memory and size. Rows that no engine has
/// are left out. The reference has no speed and is never the best.
[[nodiscard]] std::vector<TableGroup> comparisonTable(const result::RunResult& document,
                                                      const base::Words& words);

/// What stands under an engine's name: failed and why, the effective precision, the emulation, the
/// calibrator.
[[nodiscard]] std::string engineNote(const result::EngineResult& engine, const base::Words& words);

/// "not distinguishable", "significant, p = 0.004".
[[nodiscard]] std::string significanceText(const compare::AccuracyComparison& accuracy,
                                           const base::Words& words);

}  // namespace pwb::report
