// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/object_changes.h"

#include <algorithm>
#include <tuple>

#include "ui/models/cell_table.h"
#include "ui/models/format.h"
#include "ui/models/samples.h"

namespace pwb::ui {

using compare::ObjectChange;
using compare::ObjectFate;

namespace {

std::size_t fateIndex(ObjectFate fate) {
    return static_cast<std::size_t>(std::find(kListedFates.begin(), kListedFates.end(), fate) -
                                    kListedFates.begin());
}

}  // namespace

ObjectFilter ObjectFilter::lostSmall(const base::EngineId& candidate) {
    ObjectFilter filter;
    filter.candidate = candidate;
    filter.fates = {true, false, false, false};
    filter.buckets = {true, true, false, false};
    return filter;
}

void ObjectChangesModel::setDocument(const std::shared_ptr<const result::RunResult>& document,
                                     const ObjectFilter& filter) {
    beginResetModel();
    m_document = document;
    m_filter = filter;
    const auto* comparison = document ? document->comparison(filter.candidate) : nullptr;
    m_objects = comparison ? comparison->objects : nullptr;
    m_fp32 = document ? document->engine(base::Precision::Fp32) : nullptr;
    m_candidate = document ? document->engine(filter.candidate) : nullptr;
    makeColumns();
    m_shown.clear();
    if (m_objects)
        for (std::size_t i = 0; i < m_objects->changes.size(); ++i)
            if (isListed(m_objects->changes[i])) m_shown.push_back(static_cast<std::uint32_t>(i));
    arrange();
    endResetModel();
}

bool ObjectChangesModel::isListed(const ObjectChange& change) const {
    const std::size_t fate = fateIndex(change.fate);
    if (fate >= kListedFates.size() || !m_filter.fates[fate] || !m_filter.buckets[bucketOf(change.side)])
        return false;
    const ChangedBoxes found = boxes(change);
    if (m_filter.onlyAnnotated && !isAnnotated(*m_document, found)) return false;
    const auto fits = [&](const evaluate::Detection* box) { return box && box->label == *m_filter.label; };
    return !m_filter.label || fits(found.before) || fits(found.after);
}

ChangedBoxes ObjectChangesModel::boxes(const ObjectChange& change) const {
    return boxesOf(change, m_fp32, m_candidate);
}

std::optional<double> ObjectChangesModel::key(const ChangedBoxes& found, int column) const {
    const ObjectChange& change = *found.change;
    const auto confidence = [](const evaluate::Detection* box) {
        return box ? std::optional(static_cast<double>(box->confidence)) : std::nullopt;
    };
    switch (column) {
        case Image:
            return change.sample;
        case Fate:
            return static_cast<double>(fateIndex(change.fate));
        case Class:
            return found.main() ? std::optional<double>(found.main()->label) : std::nullopt;
        case Side:
            return static_cast<double>(change.side);
        case Before:
            return confidence(found.before);
        case After:
            return confidence(found.after);
        case Overlap:
            return change.iou > 0 ? std::optional(static_cast<double>(change.iou)) : std::nullopt;
        default:
            return isAnnotated(*m_document, found) ? 0 : 1;
    }
}

void ObjectChangesModel::arrange() {
    struct Keyed {
        double first, second;
        std::uint32_t change;
    };
    std::vector<Keyed> keyed;
    keyed.reserve(m_shown.size());
    const bool plain = m_sortColumn < 0;
    const double sign = !plain && m_order == Qt::DescendingOrder ? -1 : 1;
    for (const std::uint32_t index : m_shown) {
        const ChangedBoxes found = boxes(m_objects->changes[index]);
        const double rank = *key(found, Fate) * 2 + *key(found, Annotated);
        const auto value = plain ? std::optional(rank) : key(found, m_sortColumn);
        const double confidence = key(found, found.before ? Before : After).value_or(0);
        keyed.push_back({value ? *value * sign : 1e300, plain ? -confidence : rank, index});
    }
    std::sort(keyed.begin(), keyed.end(), [](const Keyed& a, const Keyed& b) {
        return std::tie(a.first, a.second, a.change) < std::tie(b.first, b.second, b.change);
    });
    for (std::size_t i = 0; i < keyed.size(); ++i) m_shown[i] = keyed[i].change;
}

void ObjectChangesModel::sort(int column, Qt::SortOrder order) {
    if (column == m_sortColumn && order == m_order) return;
    emit layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    std::vector<int> changes;
    for (const QModelIndex& index : before) changes.push_back(changeAt(index.row()));
    m_sortColumn = column;
    m_order = order;
    arrange();
    QModelIndexList after;
    for (int i = 0; i < before.size(); ++i)
        after << index(rowOf(changes[static_cast<std::size_t>(i)]), before[i].column());
    changePersistentIndexList(before, after);
    emit layoutChanged({}, VerticalSortHint);
}

int ObjectChangesModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int ObjectChangesModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

const ObjectChange& ObjectChangesModel::change(int row) const {
    return m_objects->changes[m_shown[static_cast<std::size_t>(row)]];
}

int ObjectChangesModel::rowOf(int change) const {
    const auto found = std::find(m_shown.begin(), m_shown.end(), static_cast<std::uint32_t>(change));
    return found == m_shown.end() ? -1 : static_cast<int>(found - m_shown.begin());
}

void ObjectChangesModel::makeColumns() {
    const result::EngineKind candidate =
        m_candidate ? result::kindOf(*m_document, *m_candidate) : result::EngineKind(m_filter.candidate);
    m_columns = {{tr("Image")},
                 {tr("What happened")},
                 {tr("Class")},
                 {tr("√area, px"), {}, true},
                 {{}, tr("Confidence"), true, base::Precision::Fp32, {}, true},
                 {{}, tr("Confidence"), true, candidate},
                 {tr("IoU"), {}, true, {}, {}, true}};
    if (m_document && m_document->manifest && m_document->manifest->hasObjects)
        m_columns << CellColumn{tr("Annotated")};
}

Cell ObjectChangesModel::cell(const ObjectChange& change, int column) const {
    const Cell none{QStringLiteral("·"), {}, Cell::Tone::Waiting};
    const auto confidence = [&](const evaluate::Detection* box) {
        return box ? Cell{formatNumber(static_cast<double>(box->confidence), 2)} : none;
    };
    const ChangedBoxes found = boxes(change);
    const bool annotated = isAnnotated(*m_document, found);
    switch (column) {
        case Image: {
            Cell name{sampleName(*m_document, static_cast<int>(change.sample))};
            name.hint = samplePath(*m_document, static_cast<int>(change.sample));
            name.elideMiddle = true;
            return name;
        }
        case Fate: {
            Cell fate{fateWithSign(change.fate)};
            if (change.fate == ObjectFate::Lost && annotated) fate.tone = Cell::Tone::Bad;
            if (change.fate == ObjectFate::New && annotated) fate.tone = Cell::Tone::Good;
            fate.hint = changeMeaning(*m_document, found);
            return fate;
        }
        case Class:
            return Cell{changedClass(*m_document, found)};
        case Side:
            return Cell{formatNumber(static_cast<double>(change.side), 1)};
        case Before:
            return confidence(found.before);
        case After:
            return confidence(found.after);
        case Overlap:
            return change.iou > 0 ? Cell{formatNumber(static_cast<double>(change.iou), 2)} : none;
        default:
            return annotated ? Cell{tr("yes")} : Cell{tr("no"), {}, Cell::Tone::Secondary};
    }
}

QVariant ObjectChangesModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const CellColumn& column = m_columns[index.column()];
    const auto shown = [&] { return cell(change(index.row()), index.column()); };
    switch (role) {
        case Qt::DisplayRole:
            return shown().text;
        case Qt::TextAlignmentRole:
            return int((column.number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
        case Qt::ToolTipRole: {
            const QString hint = shown().hint;
            return hint.isEmpty() ? QVariant() : QVariant(hint);
        }
        case Qt::AccessibleTextRole: {
            const Cell read = shown();
            const QString words = read.tone == Cell::Tone::Waiting ? tr("none") : read.text;
            return QString(fullHeading(column) + QStringLiteral(": ") + words);
        }
        case CellTableModel::CellRole:
            m_painted = shown();
            return QVariant::fromValue<const Cell*>(&m_painted);
        case CellTableModel::ColumnRole:
            return QVariant::fromValue<const CellColumn*>(&column);
        default:
            return {};
    }
}

QVariant ObjectChangesModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
    const CellColumn& column = m_columns[section];
    switch (role) {
        case Qt::DisplayRole:
            return column.title.isEmpty() ? engineName(*column.mark) : column.title;
        case Qt::AccessibleTextRole:
            return fullHeading(column);
        case CellTableModel::ColumnRole:
            return QVariant::fromValue<const CellColumn*>(&column);
        default:
            return {};
    }
}

QString ObjectChangesModel::tsv(const QVector<int>& rows) const {
    QStringList line;
    for (const CellColumn& column : m_columns) line << fullHeading(column);
    QString result = line.join(u'\t') + u'\n';
    const int count = rows.isEmpty() ? rowCount() : static_cast<int>(rows.size());
    for (int i = 0; i < count; ++i) {
        const ObjectChange& object = change(rows.isEmpty() ? i : rows[i]);
        line.clear();
        for (int c = 0; c < columnCount(); ++c) {
            const Cell read = cell(object, c);
            line << (read.tone == Cell::Tone::Waiting ? QString() : read.text);
        }
        result += line.join(u'\t') + u'\n';
    }
    return result;
}

QString ObjectChangesModel::csv() const {
    static const char* const fates[] = {"kept", "moved", "relabelled", "lost", "new"};
    QString result =
        QStringLiteral("sample,change,side_px,fp32,fp32_confidence,%1,%1_confidence,iou,annotated\n")
            .arg(engineKey(m_filter.candidate));
    const auto add = [](QStringList& line, const evaluate::Detection* box) {
        line << (box ? QString::number(box->label) : QString())
             << (box ? QString::number(static_cast<double>(box->confidence)) : QString());
    };
    for (int row = 0; row < rowCount(); ++row) {
        const ObjectChange& object = change(row);
        const ChangedBoxes found = boxes(object);
        QStringList line = {csvField(sampleName(*m_document, static_cast<int>(object.sample))),
                            QLatin1String(fates[static_cast<int>(object.fate)]),
                            QString::number(static_cast<double>(object.side))};
        add(line, found.before);
        add(line, found.after);
        line << (object.iou > 0 ? QString::number(static_cast<double>(object.iou)) : QString())
             << QString::number(isAnnotated(*m_document, found) ? 1 : 0);
        result += line.join(u',') + u'\n';
    }
    return result;
}

ObjectFilter objectFilterFrom(const QString& text) {
    static const char* const fates[] = {"lost", "relabelled", "new", "moved"};
    ObjectFilter filter;
    for (const QString& word : text.split(u' ', Qt::SkipEmptyParts)) {
        const QString key = word.section(u'=', 0, 0), value = word.section(u'=', 1);
        const QStringList values = value.split(u',');
        bool number = false;
        const int index = value.toInt(&number);
        if ((key == QLatin1String("class") || key == QLatin1String("true")) && number) filter.label = index;
        // What is taken for a class that is not there has an answer alone.
        if (key == QLatin1String("answer") && number && !filter.label) filter.label = index;
        if (key == QLatin1String("engine") && !engineIdOf(value).isBaseline())
            filter.candidate = engineIdOf(value);
        if (key == QLatin1String("annotated")) filter.onlyAnnotated = true;
        if (key == QLatin1String("fate"))
            for (std::size_t i = 0; i < filter.fates.size(); ++i)
                filter.fates[i] = values.contains(QLatin1String(fates[i]));
        if (key == QLatin1String("size"))
            for (std::size_t i = 0; i < filter.buckets.size(); ++i)
                filter.buckets[i] = values.contains(
                    QLatin1String(evaluate::kSizeRanges[i].name.data(),
                                  static_cast<qsizetype>(evaluate::kSizeRanges[i].name.size())));
    }
    return filter;
}

}  // namespace pwb::ui
