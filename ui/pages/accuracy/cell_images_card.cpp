// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/accuracy/cell_images_card.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/models/format.h"
#include "ui/models/samples.h"
#include "ui/widgets/confusion_link.h"
#include "ui/widgets/label.h"
#include "ui/widgets/sample_grid.h"

namespace pwb::ui {

CellImagesCard::CellImagesCard(ConfusionLink* link, QWidget* parent)
    : Card(tr("Images"), parent), m_link(link), m_samples(new SampleGrid) {
    body()->setContentsMargins(14, 8, 4, 12);
    connect(m_samples, &SampleGrid::sampleActivated, this, &CellImagesCard::openRequested);
    body()->addWidget(m_samples, 1);
    auto* foot = new QHBoxLayout;
    foot->addWidget(label(tr("Esc clears the selection"), TextRole::Table, Tone::Secondary), 1);
    auto* open = new QPushButton(tr("Open in Changes"));
    open->setObjectName(QStringLiteral("openInChanges"));
    open->setProperty("kind", "link");
    connect(open, &QPushButton::clicked, this, &CellImagesCard::openRequested);
    foot->addWidget(open);
    body()->addLayout(foot);
    connect(m_link, &ConfusionLink::selectedChanged, this, &CellImagesCard::showCell);
}

void CellImagesCard::setDocument(const std::shared_ptr<const result::RunResult>& document) {
    m_document = document;
    showCell();
}

void CellImagesCard::setEngine(const base::EngineId& engine) {
    m_engine = engine;
    showCell();
}

base::EngineId CellImagesCard::other() const {
    return m_engine.isBaseline() ? base::Precision::Int8 : base::Precision::Fp32;
}

QString CellImagesCard::nameOf(const base::EngineId& id) const {
    const auto* engine = m_document ? m_document->engine(id) : nullptr;
    return engine ? engineName(*m_document, *engine) : engineName(id);
}

void CellImagesCard::showCell() {
    if (m_document && m_document->isDetection()) return;  // whose images stand on the Changes page
    const QPoint cell = m_link->selected();
    const auto* shown = m_document ? m_document->engine(m_engine) : nullptr;
    if (cell.x() < 0 || cell.y() < 0 || !shown || !shown->predictions) {
        m_samples->setSamples(nullptr, {}, {}, {});
        setTitle(tr("Images"));
        setHint({});
        setEmptyText(tr("Click a cell of a matrix to see its images here, those that are new first."));
        return;
    }
    const auto samples = samplesInCell(*m_document, *shown, m_document->engine(other()), cell.y(), cell.x());
    const auto only = std::ranges::count_if(samples, &CellSample::onlyHere);
    const QString truth = m_link->classes().value(cell.y()), answer = m_link->classes().value(cell.x());
    setTitle(cell.x() == cell.y() ? tr("%1 read rightly").arg(truth)
                                  : tr("%1 read as %2").arg(truth, answer));
    const QString name = nameOf(m_engine);
    setHint(m_engine.isBaseline()
                ? tr("%1, %2 images, %3 of them not in %4")
                      .arg(name)
                      .arg(samples.size())
                      .arg(only)
                      .arg(nameOf(other()))
                : tr("%1, %2 images, %3 of them new").arg(name).arg(samples.size()).arg(only));
    setEmptyText(samples.isEmpty() ? tr("%1 reads no image of this class so.").arg(name) : QString());
    m_samples->setSamples(m_document, m_engine, other(), samples);
}

}  // namespace pwb::ui
