// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPixmap>
#include <QWidget>

namespace pwb::ui {

/// A short fact in a hairline box with a sign before it. Painted; words between two '*' are strong.
class Chip : public QWidget {
    Q_OBJECT

public:
    enum class Sign { None, Good, Neutral, Bad, Warning, Info, Waiting };

    explicit Chip(QWidget* parent = nullptr);
    Chip(Sign sign, const QString& text, QWidget* parent = nullptr);
    void set(Sign sign, const QString& text);
    [[nodiscard]] QString text() const { return m_plain; }
    [[nodiscard]] static QPixmap signPixmap(Sign sign, int size, qreal devicePixelRatio);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Run {
        QString text;
        bool strong;
    };
    Sign m_sign = Sign::None;
    QString m_source, m_plain;
    QList<Run> m_runs;
};

}  // namespace pwb::ui
