// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/setup/setup_cards.h"

class QCheckBox;
class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace pwb::ui {

class ElidedLabel;
class NumberField;

/// What the deployment needs, and how the engines are measured.
class RequirementsCard : public SetupCard {
    Q_OBJECT

public:
    explicit RequirementsCard(QWidget* parent = nullptr);
    void setPlan(const run::RunPlan& plan) override;
    void apply(run::RunPlan& plan) const override;
    void setFacts(const run::RunPlan& plan, const SetupFacts& facts) override;

signals:
    void resetRequested();

private:
    void addRow(QGridLayout* grid, const QString& name, QWidget* field, QWidget* note);
    QWidget* makeMeasurement();
    void showNotes();
    void showMeasurement(const run::RunPlan& plan);

    QComboBox* m_platform;
    NumberField *m_cameras, *m_fps, *m_latency, *m_floor, *m_memory, *m_smallest;
    QCheckBox *m_critical, *m_retraining;
    ElidedLabel *m_platformNote, *m_rateNote, *m_smallestNote;
    ElidedLabel* m_summary;
    QStackedWidget* m_measurement;
    QPushButton* m_change;
    NumberField *m_threads, *m_runs;
    QLineEdit *m_batches, *m_streams;
    QCheckBox* m_measure;
};

/// "1, 8, 16" and back; nothing where it makes no sense.
[[nodiscard]] QString listText(const std::vector<int>& values);
[[nodiscard]] std::optional<std::vector<int>> listFrom(const QString& text);

}  // namespace pwb::ui
