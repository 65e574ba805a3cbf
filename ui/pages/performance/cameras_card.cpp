// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/performance/cameras_card.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/charts/bar_rows.h"
#include "ui/models/format.h"
#include "ui/models/performance_tables.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/label.h"

namespace pwb::ui {

CamerasCard::CamerasCard(QWidget* parent) : Card(tr("How many cameras"), parent) {
    QLayout* question = buildQuestion();
    m_bars = new BarRows(QStringLiteral("cameraBars"), tr("How many cameras"));
    m_bars->setContentsMargins(0, 0, 0, 0);
    m_table = new DataTable(QStringLiteral("camerasTable"));
    m_table->setFitsRows(true);
    auto* bars = new QHBoxLayout;
    bars->setContentsMargins(16, 0, 16, 0);
    bars->addWidget(m_bars);
    addTool(m_table->copyButton());
    body()->setContentsMargins(1, 4, 1, 1);
    body()->addLayout(question);
    body()->addLayout(bars);
    body()->addWidget(m_table);
}

QLayout* CamerasCard::buildQuestion() {
    auto* row = new QHBoxLayout;
    row->setContentsMargins(16, 0, 16, 0);
    const auto spin = [&](const QString& name, int value) {
        auto* box = new QSpinBox;
        box->setObjectName(name);
        box->setRange(1, 9999);
        box->setValue(value);
        connect(box, qOverload<int>(&QSpinBox::valueChanged), this, [this] {
            m_edited = true;
            showCameras();
        });
        row->addWidget(box);
        return box;
    };
    m_wanted = spin(QStringLiteral("camerasWanted"), 1);
    m_wanted->setAccessibleName(tr("Cameras"));
    row->addWidget(label(tr("cameras at")));
    m_fps = spin(QStringLiteral("camerasFps"), 30);
    m_fps->setAccessibleName(tr("Frames per second of each camera"));
    row->addWidget(label(tr("fps, with")));
    m_streams = new QComboBox;
    m_streams->setAccessibleName(tr("Parallel sessions"));
    connect(m_streams, qOverload<int>(&QComboBox::activated), this, &CamerasCard::showCameras);
    row->addWidget(m_streams);
    row->addStretch(1);
    m_needs = label({}, TextRole::TableStrong);
    row->addWidget(m_needs);
    return row;
}

void CamerasCard::setDocument(const std::shared_ptr<const result::RunResult>& document) {
    m_document = document;
    const int chosen = std::max(0, m_streams->currentIndex());
    m_streams->clear();
    m_streams->addItem(tr("what is best"), 0);
    if (document)
        for (const int count : measuredStreams(*document))
            m_streams->addItem(count == 1 ? tr("1 session") : tr("%1 sessions").arg(count), count);
    m_streams->setCurrentIndex(std::min(chosen, m_streams->count() - 1));
    if (document && !m_edited) {
        const QSignalBlocker blockWanted(m_wanted), blockFps(m_fps);
        m_wanted->setValue(document->requirements.streams.value_or(1));
        m_fps->setValue(qRound(document->requirements.fps.value_or(30)));
    }
    showCameras();
}

void CamerasCard::showCameras() {
    if (!m_document || !isMeasured(*m_document)) return;
    const int wanted = m_wanted->value(), fps = m_fps->value(), streams = m_streams->currentData().toInt();
    m_needs->setText(tr("needs %1").arg(formatFps(static_cast<double>(wanted) * fps)));
    BarRows::Data shown;
    shown.decimals = 0;
    shown.parts = {{tr("cameras"), {}}};
    shown.target = wanted;
    shown.targetText = tr("%1 wanted").arg(wanted);
    for (const auto& engine : m_document->engines) {
        const auto best = bestThroughput(engine, streams);
        if (!best) continue;
        const double cameras = std::floor(*best / fps);
        shown.rows << BarRows::Row{
            result::kindOf(*m_document, engine),
            engineName(*m_document, engine),
            {cameras},
            cameras == 1 ? tr("1 camera") : tr("%1 cameras").arg(formatNumber(cameras, 0)),
            cameras >= wanted};
    }
    m_bars->setData(shown);
    m_table->setTable(camerasTable(*m_document, streams, fps, wanted));
}

}  // namespace pwb::ui
