// SPDX-License-Identifier: GPL-3.0-or-later
// Layers in tables and reports.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/report/layer_table.h"
#include "core/report/writers.h"
#include "tests/support/documents/escaped_document.h"

using namespace pwb;
using report::LayerOrder;

namespace {

quantize::LayerFacts layerOf(const std::string& name, std::optional<double> alone, double milliseconds) {
    quantize::LayerFacts layer;
    layer.name = layer.group = name;
    layer.op = "Conv";
    layer.candidate = true;
    layer.executions["int8"] = {"int8", "QLinearConv", "cpu", milliseconds};
    layer.sensitivity.sqnrOnlyThis = alone;
    return layer;
}

result::RunResult documentWithLayers() {
    result::RunResult document = tests::escapedDocument();
    auto layers = std::make_shared<quantize::LayerReport>();
    layers->layers = {layerOf("b", 30, 0.25), layerOf("<a>", 12, 0.5), layerOf("c", std::nullopt, 0.125)};
    layers->layers[2].floatReason = {"quantize.kept_sensitive", {{"points", "1.20"}, {"ms", "0.100"}}};
    layers->totals["int8"] = {0.9, 1.0, 0.125, 300};
    layers->search =
        quantize::MixedSearch{0.3, 0.8, 0.7, 0.798, true, 12, 2, {{"c", 1, 20, 0.798, 1.1, true}}};
    document.layers = layers;
    return document;
}

std::vector<std::string> names(const quantize::LayerReport& layers, LayerOrder order) {
    std::vector<std::string> names;
    for (const auto* layer : report::orderedLayers(layers, order)) names.push_back(layer->name);
    return names;
}

TEST(Layers, AreSortedByFiguresWithUnknownOnesLast) {
    const auto document = documentWithLayers();
    using Names = std::vector<std::string>;
    EXPECT_EQ(names(*document.layers, LayerOrder::Graph), (Names{"b", "<a>", "c"}));
    EXPECT_EQ(names(*document.layers, LayerOrder::Name), (Names{"<a>", "b", "c"}));
    EXPECT_EQ(names(*document.layers, LayerOrder::Time), (Names{"<a>", "b", "c"}));
    EXPECT_EQ(names(*document.layers, LayerOrder::Alone), (Names{"<a>", "b", "c"}));
    EXPECT_EQ(names(*document.layers, LayerOrder::Without), (Names{"b", "<a>", "c"})) << "nobody has one";
    EXPECT_EQ(report::layerOrderFromId("alone"), LayerOrder::Alone);
    EXPECT_FALSE(report::layerOrderFromId("size"));
}

TEST(Layers, ColumnsThatNobodyHasAreLeftOut) {
    const auto table = report::layerTable(documentWithLayers(), base::Words::of("en"));
    ASSERT_EQ(table.rows.size(), 3U);
    const auto has = [&](const std::string& head) {
        return std::find(table.head.begin(), table.head.end(), head) != table.head.end();
    };
    EXPECT_TRUE(has("INT8"));
    EXPECT_TRUE(has("SQNR alone, dB"));
    EXPECT_FALSE(has("FP32"));
    EXPECT_FALSE(has("SQNR without, dB"));
    for (const auto& row : table.rows) EXPECT_EQ(row.size(), table.head.size());
    EXPECT_TRUE(report::layerTable(tests::escapedDocument(), base::Words::of("en")).rows.empty());
}

TEST(Layers, StandInTheReports) {
    const auto document = documentWithLayers();
    const auto json = nlohmann::json::parse(report::writeJson(document, base::Words::of("en")))["layers"];
    ASSERT_EQ(json["layers"].size(), 3U);
    EXPECT_EQ(json["layers"][0]["engines"]["int8"]["kernel"], "QLinearConv");
    EXPECT_EQ(json["layers"][0]["sqnr_db_alone"], 30);
    EXPECT_FALSE(json["layers"][0].contains("sqnr_db_without")) << "what is not known has no key";
    EXPECT_FALSE(json["layers"][2].contains("sqnr_db_alone"));
    EXPECT_EQ(json["layers"][2]["float_code"], "quantize.kept_sensitive");
    EXPECT_EQ(json["engines"]["int8"]["elsewhere_ms"], 0.125);
    EXPECT_EQ(json["search"]["steps"][0]["group"], "c");
    EXPECT_EQ(json["search"]["met"], true);
    const std::string html = report::writeHtml(document, base::Words::of("en"));
    EXPECT_NE(html.find("&lt;a&gt;"), std::string::npos);
    EXPECT_EQ(html.find("<a>"), std::string::npos);
    EXPECT_NE(html.find("1.20 points"), std::string::npos);
    EXPECT_NE(report::writeMarkdown(document, base::Words::of("en")).find("## Layers"), std::string::npos);
    EXPECT_FALSE(nlohmann::json::parse(report::writeJson(tests::escapedDocument(), base::Words::of("en")))
                     .contains("layers"));
}

}  // namespace
