// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/page.h"

namespace pwb::ui {

class BarRows;
class Card;
class ChartOrTable;
class DataTable;
class LineChart;

/// What each engine takes of memory and disk.
class MemoryPage : public Page {
    Q_OBJECT

public:
    explicit MemoryPage(QWidget* parent = nullptr);

protected:
    void refresh() override;

private:
    void refreshPeak();
    void refreshFiles();
    void refreshBatches();
    [[nodiscard]] bool measured() const;

    Card *m_peakCard, *m_fileCard, *m_batchCard, *m_tableCard;
    BarRows *m_peak, *m_files;
    LineChart* m_batches;
    ChartOrTable *m_peakView, *m_filesView, *m_batchesView;
    DataTable* m_table;
};

}  // namespace pwb::ui
