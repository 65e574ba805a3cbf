// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/report/blocks.h"

#include <QApplication>
#include <algorithm>

#include "ui/theme/theme.h"

namespace pwb::ui::paper {
namespace {

double wrappedHeight(const QString& text, const QFont& font, double width) {
    return QFontMetricsF(font).boundingRect(QRectF(0, 0, width, 1e6), Qt::TextWordWrap, text).height();
}

void paintCells(QPainter& painter, const QRectF& box, const std::vector<TableColumn>& columns,
                const std::vector<TableCell>& cells, const QFont& plain, const QFont& strong,
                const QColor& ink) {
    double total = 0, x = box.left();
    for (const TableColumn& column : columns) total += column.share;
    for (std::size_t i = 0; i < columns.size() && i < cells.size(); ++i) {
        const double width = box.width() * columns[i].share / total;
        QRectF cell(x + 4, box.top(), width - 8, box.height());
        x += width;
        if (cells[i].mark) {
            drawMark(painter, *cells[i].mark, QPointF(cell.left() + 3.5, cell.center().y()), 7,
                     Theme::light().of(*cells[i].mark));
            cell.setLeft(cell.left() + 12);
        }
        painter.setFont(cells[i].strong ? strong : plain);
        painter.setPen(ink);
        const QString shown =
            QFontMetricsF(painter.font()).elidedText(cells[i].text, Qt::ElideRight, cell.width() + 1);
        painter.drawText(cell, Qt::AlignVCenter | (columns[i].number ? Qt::AlignRight : Qt::AlignLeft),
                         shown);
    }
}

}  // namespace

QFont face(double size, QFont::Weight weight) {
    QFont font = QApplication::font();
    font.setPixelSize(std::max(1, qRound(size)));
    font.setWeight(weight);
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

Block space(double height) {
    return {height, [](QPainter&, const QRectF&) {}, false};
}

Block heading(const QString& text) {
    return {30,
            [text](QPainter& painter, const QRectF& box) {
                painter.setFont(face(12, QFont::DemiBold));
                painter.setPen(Theme::light().text);
                painter.drawText(box.adjusted(0, 10, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, text);
            },
            true};
}

Block paragraph(const QString& text, double size, bool secondary, double indent) {
    const QFont font = face(size);
    return {wrappedHeight(text, font, kColumn - indent) + 4,
            [=](QPainter& painter, const QRectF& box) {
                painter.setFont(font);
                painter.setPen(secondary ? Theme::light().textSecondary : Theme::light().text);
                painter.drawText(box.adjusted(indent, 0, 0, 0),
                                 Qt::TextWordWrap | Qt::AlignLeft | Qt::AlignTop, text);
            },
            false};
}

void appendTable(Blocks& blocks, const std::vector<TableColumn>& columns, const std::vector<TableRow>& rows) {
    std::vector<TableCell> titles;
    for (const TableColumn& column : columns) titles.push_back({column.title, true, column.mark});
    blocks.push_back(
        {18,
         [=](QPainter& painter, const QRectF& box) {
             const Theme& theme = Theme::light();
             painter.fillRect(box, theme.raised);
             paintCells(painter, box, columns, titles, face(9), face(9, QFont::DemiBold), theme.text);
             painter.fillRect(QRectF(box.left(), box.bottom() - 0.7, box.width(), 0.7), theme.hairline);
         },
         true});
    for (const TableRow& row : rows)
        blocks.push_back({row.group ? 17.0 : 16.0,
                          [=](QPainter& painter, const QRectF& box) {
                              const Theme& theme = Theme::light();
                              if (row.group) painter.fillRect(box, theme.raised);
                              paintCells(painter, box, columns, row.cells, face(row.group ? 8 : 9),
                                         face(row.group ? 8 : 9, QFont::DemiBold),
                                         row.group ? theme.textSecondary : theme.text);
                              painter.fillRect(QRectF(box.left(), box.bottom() - 0.5, box.width(), 0.5),
                                               theme.hairlineInner);
                          },
                          row.group});
}

}  // namespace pwb::ui::paper
