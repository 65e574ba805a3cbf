// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QString>

class QWidget;

namespace pwb::tests {

/// How far two pictures are from each other. A pixel differs where the other picture has none like it at its
/// place or beside it, so that letters and lines may lie half a pixel elsewhere, as another version of the
/// font renderer draws them.
struct PictureDifference {
    bool sameSize = true;
    double share = 0;  ///< of pixels that differ, 0–1
    QImage marked;     ///< the differing ones red on a pale copy; null where the sizes differ
};
[[nodiscard]] PictureDifference differenceOf(const QImage& actual, const QImage& baseline);

/// Holds a shown widget against tests/data/baselines/NAME.png; waits for pictures that are read and pages
/// that are drawn in the background. Empty when it looks the same; else what differs and where the picture as
/// it is and the marked one were written. With PWB_UPDATE_BASELINES=1 the baseline is written anew instead.
[[nodiscard]] QString unlikeBaseline(QWidget& widget, const QString& name);

}  // namespace pwb::tests
