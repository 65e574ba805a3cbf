// SPDX-License-Identifier: GPL-3.0-or-later
// The marks that stand on a picture. Each is drawn on a light casing, so that it stands out from any picture,
// and in the colours of the light theme, whatever the window's.
#pragma once

#include <QPainter>

#include "ui/theme/theme.h"

namespace pwb::ui {

/// A detection.
void drawDetection(QPainter& painter, const QRectF& box, const QColor& color);
/// A plus at the corner of one that FP32 does not have.
void drawPlus(QPainter& painter, const QRectF& box, const QColor& color);
/// A dashed ring where one that FP32 has is missing; small ones are ringed with room to spare.
void drawMissing(QPainter& painter, const QRectF& box);
[[nodiscard]] QRectF ringAround(const QRectF& box);
/// An annotated object, dashed; a crowd dotted.
void drawAnnotated(QPainter& painter, const QRectF& box, bool crowd);
/// Corners around the chosen object.
void drawCorners(QPainter& painter, const QRectF& box);

}  // namespace pwb::ui
