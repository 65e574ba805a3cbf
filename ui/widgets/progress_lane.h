// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/theme/theme.h"

namespace pwb::ui {

/// One engine's progress in the tool bar: mark, name, what it does, and a 4 px bar. Painted.
class ProgressLane : public QWidget {
    Q_OBJECT

public:
    enum class State { Idle, Working, Done, Failed, Cancelled };

    /// With little room it has a short name, and a percentage instead of words.
    enum class Room { Plenty, Little };

    explicit ProgressLane(const EngineKind& kind, Room room = Room::Plenty, QWidget* parent = nullptr);

    /// `fraction`: 0–1 over the whole engine; `text`: "evaluating, 71 %".
    void setState(State state, const QString& text, double fraction);
    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] QString stateText() const { return m_text; }
    [[nodiscard]] double fraction() const { return m_fraction; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QString shownName() const;
    [[nodiscard]] QString shownText() const;

    EngineKind m_kind;
    Room m_room;
    State m_state = State::Idle;
    QString m_text;
    double m_fraction = 0;
};

}  // namespace pwb::ui
