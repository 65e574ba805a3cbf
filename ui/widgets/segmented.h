// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <QWidget>

class QButtonGroup;
class QHBoxLayout;

namespace pwb::ui {

/// A row of joined buttons of which exactly one is chosen.
class Segmented : public QWidget {
    Q_OBJECT

public:
    explicit Segmented(const QStringList& choices, QWidget* parent = nullptr);
    void setChoices(const QStringList& choices);
    [[nodiscard]] int current() const;
    void setCurrent(int index);

signals:
    void chosen(int index);

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QButtonGroup* m_group;
    QHBoxLayout* m_layout;
    QStringList m_choices;
};

}  // namespace pwb::ui
