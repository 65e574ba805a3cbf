// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <vector>

#include "core/report/charts.h"
#include "core/report/svg.h"

namespace pwb::report {
namespace {

constexpr double kBox = 184, kGap = 28, kNodeHeight = 112, kRowGap = 36;
constexpr std::size_t kPerRow = 6;

// One box of the path: a question, its answer in bold, what answered it in small type.
void drawBox(Svg& svg, double x, double y, const decide::PathStep& step, const base::Words& words) {
    svg.rect(x, y, kBox, kNodeHeight, "node");
    double line = y + 20;
    const auto put = [&](const std::string& text, double size, std::size_t lines, std::string_view style) {
        for (const std::string& one : wrapText(text, kBox - 24, size, lines)) {
            if (one.empty()) continue;
            svg.text(x + 12, line, one, style);
            line += size + 4;
        }
        line += 2;
    };
    put(words.text(step.question), 12, 2, "");
    put(words.text(step.answer), 13, 1, "strong");
    put(words.text(step.evidence), 11, 3, "small");
}

void drawArrow(Svg& svg, double x, double y) {
    const double end = x + kGap;
    svg.line(x, y, end - 6, y, "flow");
    svg.path("M" + coordinate(end) + " " + coordinate(y) + "l-7 -4v8z", "flow-head");
}

// From the end of one row to the start of the next.
void drawReturn(Svg& svg, double x, double y) {
    const double half = y + kNodeHeight / 2 + kRowGap / 2, next = y + kNodeHeight + kRowGap;
    svg.path("M" + coordinate(x) + " " + coordinate(y) + "h10V" + coordinate(half) + "H6V" +
                 coordinate(next) + "h8",
             "flow");
    svg.path("M" + coordinate(18) + " " + coordinate(next) + "l-7 -4v8z", "flow-head");
}

void drawLeaf(Svg& svg, double x, double y, const decide::Decision& decision, const base::Words& words) {
    const std::string id =
        decision.treePrecision ? std::string(base::precisionId(*decision.treePrecision)) : "";
    svg.rect(x, y + 22, kBox, kNodeHeight - 44, "leaf " + id);
    if (id.empty()) {
        svg.text(x + 12, y + kNodeHeight / 2 + 4, words.text("report.no_answer"), "small");
        return;
    }
    svg.mark(x + 20, y + kNodeHeight / 2 - (decision.treeNeedsQat ? 8 : 0), *decision.treePrecision);
    svg.text(x + 34, y + kNodeHeight / 2 + (decision.treeNeedsQat ? -3 : 5),
             std::string(base::precisionName(*decision.treePrecision)), "strong");
    if (decision.treeNeedsQat)
        svg.text(x + 34, y + kNodeHeight / 2 + 16, words.text("report.by_qat"), "small");
}

}  // namespace

std::string pathChart(const decide::Decision& decision, const base::Words& words) {
    if (decision.path.empty()) return {};
    const std::size_t boxes = decision.path.size() + 1, rows = (boxes + kPerRow - 1) / kPerRow;
    constexpr double kMargin = 18;
    const auto columns = static_cast<double>(std::min(boxes, kPerRow));
    std::string label = words.text("report.decision_path");
    for (const decide::PathStep& step : decision.path)
        label += "; " + words.text(step.question) + " " + words.text(step.answer);
    Svg svg(2 * kMargin + columns * (kBox + kGap) - kGap,
            static_cast<double>(rows) * (kNodeHeight + kRowGap) - kRowGap + 4, label);
    for (std::size_t i = 0; i < boxes; ++i) {
        const double x = kMargin + static_cast<double>(i % kPerRow) * (kBox + kGap);
        const double y = 2 + static_cast<double>(i / kPerRow) * (kNodeHeight + kRowGap);
        if (i < decision.path.size())
            drawBox(svg, x, y, decision.path[i], words);
        else
            drawLeaf(svg, x, y, decision, words);
        if (i + 1 == boxes) break;
        if (i % kPerRow + 1 == kPerRow)
            drawReturn(svg, x + kBox, y + kNodeHeight / 2);
        else
            drawArrow(svg, x + kBox, y + kNodeHeight / 2);
    }
    return svg.str();
}

}  // namespace pwb::report
