// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/setup_page.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QScrollArea>
#include <QSettings>

#include "core/dataset/tensor_set.h"
#include "core/dataset/write_manifest.h"
#include "ui/models/format.h"
#include "ui/pages/setup/calibration_card.h"
#include "ui/pages/setup/data_card.h"
#include "ui/pages/setup/model_card.h"
#include "ui/pages/setup/preprocess_dialog.h"
#include "ui/pages/setup/requirements_card.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/chip.h"

namespace pwb::ui {
namespace {

constexpr int kPreviews = 9;

std::filesystem::path pathOf(const QString& text) {
    return text.toStdString();
}

QString lastFolder(const QString& what) {
    return QSettings().value(QStringLiteral("folders/") + what).toString();
}

void rememberFolder(const QString& what, const QString& path) {
    QSettings().setValue(QStringLiteral("folders/") + what, QFileInfo(path).absolutePath());
}

}  // namespace

SetupPage::SetupPage(QWidget* parent)
    : Page(QStringLiteral("setup"), tr("Setup"), parent),
      m_ready(new Chip),
      m_banner(new Banner),
      m_model(new ModelCard),
      m_data(new DataCard),
      m_calibration(new CalibrationCard),
      m_requirements(new RequirementsCard),
      m_cards({m_model, m_data, m_calibration, m_requirements}) {
    setHint(tr("model, data, calibration, requirements"));
    m_ready->setObjectName(QStringLiteral("readyChip"));
    addTool(m_ready);
    body()->addWidget(m_banner);

    auto* content = new QWidget;
    content->setProperty("role", QStringLiteral("scrolled"));
    auto* grid = new QGridLayout(content);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(2 * kGrid);
    grid->addWidget(m_model, 0, 0);
    grid->addWidget(m_data, 0, 1);
    grid->addWidget(m_calibration, 1, 0);
    grid->addWidget(m_requirements, 1, 1);
    for (int i = 0; i < 2; ++i) grid->setColumnStretch(i, 1);
    grid->setRowStretch(0, 53);
    grid->setRowStretch(1, 47);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(content);
    scroll->setFocusPolicy(Qt::NoFocus);
    body()->addWidget(scroll, 1);

    for (SetupCard* card : m_cards)
        connect(card, &SetupCard::edited, this, [this, card] {
            const run::RunPlan before = m_plan;
            card->apply(m_plan);
            if (run::toJson(before) == run::toJson(m_plan)) return;
            for (SetupCard* each : m_cards) each->setFacts(m_plan, *m_facts);
            if (card != m_requirements) inspect();
            emit planChanged();
        });
    connect(m_model, &SetupCard::openRequested, this, &SetupPage::browseModel);
    connect(m_data, &SetupCard::openRequested, this, &SetupPage::browseData);
    connect(m_calibration, &SetupCard::openRequested, this, &SetupPage::browseCalibration);
    connect(m_data, &SetupCard::openFileRequested, this,
            [this] { browseFile(tr("Open validation data"), &SetupPage::setData); });
    connect(m_calibration, &SetupCard::openFileRequested, this,
            [this] { browseFile(tr("Open calibration data"), &SetupPage::setCalibration); });
    connect(m_calibration, &CalibrationCard::saveRequested, this, &SetupPage::askAndSaveCalibration);
    connect(m_calibration, &CalibrationCard::drawFromDataRequested, this, [this] { setCalibration({}); });
    connect(m_requirements, &RequirementsCard::resetRequested, this, &SetupPage::resetDefaults);
    connect(m_data, &DataCard::otherSamplesRequested, this, [this] {
        ++m_previewSeed;
        inspect();
    });
    connect(m_data, &DataCard::findPreprocessingRequested, this, &SetupPage::findPreprocessing);
    connect(&m_job, &InspectJob::factsChanged, this, &SetupPage::showFacts);
    setPlan(m_plan);
}

void SetupPage::setPlan(const run::RunPlan& plan) {
    m_plan = plan;
    for (SetupCard* card : m_cards) card->setPlan(m_plan);
    inspect();
    emit planChanged();
}

void SetupPage::setModel(const QString& path) {
    if (pathOf(path) != m_plan.model) {  // these belong to the model they were given for
        m_plan.preprocess = {};
        m_plan.detector = {};
        m_plan.threshold.reset();
    }
    m_plan.model = pathOf(path);
    rememberFolder(QStringLiteral("model"), path);
    setPlan(m_plan);
}

void SetupPage::setData(const QString& path) {
    m_plan.data = pathOf(path);
    rememberFolder(QStringLiteral("data"), path);
    setPlan(m_plan);
}

void SetupPage::setCalibration(const QString& path) {
    m_plan.calibration = pathOf(path);
    if (!path.isEmpty()) rememberFolder(QStringLiteral("data"), path);
    setPlan(m_plan);
}

void SetupPage::setRequirements(const decide::Requirements& requirements) {
    m_plan.requirements = requirements;
    m_requirements->setPlan(m_plan);
}

void SetupPage::resetDefaults() {
    run::RunPlan fresh;
    fresh.model = m_plan.model;
    fresh.data = m_plan.data;
    setPlan(fresh);
}

void SetupPage::browseModel() {
    const QString path =
        QFileDialog::getOpenFileName(this, tr("Open model"), lastFolder(QStringLiteral("model")),
                                     tr("ONNX models (*.onnx);;All files (*)"));
    if (!path.isEmpty()) setModel(path);
}

void SetupPage::browseFolder(const QString& what, const QString& title,
                             void (SetupPage::*use)(const QString&)) {
    const QString path = QFileDialog::getExistingDirectory(this, title, lastFolder(what));
    if (!path.isEmpty()) (this->*use)(path);
}

void SetupPage::browseData() {
    browseFolder(QStringLiteral("data"), tr("Open validation data: a folder of images"), &SetupPage::setData);
}

void SetupPage::browseCalibration() {
    browseFolder(QStringLiteral("data"), tr("Open calibration data"), &SetupPage::setCalibration);
}

void SetupPage::browseFile(const QString& title, void (SetupPage::*use)(const QString&)) {
    const QString path = QFileDialog::getOpenFileName(
        this, title, lastFolder(QStringLiteral("data")),
        tr("Data (%1);;All files (*)")
            .arg(QStringLiteral("*.") + dataSuffixes().join(QStringLiteral(" *."))));
    if (!path.isEmpty()) (this->*use)(path);
}

void SetupPage::findPreprocessing() {
    const bool bothRead = m_facts->model && *m_facts->model && m_facts->data && *m_facts->data;
    if (m_running || !bothRead)
        return showError(tr("Trying needs a model and labelled data: %1.")
                             .arg(m_running ? tr("a run is in progress") : whyNotReady()));
    auto* dialog = new PreprocessDialog(m_plan, this);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        m_plan.preprocess = dialog->taken();
        setPlan(m_plan);
    });
    dialog->open();
}

