// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/class_table.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "ui/models/format.h"
#include "ui/models/samples.h"
#include "ui/models/task_figures.h"

namespace pwb::ui {

namespace {

struct ClassTableText {
    Q_DECLARE_TR_FUNCTIONS(ClassTable)
};

using evaluate::ClassificationMetrics;

Cell numberCell(double value, int decimals, bool partial) {
    Cell cell{formatNumber(value, decimals), value};
    cell.italic = partial;
    return cell;
}

QVector<const result::EngineResult*> engines(const result::RunResult& document) {
    QVector<const result::EngineResult*> all;
    for (const auto& kind : result::shownKinds(&document)) all << document.engine(kind.engine);
    return all;
}

/// “INT8”, or “INT8 (PTQ)” where variants of it are shown as well.
QString int8Name(const result::RunResult& document) {
    const auto* int8 = document.engine(base::Precision::Int8);
    return int8 ? engineName(document, *int8) : engineName(base::Precision::Int8);
}

const ClassificationMetrics* metrics(const result::EngineResult* engine) {
    return engine && engine->accuracy ? &*engine->accuracy : nullptr;
}

const evaluate::ClassMetrics* metricsOf(const ClassificationMetrics* all, int index) {
    return all && index < static_cast<int>(all->perClass.size())
               ? &all->perClass[static_cast<std::size_t>(index)]
               : nullptr;
}

std::vector<std::int64_t> changedPerClass(const result::RunResult& document, const result::EngineResult* a,
                                          const result::EngineResult* b) {
    std::vector<std::int64_t> changed(static_cast<std::size_t>(classCount(document)));
    if (!document.manifest || !a || !b) return changed;
    for (std::size_t i = 0; i < document.manifest->samples.size(); ++i) {
        const int label = document.manifest->samples[i].label;
        const auto* first = predictionOf(a, static_cast<int>(i));
        const auto* second = predictionOf(b, static_cast<int>(i));
        if (label < 0 || label >= static_cast<int>(changed.size()) || !first || !second) continue;
        if (first->classes[0] != second->classes[0]) ++changed[static_cast<std::size_t>(label)];
    }
    return changed;
}

Cell mostOftenReadAs(const result::RunResult& document, const ClassificationMetrics* all, int truth) {
    if (!all || truth >= all->classes) return waitingCell();
    const auto* row = all->confusion.data() + static_cast<std::ptrdiff_t>(truth) * all->classes;
    int best = -1;
    for (int answer = 0; answer < all->classes; ++answer)
        if (answer != truth && row[answer] > 0 && (best < 0 || row[answer] > row[best])) best = answer;
    if (best < 0) return {QStringLiteral("–"), 0LL, Cell::Tone::Secondary};
    return {QStringLiteral("%1 (%2)").arg(className(document, best)).arg(row[best]),
            QVariant::fromValue<qlonglong>(row[best])};
}

/// A column per engine under one heading.
void addEngines(QVector<CellColumn>& columns, const result::RunResult& document, const QString& group) {
    bool first = true;
    for (const auto& kind : result::shownKinds(&document)) {
        columns << CellColumn{{}, group, true, kind, {}, first};
        first = false;
    }
}

QVector<CellColumn> columns(const result::RunResult& document) {
    const QString readAs = ClassTableText::tr("Most often read as"), int8 = int8Name(document);
    QVector<CellColumn> all = {{ClassTableText::tr("Class")}, {ClassTableText::tr("Samples"), {}, true}};
    addEngines(all, document, ClassTableText::tr("Recall, %"));
    addEngines(all, document, ClassTableText::tr("F1"));
    all << CellColumn{ClassTableText::tr("%1 − FP32, F1").arg(int8), {}, true, {}, {}, true}
        << CellColumn{ClassTableText::tr("Changed"), {}, true, {}, {}, true}
        << CellColumn{QStringLiteral("FP32"), readAs} << CellColumn{int8, readAs};
    return all;
}

}  // namespace

CellTable perClassTable(const result::RunResult& document) {
    const auto all = engines(document);
    const auto changed = changedPerClass(document, all[0], all[2]);
    const auto *base = metrics(all[0]), *candidate = metrics(all[2]);  // FP32 and the default INT8
    double largest = 1e-9;
    for (int c = 0; c < classCount(document); ++c)
        if (metricsOf(base, c) && metricsOf(candidate, c))
            largest = std::max(largest, std::abs(metricsOf(candidate, c)->f1 - metricsOf(base, c)->f1));

    CellTable table{columns(document), {}};
    for (int c = 0; c < classCount(document); ++c) {
        Cell name{className(document, c), {}, Cell::Tone::Strong};
        const evaluate::ClassMetrics* any = nullptr;
        for (const auto* engine : all)
            if (!any) any = metricsOf(metrics(engine), c);
        QVector<Cell> row = {name, any ? countCell(any->samples) : waitingCell()};
        for (const auto* engine : all) {
            const auto* own = metricsOf(metrics(engine), c);
            row << (own ? numberCell(own->recall * 100, 1, engine->accuracyPartial) : waitingCell());
        }
        for (const auto* engine : all) {
            const auto* own = metricsOf(metrics(engine), c);
            row << (own ? numberCell(own->f1, 3, engine->accuracyPartial) : waitingCell());
        }
        const auto *before = metricsOf(base, c), *after = metricsOf(candidate, c);
        if (before && after) {
            const double delta = after->f1 - before->f1;
            Cell cell{formatSigned(delta, 3), delta};
            cell.bar = delta / largest;
            cell.hint = delta < 0   ? ClassTableText::tr("%1 is worse here").arg(int8Name(document))
                        : delta > 0 ? ClassTableText::tr("%1 is better here").arg(int8Name(document))
                                    : QString();
            row << cell << countCell(changed[static_cast<std::size_t>(c)]);
        } else {
            row << waitingCell() << waitingCell();
        }
        row << mostOftenReadAs(document, base, c) << mostOftenReadAs(document, candidate, c);
        table.rows << row;
    }
    return table;
}

int perClassDeltaColumn(const result::RunResult* document) {
    return 2 + 2 * static_cast<int>(result::shownKinds(document).size());
}

CellTable confusionPairsTable(const result::RunResult& document) {
    const auto all = engines(document);
    CellTable table;
    table.columns = {{ClassTableText::tr("True class")}, {ClassTableText::tr("Read as")}};
    addEngines(table.columns, document,
               document.isDetection() ? ClassTableText::tr("Objects") : ClassTableText::tr("Samples"));
    const QStringList names = confusionNames(&document);
    QVector<ConfusionCounts> matrices;
    for (const auto* engine : all) matrices << confusionOf(engine);
    const int classes = static_cast<int>(names.size());
    for (int truth = 0; truth < classes; ++truth)
        for (int answer = 0; answer < classes; ++answer) {
            QVector<std::int64_t> counts(all.size(), 0);
            for (int e = 0; e < all.size(); ++e)
                if (matrices[e].contains(truth, answer)) counts[e] = matrices[e].at(truth, answer);
            if (truth == answer || counts.count(0) == counts.size()) continue;
            QVector<Cell> row = {{names[truth], {}, Cell::Tone::Strong}, {names[answer]}};
            for (int e = 0; e < all.size(); ++e)
                row << (matrices[e].size > 0 ? countCell(counts[e]) : waitingCell());
            table.rows << row;
        }
    return table;
}

}  // namespace pwb::ui
