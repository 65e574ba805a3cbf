// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/run/plan.h"
#include "ui/jobs/inspect_job.h"

class QCheckBox;
class QComboBox;

namespace pwb::ui {

class NumberField;

/// How a detector's outputs become boxes; empty fields say what follows from the model.
class DetectorOptions : public QWidget {
    Q_OBJECT

public:
    explicit DetectorOptions(QWidget* parent = nullptr);
    void setPlan(const run::RunPlan& plan);
    void apply(run::RunPlan& plan) const;
    void setFacts(const SetupFacts& facts);

signals:
    void edited();

private:
    QComboBox* m_kind;
    NumberField *m_confidence, *m_nmsIou, *m_threshold;
    QCheckBox* m_agnostic;
    bool m_agnosticGiven = false;  ///< else as the detector's family does
};

/// "YOLOv8 / YOLO11": the same in every language.
[[nodiscard]] QString detectorName(evaluate::DetectorKind kind);

}  // namespace pwb::ui
