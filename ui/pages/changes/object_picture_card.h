// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <memory>

#include "core/base/engine_id.h"
#include "core/result/run_result.h"
#include "ui/widgets/card.h"

class QCheckBox;
class QPushButton;

namespace pwb::compare {
struct ObjectChange;
}

namespace pwb::ui {

class ChartOrTable;
class DetectionPanes;

/// The picture of one changed object, a pane per engine, with the tools to look at it.
class ObjectPictureCard : public Card {
    Q_OBJECT

public:
    explicit ObjectPictureCard(QWidget* parent = nullptr);
    void setDocument(const std::shared_ptr<const result::RunResult>& document);
    /// Null: none is chosen.
    void showObject(const compare::ObjectChange* change, const base::EngineId& candidate);

public slots:
    void zoomIn();
    void zoomOut();
    void fit();
    void frameObject();
    void toggleAnnotated();

signals:
    void stepped(int rows);  ///< the previous (−1) or the next (1) object is wanted
    void changeClicked(const pwb::base::EngineId& engine, int change);

private:
    void addTools();
    void showTitle();

    std::shared_ptr<const result::RunResult> m_document;
    DetectionPanes* m_panes;
    ChartOrTable* m_panesOrTable;
    QCheckBox* m_annotated;
    QPushButton* m_asTable;
    QList<QPushButton*> m_tools;
};

}  // namespace pwb::ui
