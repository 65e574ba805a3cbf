// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "core/base/format.h"
#include "core/report/charts.h"
#include "core/report/svg.h"
#include "core/report/table.h"
#include "core/result/detection_figures.h"

namespace pwb::report {
namespace {

constexpr double kSizesLeft = 44, kSizesWidth = 540, kSizesHeight = 208, kAxisRoom = 58, kLegendRow = 20;
/// A figure of one decimal in the small type needs this.
constexpr double kFigureWidth = 23;

using evaluate::SizeMetrics;

std::optional<double> valueOf(const SizeMetrics& size, SizeFigure figure) {
    return figure == SizeFigure::Ap50 ? size.ap50 : size.recall;
}

struct Bars {
    std::vector<const result::EngineResult*> engines;
    std::vector<std::size_t> buckets;  ///< with objects
};

Bars barsOf(const result::RunResult& document, SizeFigure figure) {
    Bars bars;
    for (const result::EngineResult* engine : shownEngines(document))
        if (engine->detection) bars.engines.push_back(engine);
    for (std::size_t bucket = 0; bucket < evaluate::kPixelBuckets; ++bucket)
        if (std::any_of(bars.engines.begin(), bars.engines.end(), [&](const result::EngineResult* engine) {
                const auto sizes = result::sizesOf(*engine, -1);
                return bucket < sizes.size() && valueOf(sizes[bucket], figure);
            }))
            bars.buckets.push_back(bucket);
    return bars;
}

/// Marks and names in rows from (kSizesLeft, y); the row below the last.
double drawLegend(Svg* svg, const result::RunResult& document, const Bars& bars, double y) {
    double x = kSizesLeft;
    for (const result::EngineResult* engine : bars.engines) {
        const std::string name = document.nameOf(*engine);
        const double width = 14 + textWidth(name, 12) + 20;
        if (x > kSizesLeft && x + width > kSizesLeft + kSizesWidth) {
            x = kSizesLeft;
            y += kLegendRow;
        }
        if (svg) svg->mark(x + 6, y, engine->id).text(x + 16, y + 4, name, "name " + engine->id.key());
        x += width;
    }
    return y + kLegendRow;
}

class Painter {
public:
    Painter(Svg& svg, SizeFigure figure, double top) : m_svg(svg), m_figure(figure), m_top(top) {}

    [[nodiscard]] double base() const { return m_top + kSizesHeight; }
    [[nodiscard]] double at(double share) const { return base() - share * kSizesHeight; }

    void bar(const result::EngineResult& engine, std::size_t bucket, double x, double width) {
        const auto sizes = result::sizesOf(engine, -1);
        if (bucket >= sizes.size()) return;
        const auto value = valueOf(sizes[bucket], m_figure);
        m_svg.mark(x + width / 2, base() + 9, engine.id);
        if (!value) return;
        const std::string text = base::fixedText(100 * *value, 1);
        m_svg.rect(x, at(*value), width, base() - at(*value), "fill " + engine.id.key(), text + " %");
        double top = *value;
        if (m_figure == SizeFigure::Recall) {
            const auto objects = sizes[bucket].objects;
            const auto interval =
                evaluate::wilsonInterval(std::llround(*value * static_cast<double>(objects)), objects);
            m_svg.whisker(x + width / 2, at(interval[0]), at(interval[1]), "interval");
            top = interval[1];
        }
        if (width >= kFigureWidth) m_svg.text(x + width / 2, at(top) - 4, text, "tiny", Svg::Anchor::Middle);
    }

private:
    Svg& m_svg;
    SizeFigure m_figure;
    double m_top;
};

std::string labelOf(const result::RunResult& document, const Bars& bars, SizeFigure figure,
                    const base::Words& words) {
    std::string label =
        words.text(figure == SizeFigure::Ap50 ? "report.ap50_by_size" : "report.recall_by_size");
    for (const std::size_t bucket : bars.buckets) {
        label += "; " + result::sizeName(evaluate::kSizeRanges[bucket], words) + ":";
        for (const result::EngineResult* engine : bars.engines) {
            const auto sizes = result::sizesOf(*engine, -1);
            const auto value = bucket < sizes.size() ? valueOf(sizes[bucket], figure) : std::nullopt;
            label += " " + document.nameOf(*engine) + " " +
                     (value ? base::fixedText(100 * *value, 1) + " %" : std::string("–"));
        }
    }
    return label;
}

}  // namespace

std::string sizeChart(const result::RunResult& document, SizeFigure figure, const base::Words& words) {
    const Bars bars = barsOf(document, figure);
    if (bars.buckets.empty()) return {};
    const double top = drawLegend(nullptr, document, bars, 34) + 8;
    Svg svg(kSizesLeft + kSizesWidth + 4, top + kSizesHeight + kAxisRoom,
            labelOf(document, bars, figure, words));
    svg.text(0, 12, words.text(figure == SizeFigure::Ap50 ? "report.axis_ap50" : "report.axis_recall"),
             "axis");
    drawLegend(&svg, document, bars, 34);
    Painter painter(svg, figure, top);
    for (const double tick : {0.0, 0.2, 0.4, 0.6, 0.8, 1.0}) {
        svg.line(kSizesLeft, painter.at(tick), kSizesLeft + kSizesWidth, painter.at(tick),
                 tick == 0 ? "axis-line" : "grid");
        svg.text(kSizesLeft - 8, painter.at(tick) + 4, base::fixedText(100 * tick, 0), "axis",
                 Svg::Anchor::End);
    }
    const double group = kSizesWidth / static_cast<double>(bars.buckets.size());
    const auto engines = static_cast<double>(bars.engines.size());
    const double slot = std::min(40.0, (group - 20) / engines);
    for (std::size_t g = 0; g < bars.buckets.size(); ++g) {
        const double middle = kSizesLeft + (static_cast<double>(g) + 0.5) * group;
        const double first = middle - slot * engines / 2;
        for (std::size_t e = 0; e < bars.engines.size(); ++e)
            painter.bar(*bars.engines[e], bars.buckets[g], first + static_cast<double>(e) * slot + 2,
                        slot - 4);
        std::int64_t objects = 0;
        for (const result::EngineResult* engine : bars.engines)
            if (const auto sizes = result::sizesOf(*engine, -1); bars.buckets[g] < sizes.size())
                objects = std::max(objects, sizes[bars.buckets[g]].objects);
        svg.text(middle, painter.base() + 34, result::sizeName(evaluate::kSizeRanges[bars.buckets[g]], words),
                 "name", Svg::Anchor::Middle);
        svg.text(middle, painter.base() + 50, result::objectsText(objects, words), "small",
                 Svg::Anchor::Middle);
    }
    return svg.str();
}

}  // namespace pwb::report
