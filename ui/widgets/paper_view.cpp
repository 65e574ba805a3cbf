// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/paper_view.h"

#include <QPaintEvent>
#include <QPainter>
#include <algorithm>

#include "ui/theme/theme.h"

namespace pwb::ui {
namespace {

constexpr int kGap = 24;

int columns(int room) {
    return std::max(1, (room - kGap) / (scaled(440) + kGap));
}

int shownWidth(int room) {
    const int count = columns(room);
    return std::clamp((room - (count + 1) * kGap) / count, 160, scaled(620));
}

}  // namespace

PaperView::PaperView(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Pages of the report"));
}

int PaperView::pageWidth(int room, qreal ratio) {
    return qRound(shownWidth(room) * ratio);
}

void PaperView::setPages(const QList<QImage>& pages) {
    m_pages = pages;
    fitHeight();
    update();
}

QRect PaperView::pageRect(int index) const {
    const int count = columns(width()), side = shownWidth(width());
    const QImage& first = m_pages.first();
    const int tall = first.width() > 0 ? side * first.height() / first.width() : side;
    const int row = index / count, column = index % count;
    const int used = std::min<int>(count, static_cast<int>(m_pages.size()));
    const int left = (width() - used * side - (used - 1) * kGap) / 2;
    return {left + column * (side + kGap), kGap + row * (tall + kGap), side, tall};
}

void PaperView::fitHeight() {
    setMinimumHeight(m_pages.isEmpty() ? 0 : pageRect(static_cast<int>(m_pages.size()) - 1).bottom() + kGap);
}

void PaperView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitHeight();
}

void PaperView::paintEvent(QPaintEvent* event) {
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    for (int i = 0; i < m_pages.size(); ++i) {
        const QRect place = pageRect(i);
        if (!place.intersects(event->rect())) continue;
        painter.drawImage(place, m_pages[i]);
        painter.setPen(theme.hairline);
        painter.drawRect(place.adjusted(-1, -1, 0, 0));
    }
}

}  // namespace pwb::ui
