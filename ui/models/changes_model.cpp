// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/changes_model.h"

#include <QStringList>
#include <algorithm>

#include "ui/models/cell_table.h"
#include "ui/models/format.h"
#include "ui/models/samples.h"

namespace pwb::ui {

namespace {

std::optional<ChangeKind> kindOf(int label, const evaluate::Prediction& before,
                                 const evaluate::Prediction& after) {
    if (before.classes[0] == after.classes[0]) {
        const double fall =
            static_cast<double>(before.confidences[0]) - static_cast<double>(after.confidences[0]);
        return fall >= kConfidenceFall ? std::optional(ChangeKind::ConfidenceFell) : std::nullopt;
    }
    if (before.classes[0] == label) return ChangeKind::RightToWrong;
    return after.classes[0] == label ? ChangeKind::WrongToRight : ChangeKind::WrongToWrong;
}

bool matches(const ChangesFilter& filter, int label, const evaluate::Prediction& before,
             const evaluate::Prediction& after) {
    if (filter.truth && *filter.truth != label) return false;
    return !filter.answer || before.classes[0] == *filter.answer || after.classes[0] == *filter.answer;
}

QString confidence(float value) {
    return formatNumber(static_cast<double>(value), 2);
}

}  // namespace

ChangesFilter changesFilterFrom(const QString& text) {
    ChangesFilter filter;
    for (const QString& word : text.split(u' ', Qt::SkipEmptyParts)) {
        const QString key = word.section(u'=', 0, 0), value = word.section(u'=', 1);
        bool number = false;
        const int index = value.toInt(&number);
        if (key == QLatin1String("true") && number) filter.truth = index;
        if (key == QLatin1String("answer") && number) filter.answer = index;
        if (key == QLatin1String("engine") && !engineIdOf(value).isBaseline())
            filter.candidate = engineIdOf(value);
    }
    return filter;
}

void ChangesModel::setDocument(const std::shared_ptr<const result::RunResult>& document,
                               const ChangesFilter& filter) {
    beginResetModel();
    m_document = document;
    m_filter = filter;
    collect();
    endResetModel();
}

void ChangesModel::collect() {
    m_shown.clear();
    m_counts = {};
    if (!m_document || !m_document->manifest) return;
    const auto *fp32 = m_document->engine(base::Precision::Fp32),
               *candidate = m_document->engine(m_filter.candidate);
    const auto& samples = m_document->manifest->samples;
    for (int i = 0; i < static_cast<int>(samples.size()); ++i) {
        const auto *before = predictionOf(fp32, i), *after = predictionOf(candidate, i);
        const int label = samples[static_cast<std::size_t>(i)].label;
        if (!before || !after || !matches(m_filter, label, *before, *after)) continue;
        const auto kind = kindOf(label, *before, *after);
        if (!kind) continue;
        ++m_counts[static_cast<std::size_t>(*kind)];
        if (m_filter.kinds[static_cast<std::size_t>(*kind)]) m_shown << Change{i, *kind};
    }
    std::stable_sort(m_shown.begin(), m_shown.end(), [&](const Change& a, const Change& b) {
        if (a.kind != b.kind) return a.kind < b.kind;
        return predictionOf(fp32, a.sample)->confidences[0] > predictionOf(fp32, b.sample)->confidences[0];
    });
}

int ChangesModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int ChangesModel::rowOf(int sample) const {
    for (int row = 0; row < m_shown.size(); ++row)
        if (m_shown[row].sample == sample) return row;
    return -1;
}

QString ChangesModel::detail(const Change& change) const {
    const auto* before = predictionOf(m_document->engine(base::Precision::Fp32), change.sample);
    const auto* after = predictionOf(m_document->engine(m_filter.candidate), change.sample);
    if (!before || !after) return {};
    return QStringLiteral("%1 %2 → %3 %4")
        .arg(className(*m_document, before->classes[0]), confidence(before->confidences[0]),
             className(*m_document, after->classes[0]), confidence(after->confidences[0]));
}

QVariant ChangesModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Change& change = m_shown[index.row()];
    switch (role) {
        case Qt::DisplayRole:
            return sampleName(*m_document, change.sample);
        case Qt::ToolTipRole:
            return samplePath(*m_document, change.sample);
        case Qt::AccessibleTextRole:
            return QStringList{sampleName(*m_document, change.sample), changeKindName(change.kind),
                               detail(change)}
                .join(QStringLiteral(", "));
        case SampleRole:
            return change.sample;
        case PathRole:
            return samplePath(*m_document, change.sample);
        case KindRole:
            return static_cast<int>(change.kind);
        case DetailRole:
            return detail(change);
        default:
            return {};
    }
}

QString ChangesModel::csv() const {
    QString text = QStringLiteral("sample,label,fp32,fp32_confidence,%1,%1_confidence,change\n")
                       .arg(engineKey(m_filter.candidate));
    static const char* const kinds[] = {"right_to_wrong", "wrong_to_right", "wrong_to_wrong",
                                        "confidence_fell"};
    for (const Change& change : m_shown) {
        const auto* before = predictionOf(m_document->engine(base::Precision::Fp32), change.sample);
        const auto* after = predictionOf(m_document->engine(m_filter.candidate), change.sample);
        const int label = m_document->manifest->samples[static_cast<std::size_t>(change.sample)].label;
        text += QStringList{csvField(sampleName(*m_document, change.sample)),
                            QString::number(label),
                            QString::number(before->classes[0]),
                            QString::number(static_cast<double>(before->confidences[0])),
                            QString::number(after->classes[0]),
                            QString::number(static_cast<double>(after->confidences[0])),
                            QLatin1String(kinds[static_cast<int>(change.kind)])}
                    .join(u',') +
                u'\n';
    }
    return text;
}

QString changeKindName(ChangeKind kind) {
    switch (kind) {
        case ChangeKind::RightToWrong:
            return ChangesModel::tr("right → wrong");
        case ChangeKind::WrongToRight:
            return ChangesModel::tr("wrong → right");
        case ChangeKind::WrongToWrong:
            return ChangesModel::tr("wrong, another class");
        case ChangeKind::ConfidenceFell:
            return ChangesModel::tr("same answer, confidence fell by 0.2 or more");
    }
    return {};
}

}  // namespace pwb::ui
