// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>

#include "core/report/charts.h"
#include "core/report/format.h"
#include "core/report/svg.h"

namespace pwb::report {
namespace {

constexpr int kLevels = 12, kMostTitled = 60, kMostCells = 250, kMostLabels = 40;

// The matrix as painted: with more than 250 classes, cells of neighbouring classes are summed.
struct Picture {
    int side = 0;
    std::vector<std::int64_t> cells;
    [[nodiscard]] std::int64_t at(int row, int column) const {
        return cells[static_cast<std::size_t>(row) * static_cast<std::size_t>(side) +
                     static_cast<std::size_t>(column)];
    }
};

Picture pictureOf(const evaluate::ClassificationMetrics& metrics) {
    const int block = confusionBlock(metrics.classes);
    Picture picture;
    picture.side = (metrics.classes + block - 1) / block;
    const auto side = static_cast<std::size_t>(picture.side);
    picture.cells.assign(side * side, 0);
    const auto n = static_cast<std::size_t>(metrics.classes), step = static_cast<std::size_t>(block);
    for (std::size_t row = 0; row < n; ++row)
        for (std::size_t column = 0; column < n; ++column)
            picture.cells[row / step * side + column / step] += metrics.confusion[row * n + column];
    return picture;
}

int levelOf(std::int64_t count, std::int64_t largest) {
    const double share = std::log1p(static_cast<double>(count)) /
                         std::log1p(static_cast<double>(std::max<std::int64_t>(largest, 1)));
    return std::clamp(static_cast<int>(std::ceil(share * kLevels)), 1, kLevels);
}

void paintCells(Svg& svg, const Picture& picture, double left, double top, double cell,
                std::int64_t largest) {
    std::array<std::string, kLevels + 1> levels;
    for (int row = 0; row < picture.side; ++row)
        for (int column = 0; column < picture.side; ++column) {
            const std::int64_t count = picture.at(row, column);
            if (count == 0) continue;
            const std::string size = coordinate(cell);
            levels[static_cast<std::size_t>(levelOf(count, largest))] +=
                "M" + coordinate(left + column * cell) + " " + coordinate(top + row * cell) + "h" + size +
                "v" + size + "h-" + size + "z";
        }
    for (int level = 1; level <= kLevels; ++level)
        if (const std::string& data = levels[static_cast<std::size_t>(level)]; !data.empty())
            svg.path(data, "cell l" + std::to_string(level));
}

void titleCells(Svg& svg, const Picture& picture, const ReportDocument& document, double left, double top,
                double cell, const base::Words& words) {
    for (int row = 0; row < picture.side; ++row)
        for (int column = 0; column < picture.side; ++column) {
            const std::int64_t count = picture.at(row, column);
            if (count == 0) continue;
            const base::Message title{"report.confusion_cell",
                                      {{"truth", document.className(row)},
                                       {"answer", document.className(column)},
                                       {"count", countText(count)}}};
            svg.rect(left + column * cell, top + row * cell, cell, cell, "hover", words.text(title));
        }
}

// Class names along both sides: all of them while they fit, else every n-th.
void labelSides(Svg& svg, const ReportDocument& document, int classes, double left, double top,
                double extent) {
    const int every = (classes + kMostLabels - 1) / kMostLabels;
    const double cell = extent / classes;
    for (int i = 0; i < classes; i += every) {
        const std::string name = document.className(i);
        const double middle = (i + 0.5) * cell;
        const auto shown = wrapText(name, left - 6, 9, 1).front();
        svg.text(left - 4, top + middle + 3,
                 textWidth(name, 9) > left - 6 && shown == name ? "#" + std::to_string(i) : shown, "tiny",
                 Svg::Anchor::End);
        if (textWidth(name, 9) <= cell * every)
            svg.text(left + middle, top - 4, name, "tiny", Svg::Anchor::Middle);
    }
}

}  // namespace

int confusionBlock(int classes) {
    return std::max(1, (classes + kMostCells - 1) / kMostCells);
}

std::int64_t largestConfusion(const ReportDocument& document) {
    std::int64_t largest = 0;
    for (const EngineResult& engine : document.engines) {
        if (!engine.accuracy || engine.accuracy->confusion.empty()) continue;
        const Picture picture = pictureOf(*engine.accuracy);
        largest = std::max(largest, *std::max_element(picture.cells.begin(), picture.cells.end()));
    }
    return largest;
}

std::string confusionChart(const EngineResult& engine, const ReportDocument& document, std::int64_t largest,
                           const base::Words& words) {
    if (!engine.accuracy || engine.accuracy->confusion.empty()) return {};
    const evaluate::ClassificationMetrics& metrics = *engine.accuracy;
    const Picture picture = pictureOf(metrics);
    constexpr double kExtent = 324, kTop = 16;
    double left = 16;
    for (int i = 0; i < metrics.classes; ++i) left = std::max(left, textWidth(document.className(i), 9) + 8);
    left = std::min(left, 72.0);
    const double cell = kExtent / picture.side;
    const base::Message label{"report.confusion_label",
                              {{"engine", document.nameOf(engine)},
                               {"correct", countText(metrics.correct)},
                               {"samples", countText(metrics.samples)}}};
    Svg svg(left + kExtent + 2, kTop + kExtent + 2, words.text(label));
    svg.rect(left, kTop, kExtent, kExtent, "matrix");
    paintCells(svg, picture, left, kTop, cell, largest);
    labelSides(svg, document, metrics.classes, left, kTop, kExtent);
    if (metrics.classes <= kMostTitled) titleCells(svg, picture, document, left, kTop, cell, words);
    return svg.str();
}

}  // namespace pwb::report
