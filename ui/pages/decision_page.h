// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>

#include "ui/pages/page.h"

class QCheckBox;
class QBoxLayout;
class QComboBox;
class QLabel;
class QPushButton;

namespace pwb::ui {

class Card;
class Chip;
class DataTable;
class DecisionTreeView;
class RequirementRow;

/// The guide's tree, every requirement against what was measured, and controls that decide anew as they move.
class DecisionPage : public Page {
    Q_OBJECT

public:
    explicit DecisionPage(QWidget* parent = nullptr);
    [[nodiscard]] decide::Requirements requirements() const;

signals:
    /// The controls were moved; what they ask for now.
    void requirementsChanged(const decide::Requirements& requirements);

protected:
    void refresh() override;

private:
    [[nodiscard]] QWidget* buildControls();
    void buildTree();
    void buildFeasibility();
    void setControls(const decide::Requirements& requirements);
    void controlMoved();
    void decideAnew();
    void showDecision(const std::optional<decide::Decision>& decision);
    void reset();

    Card *m_controlsCard, *m_treeCard, *m_feasibilityCard, *m_recommendationsCard;
    QComboBox* m_platform;
    RequirementRow *m_cameras, *m_fps, *m_latency, *m_floor, *m_memory, *m_object;
    QCheckBox *m_safety, *m_qat;
    QPushButton* m_reset;
    DecisionTreeView* m_tree;
    Chip* m_agreement;
    DataTable *m_feasibility, *m_recommendations, *m_tipping;
    QLabel *m_sentence, *m_tippingTitle;
    QTimer m_frame;
    decide::Evidence m_evidence;
    std::optional<double> m_evidenceSide;  ///< the smallest object that m_evidence was collected for
    QString m_runFolder;                   ///< of the document whose requirements the controls started from
    QBoxLayout* m_below;  ///< feasibility and recommendations, side by side or one below the other
    bool m_edited = false;
    bool m_setting = false;
};

}  // namespace pwb::ui
