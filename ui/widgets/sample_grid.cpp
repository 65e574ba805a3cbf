// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/sample_grid.h"

#include <QAbstractListModel>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <algorithm>

#include "ui/models/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/thumbnail_cache.h"

namespace pwb::ui {

namespace {

constexpr int kTile = 56;
enum Roles { SampleRole = Qt::UserRole, OnlyHereRole, PathRole };

QString confidenceText(float confidence) {
    return formatNumber(static_cast<double>(confidence), 2);
}

}  // namespace

class SampleGrid::Model : public QAbstractListModel {
public:
    using QAbstractListModel::QAbstractListModel;
    std::shared_ptr<const result::RunResult> document;
    base::EngineId shown, other;
    QVector<CellSample> samples;

    void reset(const std::function<void()>& change) {
        beginResetModel();
        change();
        endResetModel();
    }
    [[nodiscard]] int rowCount(const QModelIndex& parent) const override {
        return parent.isValid() ? 0 : static_cast<int>(samples.size());
    }
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override {
        if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
        const CellSample& sample = samples[index.row()];
        switch (role) {
            case SampleRole:
                return sample.index;
            case OnlyHereRole:
                return sample.onlyHere;
            case PathRole:
                return samplePath(*document, sample.index);
            case Qt::ToolTipRole:
            case Qt::DisplayRole:
                return sampleName(*document, sample.index);
            case Qt::AccessibleTextRole:
                return sampleName(*document, sample.index) + QStringLiteral(", ") + note(sample);
            default:
                return {};
        }
    }
    [[nodiscard]] QString otherName() const {
        const auto* engine = document->engine(other);
        return engine ? engineName(*document, *engine) : engineName(other);
    }
    [[nodiscard]] QString note(const CellSample& sample) const {
        if (!sample.onlyHere) return SampleGrid::tr("both");
        return shown.isBaseline() ? SampleGrid::tr("not in %1").arg(otherName()) : SampleGrid::tr("new");
    }
};

class SampleGrid::Delegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        const QFontMetrics metrics(ui::font(TextRole::Caption));
        return {kTile + 62, std::max(kTile, 3 * metrics.height()) + 16};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const Theme& theme = Theme::current();
        const auto* model = static_cast<const Model*>(index.model());
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (option.state & QStyle::State_Selected) painter->fillRect(option.rect, theme.selectedRow);
        const QRect thumb(option.rect.left() + 2, option.rect.top() + 6, kTile, kTile);
        const QPixmap pixmap = ThumbnailCache::shared().pixmap(index.data(PathRole).toString(), kTile);
        if (pixmap.isNull())
            painter->fillRect(thumb, theme.raised);
        else
            painter->drawPixmap(
                QRect(thumb.center() - QPoint(pixmap.width() / 2, pixmap.height() / 2), pixmap.size()),
                pixmap);
        painter->setFont(ui::font(TextRole::Caption));
        const int line = painter->fontMetrics().height(), left = thumb.right() + 9;
        int y = option.rect.top() + 6;
        const bool fp32First = model->shown.isBaseline();
        for (const base::EngineId& engine :
             {fp32First ? model->shown : model->other, fp32First ? model->other : model->shown}) {
            drawAnswer(*painter, *model, engine, model->samples[index.row()].index,
                       {left, y, option.rect.right() - left, line});
            y += line + 1;
        }
        const CellSample& sample = model->samples[index.row()];
        painter->setPen(!sample.onlyHere ? theme.textSecondary : fp32First ? theme.good : theme.bad);
        painter->drawText(QRect(left, y, option.rect.right() - left, line), Qt::AlignLeft | Qt::AlignVCenter,
                          model->note(sample));
        painter->restore();
    }

private:
    static void drawAnswer(QPainter& painter, const Model& model, const base::EngineId& answering, int sample,
                           const QRect& box) {
        const auto* engine = model.document->engine(answering);
        const auto* prediction = predictionOf(engine, sample);
        if (!prediction) return;
        drawMark(painter, result::kindOf(*model.document, *engine),
                 {box.left() + 4.0, box.center().y() + 0.5}, 8);
        painter.setPen(Theme::current().text);
        const QString confidence = QStringLiteral(" ") + confidenceText(prediction->confidences[0]);
        const int room = box.width() - 13 - painter.fontMetrics().horizontalAdvance(confidence);
        const QString name = painter.fontMetrics().elidedText(
            className(*model.document, prediction->classes[0]), Qt::ElideRight, room);
        painter.drawText(box.adjusted(13, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, name + confidence);
    }
};

SampleGrid::SampleGrid(QWidget* parent) : QListView(parent), m_model(new Model(this)) {
    setObjectName(QStringLiteral("cellSamples"));
    setAccessibleName(tr("Images of the chosen cell"));
    setModel(m_model);
    setItemDelegate(new Delegate(this));
    setViewMode(IconMode);
    setMovement(Static);
    setResizeMode(Adjust);
    setUniformItemSizes(true);
    setSpacing(0);
    setFrameShape(NoFrame);
    setVerticalScrollMode(ScrollPerPixel);
    connect(&ThumbnailCache::shared(), &ThumbnailCache::ready, viewport(), qOverload<>(&QWidget::update));
    connect(this, &QListView::activated, this,
            [this](const QModelIndex& index) { emit sampleActivated(index.data(SampleRole).toInt()); });
}

void SampleGrid::setSamples(const std::shared_ptr<const result::RunResult>& document,
                            const base::EngineId& shown, const base::EngineId& other,
                            const QVector<CellSample>& samples) {
    m_model->reset([&] {
        m_model->document = document;
        m_model->shown = shown;
        m_model->other = other;
        m_model->samples = samples;
    });
}

// As many columns as fit beside a scroll bar, whether it is there or not, so that it cannot come and go.
void SampleGrid::resizeEvent(QResizeEvent* event) {
    const QSize item = itemDelegate()->sizeHint({}, {});
    const int room = width() - verticalScrollBar()->sizeHint().width() - 4;
    const int columns = std::max(1, room / item.width());
    setGridSize({room / columns, item.height()});
    QListView::resizeEvent(event);
}

}  // namespace pwb::ui
