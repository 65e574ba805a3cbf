// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/format.h"
#include "core/report/charts.h"
#include "core/report/svg.h"
#include "core/result/detection_figures.h"

namespace pwb::report {
namespace {

constexpr int kLevels = 12, kMostTitled = 60, kMostCells = 250, kMostLabels = 40, kMostWritten = 12;

// The matrix as painted: with more than 250 classes, cells of neighbouring classes are summed.
struct Picture {
    int side = 0;
    std::vector<std::int64_t> cells;
    [[nodiscard]] std::int64_t at(int row, int column) const {
        return cells[static_cast<std::size_t>(row) * static_cast<std::size_t>(side) +
                     static_cast<std::size_t>(column)];
    }
};

Picture pictureOf(const result::ConfusionCounts& counts) {
    const int block = confusionBlock(counts.side);
    Picture picture;
    picture.side = (counts.side + block - 1) / block;
    picture.cells.assign(static_cast<std::size_t>(picture.side) * static_cast<std::size_t>(picture.side), 0);
    for (int row = 0; row < counts.side; ++row)
        for (int column = 0; column < counts.side; ++column)
            picture.cells[static_cast<std::size_t>(row / block) * static_cast<std::size_t>(picture.side) +
                          static_cast<std::size_t>(column / block)] += counts.at(row, column);
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

void titleCells(Svg& svg, const Picture& picture, const std::vector<std::string>& names, double left,
                double top, double cell, const base::Words& words) {
    for (int row = 0; row < picture.side; ++row)
        for (int column = 0; column < picture.side; ++column) {
            const std::int64_t count = picture.at(row, column);
            if (count == 0) continue;
            const base::Message title{"report.confusion_cell",
                                      {{"truth", names[static_cast<std::size_t>(row)]},
                                       {"answer", names[static_cast<std::size_t>(column)]},
                                       {"count", base::countText(count)}}};
            svg.rect(left + column * cell, top + row * cell, cell, cell, "hover", words.text(title));
        }
}

// The figures themselves, where cells are large enough for them.
void writeCounts(Svg& svg, const Picture& picture, double left, double top, double cell,
                 std::int64_t largest) {
    if (picture.side > kMostWritten) return;
    for (int row = 0; row < picture.side; ++row)
        for (int column = 0; column < picture.side; ++column) {
            const std::int64_t count = picture.at(row, column);
            const bool dark = count > 0 && levelOf(count, largest) > kLevels / 2;
            svg.text(left + (column + 0.5) * cell, top + (row + 0.5) * cell + 4, base::countText(count),
                     dark ? "count on-cell" : "count", Svg::Anchor::Middle);
        }
}

// Class names along both sides: all of them while they fit, else every n-th.
void labelSides(Svg& svg, const std::vector<std::string>& names, double left, double top, double extent) {
    const std::size_t every = (names.size() + kMostLabels - 1) / kMostLabels;
    const double cell = extent / static_cast<double>(names.size());
    for (std::size_t i = 0; i < names.size(); i += every) {
        const std::string& name = names[i];
        const double middle = (static_cast<double>(i) + 0.5) * cell;
        const auto shown = wrapText(name, left - 6, 9, 1).front();
        svg.text(left - 4, top + middle + 3,
                 textWidth(name, 9) > left - 6 && shown == name ? "#" + std::to_string(i) : shown, "tiny",
                 Svg::Anchor::End);
        if (textWidth(name, 9) <= cell * static_cast<double>(every))
            svg.text(left + middle, top - 4, name, "tiny", Svg::Anchor::Middle);
    }
}

base::Message matrixLabel(const result::EngineResult& engine, const result::RunResult& document) {
    if (engine.detection)
        return {"report.confusion_label_objects",
                {{"engine", document.nameOf(engine)},
                 {"found", base::countText(engine.detection->found)},
                 {"objects", base::countText(engine.detection->objects)}}};
    return {"report.confusion_label",
            {{"engine", document.nameOf(engine)},
             {"correct", base::countText(engine.accuracy->correct)},
             {"samples", base::countText(engine.accuracy->samples)}}};
}

}  // namespace

int confusionBlock(int classes) {
    return std::max(1, (classes + kMostCells - 1) / kMostCells);
}

std::int64_t largestConfusion(const result::RunResult& document) {
    std::int64_t largest = 0;
    for (const result::EngineResult& engine : document.engines) {
        const result::ConfusionCounts counts = result::confusionOf(engine);
        if (counts.cells.empty()) continue;
        const Picture picture = pictureOf(counts);
        largest = std::max(largest, *std::max_element(picture.cells.begin(), picture.cells.end()));
    }
    return largest;
}

std::string confusionChart(const result::EngineResult& engine, const result::RunResult& document,
                           std::int64_t largest, const base::Words& words) {
    const result::ConfusionCounts counts = result::confusionOf(engine);
    if (counts.cells.empty()) return {};
    const Picture picture = pictureOf(counts);
    std::vector<std::string> names;
    for (int i = 0; i < counts.side; ++i) names.push_back(result::confusionName(document, engine, i, words));
    constexpr double kExtent = 324, kTop = 16;
    double left = 16;
    for (const std::string& name : names) left = std::max(left, textWidth(name, 9) + 8);
    left = std::min(left, 72.0);
    const double cell = kExtent / picture.side;
    Svg svg(left + kExtent + 2, kTop + kExtent + 2, words.text(matrixLabel(engine, document)));
    svg.rect(left, kTop, kExtent, kExtent, "matrix");
    paintCells(svg, picture, left, kTop, cell, largest);
    labelSides(svg, names, left, kTop, kExtent);
    if (engine.detection) writeCounts(svg, picture, left, kTop, cell, largest);
    if (counts.side <= kMostTitled) titleCells(svg, picture, names, left, kTop, cell, words);
    return svg.str();
}

}  // namespace pwb::report
