// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/table_builder.h"

#include <algorithm>

#include "core/base/format.h"

namespace pwb::report {

void TableBuilder::row(std::string label, const std::function<TableCell(const result::EngineResult&)>& cell) {
    TableRow row{std::move(label), {}};
    for (const result::EngineResult* engine : m_engines) row.cells.push_back(cell(*engine));
    const bool any =
        std::any_of(row.cells.begin(), row.cells.end(), [](const TableCell& one) { return !one.empty(); });
    if (any) m_groups.back().rows.push_back(std::move(row));
}

void TableBuilder::candidateRow(std::string label,
                                const std::function<TableCell(const compare::Comparison&)>& cell) {
    const auto& all = m_document.comparisons;
    if (std::none_of(all.begin(), all.end(), [&](const auto& one) { return !cell(one).empty(); })) return;
    row(std::move(label), [&](const result::EngineResult& engine) {
        if (engine.id == all.front().baseline)
            return TableCell{{}, {}, m_words.text("report.baseline"), {}, false};
        const compare::Comparison* comparison = m_document.comparison(engine.id);
        return comparison ? cell(*comparison) : TableCell{};
    });
}

void TableBuilder::byteRow(std::string label,
                           const std::function<std::optional<double>(const result::EngineResult&)>& bytes) {
    double largest = 0;
    std::vector<double> contenders;
    for (const result::EngineResult* engine : m_engines) {
        const auto value = bytes(*engine);
        if (!value) continue;
        largest = std::max(largest, *value);
        if (!engine->isReference()) contenders.push_back(*value);
    }
    std::sort(contenders.begin(), contenders.end());
    const base::ByteUnit unit = base::byteUnit(largest);
    const bool clear = contenders.size() > 1 && contenders[0] < 0.99 * contenders[1];
    row(std::move(label), [&](const result::EngineResult& engine) {
        const auto value = bytes(engine);
        if (!value) return TableCell{};
        const bool best = clear && !engine.isReference() && *value == contenders[0];
        return TableCell{unit.text(*value), std::string(unit.name), {}, {}, best};
    });
}

std::vector<TableGroup> TableBuilder::take() {
    std::erase_if(m_groups, [](const TableGroup& one) { return one.rows.empty(); });
    return std::move(m_groups);
}

TableCell percentCell(double fraction) {
    return {base::fixedText(100 * fraction, 2), "%", {}, {}, false};
}

void addDifference(TableBuilder& table, std::string_view delta) {
    const std::string points = table.text("report.points");
    table.candidateRow(table.text(delta), [&](const compare::Comparison& one) {
        if (!one.accuracy) return TableCell{};
        return TableCell{base::signedText(100 * one.accuracy->accuracyDelta, 2), points, {}, {}, false};
    });
    table.candidateRow(table.text("report.delta_interval"), [&](const compare::Comparison& one) {
        if (!one.accuracy) return TableCell{};
        const auto& interval = one.accuracy->interval;
        return TableCell{
            {},
            {},
            base::signedText(100 * interval[0], 2) + " … " + base::signedText(100 * interval[1], 2),
            points,
            false};
    });
    table.candidateRow(table.text("report.significance"), [&](const compare::Comparison& one) {
        if (!one.accuracy) return TableCell{};
        return TableCell{{},
                         {},
                         significanceText(*one.accuracy, table.words()),
                         base::pValueText(one.accuracy->pValue),
                         false};
    });
}

}  // namespace pwb::report
