// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCache>
#include <QObject>
#include <QPixmap>
#include <QPointer>
#include <QSet>
#include <QThreadPool>

namespace pwb::ui {

/// Small pictures of samples, decoded in the background and kept while memory lasts (32 MiB). One for the
/// whole window.
class ThumbnailCache : public QObject {
    Q_OBJECT

public:
    static ThumbnailCache& shared();
    ~ThumbnailCache() override;

    /// The picture scaled into `edge` pixels; null while it is being loaded (ready() follows) and where it
    /// cannot be read.
    [[nodiscard]] QPixmap pixmap(const QString& path, int edge);
    /// Drops waiting work, e.g. when another list is shown.
    void forgetWaiting();

signals:
    void ready(const QString& path);

private:
    ThumbnailCache();

    QCache<QString, QPixmap> m_pixmaps;  ///< cost in KiB
    QSet<QString> m_waiting;
    QThreadPool m_pool;
};

}  // namespace pwb::ui
