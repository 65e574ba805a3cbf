// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/jobs/run_state.h"
#include "ui/pages/page.h"
#include "ui/theme/theme.h"

class QHBoxLayout;
class QMenu;
class QPushButton;
class QToolButton;

namespace pwb::ui {

class ElidedLabel;
class ProgressLane;

/// The top of the window: the product, the run's name and subject, a lane per engine, Run and Cancel.
class HeaderBar : public QWidget {
    Q_OBJECT

public:
    explicit HeaderBar(QWidget* parent = nullptr);

    void setMenu(QMenu* menu);
    void setRunMenu(QMenu* menu);
    void setSubject(const QString& name, const QString& subject);
    /// `resumable`: Run continues the stopped run that is shown. `ready`: there is something to run.
    void setRunState(const RunState& state, const Document& document, bool ready, bool resumable);

signals:
    void runClicked();
    void cancelClicked();

protected:
    void changeEvent(QEvent* event) override;

private:
    void setLanes(const std::vector<EngineKind>& kinds);
    void showLane(int index, const RunState& state, const Document& document);
    void recolour();

    QToolButton* m_menuButton;
    QToolButton* m_name;
    ElidedLabel* m_subject;
    std::vector<EngineKind> m_kinds;
    QVector<ProgressLane*> m_lanes;
    QHBoxLayout* m_laneRow;
    QPushButton* m_run;
    QPushButton* m_cancel;
};

}  // namespace pwb::ui
