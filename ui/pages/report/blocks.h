// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QPainter>
#include <QString>
#include <functional>
#include <optional>
#include <vector>

#include "ui/theme/theme.h"

namespace pwb::ui::paper {

/// Lengths are points (1/72 inch) on A4 paper.
inline constexpr double kWidth = 595, kHeight = 842, kMargin = 48;
inline constexpr double kColumn = kWidth - 2 * kMargin;

/// A piece of the report that is never divided between pages.
struct Block {
    double height = 0;
    std::function<void(QPainter&, const QRectF&)> paint;
    bool keepWithNext = false;
};
using Blocks = std::vector<Block>;

[[nodiscard]] QFont face(double size, QFont::Weight weight = QFont::Normal);

[[nodiscard]] Block space(double height);
[[nodiscard]] Block heading(const QString& text);
[[nodiscard]] Block paragraph(const QString& text, double size = 9, bool secondary = false,
                              double indent = 0);

struct TableColumn {
    QString title;
    double share = 1;  ///< of the width
    bool number = false;
    std::optional<EngineKind> mark = {};
};
struct TableCell {
    QString text;
    bool strong = false;
    std::optional<EngineKind> mark = {};
};
struct TableRow {
    std::vector<TableCell> cells;
    bool group = false;
};
/// A heading block and a block for each row.
void appendTable(Blocks& blocks, const std::vector<TableColumn>& columns, const std::vector<TableRow>& rows);

}  // namespace pwb::ui::paper
