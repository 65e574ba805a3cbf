// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <vector>

#include "core/base/format.h"
#include "core/report/charts.h"
#include "core/report/svg.h"

namespace pwb::report {
namespace {

// Best samples per second at each batch, over the streams.
std::map<int, double> fpsByBatch(const result::EngineResult& engine) {
    std::map<int, double> best;
    if (engine.measurement && !engine.isReference())
        for (const measure::ThroughputPoint& point : engine.measurement->throughput)
            best[point.batch] = std::max(best[point.batch], point.fps);
    return best;
}

// Room for the longest name of an engine.
double nameWidth(const result::RunResult& document) {
    double width = 52;
    for (const result::EngineResult& engine : document.engines)
        if (!engine.isReference()) width = std::max(width, textWidth(document.nameOf(engine), 12) + 8);
    return width;
}

}  // namespace

std::string latencyChart(const result::RunResult& document, const base::Words& words) {
    std::vector<const result::EngineResult*> engines;
    double longest = 0;
    for (const result::EngineResult& engine : document.engines)
        if (const auto* stats = engine.latencyAt(1); stats && !engine.isReference()) {
            engines.push_back(&engine);
            longest = std::max({longest, stats->p50, stats->p99});
        }
    if (engines.empty() || longest <= 0) return {};

    const double left = 32 + nameWidth(document);
    constexpr double kTop = 8, kWidth = 400, kRow = 44;
    const std::vector<double> ticks = niceTicks(0, longest, 5);
    const auto at = [&](double ms) { return left + ms / ticks.back() * kWidth; };
    const double base = kTop + kRow * static_cast<double>(engines.size());
    std::string label = words.text("report.latency_chart");
    for (const result::EngineResult* engine : engines)
        label += "; " + document.nameOf(*engine) + " p50 " +
                 base::millisecondsText(engine->latencyAt(1)->p50) + " ms, p99 " +
                 base::millisecondsText(engine->latencyAt(1)->p99) + " ms";
    Svg svg(left + kWidth + 84, base + 44, label);
    for (const double tick : ticks) {
        svg.line(at(tick), kTop, at(tick), base, "grid");
        svg.text(at(tick), base + 16, base::fixedText(tick, tickDecimals(ticks)), "axis",
                 Svg::Anchor::Middle);
    }
    for (std::size_t i = 0; i < engines.size(); ++i) {
        const measure::LatencyStats& stats = *engines[i]->latencyAt(1);
        const base::EngineId& id = engines[i]->id;
        const double middle = kTop + kRow * (static_cast<double>(i) + 0.5);
        svg.mark(8, middle, id).text(20, middle + 4, document.nameOf(*engines[i]), "name " + id.key());
        svg.rect(left, middle - 10, at(stats.p50) - left, 20, "fill " + id.key(),
                 "p50 " + base::millisecondsText(stats.p50) + " ms");
        double lo = stats.p50, hi = stats.p50;
        for (const measure::RoundStats& round : stats.rounds) {
            lo = std::min(lo, round.median);
            hi = std::max(hi, round.median);
        }
        svg.line(at(lo), middle, at(hi), middle, "interval")
            .line(at(lo), middle - 5, at(lo), middle + 5, "interval");
        svg.line(at(hi), middle - 5, at(hi), middle + 5, "interval");
        svg.line(at(stats.p99), middle - 10, at(stats.p99), middle + 10, "p99");
        const double after = at(std::max({stats.p99, stats.p50, hi})) + 8;
        svg.text(after, middle - 2, base::millisecondsText(stats.p50) + " ms", "small strong");
        svg.text(after, middle + 12, "p99 " + base::millisecondsText(stats.p99), "small");
    }
    svg.line(left, kTop, left, base, "axis-line");
    svg.text(left + kWidth, base + 34, words.text("report.axis_latency"), "axis", Svg::Anchor::End);
    return svg.str();
}

std::string throughputChart(const result::RunResult& document, const base::Words& words) {
    std::set<int> batches;
    double highest = 0;
    std::string label = words.text("report.throughput_chart");
    for (const result::EngineResult& engine : document.engines)
        for (const auto& [batch, fps] : fpsByBatch(engine)) {
            batches.insert(batch);
            highest = std::max(highest, fps);
        }
    if (batches.size() < 2 || highest <= 0) return {};
    constexpr double kLeft = 56, kTop = 24, kWidth = 420, kHeight = 180;
    const std::vector<int> columns(batches.begin(), batches.end());
    const std::vector<double> ticks = niceTicks(0, highest, 4);
    const double base = kTop + kHeight;
    const auto x = [&](std::size_t column) {
        return kLeft + (static_cast<double>(column) + 0.5) * kWidth / static_cast<double>(columns.size());
    };
    const auto y = [&](double fps) { return base - fps / ticks.back() * kHeight; };
    for (const result::EngineResult& engine : document.engines)
        for (const auto& [batch, fps] : fpsByBatch(engine))
            label += "; " + document.nameOf(engine) + " " + std::to_string(batch) + ": " +
                     base::fixedText(fps, 0) + " FPS";
    Svg svg(kLeft + kWidth + 8 + nameWidth(document), base + 44, label);
    for (const double tick : ticks) {
        svg.line(kLeft, y(tick), kLeft + kWidth, y(tick), "grid");
        svg.text(kLeft - 8, y(tick) + 4, base::fixedText(tick, tickDecimals(ticks)), "axis",
                 Svg::Anchor::End);
    }
    svg.line(kLeft, base, kLeft + kWidth, base, "axis-line");
    for (std::size_t i = 0; i < columns.size(); ++i)
        svg.text(x(i), base + 16, std::to_string(columns[i]), "axis", Svg::Anchor::Middle);
    svg.text(0, 12, words.text("report.axis_fps"), "axis");
    svg.text(kLeft + kWidth, base + 34, words.text("report.axis_batch"), "axis", Svg::Anchor::End);
    double lowestLabel = -100;
    for (const result::EngineResult& engine : document.engines) {
        const std::map<int, double> fps = fpsByBatch(engine);
        if (fps.empty()) continue;
        const base::EngineId& id = engine.id;
        std::string path;
        for (std::size_t i = 0; i < columns.size(); ++i)
            if (const auto found = fps.find(columns[i]); found != fps.end())
                path += (path.empty() ? "M" : "L") + coordinate(x(i)) + " " + coordinate(y(found->second));
        svg.path(path, "series " + id.key());
        for (std::size_t i = 0; i < columns.size(); ++i)
            if (const auto found = fps.find(columns[i]); found != fps.end())
                svg.mark(x(i), y(found->second), id);
        double row = y(fps.rbegin()->second) + 4;
        if (std::abs(row - lowestLabel) < 13) row = lowestLabel + 13;
        lowestLabel = row;
        svg.text(x(columns.size() - 1) + 12, row, document.nameOf(engine), "name " + id.key());
    }
    return svg.str();
}

}  // namespace pwb::report
