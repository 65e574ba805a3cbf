// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/save_chart.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFileDialog>
#include <QMessageBox>
#include <QPainter>
#include <QPushButton>
#include <QSaveFile>
#include <QSvgGenerator>

#include "ui/theme/theme.h"

namespace pwb::ui {

namespace {

struct SaveChartText {
    Q_DECLARE_TR_FUNCTIONS(SaveChart)
};

QByteArray svgOf(QWidget& chart) {
    QBuffer buffer;
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(chart.size());
    generator.setViewBox(chart.rect());
    generator.setTitle(chart.accessibleName());
    generator.setDescription(chart.accessibleDescription());
    QPainter painter(&generator);
    painter.fillRect(chart.rect(), Theme::current().card);
    chart.render(&painter, {}, {}, QWidget::DrawChildren);
    painter.end();
    return buffer.data();
}

QByteArray pngOf(QWidget& chart) {
    QImage image(chart.size() * 2, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(2);
    image.fill(Theme::current().card);
    QPainter painter(&image);
    chart.render(&painter, {}, {}, QWidget::DrawChildren);
    painter.end();
    QBuffer buffer;
    image.save(&buffer, "PNG");
    return buffer.data();
}

}  // namespace

bool saveChart(QWidget& chart, const QString& file) {
    const QByteArray bytes =
        file.endsWith(QStringLiteral(".svg"), Qt::CaseInsensitive) ? svgOf(chart) : pngOf(chart);
    QSaveFile out(file);
    return !bytes.isEmpty() && out.open(QIODevice::WriteOnly) && out.write(bytes) == bytes.size() &&
           out.commit();
}

void askAndSaveChart(QWidget& chart, const QString& suggestedName) {
    const QString file = QFileDialog::getSaveFileName(
        chart.window(), SaveChartText::tr("Save chart"), suggestedName + QStringLiteral(".png"),
        SaveChartText::tr("PNG picture (*.png);;SVG drawing (*.svg)"));
    if (file.isEmpty() || saveChart(chart, file)) return;
    auto* box = new QMessageBox(
        QMessageBox::Warning, SaveChartText::tr("Save chart"),
        SaveChartText::tr("%1 could not be written. Choose a folder that you may write to.").arg(file),
        QMessageBox::Ok, chart.window());
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

QPushButton* saveChartButton(QWidget* chart, const QString& suggestedName, SaveButton kind) {
    QPushButton* button =
        flatButton(kind == SaveButton::Text ? SaveChartText::tr("Save") : QString(), QStringLiteral("save"));
    button->setToolTip(SaveChartText::tr("Saves the chart as PNG or SVG"));
    button->setAccessibleName(SaveChartText::tr("Save chart"));
    QObject::connect(button, &QPushButton::clicked, chart,
                     [chart, suggestedName] { askAndSaveChart(*chart, suggestedName); });
    return button;
}

QPushButton* flatButton(const QString& text, const QString& iconName, QWidget* parent) {
    auto* button = new QPushButton(text, parent);
    if (!iconName.isEmpty()) button->setIcon(ui::icon(iconName));
    button->setProperty("kind", "flat");
    return button;
}

}  // namespace pwb::ui
