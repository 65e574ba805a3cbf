// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/result/run_result.h"
#include "ui/widgets/card.h"

namespace pwb::ui {

class ConfusionLink;
class DataTable;

/// The classes one by one as a table, linked with the matrices: a hovered or chosen row is marked there.
class ClassCard : public Card {
    Q_OBJECT

public:
    /// `link` outlives it.
    explicit ClassCard(ConfusionLink* link, QWidget* parent = nullptr);
    void setDocument(const std::shared_ptr<const result::RunResult>& document);

private:
    ConfusionLink* m_link;
    DataTable* m_table;
};

}  // namespace pwb::ui
