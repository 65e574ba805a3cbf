// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/class_table.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "ui/models/format.h"
#include "ui/models/samples.h"

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

std::array<const report::EngineResult*, 3> engines(const report::ReportDocument& document) {
    return {document.engine("fp32"), document.engine("fp16"), document.engine("int8")};
}

const ClassificationMetrics* metrics(const report::EngineResult* engine) {
    return engine && engine->accuracy ? &*engine->accuracy : nullptr;
}

const evaluate::ClassMetrics* classOf(const ClassificationMetrics* all, int index) {
    return all && index < static_cast<int>(all->perClass.size())
               ? &all->perClass[static_cast<std::size_t>(index)]
               : nullptr;
}

std::vector<std::int64_t> changedPerClass(const report::ReportDocument& document,
                                          const report::EngineResult* a, const report::EngineResult* b) {
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

Cell mostOftenReadAs(const report::ReportDocument& document, const ClassificationMetrics* all, int truth) {
    if (!all || truth >= all->classes) return waiting();
    const auto* row = all->confusion.data() + static_cast<std::ptrdiff_t>(truth) * all->classes;
    int best = -1;
    for (int answer = 0; answer < all->classes; ++answer)
        if (answer != truth && row[answer] > 0 && (best < 0 || row[answer] > row[best])) best = answer;
    if (best < 0) return {QStringLiteral("–"), 0LL, Cell::Tone::Secondary};
    return {QStringLiteral("%1 (%2)").arg(className(document, best)).arg(row[best]),
            QVariant::fromValue<qlonglong>(row[best])};
}

QVector<CellColumn> columns() {
    using base::Precision;
    const QString recall = Text::tr("Recall, %"), f1 = Text::tr("F1"),
                  readAs = Text::tr("Most often read as");
    return {{Text::tr("Class")},
            {Text::tr("Samples"), {}, true},
            {{}, recall, true, Precision::Fp32, {}, true},
            {{}, recall, true, Precision::Fp16},
            {{}, recall, true, Precision::Int8},
            {{}, f1, true, Precision::Fp32, {}, true},
            {{}, f1, true, Precision::Fp16},
            {{}, f1, true, Precision::Int8},
            {Text::tr("INT8 − FP32, F1"), {}, true, {}, {}, true},
            {Text::tr("Changed"), {}, true, {}, {}, true},
            {Text::tr("FP32"), readAs},
            {Text::tr("INT8"), readAs}};
}

}  // namespace

CellTable perClassTable(const report::ReportDocument& document) {
    const auto all = engines(document);
    const auto changed = changedPerClass(document, all[0], all[2]);
    const auto *base = metrics(all[0]), *candidate = metrics(all[2]);
    double largest = 1e-9;
    for (int c = 0; c < classCount(document); ++c)
        if (classOf(base, c) && classOf(candidate, c))
            largest = std::max(largest, std::abs(classOf(candidate, c)->f1 - classOf(base, c)->f1));

    CellTable table{columns(), {}};
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
            cell.hint = delta < 0   ? Text::tr("INT8 is worse here")
                        : delta > 0 ? Text::tr("INT8 is better here")
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

CellTable confusionPairsTable(const report::ReportDocument& document) {
    using base::Precision;
    const auto all = engines(document);
    CellTable table;
    table.columns = {{Text::tr("True class")},
                     {Text::tr("Read as")},
                     {{}, Text::tr("Samples"), true, Precision::Fp32, {}, true},
                     {{}, Text::tr("Samples"), true, Precision::Fp16},
                     {{}, Text::tr("Samples"), true, Precision::Int8}};
    const int classes = classCount(document);
    for (int truth = 0; truth < classes; ++truth)
        for (int answer = 0; answer < classes; ++answer) {
            std::array<std::int64_t, 3> counts{};
            for (std::size_t e = 0; e < 3; ++e)
                if (const auto* m = metrics(all[e]); m && truth < m->classes && answer < m->classes)
                    counts[e] =
                        m->confusion[static_cast<std::size_t>(truth) * static_cast<std::size_t>(m->classes) +
                                     static_cast<std::size_t>(answer)];
            if (truth == answer || counts == std::array<std::int64_t, 3>{}) continue;
            QVector<Cell> row = {{className(document, truth), {}, Cell::Tone::Strong},
                                 {className(document, answer)}};
            for (std::size_t e = 0; e < 3; ++e) row << (metrics(all[e]) ? count(counts[e]) : waiting());
            table.rows << row;
        }
    return table;
}

}  // namespace pwb::ui
