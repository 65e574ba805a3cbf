// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "core/base/format.h"
#include "core/report/chart_labels.h"
#include "core/report/charts.h"
#include "core/report/svg.h"

namespace pwb::report {
namespace {

constexpr double kLeft = 44, kTop = 28, kWidth = 500, kHeight = 280, kBottom = 44;

struct Point {
    const result::EngineResult* engine;
    double x, y;                   // ms, percent
    std::array<double, 2> xRange;  // medians of the rounds
    std::array<double, 2> yRange;  // 95 % interval
};

std::vector<Point> pointsOf(const result::RunResult& document) {
    std::vector<Point> points;
    for (const result::EngineResult& engine : document.engines) {
        const auto* stats = engine.latencyAt(1);
        const auto quality = engine.quality();
        const bool evaluated = engine.detection || (engine.accuracy && engine.accuracy->samples > 0);
        if (!stats || !quality || !evaluated || engine.isReference()) continue;
        const auto interval = engine.qualityInterval().value_or(std::array{*quality, *quality});
        Point point{&engine,
                    stats->p50,
                    100 * *quality,
                    {stats->p50, stats->p50},
                    {100 * interval[0], 100 * interval[1]}};
        for (const measure::RoundStats& round : stats->rounds) {
            point.xRange[0] = std::min(point.xRange[0], round.median);
            point.xRange[1] = std::max(point.xRange[1], round.median);
        }
        points.push_back(point);
    }
    return points;
}

struct Axis {
    std::vector<double> ticks;
    double from, to;
    [[nodiscard]] double at(double value) const {
        return from + (value - ticks.front()) / (ticks.back() - ticks.front()) * (to - from);
    }
};

Axis axisOver(double lo, double hi, double padding, double from, double to) {
    const double room = std::max((hi - lo) * padding, 1e-6 + hi * 0.02);
    return {niceTicks(std::max(0.0, lo - room), hi + room, 5), from, to};
}

// The accuracy floor, where one is required and FP32 was evaluated; the places that line and words take.
std::vector<Box> drawFloor(Svg& svg, const result::RunResult& document, const std::vector<Point>& points,
                           const Axis& x, const Axis& y, const base::Words& words) {
    const auto floor = document.decision ? document.decision->requirements.accuracyFloorPercent
                                         : document.requirements.accuracyFloorPercent;
    const result::EngineResult* baseline = document.engine(base::Precision::Fp32);
    if (!floor || !baseline || !baseline->quality()) return {};
    const double value = *baseline->quality() * *floor;
    if (value < y.ticks.front() || value > y.ticks.back()) return {};
    svg.line(kLeft, y.at(value), kLeft + kWidth, y.at(value), "needed");
    // At the end that is farther from the points.
    double fromLeft = kWidth, fromRight = kWidth;
    for (const Point& point : points) {
        fromLeft = std::min(fromLeft, x.at(point.x) - kLeft);
        fromRight = std::min(fromRight, kLeft + kWidth - x.at(point.x));
    }
    const bool left = fromLeft >= fromRight;
    const std::string text =
        words.text(base::Message{"report.floor_line", {{"percent", base::fixedText(*floor, 1)}}});
    const double row = y.at(value), width = textWidth(text, 11);
    svg.text(left ? kLeft + 6 : kLeft + kWidth, row - 4, text, "axis",
             left ? Svg::Anchor::Start : Svg::Anchor::End);
    const double start = left ? kLeft + 6 : kLeft + kWidth - width;
    return {{kLeft, row - 1, kLeft + kWidth, row + 1}, {start, row - 16, start + width, row}};
}

void drawAxes(Svg& svg, const Axis& x, const Axis& y, std::string_view quality, const base::Words& words) {
    for (const double tick : y.ticks) {
        svg.line(kLeft, y.at(tick), kLeft + kWidth, y.at(tick), "grid");
        svg.text(kLeft - 8, y.at(tick) + 4, base::fixedText(tick, tickDecimals(y.ticks)), "axis",
                 Svg::Anchor::End);
    }
    const double base = kTop + kHeight;
    svg.line(kLeft, base, kLeft + kWidth, base, "axis-line");
    for (const double tick : x.ticks) {
        svg.line(x.at(tick), base, x.at(tick), base + 4, "axis-line");
        svg.text(x.at(tick), base + 18, base::fixedText(tick, tickDecimals(x.ticks)), "axis",
                 Svg::Anchor::Middle);
    }
    svg.text(0, 12, words.text(quality), "axis");
    svg.text(kLeft + kWidth, base + 38, words.text("report.axis_latency"), "axis", Svg::Anchor::End);
}

std::string figuresOf(const Point& point) {
    return base::millisecondsText(point.x) + " ms, " + base::fixedText(point.y, 2) + " %";
}

void writeLabels(Svg& svg, const result::RunResult& document, const std::vector<Point>& points, const Axis& x,
                 const Axis& y, const std::vector<Box>& taken) {
    std::vector<LabelledPoint> places;
    for (const Point& point : points)
        places.push_back(
            {x.at(point.x),
             y.at(point.y),
             {x.at(point.xRange[0]), x.at(point.xRange[1])},
             {y.at(point.yRange[1]), y.at(point.yRange[0])},
             std::max(textWidth(figuresOf(point), 12), textWidth(document.nameOf(*point.engine), 12))});
    const Box room{kLeft + 2, kTop - 8, kLeft + kWidth + 20, kTop + kHeight - 2};
    const std::vector<PlacedLabel> labels = placeLabels(places, room, taken);
    for (std::size_t i = 0; i < points.size(); ++i) {
        const PlacedLabel& at = labels[i];
        const std::string id = points[i].engine->id.key();
        if (at.leader)
            svg.line(at.leader->left, at.leader->top, at.leader->right, at.leader->bottom, "leader");
        const double tx = at.toLeft ? at.box.right : at.box.left;
        const Svg::Anchor anchor = at.toLeft ? Svg::Anchor::End : Svg::Anchor::Start;
        svg.text(tx, at.box.top + 12, document.nameOf(*points[i].engine), "name " + id, anchor);
        svg.text(tx, at.box.top + 26, figuresOf(points[i]), "small", anchor);
    }
}

}  // namespace

std::string tradeoffChart(const result::RunResult& document, const base::Words& words) {
    const std::vector<Point> points = pointsOf(document);
    if (points.empty()) return {};
    double xLo = points[0].x, xHi = xLo, yLo = points[0].y, yHi = yLo;
    for (const Point& point : points) {
        xLo = std::min(xLo, point.xRange[0]);
        xHi = std::max(xHi, point.xRange[1]);
        yLo = std::min(yLo, point.yRange[0]);
        yHi = std::max(yHi, point.yRange[1]);
    }
    const Axis x = axisOver(xLo, xHi, 0.25, kLeft, kLeft + kWidth);
    Axis y = axisOver(yLo, yHi, 0.1, kTop + kHeight, kTop);
    while (y.ticks.size() > 2 && y.ticks.back() > 100.001 && y.ticks[y.ticks.size() - 2] >= yHi)
        y.ticks.pop_back();

    std::string label = words.text("report.tradeoff");
    for (const Point& point : points) label += "; " + document.nameOf(*point.engine) + " " + figuresOf(point);
    Svg svg(kLeft + kWidth + 24, kTop + kHeight + kBottom, label);
    drawAxes(svg, x, y, document.isDetection() ? "report.axis_map" : "report.axis_accuracy", words);
    const std::vector<Box> taken = drawFloor(svg, document, points, x, y, words);
    for (const Point& point : points) {
        const std::string style = "whisker " + point.engine->id.key();
        svg.whisker(x.at(point.x), y.at(point.yRange[0]), y.at(point.yRange[1]), style);
        svg.line(x.at(point.xRange[0]), y.at(point.y), x.at(point.xRange[1]), y.at(point.y), style);
    }
    for (const Point& point : points) svg.mark(x.at(point.x), y.at(point.y), point.engine->id);
    writeLabels(svg, document, points, x, y, taken);
    return svg.str();
}

}  // namespace pwb::report
