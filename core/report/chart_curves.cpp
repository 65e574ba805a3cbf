// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/format.h"
#include "core/report/charts.h"
#include "core/report/svg.h"
#include "core/report/table.h"
#include "core/result/detection_figures.h"

namespace pwb::report {
namespace {

constexpr double kCurveLeft = 34, kCurveTop = 22, kCurveWidth = 326, kCurveHeight = 188, kCurveBottom = 34;

double across(double recall) {
    return kCurveLeft + recall * kCurveWidth;
}
double down(double precision) {
    return kCurveTop + (1 - precision) * kCurveHeight;
}

void drawUnitAxes(Svg& svg, const base::Words& words) {
    for (const double tick : {0.0, 0.25, 0.5, 0.75, 1.0}) {
        svg.line(kCurveLeft, down(tick), kCurveLeft + kCurveWidth, down(tick),
                 tick == 0 ? "axis-line" : "grid");
        svg.line(across(tick), kCurveTop, across(tick), kCurveTop + kCurveHeight,
                 tick == 0 ? "axis-line" : "grid");
        svg.text(kCurveLeft - 6, down(tick) + 4, base::fixedText(100 * tick, 0), "axis", Svg::Anchor::End);
        svg.text(across(tick), kCurveTop + kCurveHeight + 15, base::fixedText(100 * tick, 0), "axis",
                 tick == 1 ? Svg::Anchor::End : Svg::Anchor::Middle);
    }
    svg.text(0, 11, words.text("report.axis_precision"), "axis");
    svg.text(kCurveLeft + kCurveWidth, kCurveTop + kCurveHeight + 30, words.text("report.axis_recall"),
             "axis", Svg::Anchor::End);
}

/// Up to the highest recall that the engine reaches; beyond it the curve's values are zero.
std::string pathOf(const std::vector<float>& curve) {
    std::string path;
    for (std::size_t i = 0; i < curve.size() && curve[i] > 0; ++i) {
        const double recall = static_cast<double>(i) / static_cast<double>(curve.size() - 1);
        path += (path.empty() ? "M" : "L") + coordinate(across(recall)) + " " +
                coordinate(down(static_cast<double>(curve[i])));
    }
    return path;
}

}  // namespace

std::string curveChart(const result::RunResult& document, std::size_t label, const base::Words& words) {
    std::vector<const result::EngineResult*> engines;
    std::string spoken = words.text(base::Message{
        "report.curve_label", {{"class", document.className(static_cast<std::int64_t>(label))}}});
    for (const result::EngineResult* engine : shownEngines(document)) {
        const auto* one = result::classOf(*engine, label);
        if (!one || one->curve.empty()) continue;
        engines.push_back(engine);
        if (one->ap50)
            spoken +=
                "; " + document.nameOf(*engine) + " AP50 " + base::fixedText(100 * *one->ap50, 1) + " %";
    }
    if (engines.empty()) return {};
    Svg svg(kCurveLeft + kCurveWidth + 8, kCurveTop + kCurveHeight + kCurveBottom, spoken);
    drawUnitAxes(svg, words);
    for (const result::EngineResult* engine : engines)
        if (const std::string path = pathOf(result::classOf(*engine, label)->curve); !path.empty())
            svg.path(path, "series " + engine->id.key());
    for (const result::EngineResult* engine : engines) {
        const auto* one = result::classOf(*engine, label);
        if (one->precision && one->recall) svg.mark(across(*one->recall), down(*one->precision), engine->id);
    }
    return svg.str();
}

}  // namespace pwb::report
