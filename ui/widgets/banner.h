// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace pwb::ui {

/// A line at the top of a page that says what is wrong and what to do, instead of a modal dialog.
class Banner : public QFrame {
    Q_OBJECT

public:
    enum class Kind { Info, Warning, Error };

    explicit Banner(QWidget* parent = nullptr);
    void show(Kind kind, const QString& text);
    /// A button in the banner; an empty text hides it.
    void setAction(const QString& text);
    [[nodiscard]] QString text() const;
    /// Room above the banner while it is shown.
    void setTopGap(int pixels);

signals:
    void actionTriggered();
    void closed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void close();
    Kind m_kind = Kind::Info;
    int m_topGap = 0;
    QHBoxLayout* m_row;
    QLabel* m_text;
    QPushButton* m_action;
};

}  // namespace pwb::ui
