// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/preview_strip.h"

#include "ui/theme/theme.h"

namespace pwb::ui {
namespace {
constexpr int kPlaces = 9, kTileGap = 8;
}

PreviewStrip::PreviewStrip(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
}

void PreviewStrip::setPictures(const QList<Picture>& pictures) {
    m_pictures = pictures;
    QStringList labels;
    for (const Picture& picture : pictures) labels << picture.label;
    setAccessibleName(tr("Samples as the model will see them: %1").arg(labels.join(QStringLiteral(", "))));
    update();
}

QSize PreviewStrip::sizeHint() const {
    return {scaled(480), scaled(74)};
}
QSize PreviewStrip::minimumSizeHint() const {
    return {scaled(240), scaled(48)};
}

// Light on dark, so that an outline stands out from any picture.
void PreviewStrip::drawObjects(QPainter& painter, const Picture& picture, const QRectF& place) {
    if (picture.boxes.isEmpty()) return;
    painter.save();
    painter.setClipRect(place);
    painter.setBrush(Qt::NoBrush);
    const double scale = place.width() / picture.image.width();
    for (const QRectF& box : picture.boxes) {
        const QRectF shown(place.topLeft() + box.topLeft() * scale, box.size() * scale);
        painter.setPen(QPen(QColor(0, 0, 0, 150), 1));
        painter.drawRect(shown.adjusted(-1, -1, 1, 1));
        painter.setPen(QPen(Qt::white, 1));
        painter.drawRect(shown);
    }
    painter.restore();
}

void PreviewStrip::paintEvent(QPaintEvent*) {
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.setFont(ui::font(TextRole::Caption));
    const int words = painter.fontMetrics().height();
    const double side = std::min((width() - (kPlaces - 1) * kTileGap) / static_cast<double>(kPlaces),
                                 static_cast<double>(height() - words - 2));
    const double step = (width() - side) / (kPlaces - 1);
    for (int i = 0; i < kPlaces; ++i) {
        const QRectF box(i * step, 0, side, side);
        if (i >= m_pictures.size()) {
            painter.fillRect(box, theme.raised);
            continue;
        }
        const QImage& image = m_pictures[i].image;
        QSizeF fitted = QSizeF(image.size()).scaled(box.size(), Qt::KeepAspectRatio);
        QRectF place(QPointF(0, 0), fitted);
        place.moveCenter(box.center());
        painter.drawImage(place, image);
        drawObjects(painter, m_pictures[i], place);
        painter.setPen(theme.textSecondary);
        const QRectF under(box.left() - kTileGap / 2.0, box.bottom() + 1, side + kTileGap, words + 1);
        painter.drawText(
            under, Qt::AlignCenter,
            painter.fontMetrics().elidedText(m_pictures[i].label, Qt::ElideRight, int(under.width())));
    }
}

}  // namespace pwb::ui
