// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/layer_table.h"

#include <algorithm>
#include <array>
#include <functional>

#include "core/base/format.h"

namespace pwb::report {
namespace {

using quantize::LayerFacts;

constexpr std::array<std::pair<LayerOrder, std::string_view>, 9> kOrders = {{
    {LayerOrder::Graph, "graph"},
    {LayerOrder::Name, "name"},
    {LayerOrder::Operator, "op"},
    {LayerOrder::Parameters, "parameters"},
    {LayerOrder::Time, "ms"},
    {LayerOrder::Lost, "saved"},
    {LayerOrder::Alone, "alone"},
    {LayerOrder::Without, "without"},
    {LayerOrder::Clipped, "clipped"},
}};

/// The larger the earlier; absent comes last.
std::optional<double> rankOf(const LayerFacts& layer, LayerOrder order) {
    switch (order) {
        case LayerOrder::Parameters:
            return static_cast<double>(layer.parameters);
        case LayerOrder::Time: {
            std::optional<double> most;
            for (const auto& [engine, execution] : layer.executions)
                if (execution.milliseconds) most = std::max(most.value_or(0), *execution.milliseconds);
            return most;
        }
        case LayerOrder::Lost:
            return layer.sensitivity.millisecondsLost;
        case LayerOrder::Alone:
            return layer.sensitivity.sqnrOnlyThis ? std::optional(-*layer.sensitivity.sqnrOnlyThis)
                                                  : std::nullopt;
        case LayerOrder::Without:
            return layer.sensitivity.sqnrWithoutThis;
        case LayerOrder::Clipped:
            return layer.values ? std::optional(layer.values->clipped) : std::nullopt;
        case LayerOrder::Graph:
        case LayerOrder::Name:
        case LayerOrder::Operator:
            break;
    }
    return std::nullopt;
}

std::string decibels(const std::optional<double>& value) {
    return value ? base::fixedText(*value, 1) : "";
}

std::string rangeText(const LayerFacts& layer) {
    if (!layer.values || layer.values->count == 0) return "";
    return base::fixedText(layer.values->min, 3) + " … " + base::fixedText(layer.values->max, 3);
}

struct Column {
    std::string head;
    bool right;
    std::function<std::string(const LayerFacts&)> text;
};

void addEngine(std::vector<Column>& columns, const result::RunResult& document,
               const result::EngineResult& engine) {
    const std::string id = engine.id.key(), name = document.nameOf(engine);
    columns.push_back({name, false, [id](const LayerFacts& layer) -> std::string {
                           const auto found = layer.executions.find(id);
                           return found == layer.executions.end() ? "" : found->second.precision;
                       }});
    columns.push_back({name + ", ms", true, [id](const LayerFacts& layer) -> std::string {
                           const auto found = layer.executions.find(id);
                           if (found == layer.executions.end() || !found->second.milliseconds) return "";
                           return base::fixedText(*found->second.milliseconds, 4);
                       }});
}

std::vector<Column> columnsOf(const result::RunResult& document, const base::Words& words) {
    std::vector<Column> columns;
    columns.push_back({words.text("report.layer"), false, [](const auto& layer) { return layer.name; }});
    columns.push_back({words.text("report.operator"), false, [](const auto& layer) { return layer.op; }});
    columns.push_back({words.text("report.layer_group"), false, [](const auto& layer) {
                           return layer.group == layer.name ? std::string() : layer.group;
                       }});
    for (const result::EngineResult& engine : document.engines) addEngine(columns, document, engine);
    columns.push_back({words.text("report.sqnr_alone"), true,
                       [](const auto& layer) { return decibels(layer.sensitivity.sqnrOnlyThis); }});
    columns.push_back({words.text("report.sqnr_without"), true,
                       [](const auto& layer) { return decibels(layer.sensitivity.sqnrWithoutThis); }});
    columns.push_back({words.text("report.layer_range"), true, rangeText});
    columns.push_back({words.text("report.layer_why_float"), false, [&words](const auto& layer) {
                           return layer.floatReason.code.empty() ? std::string()
                                                                 : words.text(layer.floatReason);
                       }});
    return columns;
}

}  // namespace

std::optional<LayerOrder> layerOrderFromId(std::string_view id) {
    for (const auto& [order, name] : kOrders)
        if (name == id) return order;
    return std::nullopt;
}

std::string layerOrderIds() {
    std::string ids;
    for (const auto& [order, name] : kOrders) ids += (ids.empty() ? "" : ",") + std::string(name);
    return ids;
}

std::vector<const LayerFacts*> orderedLayers(const quantize::LayerReport& layers, LayerOrder order) {
    std::vector<const LayerFacts*> ordered;
    for (const LayerFacts& layer : layers.layers) ordered.push_back(&layer);
    if (order == LayerOrder::Graph) return ordered;
    std::stable_sort(ordered.begin(), ordered.end(), [order](const LayerFacts* a, const LayerFacts* b) {
        if (order == LayerOrder::Name) return a->name < b->name;
        if (order == LayerOrder::Operator) return a->op < b->op;
        const auto first = rankOf(*a, order), second = rankOf(*b, order);
        if (first && second) return *first > *second;
        return first.has_value() && !second.has_value();
    });
    return ordered;
}

LayerTable layerTable(const result::RunResult& document, const base::Words& words, LayerOrder order) {
    LayerTable table;
    if (!document.layers) return table;
    const std::vector<const LayerFacts*> layers = orderedLayers(*document.layers, order);
    table.rows.resize(layers.size());
    for (const Column& column : columnsOf(document, words)) {
        std::vector<std::string> texts;
        for (const LayerFacts* layer : layers) texts.push_back(column.text(*layer));
        if (std::all_of(texts.begin(), texts.end(), [](const std::string& text) { return text.empty(); }))
            continue;
        table.head.push_back(column.head);
        table.right.push_back(column.right);
        for (std::size_t i = 0; i < texts.size(); ++i) table.rows[i].push_back(std::move(texts[i]));
    }
    return table;
}

}  // namespace pwb::report
