// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/sample_picture.h"

#include <QPainter>

#include "ui/theme/theme.h"
#include "ui/widgets/thumbnail_cache.h"

namespace pwb::ui {

namespace {

constexpr int kEdge = 512;

}  // namespace

SamplePicture::SamplePicture(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&ThumbnailCache::shared(), &ThumbnailCache::ready, this, [this](const QString& path) {
        if (path == m_path) update();
    });
}

void SamplePicture::setPath(const QString& path) {
    m_path = path;
    setAccessibleName(path.isEmpty() ? QString() : tr("Picture %1").arg(path));
    update();
}

void SamplePicture::paintEvent(QPaintEvent*) {
    if (m_path.isEmpty()) return;
    const Theme& theme = Theme::current();
    QPainter painter(this);
    const QPixmap pixmap = ThumbnailCache::shared().pixmap(m_path, kEdge);
    const int side = std::min(width(), height());
    if (pixmap.isNull()) {
        painter.fillRect(QRect((width() - side) / 2, 0, side, side), theme.raised);
        return;
    }
    const QSize size = pixmap.size().scaled(this->size(), Qt::KeepAspectRatio);
    // Enlarged pixels stay pixels: what the model sees, not a smoothed guess.
    painter.setRenderHint(QPainter::SmoothPixmapTransform, size.width() < pixmap.width());
    painter.drawPixmap(QRect((width() - size.width()) / 2, 0, size.width(), size.height()), pixmap);
}

}  // namespace pwb::ui