void SetupPage::askAndSaveCalibration() {
    const QString file = QFileDialog::getSaveFileName(
        this, tr("Save the calibration set as a manifest"),
        lastFolder(QStringLiteral("data")) + QStringLiteral("/calibration.csv"), tr("CSV list (*.csv)"));
    if (!file.isEmpty()) saveCalibration(file);
}

void SetupPage::saveCalibration(const QString& file) {
    const auto& source = m_facts->calibrationData ? m_facts->calibrationData : m_facts->data;
    if (!source || !*source || !m_facts->calibration || !*m_facts->calibration) return;
    dataset::Manifest drawn = **source;
    drawn.samples.clear();
    for (const std::size_t index : (*m_facts->calibration)->indices)
        drawn.samples.push_back((*source)->samples[index]);
    if (const auto status = dataset::writeCsvManifest(drawn, pathOf(file)); !status)
        showError(coreText(status.error()));
}

void SetupPage::inspect() {
    m_job.request(m_plan, m_previewSeed, kPreviews);
    showReady();
    emit readyChanged();
}

void SetupPage::showFacts(const std::shared_ptr<const SetupFacts>& facts) {
    m_facts = facts;
    for (SetupCard* card : m_cards) card->setFacts(m_plan, *facts);
    showFirstError();
    showReady();
    emit readyChanged();
}

void SetupPage::showFirstError() {
    const base::Error* error = nullptr;
    const auto look = [&error](const auto& part) {
        if (!error && part && !*part) error = &part->error();
    };
    look(m_facts->model);
    look(m_facts->data);
    look(m_facts->preprocess);
    look(m_facts->decoder);
    look(m_facts->calibrationData);
    look(m_facts->calibration);
    const QString text = error ? coreText(*error) : QString();
    if (text == m_bannerSource) return;
    m_bannerSource = text;
    if (text.isEmpty())
        m_banner->hide();
    else
        m_banner->show(Banner::Kind::Error, text);
}

void SetupPage::showError(const QString& text) {
    m_banner->show(Banner::Kind::Error, text);
}

bool SetupPage::ready() const {
    return whyNotReady().isEmpty();
}

QString SetupPage::whyNotReady() const {
    const SetupFacts& facts = *m_facts;
    if (m_plan.model.empty())
        return m_plan.data.empty() ? tr("drop a model and labelled data") : tr("a model is missing");
    if (m_plan.data.empty()) return tr("labelled data are missing");
    if (!facts.model || !facts.data || !facts.preprocess) {
        if (facts.model && !*facts.model) return tr("the model cannot be used");
        return tr("reading");
    }
    if (!*facts.model) return tr("the model cannot be used");
    if (!*facts.data) return tr("the data cannot be used");
    if (!*facts.preprocess) return tr("the preprocessing is incomplete");
    if (facts.task == model::Task::Unknown) return tr("the model's task is not recognised; choose it");
    if (facts.decoder && !*facts.decoder) return tr("the detector's outputs are not understood");
    const bool detection = facts.task == model::Task::Detection;
    if (detection ? (*facts.data)->tensors != nullptr : (*facts.data)->hasObjects)
        return tr("the data is labelled for another task");
    if ((*facts.data)->tensors && !(*facts.data)->tensors->hasLabels) return tr("the data has no labels");
    if (facts.calibrationData && !*facts.calibrationData) return tr("the calibration data cannot be used");
    return {};
}

void SetupPage::setRunning(bool running) {
    if (running == m_running) return;
    m_running = running;
    if (running)
        m_job.stopCheck();  // it would disturb the measurement
    else if (!m_facts->checked)
        inspect();
    showReady();
}

void SetupPage::showReady() {
    const QString why = whyNotReady();
    if (m_running)
        m_ready->set(Chip::Sign::Waiting, tr("Running; changes here count for the next run"));
    else if (why.isEmpty())
        m_ready->set(Chip::Sign::Good, tr("Ready to run"));
    else
        m_ready->set(Chip::Sign::Neutral, tr("Not ready: %1").arg(why));
}

}  // namespace pwb::ui
