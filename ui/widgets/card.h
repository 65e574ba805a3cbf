// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace pwb::ui {

/// A titled box with a hairline border: title and hint on the left of its head, tools on the right, content
/// below. While it has nothing to show it keeps its place and says what will appear and how to get it.
class Card : public QFrame {
    Q_OBJECT

public:
    explicit Card(const QString& title, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    void setHint(const QString& hint);
    /// Adds a widget (button, segmented choice) to the right of the head.
    void addTool(QWidget* tool);
    /// For a card whose content is its own head.
    void hideHead();
    /// Where the content goes; margins are set.
    [[nodiscard]] QVBoxLayout* body();
    /// Shows `text` instead of the content; an empty text shows the content.
    void setEmptyText(const QString& text);

private:
    QLabel* m_title;
    QLabel* m_hint;
    QLabel* m_empty;
    QWidget* m_headBox;
    QHBoxLayout* m_head;
    QWidget* m_content;
    QVBoxLayout* m_body;
};

}  // namespace pwb::ui
