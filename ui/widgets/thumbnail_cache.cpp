// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/thumbnail_cache.h"

#include <QCoreApplication>
#include <QImage>

#include "core/dataset/preprocess.h"

namespace pwb::ui {

namespace {

QImage load(const QString& path, int edge) {
    const auto preview = dataset::thumbnail(std::filesystem::path(path.toStdString()), edge);
    if (!preview) return {};
    return QImage(preview->rgb.data(), preview->width, preview->height, preview->width * 3,
                  QImage::Format_RGB888)
        .copy();
}

}  // namespace

ThumbnailCache& ThumbnailCache::shared() {
    static QPointer<ThumbnailCache> cache;
    // Owned by the application, so that the pool is gone before the program's statics are.
    if (!cache) {
        cache = new ThumbnailCache;
        cache->setParent(QCoreApplication::instance());
    }
    return *cache;
}

ThumbnailCache::ThumbnailCache() : m_pixmaps(32 * 1024) {
    m_pool.setMaxThreadCount(2);
}

ThumbnailCache::~ThumbnailCache() {
    m_pool.clear();
    m_pool.waitForDone();
}

QPixmap ThumbnailCache::pixmap(const QString& path, int edge) {
    const QString key = QStringLiteral("%1|%2").arg(edge).arg(path);
    if (const QPixmap* known = m_pixmaps.object(key)) return *known;
    if (m_waiting.contains(key)) return {};
    m_waiting.insert(key);
    m_pool.start([this, key, path, edge] {
        const QImage image = load(path, edge);
        QMetaObject::invokeMethod(
            this,
            [this, key, path, image] {
                m_waiting.remove(key);
                m_pixmaps.insert(key, new QPixmap(QPixmap::fromImage(image)),
                                 1 + static_cast<int>(image.sizeInBytes() / 1024));
                emit ready(path);
            },
            Qt::QueuedConnection);
    });
    return {};
}

void ThumbnailCache::forgetWaiting() {
    m_pool.clear();
    m_waiting.clear();
}

}  // namespace pwb::ui
