// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/run_state.h"
#include "ui/pages/page.h"

class QPushButton;
class QStackedWidget;

namespace pwb::ui {

class ChangedAnswersBars;
class ComparisonModel;
class ComparisonTable;
class ObjectFateBars;
class TradeOffChart;
class VerdictCard;

/// The verdict with its reason, all figures side by side, accuracy against latency, changed answers (of a
/// detector: lost and new objects).
class OverviewPage : public Page {
    Q_OBJECT

public:
    explicit OverviewPage(QWidget* parent = nullptr);
    /// What the engines are doing while a run is in progress.
    void setRunState(const RunState& state);

protected:
    void refresh() override;

private:
    void showHint();
    void showVerdict();
    void showWaiting();
    void showTable();
    void showNotes();
    [[nodiscard]] QString noteOf(const result::EngineKind& kind) const;
    QWidget* makeTableCard();
    QWidget* makeCharts();
    void showCharts();
    [[nodiscard]] QString tableNote() const;

    RunState m_state;
    VerdictCard* m_verdict;
    ComparisonModel* m_model;
    ComparisonTable* m_table;
    class QLabel* m_note;
    TradeOffChart* m_tradeOff;
    ChangedAnswersBars* m_changed;
    ObjectFateBars* m_objects;
    class Card* m_changedCard = nullptr;
    QStackedWidget* m_tradeOffStack = nullptr;
    QStackedWidget* m_changedStack = nullptr;
    class DataTable* m_tradeOffTable = nullptr;
    class DataTable* m_changedTable = nullptr;
    QPushButton *m_copy, *m_save, *m_asTable;
};

}  // namespace pwb::ui
