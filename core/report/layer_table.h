// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/words.h"
#include "core/result/run_result.h"

namespace pwb::report {

/// What layers can be sorted by.
enum class LayerOrder {
    Graph,  ///< as the model runs
    Name,
    Operator,
    Parameters,  ///< most first
    Time,        ///< most milliseconds in any engine first
    Lost,        ///< what INT8 saves most on first
    Alone,       ///< lowest SQNR alone in INT8 first
    Without,     ///< highest SQNR without it in INT8 first: what costs most
    Clipped      ///< most values clipped first
};
/// "graph", "name", "op", "parameters", "ms", "saved", "alone", "without", "clipped".
[[nodiscard]] std::optional<LayerOrder> layerOrderFromId(std::string_view id);
/// All ids with a comma between them.
[[nodiscard]] std::string layerOrderIds();

/// The layers in another order; those without the figure come last, equal ones as in the graph.
[[nodiscard]] std::vector<const quantize::LayerFacts*> orderedLayers(const quantize::LayerReport& layers,
                                                                     LayerOrder order);

struct LayerTable {
    std::vector<std::string> head;
    std::vector<bool> right;  ///< of each column: numbers
    std::vector<std::vector<std::string>> rows;
};
/// Layer, operator, group, then precision and milliseconds in each profiled engine, SQNR alone in INT8 and
/// without, range of values, and why it is float. Columns that no layer has are left out. Null layers give
/// no rows.
[[nodiscard]] LayerTable layerTable(const result::RunResult& document, const base::Words& words,
                                    LayerOrder order = LayerOrder::Graph);

}  // namespace pwb::report
