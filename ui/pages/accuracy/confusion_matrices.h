// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStackedWidget>
#include <memory>
#include <vector>

#include "core/result/run_result.h"

class QHBoxLayout;
class QLabel;

namespace pwb::ui {

class Card;
class ConfusionLink;
class ConfusionView;
class DataTable;

/// The engines' confusion matrices, which zoom, pan and hover together, or the same counts as a table.
class ConfusionMatrices : public QStackedWidget {
    Q_OBJECT

public:
    /// `link` outlives it.
    explicit ConfusionMatrices(ConfusionLink* link, QWidget* parent = nullptr);
    void setDocument(const std::shared_ptr<const result::RunResult>& document);
    /// What stands in the matrices' row, for saving it as a picture.
    [[nodiscard]] QWidget* row() const;
    /// The top of the ramp that all matrices share.
    [[nodiscard]] std::int64_t largest() const { return m_largest; }

public slots:
    void showTable(bool table);
    /// To be called when the link has another mode.
    void renewCounts();

signals:
    void cellChosen(const pwb::base::EngineId& engine);
    void openRequested();

private:
    /// A card with the matrix of one engine.
    struct EngineCard {
        result::EngineKind kind;
        Card* card;
        ConfusionView* view;
        QLabel *figure, *mark;
    };
    [[nodiscard]] Card* buildPairs();
    [[nodiscard]] EngineCard engineCard(const result::EngineKind& kind);
    void setKinds(const std::vector<result::EngineKind>& kinds);
    void showHeads();
    void showPairs();

    ConfusionLink* m_link;
    std::shared_ptr<const result::RunResult> m_document;
    std::vector<EngineCard> m_engines;
    std::int64_t m_largest = 0;
    QHBoxLayout* m_row;
    DataTable* m_pairs;
};

}  // namespace pwb::ui
