// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCache>
#include <QImage>
#include <QObject>
#include <QThreadPool>
#include <QVector>
#include <memory>
#include <optional>

#include "core/base/error.h"

namespace pwb::ui {

/// A picture at its full size and its halves, so that drawing a large one small is quick and smooth.
struct Picture {
    QVector<QImage> levels;  ///< [0] as it is, each next one half of it; none where it cannot be read
    std::optional<base::Error> error;  ///< why not

    [[nodiscard]] QSize size() const { return levels.isEmpty() ? QSize() : levels.front().size(); }
    /// The level to draw from at `scale` screen pixels per pixel.
    [[nodiscard]] int levelFor(double scale) const;
};

/// Reads original pictures (and frames of videos, "clip.mp4#120") in the background and keeps the last ones
/// (192 MiB). Only the newest request is answered.
class PictureLoader : public QObject {
    Q_OBJECT

public:
    explicit PictureLoader(QObject* parent = nullptr);
    ~PictureLoader() override;

    /// loaded() follows, at once where the picture is known.
    void load(const QString& path);
    /// Answers nothing any more that was asked for.
    void forget();

signals:
    void loaded(const QString& path, std::shared_ptr<const pwb::ui::Picture> picture);

private:
    using Known = std::shared_ptr<const Picture>;
    void keep(const QString& path, const Known& picture);

    QCache<QString, Known> m_pictures;  ///< cost in KiB
    QString m_wanted;
    QThreadPool m_pool;
};

}  // namespace pwb::ui
