// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/setup/setup_cards.h"
#include "ui/widgets/chip.h"

class QPushButton;
class QVBoxLayout;

namespace pwb::ui {

class ClassBars;
class NumberField;

/// Which samples calibrate INT8, how, and what is to be said about them.
class CalibrationCard : public SetupCard {
    Q_OBJECT

public:
    explicit CalibrationCard(QWidget* parent = nullptr);
    void setPlan(const run::RunPlan& plan) override;
    void apply(run::RunPlan& plan) const override;
    void setFacts(const run::RunPlan& plan, const SetupFacts& facts) override;

signals:
    void drawFromDataRequested();

private:
    struct Check {
        Chip::Sign sign;
        QString name, text;
    };
    [[nodiscard]] static QList<Check> checksOf(const dataset::CalibrationSet& set, bool own);
    void showChecks(const QList<Check>& checks);

    QComboBox *m_samples, *m_ranges;
    NumberField* m_seed;
    QLabel *m_source, *m_rangesNote;
    QPushButton* m_fromData;
    ClassBars* m_bars;
    QGridLayout* m_checks;
};

}  // namespace pwb::ui
