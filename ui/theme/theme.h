// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QPainter>
#include <QPalette>

#include "core/result/engine_kind.h"

namespace pwb::ui {

using result::EngineKind;

/// Every colour of the window, in one place. Light or dark follows the application palette's lightness and
/// is read anew on QEvent::PaletteChange; nothing else holds a colour.
struct Theme {
    bool dark = false;
    QColor window, rail, card, raised, hairline, hairlineInner, text, textSecondary, textWaiting;
    QColor chartGrid, chartAxis, accent, accentTint, selectedRow, good, bad, neutral, inactive;
    QColor fp32, fp16, int8, int8Qat, int8Dynamic, int8TensorRt, int8Plain;

    /// The theme that fits the application palette now.
    [[nodiscard]] static const Theme& current();
    /// The light one, whatever the window shows: for paper.
    [[nodiscard]] static const Theme& light();
    /// The application palette for a theme; setting it on QApplication switches the whole window.
    [[nodiscard]] static QPalette palette(bool dark);
    [[nodiscard]] QColor of(const EngineKind& kind) const;
    /// The engine's colour mixed into the card colour, for fills behind text.
    [[nodiscard]] QColor tint(const EngineKind& kind) const;
};

enum class ThemeChoice { System, Light, Dark };
/// Sets palette and style sheet of the application; System follows the desktop's palette.
void applyTheme(ThemeChoice choice);
/// Style and font of the application, once at the start, before applyTheme().
void prepareApplication();

/// Text roles; sizes scale from the application font so that 200 % text works.
enum class TextRole {
    Verdict,
    PageTitle,
    Sentence,
    Body,
    BodyStrong,
    Table,
    TableStrong,
    Caption,
    MatrixLabel
};
[[nodiscard]] QFont font(TextRole role);
/// A length of the design (pixels at the standard text size) at the present text size.
[[nodiscard]] int scaled(int designPixels);

/// A line in an engine's colour: FP32 solid, FP16 dashed, INT8 dotted, its variants dashes and dots mixed.
/// An engine is never told by colour alone.
[[nodiscard]] QPen enginePen(const EngineKind& kind, qreal width = 1.5);
/// ● ■ ▲, of INT8's variants ◆ ▼ ✚ ✖, centred at `centre`, `size` pixels across.
void drawMark(QPainter& painter, const EngineKind& kind, QPointF centre, qreal size, bool hollow = false);
/// The same, filled with `color`.
void drawMark(QPainter& painter, const EngineKind& kind, QPointF centre, qreal size, const QColor& color);
[[nodiscard]] QPixmap markPixmap(const EngineKind& kind, int size, qreal devicePixelRatio);

/// An SVG icon of resources/icons in the given colour (default: secondary text), "setup", "overview", ….
[[nodiscard]] QIcon icon(const QString& name, const QColor& color = {});
/// The same as pixels, for painted widgets.
[[nodiscard]] QPixmap iconPixmap(const QString& name, const QColor& color, int size, qreal devicePixelRatio);

inline constexpr int kGrid = 8;

}  // namespace pwb::ui
