// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/picture_loader.h"

#include <algorithm>

#include "core/dataset/full_picture.h"

namespace pwb::ui {

namespace {

constexpr int kMostKiB = 192 * 1024;
constexpr int kSmallestSide = 384;  ///< no further half below

std::shared_ptr<const Picture> read(const QString& path) {
    auto picture = std::make_shared<Picture>();
    const auto pixels = dataset::fullPicture(std::filesystem::path(path.toStdString()));
    if (!pixels) {
        picture->error = pixels.error();
        return picture;
    }
    const QImage view(pixels->rgb.data(), pixels->width, pixels->height, pixels->width * 3,
                      QImage::Format_RGB888);
    picture->levels << view.convertToFormat(QImage::Format_RGB32);
    while (std::max(picture->levels.last().width(), picture->levels.last().height()) > 2 * kSmallestSide)
        picture->levels << picture->levels.last().scaled(picture->levels.last().size() / 2,
                                                         Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    return picture;
}

int costOf(const Picture& picture) {
    qsizetype bytes = 0;
    for (const QImage& level : picture.levels) bytes += level.sizeInBytes();
    return 1 + static_cast<int>(bytes / 1024);
}

}  // namespace

int Picture::levelFor(double scale) const {
    int level = 0;
    while (level + 1 < levels.size() && scale <= 0.5) {
        scale *= 2;
        ++level;
    }
    return level;
}

PictureLoader::PictureLoader(QObject* parent) : QObject(parent), m_pictures(kMostKiB) {
    m_pool.setMaxThreadCount(1);
}

PictureLoader::~PictureLoader() {
    m_pool.clear();
    m_pool.waitForDone();
}

void PictureLoader::load(const QString& path) {
    if (const Known* known = m_pictures.object(path)) {
        m_wanted.clear();
        emit loaded(path, *known);
        return;
    }
    if (path == m_wanted) return;
    m_wanted = path;
    m_pool.clear();  // what has not begun is not wanted any more
    m_pool.start([this, path] {
        const Known picture = read(path);
        QMetaObject::invokeMethod(
            this, [this, path, picture] { keep(path, picture); }, Qt::QueuedConnection);
    });
}

void PictureLoader::forget() {
    m_wanted.clear();
    m_pool.clear();
}

void PictureLoader::keep(const QString& path, const Known& picture) {
    // A picture larger than the whole cache is not kept, but still shown.
    if (!picture->error) m_pictures.insert(path, new Known(picture), costOf(*picture));
    if (path != m_wanted) return;
    m_wanted.clear();
    emit loaded(path, picture);
}

}  // namespace pwb::ui
