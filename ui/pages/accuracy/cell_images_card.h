// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/result/run_result.h"
#include "ui/widgets/card.h"

namespace pwb::ui {

class ConfusionLink;
class SampleGrid;

/// The images of a matrix's chosen cell.
class CellImagesCard : public Card {
    Q_OBJECT

public:
    /// `link` outlives it.
    explicit CellImagesCard(ConfusionLink* link, QWidget* parent = nullptr);
    void setDocument(const std::shared_ptr<const result::RunResult>& document);
    /// Whose cell it is; INT8 at first.
    void setEngine(const base::EngineId& engine);
    [[nodiscard]] const base::EngineId& engine() const { return m_engine; }

signals:
    void openRequested();

private:
    void showCell();
    /// What its answers are held against.
    [[nodiscard]] base::EngineId other() const;
    [[nodiscard]] QString nameOf(const base::EngineId& engine) const;

    ConfusionLink* m_link;
    std::shared_ptr<const result::RunResult> m_document;
    base::EngineId m_engine = base::Precision::Int8;
    SampleGrid* m_samples;
};

}  // namespace pwb::ui
