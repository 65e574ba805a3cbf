// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/changes_page.h"

#include <QFileDialog>
#include <QPushButton>
#include <QSaveFile>
#include <QVBoxLayout>

#include "ui/models/format.h"
#include "ui/pages/changes/changes_objects.h"
#include "ui/pages/changes/changes_samples.h"
#include "ui/widgets/save_chart.h"

namespace pwb::ui {

ChangesPage::ChangesPage(QWidget* parent)
    : Page(QStringLiteral("changes"), tr("Changes"), parent),
      m_samples(new ChangesSamples),
      m_objects(new ChangesObjects),
      m_save(flatButton(tr("Save list"), QStringLiteral("save"))) {
    body()->addWidget(m_samples, 1);
    body()->addWidget(m_objects, 1);
    connect(m_samples, &ChangesSamples::listChanged, this, &ChangesPage::enableSave);
    connect(m_objects, &ChangesObjects::listChanged, this, &ChangesPage::enableSave);
    m_save->setObjectName(QStringLiteral("saveList"));
    connect(m_save, &QPushButton::clicked, this, &ChangesPage::saveList);
    addTool(m_save);
    showTask();
}

QString ChangesPage::railCount() const {
    const auto* comparison = document() ? document()->comparison(base::Precision::Int8) : nullptr;
    if (comparison && comparison->objects) {
        const compare::FateCounts& counts = comparison->objects->all;
        return formatCount(counts.lost + counts.added + counts.relabelled);
    }
    return comparison && comparison->accuracy ? formatCount(comparison->accuracy->changedSamples) : QString();
}

void ChangesPage::showTask() {
    const bool objects = showsObjects();
    m_samples->setVisible(!objects);
    m_objects->setVisible(objects);
    setHint(objects ? tr("objects that a candidate finds differently from FP32")
                    : tr("samples that a candidate answers differently from FP32"));
}

void ChangesPage::applyFilter(const QString& filter) {
    if (showsObjects())
        m_objects->setFilter(objectFilterFrom(filter));
    else
        m_samples->setFilter(changesFilterFrom(filter));
}

void ChangesPage::refresh() {
    showTask();
    if (showsObjects())
        m_objects->setDocument(document());
    else
        m_samples->setDocument(document());
}

void ChangesPage::enableSave() {
    m_save->setEnabled((showsObjects() ? m_objects->model().rowCount() : m_samples->model().rowCount()) > 0);
}

void ChangesPage::saveList() {
    const base::EngineId candidate =
        showsObjects() ? m_objects->filter().candidate : m_samples->filter().candidate;
    const QString file = QFileDialog::getSaveFileName(
        this, tr("Save list"), QStringLiteral("changes-%1.csv").arg(engineKey(candidate)),
        tr("CSV table (*.csv)"));
    if (file.isEmpty()) return;
    QSaveFile out(file);
    const QByteArray bytes = (showsObjects() ? m_objects->model().csv() : m_samples->model().csv()).toUtf8();
    const bool saved = out.open(QIODevice::WriteOnly) && out.write(bytes) == bytes.size() && out.commit();
    emit notice(saved ? tr("Saved %1").arg(file)
                      : tr("%1 could not be written. Choose a folder that you may write to.").arg(file));
}

}  // namespace pwb::ui
