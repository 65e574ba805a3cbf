// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "ui/theme/theme.h"

class QComboBox;

namespace pwb::ui {

class Segmented;

/// Chooses the engine that is held against FP32: joined buttons while there are two, else a list.
class CandidateChoice : public QWidget {
    Q_OBJECT

public:
    explicit CandidateChoice(QWidget* parent = nullptr);

    /// The engines of a document; FP32 is left out and the default INT8 comes first.
    void setKinds(const std::vector<EngineKind>& kinds);
    [[nodiscard]] const EngineKind& current() const;
    /// One that is not among them chooses the default INT8. Emits nothing.
    void setCurrent(const base::EngineId& engine);

signals:
    void chosen(const pwb::base::EngineId& engine);

protected:
    void changeEvent(QEvent* event) override;

private:
    void choose(int index);
    void renewIcons();

    std::vector<EngineKind> m_kinds;
    std::size_t m_current = 0;
    Segmented* m_buttons;
    QComboBox* m_list;
};

}  // namespace pwb::ui
