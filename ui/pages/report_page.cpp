// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/report_page.h"

#include <QFileDialog>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "core/base/files.h"
#include "core/report/writers.h"
#include "ui/jobs/background.h"
#include "ui/models/format.h"
#include "ui/models/language.h"
#include "ui/pages/report_pdf.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/label.h"
#include "ui/widgets/paper_view.h"
#include "ui/widgets/save_chart.h"

namespace pwb::ui {
QString reportFileName(const result::RunResult& document, const QString& format) {
    const QString stem =
        format == QLatin1String("csv") ? QStringLiteral("predictions") : QStringLiteral("report");
    return QString::fromStdString((document.runFolder / (stem + '.' + format).toStdString()).string());
}

base::Status writeReport(const result::RunResult& document, const QString& format, const QString& file) {
    if (format == QLatin1String("pdf")) return ReportPdf(document).write(file);
    const std::string text = format == QLatin1String("html")   ? report::writeHtml(document, words())
                             : format == QLatin1String("json") ? report::writeJson(document, words())
                             : format == QLatin1String("md")   ? report::writeMarkdown(document, words())
                                                               : report::writePredictionsCsv(document);
    return base::writeFileAtomically(file.toStdString(), text);
}

ReportPage::ReportPage(QWidget* parent)
    : Page(QStringLiteral("report"), tr("Report"), parent),
      m_banner(new Banner),
      m_view(new PaperView),
      m_scroll(new QScrollArea),
      m_empty(label(
          tr("The printed report appears here when there is a run. It holds what the pages show, with the "
             "machine, the settings and all warnings."),
          TextRole::Body, Tone::Secondary)) {
    setHint(tr("preview and export"));
    const std::pair<QString, QString> formats[] = {{QStringLiteral("PDF"), QStringLiteral("pdf")},
                                                   {QStringLiteral("HTML"), QStringLiteral("html")},
                                                   {QStringLiteral("JSON"), QStringLiteral("json")},
                                                   {QStringLiteral("Markdown"), QStringLiteral("md")},
                                                   {QStringLiteral("CSV"), QStringLiteral("csv")}};
    for (const auto& [text, format] : formats) {
        QPushButton* button = flatButton(text, QStringLiteral("save"));
        button->setObjectName(QStringLiteral("export-") + format);
        button->setToolTip(tr("Export as %1").arg(text));
        connect(button, &QPushButton::clicked, this, [this, id = format] { exportAs(id); });
        addTool(button);
        m_exports << button;
    }
    body()->addWidget(m_banner);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    body()->addWidget(m_empty, 1);
    m_scroll->setWidget(m_view);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_view->setProperty("role", QStringLiteral("scrolled"));
    body()->addWidget(m_scroll, 1);
}

void ReportPage::refresh() {
    const bool some = document() != nullptr;
    for (QPushButton* button : m_exports) button->setEnabled(some);
    m_empty->setVisible(!some);
    m_scroll->setVisible(some);
    if (some) render();
}

void ReportPage::render() {
    const Document shown = document();
    const quint64 job = ++m_job;
    m_rendering = true;
    const int width = PaperView::pageWidth(m_scroll->viewport()->width(), devicePixelRatioF());
    inBackground(
        this,
        [shown, width] {
            const ReportPdf report(*shown);
            QList<QImage> pages;
            for (int i = 0; i < report.pageCount(); ++i) pages << report.page(i, width);
            return pages;
        },
        [this, job](const QList<QImage>& pages) {
            if (job != m_job) return;
            m_rendering = false;
            m_view->setPages(pages);
            setHint(tr("preview and export, %1 pages of A4").arg(pages.size()));
        });
}

void ReportPage::resizeEvent(QResizeEvent* event) {
    Page::resizeEvent(event);
    if (isVisible() && document()) render();
}

void ReportPage::exportAs(const QString& format) {
    if (!document()) return;
    const QString file = QFileDialog::getSaveFileName(this, tr("Export"), reportFileName(*document(), format),
                                                      QStringLiteral("*.") + format);
    if (!file.isEmpty()) exportTo(format, file);
}

void ReportPage::exportTo(const QString& format, const QString& file) {
    const Document shown = document();
    if (!shown) return;
    inBackground(
        this, [shown, format, file] { return writeReport(*shown, format, file); },
        [this, file](const base::Status& status) {
            if (!status) return m_banner->show(Banner::Kind::Error, coreText(status.error()));
            m_banner->hide();
            emit notice(tr("Written: %1").arg(file));
        });
}

}  // namespace pwb::ui
