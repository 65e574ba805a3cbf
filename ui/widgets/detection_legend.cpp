// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/detection_legend.h"

#include "ui/widgets/detection_marks.h"

namespace pwb::ui {

namespace {

enum Row { Found, Lost, New, Chosen, Annotated };
constexpr int kSwatch = 44;

}  // namespace

DetectionLegend::DetectionLegend(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setLabelled(true);
}

void DetectionLegend::setLabelled(bool labelled) {
    m_labelled = labelled;
    setAccessibleName(tr("Marks in the pictures: %1").arg(words().join(QStringLiteral("; "))));
    updateGeometry();
    update();
}

QStringList DetectionLegend::words() const {
    QStringList words = {tr("found, in the engine's colour"), tr("ring: lost, found by FP32"),
                         tr("plus: new, not found by FP32"), tr("the chosen object")};
    if (m_labelled) words << tr("dashed: annotated");
    return words;
}

int DetectionLegend::rowHeight() const {
    return std::max(scaled(30), QFontMetrics(ui::font(TextRole::Table)).height() + 8);
}

QSize DetectionLegend::sizeHint() const {
    return {scaled(200), static_cast<int>(words().size()) * rowHeight()};
}

void DetectionLegend::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(ui::font(TextRole::Table));
    const QStringList texts = words();
    for (int row = 0; row < texts.size(); ++row) {
        const QRectF line(0, row * rowHeight(), width(), rowHeight());
        // A middle grey, as a picture might be.
        const QRectF swatch(0, line.top() + 1, kSwatch, line.height() - 2);
        painter.fillRect(swatch, QColor(0x6B, 0x7A, 0x5E));
        const QRectF box(swatch.center() - QPointF(6, 5), QSizeF(12, 10));
        painter.setClipRect(swatch);
        const QColor color = Theme::light().int8;
        if (row == Found || row == New) drawDetection(painter, box, color);
        if (row == New) drawPlus(painter, box, color);
        if (row == Lost) drawMissing(painter, box);
        if (row == Chosen) drawCorners(painter, QRectF(swatch.center() - QPointF(2, 2), QSizeF(4, 4)));
        if (row == Annotated) drawAnnotated(painter, box, false);
        painter.setClipping(false);
        painter.setPen(Theme::current().textSecondary);
        painter.drawText(
            line.adjusted(kSwatch + 10, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
            painter.fontMetrics().elidedText(texts[row], Qt::ElideRight, width() - kSwatch - 10));
    }
}

}  // namespace pwb::ui
