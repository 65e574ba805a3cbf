// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/setup/calibration_checks.h"
#include "ui/pages/setup/setup_cards.h"

namespace pwb::ui {

class ClassBars;
class ElidedLabel;
class Int8Options;
class NumberField;

/// Which samples calibrate INT8, how, what is to be said about them, and (unfolded) how far INT8 may go.
class CalibrationCard : public SetupCard {
    Q_OBJECT

public:
    explicit CalibrationCard(QWidget* parent = nullptr);
    void setPlan(const run::RunPlan& plan) override;
    void apply(run::RunPlan& plan) const override;
    void setFacts(const run::RunPlan& plan, const SetupFacts& facts) override;

signals:
    void drawFromDataRequested();
    void saveRequested();

private:
    [[nodiscard]] QLayout* makeFields();
    void fold(bool folded);
    void showClasses(const std::vector<int>& counts, const std::vector<std::string>& names);
    void showChecks(const QList<SetCheck>& checks);

    QComboBox *m_samples, *m_ranges;
    NumberField* m_seed;
    ElidedLabel *m_source, *m_rangesNote;
    QPushButton *m_fromData, *m_save, *m_unfold;
    ClassBars* m_bars;
    QWidget* m_classes;  ///< the bars and what they are of
    QGridLayout* m_checks;
    ElidedLabel* m_summary;
    Int8Options* m_options;
};

}  // namespace pwb::ui
