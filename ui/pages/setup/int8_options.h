// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <filesystem>

#include "core/run/plan.h"

class QCheckBox;
class QComboBox;
class QGridLayout;
class QPushButton;

namespace pwb::ui {

class FileTile;
class NumberField;

/// How far INT8 may go and which engines there are besides: the part of the calibration card that unfolds.
class Int8Options : public QWidget {
    Q_OBJECT

public:
    explicit Int8Options(QWidget* parent = nullptr);
    void setPlan(const run::RunPlan& plan);
    void apply(run::RunPlan& plan) const;
    /// Shows what is asked for detectors only.
    void setTask(model::Task task);
    /// "at most 0.3 points lost · QAT model · OpenVINO"; what differs from the defaults.
    [[nodiscard]] static QString summary(const run::RunPlan& plan);

signals:
    void edited();

private:
    void browseQat();
    void setQat(const std::filesystem::path& path);
    void addRow(QGridLayout* grid, const QString& name, QWidget* field, const QString& note);

    NumberField *m_maxDrop, *m_batch;
    QComboBox* m_provider;
    FileTile* m_qatTile;
    QPushButton* m_removeQat;
    QCheckBox *m_dynamic, *m_fp16Io, *m_plain;
    std::filesystem::path m_qat;
};

}  // namespace pwb::ui
