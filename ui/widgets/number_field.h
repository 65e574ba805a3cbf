// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <optional>

namespace pwb::ui {

/// A line edit for one number that may be left empty, with its unit painted at the right.
class NumberField : public QLineEdit {
    Q_OBJECT

public:
    NumberField(const QString& name, const QString& unit, double lowest, double highest, int decimals,
                QWidget* parent = nullptr);

    [[nodiscard]] std::optional<double> value() const;
    /// Leaves the text alone while it says the same number.
    void setValue(std::optional<double> value);

signals:
    void edited();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_unit;
    double m_lowest, m_highest;
    int m_decimals;
};

/// Marks a field as wrong (a frame in the bad colour and a tool tip) or right again.
void setInvalid(QLineEdit* field, const QString& why);

}  // namespace pwb::ui
