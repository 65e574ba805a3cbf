// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/decision_tables.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "ui/models/format.h"

namespace pwb::ui {

namespace {

using decide::FeasibilityCell;
using decide::FeasibilityRow;

struct DecisionTablesText {
    Q_DECLARE_TR_FUNCTIONS(DecisionTables)
};

QString requirementName(const std::string& id) {
    if (id == "throughput") return DecisionTablesText::tr("Throughput");
    if (id == "latency") return DecisionTablesText::tr("Latency, p99");
    if (id == "accuracy") return DecisionTablesText::tr("Accuracy");
    if (id == "memory") return DecisionTablesText::tr("Memory");
    if (id == "smallest_object") return DecisionTablesText::tr("Smallest object");
    return QString::fromStdString(id);
}

/// A figure in the requirement's unit, with that unit where `withUnit`.
QString figureText(double value, const std::string& unit, bool withUnit) {
    if (unit == "fps") return withUnit ? formatFps(value) : formatNumber(value, value < 100 ? 1 : 0);
    if (unit == "ms") return withUnit ? formatMs(value) : formatNumber(value, millisecondDecimals(value));
    if (unit == "fraction") return withUnit ? formatPercent(value) : formatNumber(value * 100, 2);
    if (unit == "bytes") return formatBytes(static_cast<std::uint64_t>(std::max(0.0, value)));
    if (unit == "px") return formatNumber(value, 0) + (withUnit ? QStringLiteral(" px") : QString());
    return formatNumber(value, 2);
}

QString needed(const FeasibilityRow& row) {
    if (!row.needed) return DecisionTablesText::tr("not asked");
    const bool atLeast = row.unit == "fps" || row.unit == "fraction" || row.unit == "px";
    // Device memory is given in GB of 10⁹ bytes.
    const QString text =
        row.unit == "bytes"
            ? formatNumber(*row.needed / 1e9, *row.needed < 1e10 ? 1 : 0).remove(QStringLiteral(".0")) +
                  QStringLiteral(" GB")
            : figureText(*row.needed, row.unit, true);
    return (atLeast ? QChar(0x2265) : QChar(0x2264)) + QStringLiteral(" ") + text;
}

QString margin(const FeasibilityRow& row, double value) {
    if (row.unit == "fraction") return DecisionTablesText::tr("%1 pt").arg(formatSigned(value * 100, 2));
    return formatSigned(value * 100, 0) + QStringLiteral(" %");
}

Cell verdictCell(const FeasibilityRow& row, const FeasibilityCell& cell) {
    if (!row.needed) return {QStringLiteral("·"), {}, Cell::Tone::Waiting};
    Cell shown;
    using State = FeasibilityCell::State;
    shown.text = cell.value                    ? figureText(*cell.value, row.unit, false)
                 : cell.state == State::Met    ? DecisionTablesText::tr("met")
                 : cell.state == State::Missed ? DecisionTablesText::tr("missed")
                                               : DecisionTablesText::tr("unknown");
    if (!cell.value && cell.state == State::Unknown) shown.tone = Cell::Tone::Waiting;
    if (cell.margin) shown.aside = margin(row, *cell.margin);
    switch (cell.state) {
        case FeasibilityCell::State::Met:
            shown.sign = Cell::Sign::Met;
            break;
        case FeasibilityCell::State::Missed:
            shown.sign = Cell::Sign::Missed;
            break;
        case FeasibilityCell::State::Unknown:
            shown.sign = Cell::Sign::Unknown;
            shown.hint = cell.value
                             ? DecisionTablesText::tr(
                                   "holds for the figure itself, but not at the worse end of its interval")
                             : DecisionTablesText::tr("not measured");
            break;
    }
    return shown;
}

QString shortfall(const FeasibilityRow& row, double amount) {
    if (row.unit == "fraction")
        return DecisionTablesText::tr("%1 pt short").arg(formatNumber(amount * 100, 2));
    const QString text = figureText(amount, row.unit, true);
    return row.unit == "ms" || row.unit == "bytes" ? DecisionTablesText::tr("%1 too much").arg(text)
                                                   : DecisionTablesText::tr("%1 short").arg(text);
}

/// What the precision lacks most, or that it meets all.
Cell overall(const decide::Decision& decision, std::size_t column) {
    const FeasibilityRow* worst = nullptr;
    bool unknown = false, asked = false;
    for (const auto& row : decision.feasibility) {
        if (!row.needed || column >= row.cells.size()) continue;
        asked = true;
        const auto& cell = row.cells[column];
        if (cell.state == FeasibilityCell::State::Unknown) unknown = true;
        if (cell.state != FeasibilityCell::State::Missed) continue;
        if (!worst || cell.margin.value_or(0) < worst->cells[column].margin.value_or(0)) worst = &row;
    }
    Cell cell{DecisionTablesText::tr("met"), {}, Cell::Tone::Strong};
    if (!asked) return {DecisionTablesText::tr("nothing asked"), {}, Cell::Tone::Secondary};
    if (worst) {
        const auto& missed = worst->cells[column];
        cell.sign = Cell::Sign::Missed;
        cell.text = missed.value ? shortfall(*worst, std::abs(*worst->needed - *missed.value))
                                 : DecisionTablesText::tr("missed");
    } else if (unknown) {
        cell.text = DecisionTablesText::tr("cannot be told");
        cell.sign = Cell::Sign::Unknown;
    } else {
        cell.sign = Cell::Sign::Met;
    }
    return cell;
}

std::optional<base::Precision> advised(const std::string& adviceCode) {
    const auto at = adviceCode.find("advice_");
    return at == std::string::npos ? std::nullopt
                                   : base::precisionFromId(std::string_view(adviceCode).substr(at + 7, 4));
}

}  // namespace

CellTable feasibilityTable(const decide::Decision& decision) {
    CellTable table;
    table.columns = {{DecisionTablesText::tr("Requirement")}, {DecisionTablesText::tr("Needed")}};
    table.columns[0].least = 92;
    table.columns[1].least = 76;
    if (decision.feasibility.empty()) return table;
    const auto& cells = decision.feasibility.front().cells;
    for (const auto& cell : cells)
        table.columns << CellColumn{{}, {}, false, result::kindOf(decision, cell.engine), {}, true};
    for (const auto& row : decision.feasibility) {
        QVector<Cell> line = {{requirementName(row.requirement)},
                              {needed(row), {}, row.needed ? Cell::Tone::Plain : Cell::Tone::Secondary}};
        for (const auto& cell : row.cells) line << verdictCell(row, cell);
        table.rows << line;
    }
    QVector<Cell> last = {{DecisionTablesText::tr("All requirements"), {}, Cell::Tone::Strong}, {}};
    for (std::size_t c = 0; c < cells.size(); ++c) {
        Cell cell = overall(decision, c);
        const auto kind = result::kindOf(decision, cells[c].engine);
        if (decision.verdict == decide::Verdict::Deploy && result::advisedKind(decision) == kind)
            cell.fill = kind;
        last << cell;
    }
    table.rows << last;
    return table;
}

CellTable recommendationsTable(const decide::Decision& decision) {
    CellTable table;
    table.columns = {{DecisionTablesText::tr("Situation")},
                     {DecisionTablesText::tr("Guide")},
                     {DecisionTablesText::tr("Here")}};
    for (const auto& recommendation : decision.recommendations) {
        const auto tone = recommendation.applies ? Cell::Tone::Strong : Cell::Tone::Plain;
        if (recommendation.applies) table.highlighted << static_cast<int>(table.rows.size());
        Cell advice{coreText(recommendation.advice)};
        advice.mark = advised(recommendation.advice.code);
        table.rows << QVector<Cell>{
            {coreText(recommendation.situation), {}, tone},
            advice,
            {coreText(recommendation.here), {}, recommendation.applies ? tone : Cell::Tone::Secondary}};
    }
    return table;
}

CellTable tippingTable(const decide::Decision& decision) {
    CellTable table;
    table.columns = {{DecisionTablesText::tr("Requirement")}, {DecisionTablesText::tr("Answer")}};
    for (const auto& point : decision.tippingPoints) {
        Cell answer{point.verdict == decide::Verdict::Inconclusive ? DecisionTablesText::tr("inconclusive")
                                                                   : DecisionTablesText::tr("none fits"),
                    {},
                    Cell::Tone::Strong};
        if (point.engine) {
            answer.mark = result::kindOf(decision, *point.engine);
            answer.text = engineName(*answer.mark);
        }
        table.rows << QVector<Cell>{{coreText(point.condition), {}, Cell::Tone::Secondary}, answer};
    }
    return table;
}

CellTable pathTable(const decide::Decision& decision) {
    CellTable table;
    table.columns = {{DecisionTablesText::tr("Question")},
                     {DecisionTablesText::tr("Answer")},
                     {DecisionTablesText::tr("Evidence")}};
    for (const auto& step : decision.path)
        table.rows << QVector<Cell>{{coreText(step.question)},
                                    {coreText(step.answer), {}, Cell::Tone::Strong},
                                    {coreText(step.evidence), {}, Cell::Tone::Secondary}};
    return table;
}

}  // namespace pwb::ui
