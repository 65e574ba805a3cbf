// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "core/base/format.h"
#include "core/report/charts.h"
#include "core/report/svg.h"

namespace pwb::report {
namespace {

const evaluate::ConfidenceHistogram* histogramOf(const result::EngineResult& engine) {
    if (engine.detection) return &engine.detection->histogram;
    return engine.accuracy ? &engine.accuracy->histogram : nullptr;
}

// A detector keeps very weak answers for its precision-recall curve; they would dwarf all others.
std::size_t firstBin(const result::EngineResult& engine) {
    return engine.detection ? 1 : 0;
}

}  // namespace

std::int64_t largestConfidence(const result::RunResult& document) {
    std::int64_t largest = 0;
    for (const result::EngineResult& engine : document.engines)
        if (const auto* histogram = histogramOf(engine))
            for (std::size_t i = firstBin(engine); i < histogram->correct.size(); ++i)
                largest = std::max({largest, histogram->correct[i], histogram->wrong[i]});
    return largest;
}

std::string confidenceChart(const result::EngineResult& engine, const result::RunResult& document,
                            std::int64_t largest, const base::Words& words) {
    const evaluate::ConfidenceHistogram* bins = histogramOf(engine);
    if (!bins || bins->correct.empty() || largest <= 0) return {};
    const evaluate::ConfidenceHistogram& histogram = *bins;
    constexpr double kLeft = 40, kTop = 8, kWidth = 296, kHalf = 84, kBottom = 34;
    const double middle = kTop + kHalf;
    // The square root keeps the few wrong answers visible beside the many right ones.
    const auto height = [&](std::int64_t count) {
        return kHalf * std::sqrt(static_cast<double>(count) / static_cast<double>(largest));
    };
    Svg svg(kLeft + kWidth + 4, kTop + 2 * kHalf + kBottom,
            words.text(base::Message{"report.confidence_label", {{"engine", document.nameOf(engine)}}}));
    for (const std::int64_t tick : {largest, largest / 4}) {
        if (tick <= 0) continue;
        for (const double sign : {-1.0, 1.0}) {
            const double y = middle + sign * height(tick);
            svg.line(kLeft, y, kLeft + kWidth, y, "grid");
            svg.text(kLeft - 6, y + 4, base::countText(tick), "axis", Svg::Anchor::End);
        }
    }
    const double bin = kWidth / static_cast<double>(histogram.correct.size());
    for (std::size_t i = firstBin(engine); i < histogram.correct.size(); ++i) {
        const double x = kLeft + static_cast<double>(i) * bin + 1;
        const std::string range =
            base::fixedText(histogram.edges[i], 2) + "–" + base::fixedText(histogram.edges[i + 1], 2) + ": ";
        const auto bar = [&](std::int64_t count, double y, std::string_view style, std::string_view code) {
            if (count > 0)
                svg.rect(x, y, bin - 2, height(count), style,
                         range + base::countText(count) + " " + words.text(code));
        };
        const std::int64_t right = histogram.correct[i], wrong = histogram.wrong[i];
        bar(right, middle - height(right), "fill " + engine.id.key(), "report.right");
        bar(wrong, middle, "fill bad", "report.wrong");
    }
    svg.line(kLeft, middle, kLeft + kWidth, middle, "axis-line");
    svg.text(kLeft + 4, kTop + 12, words.text("report.right"), "small");
    svg.text(kLeft + 4, middle + kHalf - 4, words.text("report.wrong"), "small");
    const double base = kTop + 2 * kHalf + 14;
    for (const double value : {0.0, 0.25, 0.5, 0.75, 1.0})
        svg.text(kLeft + value * kWidth, base, base::fixedText(value, 2), "axis",
                 value == 1   ? Svg::Anchor::End
                 : value == 0 ? Svg::Anchor::Start
                              : Svg::Anchor::Middle);
    svg.text(kLeft + kWidth, base + 15, words.text("report.confidence"), "axis", Svg::Anchor::End);
    return svg.str();
}

}  // namespace pwb::report
