// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <vector>

#include "core/report/charts.h"
#include "core/report/format.h"
#include "core/report/svg.h"

namespace pwb::report {
namespace {

constexpr double kLeft = 44, kTop = 28, kWidth = 500, kHeight = 280, kBottom = 44;

struct Point {
    const EngineResult* engine;
    double x, y;                   // ms, percent
    std::array<double, 2> xRange;  // medians of the rounds
    std::array<double, 2> yRange;  // 95 % interval
};

std::vector<Point> pointsOf(const ReportDocument& document) {
    std::vector<Point> points;
    for (const EngineResult& engine : document.engines) {
        const auto* stats = engine.latencyAt(1);
        if (!stats || !engine.accuracy || engine.accuracy->samples == 0) continue;
        Point point{&engine,
                    stats->p50,
                    100 * engine.accuracy->top1,
                    {stats->p50, stats->p50},
                    {100 * engine.accuracy->interval[0], 100 * engine.accuracy->interval[1]}};
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

// Where a point's two lines of text stand: beside it, to the left where the right has no room.
struct Label {
    std::string figures;
    double left, right;  // extent in x
    double row;          // baseline of the first line
    bool toLeft;
};

// Labels from the top down, each moved below those before it that it would overlap.
std::vector<Label> labelsOf(const std::vector<Point>& points, const Axis& x, const Axis& y) {
    constexpr double kApart = 14, kHeightOfTwo = 32;
    std::vector<Label> labels(points.size());
    std::vector<std::size_t> order(points.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return points[a].y > points[b].y; });
    for (std::size_t placed = 0; placed < order.size(); ++placed) {
        const Point& point = points[order[placed]];
        Label& label = labels[order[placed]];
        label.figures = millisecondsText(point.x) + " ms, " + fixedText(point.y, 2) + " %";
        const double px = x.at(point.x), width = textWidth(label.figures, 12);
        label.toLeft = px + kApart + width > kLeft + kWidth + 20;
        label.left = label.toLeft ? px - kApart - width : px + kApart;
        label.right = label.left + width;
        label.row = y.at(point.y) - 4;
        for (std::size_t before = 0; before < placed; ++before) {
            const Label& other = labels[order[before]];
            if (label.left < other.right && other.left < label.right)
                label.row = std::max(label.row, other.row + kHeightOfTwo);
        }
    }
    return labels;
}

// The accuracy floor, where one is required and FP32 was evaluated.
void drawFloor(Svg& svg, const ReportDocument& document, const std::vector<Point>& points, const Axis& x,
               const Axis& y, const base::Words& words) {
    const auto floor = document.decision ? document.decision->requirements.accuracyFloorPercent
                                         : document.requirements.accuracyFloorPercent;
    const EngineResult* baseline = document.engine("fp32");
    if (!floor || !baseline || !baseline->accuracy) return;
    const double value = baseline->accuracy->top1 * *floor;
    if (value < y.ticks.front() || value > y.ticks.back()) return;
    svg.line(kLeft, y.at(value), kLeft + kWidth, y.at(value), "needed");
    // At the end that is farther from the points.
    double fromLeft = kWidth, fromRight = kWidth;
    for (const Point& point : points) {
        fromLeft = std::min(fromLeft, x.at(point.x) - kLeft);
        fromRight = std::min(fromRight, kLeft + kWidth - x.at(point.x));
    }
    const bool left = fromLeft >= fromRight;
    svg.text(left ? kLeft + 6 : kLeft + kWidth, y.at(value) - 4,
             words.text(base::Message{"report.floor_line", {{"percent", fixedText(*floor, 1)}}}), "axis",
             left ? Svg::Anchor::Start : Svg::Anchor::End);
}

void drawAxes(Svg& svg, const Axis& x, const Axis& y, const base::Words& words) {
    for (const double tick : y.ticks) {
        svg.line(kLeft, y.at(tick), kLeft + kWidth, y.at(tick), "grid");
        svg.text(kLeft - 8, y.at(tick) + 4, fixedText(tick, tickDecimals(y.ticks)), "axis", Svg::Anchor::End);
    }
    const double base = kTop + kHeight;
    svg.line(kLeft, base, kLeft + kWidth, base, "axis-line");
    for (const double tick : x.ticks) {
        svg.line(x.at(tick), base, x.at(tick), base + 4, "axis-line");
        svg.text(x.at(tick), base + 18, fixedText(tick, tickDecimals(x.ticks)), "axis", Svg::Anchor::Middle);
    }
    svg.text(0, 12, words.text("report.axis_accuracy"), "axis");
    svg.text(kLeft + kWidth, base + 38, words.text("report.axis_latency"), "axis", Svg::Anchor::End);
}

}  // namespace

std::string tradeoffChart(const ReportDocument& document, const base::Words& words) {
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
    for (const Point& point : points)
        label += "; " + document.nameOf(*point.engine) + " " + millisecondsText(point.x) + " ms, " +
                 fixedText(point.y, 2) + " %";
    Svg svg(kLeft + kWidth + 24, kTop + kHeight + kBottom, label);
    drawAxes(svg, x, y, words);
    drawFloor(svg, document, points, x, y, words);
    const std::vector<Label> labels = labelsOf(points, x, y);
    for (std::size_t i = 0; i < points.size(); ++i) {
        const Point& point = points[i];
        const std::string id = point.engine->id();
        const double px = x.at(point.x), py = y.at(point.y);
        svg.whisker(px, y.at(point.yRange[0]), y.at(point.yRange[1]), "whisker " + id);
        svg.line(x.at(point.xRange[0]), py, x.at(point.xRange[1]), py, "whisker " + id);
        svg.mark(px, py, id);
        const Label& at = labels[i];
        const double tx = at.toLeft ? at.right : at.left;
        const Svg::Anchor anchor = at.toLeft ? Svg::Anchor::End : Svg::Anchor::Start;
        svg.text(tx, at.row, document.nameOf(*point.engine), "name " + id, anchor);
        svg.text(tx, at.row + 14, at.figures, "small", anchor);
    }
    return svg.str();
}

}  // namespace pwb::report
