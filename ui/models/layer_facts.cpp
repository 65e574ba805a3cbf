// SPDX-License-Identifier: GPL-3.0-or-later
// What the layers' figures say; how they are laid out as a table is in layer_table.cpp.
#include <QCoreApplication>
#include <algorithm>

#include "ui/models/format.h"
#include "ui/models/layer_table.h"

namespace pwb::ui {
namespace {

using quantize::LayerFacts;
using quantize::LayerReport;

struct LayerFactsText {
    Q_DECLARE_TR_FUNCTIONS(LayerTable)
};

/// Of how many layers the most sensitive are shown.
constexpr int kMostSensitiveShare = 10, kLeastSensitive = 5;

/// Higher is more sensitive; absent where nothing was tried.
std::optional<double> sensitivityOf(const LayerFacts& layer, const LayerReport& report) {
    if (const auto gained = decibelsGained(layer, report)) return gained;
    if (const auto alone = layer.sensitivity.sqnrOnlyThis) return -*alone;
    return std::nullopt;
}

QSet<QString> mostSensitive(const LayerReport& report) {
    std::vector<std::pair<double, QString>> groups;
    QSet<QString> seen;
    for (const LayerFacts& layer : report.layers) {
        const QString group = QString::fromStdString(layer.group);
        const auto sensitivity = sensitivityOf(layer, report);
        if (!sensitivity || seen.contains(group)) continue;
        seen.insert(group);
        groups.emplace_back(-*sensitivity, group);
    }
    std::sort(groups.begin(), groups.end());
    const std::size_t most = std::max(groups.size() / kMostSensitiveShare, std::size_t{kLeastSensitive});
    if (groups.size() > most) groups.resize(most);
    QSet<QString> names;
    for (const auto& [rank, name] : groups) names.insert(name);
    return names;
}

bool isFloat(const LayerFacts& layer) {
    const auto* int8 = executionOf(layer, base::Precision::Int8);
    return int8 && !int8->isMelted() && !int8->isInteger();
}

}  // namespace

LayerPins pinnedGroups(const LayerReport& report) {
    LayerPins pins;
    for (const LayerFacts& layer : report.layers)
        if (layer.floatReason.code == "quantize.kept_pinned")
            pins.insert(QString::fromStdString(layer.group));
    return pins;
}

std::vector<std::string> layersOf(const LayerReport& report, const LayerPins& pins) {
    std::vector<std::string> names;
    for (const LayerFacts& layer : report.layers)
        if (pins.contains(QString::fromStdString(layer.group))) names.push_back(layer.name);
    return names;
}

QString shortLayerName(const LayerFacts& layer) {
    const QString name = QString::fromStdString(layer.name);
    QStringList parts = name.split(u'/', Qt::SkipEmptyParts);
    if (parts.size() > 1 && parts.last() == QString::fromStdString(layer.op)) parts.removeLast();
    QStringList kept;
    for (int i = 0; i < parts.size(); ++i)
        if (i + 1 == parts.size() || !parts[i + 1].startsWith(parts[i] + u'.')) kept << parts[i];
    return kept.isEmpty() ? name : kept.join(u'/');
}

std::vector<result::EngineKind> layerEngines(const result::RunResult& document) {
    std::vector<result::EngineKind> kinds;
    if (!document.layers) return kinds;
    const auto& layers = document.layers->layers;
    for (const result::EngineKind& kind : result::shownKinds(&document))
        if (std::any_of(layers.begin(), layers.end(),
                        [&](const LayerFacts& layer) { return executionOf(layer, kind.engine); }))
            kinds.push_back(kind);
    return kinds;
}

QStringList layerOperators(const LayerReport& report) {
    QStringList names;
    for (const LayerFacts& layer : report.layers) names << QString::fromStdString(layer.op);
    names.removeDuplicates();
    names.sort();
    return names;
}

const quantize::LayerExecution* executionOf(const LayerFacts& layer, const base::EngineId& engine) {
    const auto found = layer.executions.find(engine.key());
    return found == layer.executions.end() ? nullptr : &found->second;
}

std::optional<double> millisecondsSaved(const LayerFacts& layer) {
    if (layer.sensitivity.millisecondsLost) return layer.sensitivity.millisecondsLost;
    const auto *fp32 = executionOf(layer, base::Precision::Fp32),
               *int8 = executionOf(layer, base::Precision::Int8);
    if (!fp32 || !int8 || !fp32->milliseconds || !int8->milliseconds) return std::nullopt;
    return *fp32->milliseconds - *int8->milliseconds;
}

std::optional<double> decibelsGained(const LayerFacts& layer, const LayerReport& report) {
    if (!layer.sensitivity.sqnrWithoutThis || !report.plainSqnr) return std::nullopt;
    return *layer.sensitivity.sqnrWithoutThis - *report.plainSqnr;
}

std::optional<double> pointsGained(const LayerFacts& layer, const LayerReport& report) {
    if (!layer.sensitivity.metricWithoutThis || !report.search) return std::nullopt;
    return 100 * (*layer.sensitivity.metricWithoutThis - report.search->plain);
}

QVector<int> shownLayers(const LayerReport& report, const LayerFilter& filter) {
    const QSet<QString> sensitive = filter.mostSensitive ? mostSensitive(report) : QSet<QString>();
    QVector<int> rows;
    for (int i = 0; i < static_cast<int>(report.layers.size()); ++i) {
        const LayerFacts& layer = report.layers[static_cast<std::size_t>(i)];
        const QString op = QString::fromStdString(layer.op);
        const auto has = [&](const std::string& text) {
            return QString::fromStdString(text).contains(filter.text, Qt::CaseInsensitive);
        };
        if (!filter.op.isEmpty() && op != filter.op) continue;
        if (!filter.text.isEmpty() && !has(layer.name) && !has(layer.op) && !has(layer.output)) continue;
        if (filter.floatInInt8 && !isFloat(layer)) continue;
        if (filter.mostSensitive && !sensitive.contains(QString::fromStdString(layer.group))) continue;
        rows << i;
    }
    return rows;
}

LayerSummary layerSummary(const LayerReport& report) {
    LayerSummary summary;
    double int8 = 0, floats = 0;
    for (const LayerFacts& layer : report.layers) {
        const auto* execution = executionOf(layer, base::Precision::Int8);
        if (!execution) continue;
        const double time = execution->milliseconds.value_or(0);
        if (execution->isMelted()) {
            ++summary.melted;
        } else if (execution->isInteger()) {
            ++summary.int8;
            int8 += time;
        } else {
            ++summary.floats;
            floats += time;
        }
    }
    const auto totals = report.totals.find(base::EngineId(base::Precision::Int8).key());
    if (totals == report.totals.end() || totals->second.sumMilliseconds <= 0) return summary;
    const double sum = totals->second.sumMilliseconds;
    summary.callMilliseconds = sum;
    summary.int8Share = int8 / sum;
    summary.floatShare = floats / sum;
    summary.elsewhereShare = totals->second.elsewhereMilliseconds / sum;
    return summary;
}

QString sensitivityWords(const LayerFacts& layer, const LayerReport& report) {
    QStringList sentences;
    if (!layer.floatReason.code.empty()) sentences << coreText(layer.floatReason);
    if (!layer.candidate && layer.floatReason.code.empty())
        sentences << LayerFactsText::tr("INT8 has no form for this operator; it stays as it is.");
    const auto& s = layer.sensitivity;
    if (s.sqnrOnlyThis)
        sentences << LayerFactsText::tr("Alone in INT8, all else float: outputs at %1 dB.")
                         .arg(formatNumber(*s.sqnrOnlyThis, 1));
    if (const auto gained = decibelsGained(layer, report))
        sentences << LayerFactsText::tr("Left float alone: %1 dB, %2 dB against all in INT8.")
                         .arg(formatNumber(*s.sqnrWithoutThis, 1), formatSigned(*gained, 1));
    if (const auto points = pointsGained(layer, report))
        sentences
            << LayerFactsText::tr("That changes the accuracy by %1 points.").arg(formatSigned(*points, 2));
    else if (s.metricWithoutThis)
        sentences << LayerFactsText::tr("Accuracy is then %1.").arg(formatPercent(*s.metricWithoutThis));
    if (s.millisecondsLost)
        sentences << (*s.millisecondsLost >= 0 ? LayerFactsText::tr("In float a call takes %1 longer.")
                                                     .arg(formatMs(*s.millisecondsLost))
                                               : LayerFactsText::tr("In float a call is %1 shorter.")
                                                     .arg(formatMs(-*s.millisecondsLost)));
    if (layer.candidate && !s.sqnrOnlyThis && !s.sqnrWithoutThis)
        sentences << LayerFactsText::tr(
            "What INT8 costs here has not been measured; “Measure sensitivity” does it.");
    return sentences.join(u' ');
}

}  // namespace pwb::ui
