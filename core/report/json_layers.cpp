// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/json_parts.h"

namespace pwb::report {
namespace {

JsonNode executionJson(const quantize::LayerExecution& execution) {
    JsonNode json = JsonNode::object();
    putText(json, "precision", execution.precision);
    putText(json, "kernel", execution.kernel);
    putText(json, "provider", execution.provider);
    put(json, "ms", execution.milliseconds);
    return json;
}

JsonNode layerValuesJson(const quantize::LayerValues& values) {
    JsonNode json = {{"min", values.min}, {"max", values.max}, {"count", values.count}};
    if (values.lo != values.hi) {
        json["kept"] = {values.lo, values.hi};
        put(json, "clipped", values.clipped);
    }
    if (values.nonFinite > 0) json["non_finite"] = values.nonFinite;
    if (!values.counts.empty()) json["histogram"] = {{"edges", values.edges}, {"counts", values.counts}};
    return json;
}

JsonNode layerJson(const quantize::LayerFacts& layer, const base::Words& words) {
    JsonNode json = {{"name", layer.name},
                     {"op", layer.op},
                     {"output", layer.output},
                     {"group", layer.group},
                     {"parameters", layer.parameters},
                     {"candidate", layer.candidate}};
    if (!layer.floatReason.code.empty()) {
        json["float_code"] = layer.floatReason.code;
        json["float_reason"] = words.text(layer.floatReason);
    }
    for (const auto& [engine, execution] : layer.executions)
        json["engines"][engine] = executionJson(execution);
    const quantize::LayerSensitivity& sensitivity = layer.sensitivity;
    put(json, "sqnr_db_alone", sensitivity.sqnrOnlyThis);
    put(json, "sqnr_db_without", sensitivity.sqnrWithoutThis);
    put(json, "metric_without", sensitivity.metricWithoutThis);
    put(json, "ms_saved", sensitivity.millisecondsLost);
    if (layer.values) json["values"] = layerValuesJson(*layer.values);
    return json;
}

JsonNode searchJson(const quantize::MixedSearch& search) {
    JsonNode json = {{"max_drop_points", search.maxDropPoints},
                     {"baseline", search.baseline},
                     {"plain", search.plain},
                     {"reached", search.reached},
                     {"met", search.met},
                     {"trials", search.trials},
                     {"reused", search.reused},
                     {"steps", JsonNode::array()}};
    for (const quantize::MixedStep& step : search.steps)
        json["steps"].push_back({{"group", step.group},
                                 {"layers", step.layers},
                                 {"sqnr_db", step.sqnr},
                                 {"metric", step.metric},
                                 {"ms", step.milliseconds},
                                 {"kept", step.kept}});
    return json;
}

}  // namespace

JsonNode layersJson(const quantize::LayerReport& layers, const base::Words& words) {
    JsonNode json = {{"layers", JsonNode::array()}};
    for (const quantize::LayerFacts& layer : layers.layers) json["layers"].push_back(layerJson(layer, words));
    for (const auto& [engine, totals] : layers.totals)
        json["engines"][engine] = {{"p50_ms", totals.p50Milliseconds},
                                   {"sum_ms", totals.sumMilliseconds},
                                   {"elsewhere_ms", totals.elsewhereMilliseconds},
                                   {"runs", totals.runs}};
    put(json, "int8_sqnr_db", layers.plainSqnr);
    if (layers.search) json["search"] = searchJson(*layers.search);
    json["notes"] = texts(layers.notes, words);
    return json;
}

}  // namespace pwb::report
