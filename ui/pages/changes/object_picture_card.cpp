// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/changes/object_picture_card.h"

#include <QCheckBox>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/models/format.h"
#include "ui/models/object_words.h"
#include "ui/models/samples.h"
#include "ui/theme/theme.h"
#include "ui/widgets/chart_or_table.h"
#include "ui/widgets/detection_panes.h"
#include "ui/widgets/save_chart.h"

namespace pwb::ui {

ObjectPictureCard::ObjectPictureCard(QWidget* parent)
    : Card(tr("Picture"), parent),
      m_panes(new DetectionPanes),
      m_panesOrTable(new ChartOrTable(m_panes)),
      m_annotated(new QCheckBox(tr("annotated"))) {
    addTools();
    body()->setContentsMargins(16, 4, 16, 12);
    body()->addWidget(m_panesOrTable, 1);
    connect(m_panes, &DetectionPanes::pictureChanged, this, &ObjectPictureCard::showTitle);
    connect(m_panes, &DetectionPanes::changeClicked, this, &ObjectPictureCard::changeClicked);
}

void ObjectPictureCard::addTools() {
    m_annotated->setObjectName(QStringLiteral("annotationsShown"));
    m_annotated->setFont(ui::font(TextRole::Table));
    m_annotated->setChecked(true);
    m_annotated->setToolTip(tr("Annotated objects as dashed outlines (A)"));
    connect(m_annotated, &QCheckBox::toggled, m_panes, &DetectionPanes::setObjectsShown);
    addTool(m_annotated);
    const auto tool = [&](const QString& text, const QString& icon, const QString& tip, auto action) {
        QPushButton* button = flatButton(text, icon);
        button->setToolTip(tip);
        button->setAccessibleName(tip);
        connect(button, &QPushButton::clicked, this, action);
        addTool(button);
        m_tools << button;
        return button;
    };
    tool(QChar(0x2039), {}, tr("Previous object (K)"), [this] { emit stepped(-1); });
    tool(QChar(0x203A), {}, tr("Next object (J)"), [this] { emit stepped(1); });
    tool(QChar(0x2212), {}, tr("Smaller (−)"), &ObjectPictureCard::zoomOut);
    tool(tr("fit"), {}, tr("The whole picture (0)"), &ObjectPictureCard::fit)
        ->setObjectName(QStringLiteral("fitPicture"));
    tool(QStringLiteral("+"), {}, tr("Larger (+)"), &ObjectPictureCard::zoomIn);
    tool(tr("object"), {}, tr("The chosen object enlarged (O)"), &ObjectPictureCard::frameObject)
        ->setObjectName(QStringLiteral("frameObject"));
    m_asTable = tool({}, QStringLiteral("table"), tr("As a table"),
                     [this] { m_panesOrTable->showTable(m_asTable->isChecked()); });
    m_asTable->setObjectName(QStringLiteral("picturesAsTable"));
    m_asTable->setCheckable(true);
    QPushButton* save = saveChartButton(m_panes, QStringLiteral("detections"), SaveButton::Icon);
    save->setObjectName(QStringLiteral("savePictures"));
    save->setToolTip(tr("Saves the pictures as PNG or SVG"));
    save->setAccessibleName(tr("Save pictures"));
    addTool(save);
    m_tools << save;
}

void ObjectPictureCard::setDocument(const std::shared_ptr<const result::RunResult>& document) {
    m_document = document;
    m_annotated->setVisible(document && document->manifest && document->manifest->hasObjects);
}

void ObjectPictureCard::showObject(const compare::ObjectChange* change, const base::EngineId& candidate) {
    for (QPushButton* tool : m_tools) tool->setEnabled(change != nullptr);
    setEmptyText(change ? QString()
                        : tr("Choose an object in the list to see it in the picture, for every engine."));
    if (change) {
        const ChangedBoxes boxes =
            boxesOf(*change, m_document->engine(base::Precision::Fp32), m_document->engine(candidate));
        m_panes->setSample(m_document, static_cast<int>(change->sample));
        m_panes->setMarked(boxes.main() ? std::optional(boxes.main()->box()) : std::nullopt);
        m_panesOrTable->setTable(sceneTable(m_panes->scenes(), m_panes->objects()));
    } else {
        m_panes->setMarked({});
        m_panes->setSample(nullptr, -1);
    }
    showTitle();
}

void ObjectPictureCard::showTitle() {
    if (m_panes->sample() < 0 || !m_document) {
        setTitle(tr("Picture"));
        setHint({});
        return;
    }
    setTitle(sampleName(*m_document, m_panes->sample()));
    const QSize size = m_panes->pictureSize();
    const QString threshold = tr("confidence %1 and more").arg(formatNumber(shownThreshold(*m_document), 2));
    setHint(size.isEmpty() ? threshold
                           : tr("%1 × %2, %3").arg(size.width()).arg(size.height()).arg(threshold));
}

void ObjectPictureCard::zoomIn() {
    m_panes->zoomIn();
}

void ObjectPictureCard::zoomOut() {
    m_panes->zoomOut();
}

void ObjectPictureCard::fit() {
    m_panes->fit();
}

void ObjectPictureCard::frameObject() {
    m_panes->frameMarked();
}

void ObjectPictureCard::toggleAnnotated() {
    m_annotated->toggle();
}

}  // namespace pwb::ui
