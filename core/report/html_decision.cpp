// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/format.h"
#include "core/report/charts.h"
#include "core/report/html_parts.h"
#include "core/result/engine_kind.h"
#include "core/result/verdict.h"

namespace pwb::report {
namespace {

using decide::FeasibilityCell;
using decide::FeasibilityRow;

std::string requirementName(const std::string& requirement, const base::Words& words) {
    static const std::pair<std::string_view, std::string_view> kCodes[] = {
        {"throughput", "report.needs_throughput"},
        {"latency", "report.needs_latency"},
        {"accuracy", "report.needs_accuracy"},
        {"memory", "report.needs_memory"},
        {"smallest_object", "report.needs_object"}};
    for (const auto& [id, code] : kCodes)
        if (requirement == id) return words.text(code);
    return requirement;
}

std::string amount(double value, const std::string& unit) {
    if (unit == "fraction") return base::fixedText(100 * value, 2) + " %";
    if (unit == "bytes") return base::bytesText(value);
    if (unit == "ms") return base::millisecondsText(value) + " ms";
    if (unit == "fps") return base::fixedText(value, value < 100 ? 1 : 0) + " FPS";
    return base::fixedText(value, 1) + " " + unit;
}

std::string neededText(const FeasibilityRow& row, const base::Words& words) {
    if (!row.needed) return words.text("report.not_asked");
    const bool atMost = row.unit == "ms" || row.unit == "bytes";
    // Memory is asked for in GB (10⁹ bytes), as devices are sold.
    const bool memory = row.unit == "bytes";
    const double gigabytes = *row.needed / 1e9;
    const int decimals = gigabytes == std::floor(gigabytes) ? 0 : 2;
    return (atMost ? "≤ " : "≥ ") +
           (memory ? base::fixedText(gigabytes, decimals) + " GB" : amount(*row.needed, row.unit));
}

Data feasibilityData(const FeasibilityCell& cell, const FeasibilityRow& row, const base::Words& words) {
    Data data;
    data.set("met", Data(cell.state == FeasibilityCell::State::Met));
    data.set("missed", Data(cell.state == FeasibilityCell::State::Missed));
    using State = FeasibilityCell::State;
    data.set("value", cell.value                    ? amount(*cell.value, row.unit)
                      : cell.state == State::Met    ? words.text("report.met")
                      : cell.state == State::Missed ? words.text("report.missed")
                      : row.needed                  ? words.text("report.unknown")
                                                    : "·");
    if (cell.margin)
        data.set("margin", base::signedText(100 * *cell.margin, row.unit == "fraction" ? 2 : 0) +
                               (row.unit == "fraction" ? " " + words.text("report.points") : " %"));
    return data;
}

Data feasibilityRows(const decide::Decision& decision, const base::Words& words) {
    Data rows = Data::type::list;
    const auto& all = decision.feasibility;
    if (std::none_of(all.begin(), all.end(),
                     [](const FeasibilityRow& row) { return row.needed.has_value(); }))
        return rows;
    for (const FeasibilityRow& row : all) {
        Data cells = Data::type::list;
        for (const FeasibilityCell& cell : row.cells) cells.push_back(feasibilityData(cell, row, words));
        Data line;
        line.set("name", requirementName(row.requirement, words));
        line.set("needed", neededText(row, words));
        line.set("cells", cells);
        rows.push_back(line);
    }
    return rows;
}

Data feasibilityHeads(const decide::Decision& decision) {
    Data heads = Data::type::list;
    if (decision.feasibility.empty()) return heads;
    for (const FeasibilityCell& cell : decision.feasibility.front().cells) {
        const result::EngineKind kind = result::kindOf(decision, cell.engine);
        Data head;
        head.set("id", kind.key());
        head.set("name", kind.name());
        heads.push_back(head);
    }
    return heads;
}

Data pathRows(const decide::Decision& decision, const base::Words& words) {
    Data rows = Data::type::list;
    for (const decide::PathStep& step : decision.path) {
        Data row;
        row.set("question", words.text(step.question));
        row.set("answer", words.text(step.answer));
        row.set("evidence", words.text(step.evidence));
        rows.push_back(row);
    }
    return rows;
}

Data tippingRows(const decide::Decision& decision, const base::Words& words) {
    Data rows = Data::type::list;
    for (const decide::TippingPoint& point : decision.tippingPoints) {
        Data row;
        row.set("condition", words.text(point.condition));
        row.set("result", point.engine ? result::kindOf(decision, *point.engine).name()
                                       : words.text("report.none_fits"));
        rows.push_back(row);
    }
    return rows;
}

Data recommendationRows(const decide::Decision& decision, const base::Words& words) {
    Data rows = Data::type::list;
    for (const decide::Recommendation& one : decision.recommendations) {
        Data row;
        row.set("situation", words.text(one.situation));
        row.set("advice", words.text(one.advice));
        row.set("here", words.text(one.here));
        row.set("applies", Data(one.applies));
        rows.push_back(row);
    }
    return rows;
}

}  // namespace

Data decisionData(const decide::Decision& decision, const base::Words& words) {
    Data data;
    const auto advised = result::advisedKind(decision);
    data.set("id", advised ? advised->key() : "");
    data.set("headline", words.text(decision.headline));
    data.set("sentence", words.text(decision.sentence));
    Data chips = Data::type::list;
    for (const base::Message& fact : decision.evidence) chips.push_back(Data(words.text(fact)));
    data.set("chips", chips);
    data.set("path_chart", pathChart(decision, words));
    data.set("path", section("rows", pathRows(decision, words)));
    if (const std::string text = words.text(decision.disagreement); !text.empty())
        data.set("disagreement", text);
    data.set("agree", Data(decision.engine && decision.agree && decision.treePrecision));
    data.set("heads", feasibilityHeads(decision));
    data.set("feasibility", section("rows", feasibilityRows(decision, words)));
    data.set("tipping", section("rows", tippingRows(decision, words)));
    data.set("recommendations", section("rows", recommendationRows(decision, words)));
    return data;
}

}  // namespace pwb::report
