// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/layer_table.h"

#include <QCoreApplication>
#include <algorithm>

#include "ui/models/format.h"

namespace pwb::ui {
namespace {

using quantize::LayerExecution;
using quantize::LayerFacts;
using quantize::LayerReport;

struct LayerTableText {
    Q_DECLARE_TR_FUNCTIONS(LayerTable)
};

QString text(const std::string& value) {
    return QString::fromStdString(value);
}

Cell nothing(const QString& hint) {
    Cell cell{QStringLiteral("·"), -1e300, Cell::Tone::Waiting};
    cell.hint = hint;
    return cell;
}

Cell sensitivityCell(const std::optional<double>& value, int decimals, bool sign, const QString& without) {
    if (!value) return nothing(without);
    return {sign ? formatSigned(*value, decimals) : formatNumber(*value, decimals), *value};
}

/// Precision that really ran as a chip, with its time at the right.
Cell executionCell(const LayerExecution* execution) {
    if (!execution) return nothing(LayerTableText::tr("not known"));
    Cell cell;
    cell.sort = execution->milliseconds.value_or(-1);
    if (execution->isMelted()) {
        cell.text = LayerTableText::tr("folded");
        cell.tone = Cell::Tone::Waiting;
        cell.hint = LayerTableText::tr("part of another layer's kernel in this engine");
        return cell;
    }
    cell.text = text(execution->precision).toUpper();
    if (const auto ran = base::precisionFromId(execution->precision)) cell.chip = result::EngineKind(*ran);
    if (execution->milliseconds) cell.aside = formatNumber(*execution->milliseconds, 3);
    cell.hint = execution->provider.empty() ? text(execution->kernel)
                                            : LayerTableText::tr("%1 on the %2 provider")
                                                  .arg(text(execution->kernel), text(execution->provider));
    return cell;
}

/// A layer's time in the engine that the shares are of.
std::optional<double> timeIn(const LayerFacts& layer, const base::EngineId& engine) {
    const auto* execution = executionOf(layer, engine);
    return execution ? execution->milliseconds : std::nullopt;
}

struct Shares {
    result::EngineKind kind;
    double sum = 0, largest = 0;
};

/// Of INT8's time where that is known, else of the first engine that has times.
std::optional<Shares> sharesOf(const result::RunResult& document) {
    auto kinds = layerEngines(document);
    std::stable_partition(kinds.begin(), kinds.end(),
                          [](const auto& kind) { return kind.engine == base::Precision::Int8; });
    for (const result::EngineKind& kind : kinds) {
        Shares shares{kind};
        for (const LayerFacts& layer : document.layers->layers) {
            const double time = timeIn(layer, kind.engine).value_or(0);
            shares.sum += time;
            shares.largest = std::max(shares.largest, time);
        }
        const auto totals = document.layers->totals.find(kind.key());
        if (totals != document.layers->totals.end())
            shares.sum = std::max(shares.sum, totals->second.sumMilliseconds);
        if (shares.sum > 0) return shares;
    }
    return std::nullopt;
}

Cell shareCell(const LayerFacts& layer, const Shares& shares) {
    const auto time = timeIn(layer, shares.kind.engine);
    if (!time) return nothing(LayerTableText::tr("not known"));
    Cell cell{formatNumber(100 * *time / shares.sum, 1), *time};
    cell.share = *time / shares.largest;
    return cell;
}

Cell rangeCell(const LayerFacts& layer) {
    if (!layer.values) return nothing(LayerTableText::tr("the values of this layer were not collected"));
    const auto& values = *layer.values;
    const bool kept = values.lo != 0 || values.hi != 0;
    const auto lo = static_cast<double>(kept ? values.lo : values.min),
               hi = static_cast<double>(kept ? values.hi : values.max);
    Cell cell{formatNumber(lo, 2) + QStringLiteral(" … ") + formatNumber(hi, 2), hi - lo};
    if (!kept) cell.tone = Cell::Tone::Secondary;
    cell.hint = LayerTableText::tr("values seen: %1 … %2")
                    .arg(formatNumber(static_cast<double>(values.min), 3),
                         formatNumber(static_cast<double>(values.max), 3));
    if (kept)
        cell.hint += LayerTableText::tr("; outside the kept range: %1").arg(formatPercent(values.clipped));
    return cell;
}

Cell pinCell(const LayerFacts& layer, const LayerPins& pins) {
    if (!layer.candidate) {
        Cell cell{QStringLiteral("–"), 2, Cell::Tone::Waiting};
        cell.hint = LayerTableText::tr("INT8 cannot compute this layer");
        return cell;
    }
    const bool pinned = pins.contains(text(layer.group));
    Cell cell{pinned ? LayerTableText::tr("Float") : LayerTableText::tr("Automatic"), pinned ? 0 : 1,
              pinned ? Cell::Tone::Strong : Cell::Tone::Secondary};
    cell.hint = LayerTableText::tr("Space or a click changes it, for all layers of its group");
    return cell;
}

struct Present {
    bool alone = false, without = false, points = false, values = false, reasons = false;
};

Present presentIn(const LayerReport& report) {
    Present present;
    for (const LayerFacts& layer : report.layers) {
        present.alone |= layer.sensitivity.sqnrOnlyThis.has_value();
        present.without |= decibelsGained(layer, report).has_value();
        present.points |= pointsGained(layer, report).has_value();
        present.values |= layer.values.has_value();
        present.reasons |= !layer.floatReason.code.empty();
    }
    return present;
}

QString field(QString value) {
    if (!value.contains(u',') && !value.contains(u'"') && !value.contains(u'\n')) return value;
    return u'"' + value.replace(u'"', QStringLiteral("\"\"")) + u'"';
}

QString exact(const std::optional<double>& value) {
    return value ? QString::number(*value, 'g', 9) : QString();
}

}  // namespace

CellTable layerTable(const result::RunResult& document, const QVector<int>& rows, const LayerPins& pins) {
    CellTable table;
    if (!document.layers) return table;
    const LayerReport& all = *document.layers;
    const auto kinds = layerEngines(document);
    const auto shares = sharesOf(document);
    const Present present = presentIn(all);
    const QString ran = LayerTableText::tr("Really ran in; ms"),
                  sensitivity = LayerTableText::tr("Sensitivity");
    const auto words = [](const QString& title, int least) {
        CellColumn column{title};
        column.least = least;
        return column;
    };
    table.columns = {words(LayerTableText::tr("Layer"), 148), words(LayerTableText::tr("Operator"), 76),
                     words(LayerTableText::tr("In INT8"), 84)};
    for (const result::EngineKind& kind : kinds)
        table.columns << CellColumn{{}, ran, false, kind, {}, kind == kinds.front(), 108};
    if (shares)
        table.columns << CellColumn{
            LayerTableText::tr("Share, %"), engineName(shares->kind), true, {}, {}, true};
    if (present.alone)
        table.columns << CellColumn{LayerTableText::tr("alone, dB"), sensitivity, true, {}, {}, true};
    if (present.without)
        table.columns << CellColumn{
            LayerTableText::tr("float gains, dB"), sensitivity, true, {}, {}, !present.alone};
    if (present.points) table.columns << CellColumn{LayerTableText::tr("points"), sensitivity, true};
    if (present.values) table.columns << CellColumn{LayerTableText::tr("Range"), {}, true, {}, {}, true};
    if (present.reasons)
        table.columns << CellColumn{LayerTableText::tr("Float because"), {}, false, {}, {}, true, 200};

    const QString untried = LayerTableText::tr("not measured");
    for (const int index : rows) {
        const LayerFacts& layer = all.layers[static_cast<std::size_t>(index)];
        Cell name{shortLayerName(layer), index, Cell::Tone::Strong};
        name.elideMiddle = true;
        name.hint = text(layer.name);
        QVector<Cell> row = {name, {text(layer.op)}, pinCell(layer, pins)};
        for (const result::EngineKind& kind : kinds) row << executionCell(executionOf(layer, kind.engine));
        if (shares) row << shareCell(layer, *shares);
        if (present.alone) row << sensitivityCell(layer.sensitivity.sqnrOnlyThis, 1, false, untried);
        if (present.without) row << sensitivityCell(decibelsGained(layer, all), 1, true, untried);
        if (present.points) row << sensitivityCell(pointsGained(layer, all), 2, true, untried);
        if (present.values) row << rangeCell(layer);
        if (present.reasons) {
            Cell reason{coreText(layer.floatReason), {}, Cell::Tone::Secondary};
            reason.hint = reason.text;
            row << reason;
        }
        table.rows << row;
    }
    return table;
}

QString layerCsv(const result::RunResult& document, const QVector<int>& rows, const LayerPins& pins) {
    if (!document.layers) return {};
    const LayerReport& all = *document.layers;
    const auto kinds = layerEngines(document);
    QStringList heads = {QStringLiteral("layer"),      QStringLiteral("operator"),
                         QStringLiteral("output"),     QStringLiteral("group"),
                         QStringLiteral("parameters"), QStringLiteral("pinned_float")};
    for (const result::EngineKind& kind : kinds) {
        const QString id = text(kind.key());
        heads << id + QStringLiteral("_precision") << id + QStringLiteral("_kernel")
              << id + QStringLiteral("_ms");
    }
    heads << QStringLiteral("sqnr_alone_db") << QStringLiteral("sqnr_without_db")
          << QStringLiteral("gained_db") << QStringLiteral("gained_points") << QStringLiteral("ms_lost")
          << QStringLiteral("min") << QStringLiteral("max") << QStringLiteral("lo") << QStringLiteral("hi")
          << QStringLiteral("clipped") << QStringLiteral("float_because");
    QStringList lines = {heads.join(u',')};
    for (const int index : rows) {
        const LayerFacts& layer = all.layers[static_cast<std::size_t>(index)];
        QStringList line = {
            field(text(layer.name)),           field(text(layer.op)),
            field(text(layer.output)),         field(text(layer.group)),
            QString::number(layer.parameters), QString::number(pins.contains(text(layer.group)) ? 1 : 0)};
        for (const result::EngineKind& kind : kinds) {
            const auto* ran = executionOf(layer, kind.engine);
            line << (ran ? field(text(ran->precision)) : QString())
                 << (ran ? field(text(ran->kernel)) : QString())
                 << exact(ran ? ran->milliseconds : std::nullopt);
        }
        const auto& s = layer.sensitivity;
        line << exact(s.sqnrOnlyThis) << exact(s.sqnrWithoutThis) << exact(decibelsGained(layer, all))
             << exact(pointsGained(layer, all)) << exact(s.millisecondsLost);
        const auto value = [&](double figure) { return layer.values ? exact(figure) : QString(); };
        const quantize::LayerValues none;
        const auto& values = layer.values ? *layer.values : none;
        for (const float one : {values.min, values.max, values.lo, values.hi})
            line << value(static_cast<double>(one));
        line << value(values.clipped) << field(coreText(layer.floatReason));
        lines << line.join(u',');
    }
    return lines.join(QStringLiteral("\r\n")) + QStringLiteral("\r\n");
}

CellTable searchTable(const quantize::MixedSearch& search) {
    CellTable table;
    table.columns = {{LayerTableText::tr("Step"), {}, true},
                     {LayerTableText::tr("Reverted to float")},
                     {LayerTableText::tr("layers"), {}, true},
                     {LayerTableText::tr("Accuracy"), {}, true, {}, LayerTableText::tr("%")},
                     {LayerTableText::tr("SQNR"), {}, true, {}, LayerTableText::tr("dB")},
                     {LayerTableText::tr("Latency"), {}, true, {}, LayerTableText::tr("ms")},
                     {LayerTableText::tr("Kept")}};
    Cell start{LayerTableText::tr("all in INT8"), {}, Cell::Tone::Secondary};
    const auto none = [] { return nothing(LayerTableText::tr("not measured")); };
    table.rows << QVector<Cell>{{QStringLiteral("0"), 0},
                                start,
                                none(),
                                {formatNumber(100 * search.plain, 2), search.plain},
                                none(),
                                none(),
                                {}};
    int number = 0;
    for (const quantize::MixedStep& step : search.steps) {
        ++number;
        Cell group{text(step.group), {}, step.kept ? Cell::Tone::Strong : Cell::Tone::Secondary};
        group.elideMiddle = true;
        Cell kept{step.kept ? LayerTableText::tr("yes") : LayerTableText::tr("taken back")};
        kept.sign = step.kept ? Cell::Sign::Met : Cell::Sign::None;
        table.rows << QVector<Cell>{
            {QString::number(number), number},
            group,
            {QString::number(step.layers), step.layers},
            {formatNumber(100 * step.metric, 2), step.metric},
            {formatNumber(step.sqnr, 1), step.sqnr},
            {formatNumber(step.milliseconds, millisecondDecimals(step.milliseconds)), step.milliseconds},
            kept};
    }
    return table;
}

}  // namespace pwb::ui
