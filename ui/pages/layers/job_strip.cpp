// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/layers/job_strip.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>

#include "ui/jobs/layers_job.h"
#include "ui/widgets/label.h"

namespace pwb::ui {

JobStrip::JobStrip(LayersJob* job, QWidget* parent)
    : QWidget(parent), m_job(job), m_text(label({}, TextRole::Table)), m_bar(new QProgressBar) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2 * kGrid);
    m_text->setObjectName(QStringLiteral("layersProgress"));
    m_bar->setTextVisible(false);
    m_bar->setRange(0, 1000);
    m_bar->setAccessibleName(tr("Progress"));
    auto* cancel = new QPushButton(tr("Cancel"));
    cancel->setObjectName(QStringLiteral("cancelLayers"));
    connect(cancel, &QPushButton::clicked, m_job, &LayersJob::cancel);
    row->addWidget(m_text);
    row->addWidget(m_bar, 1);
    row->addWidget(cancel);
    hide();
    connect(m_job, &LayersJob::progressChanged, this, &JobStrip::renew);
}

void JobStrip::renew() {
    setVisible(m_job->running());
    m_text->setText(m_job->text());
    m_bar->setValue(qRound(m_job->fraction() * 1000));
}

}  // namespace pwb::ui
