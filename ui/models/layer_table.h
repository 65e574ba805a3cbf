// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSet>
#include <QStringList>
#include <optional>

#include "core/result/run_result.h"
#include "ui/models/cell_table.h"

namespace pwb::ui {

/// Which layers are listed.
struct LayerFilter {
    QString text;                ///< in name, operator or output; any case
    QString op;                  ///< empty: every operator
    bool floatInInt8 = false;    ///< only those that the INT8 engine computes in float
    bool mostSensitive = false;  ///< only the groups that gain most from staying float
};

/// Groups of layers that are to stay float, by the group's name (layers of one group change together).
using LayerPins = QSet<QString>;

/// The groups that the run was asked to leave float.
[[nodiscard]] LayerPins pinnedGroups(const quantize::LayerReport& report);
/// Every layer of the pinned groups, in graph order: what a rebuild is told to leave float.
[[nodiscard]] std::vector<std::string> layersOf(const quantize::LayerReport& report, const LayerPins& pins);

/// A layer's name as it is told apart from its neighbours: without its operator, and without the names of
/// modules that the next part repeats: "features.3/conv.1.0" of
/// "/features/features.3/conv/conv.1/conv.1.0/Conv".
[[nodiscard]] QString shortLayerName(const quantize::LayerFacts& layer);

/// Engines that have layers, in the document's order.
[[nodiscard]] std::vector<result::EngineKind> layerEngines(const result::RunResult& document);
[[nodiscard]] QStringList layerOperators(const quantize::LayerReport& report);
/// How this layer ran in that engine; null where it is not known.
[[nodiscard]] const quantize::LayerExecution* executionOf(const quantize::LayerFacts& layer,
                                                          const base::EngineId& engine);
/// Milliseconds of a call that INT8 saves on this layer: measured on its group where that was tried, else
/// FP32's time less INT8's. Negative: INT8 is slower here.
[[nodiscard]] std::optional<double> millisecondsSaved(const quantize::LayerFacts& layer);
/// dB of the outputs' SQNR that leaving this layer's group float gains over the whole plan in INT8.
[[nodiscard]] std::optional<double> decibelsGained(const quantize::LayerFacts& layer,
                                                   const quantize::LayerReport& report);
/// Percentage points of the task metric that it gains; absent where it was not measured.
[[nodiscard]] std::optional<double> pointsGained(const quantize::LayerFacts& layer,
                                                 const quantize::LayerReport& report);

/// Indices into the report's layers, in graph order.
[[nodiscard]] QVector<int> shownLayers(const quantize::LayerReport& report, const LayerFilter& filter);
/// One row per index of `rows`: precision and time in each engine, share of the time, sensitivity, range, why
/// it is float, whether it is pinned. Columns that no layer has anything for are left out.
[[nodiscard]] CellTable layerTable(const result::RunResult& document, const QVector<int>& rows,
                                   const LayerPins& pins);
/// The column that shows whether a layer is pinned.
inline constexpr int kLayerPinColumn = 2;
/// All figures of these layers as comma-separated lines (RFC 4180), numbers exact, with a heading line.
[[nodiscard]] QString layerCsv(const result::RunResult& document, const QVector<int>& rows,
                               const LayerPins& pins);

/// How the INT8 engine's layers are divided.
struct LayerSummary {
    int int8 = 0, floats = 0, melted = 0;                         ///< layers; melted: folded into others
    std::optional<double> int8Share, floatShare, elsewhereShare;  ///< of the time of a call, 0–1
    double callMilliseconds = 0;  ///< all operators of a call, with the profiler
};
[[nodiscard]] LayerSummary layerSummary(const quantize::LayerReport& report);

/// What quantising a layer does to accuracy and time, in sentences; where nothing is known, how to find out.
[[nodiscard]] QString sensitivityWords(const quantize::LayerFacts& layer,
                                       const quantize::LayerReport& report);

/// The mixed-precision search step by step: what was reverted and what the model was then.
[[nodiscard]] CellTable searchTable(const quantize::MixedSearch& search);

}  // namespace pwb::ui
