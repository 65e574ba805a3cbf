// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/result/run_result.h"
#include "ui/widgets/card.h"

class QComboBox;
class QSpinBox;

namespace pwb::ui {

class BarRows;
class DataTable;

/// How many cameras each engine carries, at the number and rate that are asked for here.
class CamerasCard : public Card {
    Q_OBJECT

public:
    explicit CamerasCard(QWidget* parent = nullptr);
    void setDocument(const std::shared_ptr<const result::RunResult>& document);

private:
    [[nodiscard]] QLayout* buildQuestion();
    void showCameras();

    std::shared_ptr<const result::RunResult> m_document;
    QSpinBox *m_wanted, *m_fps;
    QComboBox* m_streams;
    QLabel* m_needs;
    BarRows* m_bars;
    DataTable* m_table;
    bool m_edited = false;  ///< cameras and fps were changed here and no longer follow the run's requirements
};

}  // namespace pwb::ui
