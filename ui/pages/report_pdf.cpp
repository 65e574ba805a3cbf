// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/report_pdf.h"

#include <QCoreApplication>
#include <QPageSize>
#include <QPdfWriter>

#include "core/base/files.h"
#include "ui/pages/report/contents.h"
#include "ui/theme/theme.h"

namespace pwb::ui {

using namespace paper;

ReportPdf::ReportPdf(const result::RunResult& document) : m_name(QString::fromStdString(document.name)) {
    paginate(contents(document));
}

void ReportPdf::paginate(const Blocks& blocks) {
    const double bottom = kHeight - kMargin - 16;
    double y = kMargin;
    m_pages.emplace_back();
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        // A heading goes to the next page together with what it announces.
        double needed = blocks[i].height;
        for (std::size_t k = i; blocks[k].keepWithNext && k + 1 < blocks.size(); ++k)
            needed += blocks[k + 1].height;
        if (y + needed > bottom && y > kMargin) {
            m_pages.emplace_back();
            y = kMargin;
        }
        m_pages.back().push_back({y, blocks[i]});
        y += blocks[i].height;
    }
}

void ReportPdf::paint(QPainter& painter, int number) const {
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    for (const Placed& placed : m_pages[static_cast<std::size_t>(number)]) {
        painter.save();
        placed.block.paint(painter, QRectF(kMargin, placed.top, kColumn, placed.block.height));
        painter.restore();
    }
    painter.setFont(face(8));
    painter.setPen(Theme::light().textSecondary);
    const QRectF foot(kMargin, kHeight - kMargin, kColumn, 12);
    painter.drawText(foot, Qt::AlignLeft | Qt::AlignVCenter, m_name);
    painter.drawText(foot, Qt::AlignRight | Qt::AlignVCenter,
                     QCoreApplication::translate("ReportPdf", "%1 of %2").arg(number + 1).arg(pageCount()));
}

QImage ReportPdf::page(int number, int width) const {
    const double scale = width / kWidth;
    QImage image(width, qRound(kHeight * scale), QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.scale(scale, scale);
    paint(painter, number);
    return image;
}

base::Status ReportPdf::write(const QString& file) const {
    return base::writeFileAtomically(
        file.toStdString(), [this, &file](const std::filesystem::path& temporary) -> base::Status {
            QPdfWriter writer(QString::fromStdString(temporary.string()));
            writer.setResolution(1200);
            writer.setPageSize(QPageSize(QPageSize::A4));
            writer.setPageMargins(QMarginsF(0, 0, 0, 0));
            writer.setTitle(m_name);
            writer.setCreator(QStringLiteral("Precision Workbench"));
            QPainter painter;
            if (!painter.begin(&writer))
                return base::badInput(file.toStdString(), "base.write_failed",
                                      {{"reason", "PDF, " + temporary.parent_path().string()}});
            const double scale = writer.width() / kWidth;
            painter.scale(scale, scale);
            for (int number = 0; number < pageCount(); ++number) {
                if (number > 0) writer.newPage();
                paint(painter, number);
            }
            painter.end();
            return {};
        });
}

}  // namespace pwb::ui
