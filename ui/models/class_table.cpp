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

struct Text {
    Q_DECLARE_TR_FUNCTIONS(ClassTable)
};

using evaluate::ClassificationMetrics;

Cell waiting() {
    return {QStringLiteral("·"), -2.0, Cell::Tone::Waiting};
}

Cell figure(double value, int decimals, bool partial) {
    Cell cell{formatNumber(value, decimals), value};
    cell.italic = partial;
    return cell;
}

Cell count(std::int64_t value) {
    return {formatCount(value), QVariant::fromValue<qlonglong>(value)};
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

const evaluate::ClassMetrics* classOf(const ClassificationMetrics* all, int index) {
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
    if (!all || truth >= all->classes) return waiting();
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
    const QString readAs = Text::tr("Most often read as"), int8 = int8Name(document);
    QVector<CellColumn> all = {{Text::tr("Class")}, {Text::tr("Samples"), {}, true}};
    addEngines(all, document, Text::tr("Recall, %"));
    addEngines(all, document, Text::tr("F1"));
    all << CellColumn{Text::tr("%1 − FP32, F1").arg(int8), {}, true, {}, {}, true}
        << CellColumn{Text::tr("Changed"), {}, true, {}, {}, true}
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
        if (classOf(base, c) && classOf(candidate, c))
            largest = std::max(largest, std::abs(classOf(candidate, c)->f1 - classOf(base, c)->f1));

    CellTable table{columns(document), {}};
    for (int c = 0; c < classCount(document); ++c) {
        Cell name{className(document, c), {}, Cell::Tone::Strong};
        const evaluate::ClassMetrics* any = nullptr;
        for (const auto* engine : all)
            if (!any) any = classOf(metrics(engine), c);
        QVector<Cell> row = {name, any ? count(any->samples) : waiting()};
        for (const auto* engine : all) {
            const auto* own = classOf(metrics(engine), c);
            row << (own ? figure(own->recall * 100, 1, engine->accuracyPartial) : waiting());
        }
        for (const auto* engine : all) {
            const auto* own = classOf(metrics(engine), c);
            row << (own ? figure(own->f1, 3, engine->accuracyPartial) : waiting());
        }
        const auto *before = classOf(base, c), *after = classOf(candidate, c);
        if (before && after) {
            const double delta = after->f1 - before->f1;
            Cell cell{formatSigned(delta, 3), delta};
            cell.bar = delta / largest;
            cell.hint = delta < 0   ? Text::tr("%1 is worse here").arg(int8Name(document))
                        : delta > 0 ? Text::tr("%1 is better here").arg(int8Name(document))
                                    : QString();
            row << cell << count(changed[static_cast<std::size_t>(c)]);
        } else {
            row << waiting() << waiting();
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
    table.columns = {{Text::tr("True class")}, {Text::tr("Read as")}};
    addEngines(table.columns, document, document.isDetection() ? Text::tr("Objects") : Text::tr("Samples"));
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
            for (int e = 0; e < all.size(); ++e) row << (matrices[e].size > 0 ? count(counts[e]) : waiting());
            table.rows << row;
        }
    return table;
}

}  // namespace pwb::ui
