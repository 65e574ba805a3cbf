// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/accuracy/matrix_tools.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

#include "ui/theme/theme.h"
#include "ui/widgets/confusion_link.h"
#include "ui/widgets/ramp_legend.h"
#include "ui/widgets/save_chart.h"
#include "ui/widgets/segmented.h"

namespace pwb::ui {

namespace {

constexpr int kAllSeen = 24;  ///< all are seen at once
constexpr double kZoomStep = 1.5;

}  // namespace

MatrixTools::MatrixTools(ConfusionLink* link, QWidget* picture, QWidget* parent)
    : QWidget(parent), m_link(link), m_layout(new QHBoxLayout(this)) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(kGrid);
    addSearch();
    addModes();
    addZoom();
    m_layout->addWidget(saveChartButton(picture, QStringLiteral("confusion-matrices"), SaveButton::Icon));
    addTableButton();
}

void MatrixTools::addSearch() {
    m_find = new QLineEdit;
    m_find->setObjectName(QStringLiteral("findClass"));
    m_find->setPlaceholderText(tr("Find class"));
    m_find->setAccessibleName(tr("Find class"));
    m_find->setClearButtonEnabled(true);
    m_find->setFixedWidth(ui::scaled(136));
    m_find->addAction(ui::icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    connect(m_find, &QLineEdit::textChanged, this, &MatrixTools::findClass);
    m_layout->addWidget(m_find);
}

void MatrixTools::addModes() {
    auto* modes = new Segmented({tr("Counts"), tr("Share of row"), tr("Difference to FP32")});
    modes->setObjectName(QStringLiteral("confusionMode"));
    connect(modes, &Segmented::chosen, this, [this](int mode) {
        m_link->setMode(static_cast<ConfusionMode>(mode));
        emit modeChanged();
    });
    m_layout->addWidget(modes);
    m_legend = new RampLegend;
    m_layout->addWidget(m_legend);
}

void MatrixTools::addZoom() {
    auto* row = new QHBoxLayout;
    row->setSpacing(0);
    const auto button = [&](const QString& text, const QString& name, auto action) {
        auto* made = flatButton(text, {});
        made->setAccessibleName(name);
        made->setToolTip(name);
        connect(made, &QPushButton::clicked, this, action);
        row->addWidget(made);
        return made;
    };
    button(QChar(0x2212), tr("Zoom out"), &MatrixTools::zoomOut);
    m_zoomText = button(QStringLiteral("100 %"), tr("Show all classes"), [this] { m_link->setZoom(1); });
    button(QStringLiteral("+"), tr("Zoom in"), &MatrixTools::zoomIn);
    connect(m_link, &ConfusionLink::viewChanged, this,
            [this] { m_zoomText->setText(QStringLiteral("%1 %").arg(qRound(m_link->zoom() * 100))); });
    m_layout->addLayout(row);
}

void MatrixTools::addTableButton() {
    auto* button = flatButton({}, QStringLiteral("table"));
    button->setObjectName(QStringLiteral("matricesAsTable"));
    button->setCheckable(true);
    button->setToolTip(tr("Show the matrices as a table"));
    button->setAccessibleName(tr("Matrices as table"));
    connect(button, &QPushButton::toggled, this, &MatrixTools::tableWanted);
    m_layout->addWidget(button);
}

void MatrixTools::setCramped(bool cramped) {
    const bool few = m_link->count() <= kAllSeen;
    m_find->setVisible(!cramped || !few);
    m_legend->setVisible(!cramped || few);
}

void MatrixTools::setLargest(std::int64_t largest) {
    m_legend->setRange(m_link->mode(), largest);
}

void MatrixTools::focusSearch() {
    m_find->setFocus();
}

void MatrixTools::clearSearch() {
    m_find->clear();
}

void MatrixTools::zoomIn() {
    m_link->setZoom(m_link->zoom() * kZoomStep);
}

void MatrixTools::zoomOut() {
    m_link->setZoom(m_link->zoom() / kZoomStep);
}

void MatrixTools::findClass(const QString& text) {
    if (text.isEmpty()) return;
    const auto& names = m_link->classes();
    int found = static_cast<int>(names.indexOf(text));
    for (int i = 0; found < 0 && i < names.size(); ++i)
        if (names[i].startsWith(text, Qt::CaseInsensitive)) found = i;
    for (int i = 0; found < 0 && i < names.size(); ++i)
        if (names[i].contains(text, Qt::CaseInsensitive)) found = i;
    if (found < 0) return emit classUnknown(text);
    m_link->select({-1, found});
    m_link->showCell({found, found});
}

}  // namespace pwb::ui
