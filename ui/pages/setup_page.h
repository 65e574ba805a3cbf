// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/plan.h"
#include "ui/jobs/inspect_job.h"
#include "ui/pages/page.h"

namespace pwb::ui {

class Banner;
class CalibrationCard;
class Chip;
class DataCard;
class ModelCard;
class RequirementsCard;
class SetupCard;

/// Model, data, calibration and requirements: edits a RunPlan. Two drops are enough for a run.
class SetupPage : public Page {
    Q_OBJECT

public:
    explicit SetupPage(QWidget* parent = nullptr);

    [[nodiscard]] const run::RunPlan& plan() const { return m_plan; }
    void setPlan(const run::RunPlan& plan);
    void setModel(const QString& path);
    void setData(const QString& path);
    void setCalibration(const QString& path);
    void setRequirements(const decide::Requirements& requirements);

    /// Model and data were read and fit each other.
    [[nodiscard]] bool ready() const;
    [[nodiscard]] QString whyNotReady() const;
    [[nodiscard]] std::shared_ptr<const SetupFacts> facts() const { return m_facts; }
    void setRunning(bool running);
    /// Writes the drawn calibration samples as a manifest; says so where that fails.
    void saveCalibration(const QString& file);
    void showError(const QString& text);

public slots:
    void browseModel();
    void browseData();

signals:
    void planChanged();
    void readyChanged();

protected:
    void refresh() override {}

private:
    void browseCalibration();
    void browseFolder(const QString& what, const QString& title, void (SetupPage::*use)(const QString&));
    void browseFile(const QString& title, void (SetupPage::*use)(const QString&));
    void findPreprocessing();
    void askAndSaveCalibration();
    void resetDefaults();
    void inspect();
    void showFacts(const std::shared_ptr<const SetupFacts>& facts);
    void showReady();
    void showFirstError();

    run::RunPlan m_plan;
    std::shared_ptr<const SetupFacts> m_facts = std::make_shared<const SetupFacts>();
    InspectJob m_job;
    unsigned m_previewSeed = 7;
    bool m_running = false;
    QString m_bannerSource;
    Chip* m_ready;
    Banner* m_banner;
    ModelCard* m_model;
    DataCard* m_data;
    CalibrationCard* m_calibration;
    RequirementsCard* m_requirements;
    QList<SetupCard*> m_cards;
};

}  // namespace pwb::ui
